"""The first day: three people, each with an own way in; what sessions need is approved."""

from pathlib import Path

from tests.support.display.application import wait_until
from tests.support.display.first_steps import keep_sheet
from tests.support.display.person import Person, data, of_type, says, says_in
from tests.support.windows.place_keys import place_keys_seen
from therapist_app.commands import Settings


def take_in(person: Person, name: str, words: str, paper: Path, *, leads: bool = False) -> str:
    """Add a person to the service, who types their own passphrase; return their sheet."""
    open_people(person)
    person.press(says("Add a person", "button"))
    person.write(says("Their &name", "field"), name)
    person.press(says("Clinical lead" if leads else "Therapist", "option"))
    person.write(says("&Passphrase", "field"), words)
    person.write(says("Passphrase a&gain", "field"), words)
    person.press(says("Add this person", "button"))
    sheet = keep_sheet(person, "Recovery sheet", paper)
    person.see(says("{name} was added", "words", name=name))
    return sheet


def open_people(person: Person) -> None:
    """Go to the list of people, as its keeper."""
    person.key(place_keys_seen(person, Settings))
    person.arrive("settings")
    person.press(says("People and roles", "button"))
    person.press(says("Manage people and roles", "button"))
    person.arrive("people")


def hand_over_clients(person: Person, whose: str, to: str) -> None:
    """Sign, as the keeper, that somebody's clients become somebody else's."""
    open_people(person)
    person.press(says("Open: {name}", "button", name=whose))
    person.press(data(to, "option"))
    person.press(says("Hand over for good", "option"))
    person.press(says_in("button", "Confirm", "button"))
    person.press(says_in("button", "Confirm", "button"))
    person.see(says("The hand-over is arranged", "words"))


def agree_to_hand_over(person: Person, to: str) -> None:
    """Answer the page before the first screen: one's clients become somebody else's."""
    person.arrive("covers")
    person.press(says("Hand your clients over to {name}", "button", name=to))
    wait_until(lambda: person.page() not in {"", "covers"}, "the record to open")


def work_with_handed_over(person: Person, by: str) -> None:
    """Go over to the clients whom somebody handed over."""
    person.press(says("Switch caseload", "button"))
    person.arrive("caseloads")
    whose = says("Clients whom {name} handed over to you", "words", name=by)
    person.press(says("Open this caseload", "button").beside(whose))
    person.arrive("today")


def sign_programme_off(person: Person) -> None:
    """Sign the programme off, as a lead."""
    open_versions(person)
    person.press(says("Sign off …", "button"))
    person.write(says("Role in this service", "field"), "clinical lead")
    person.press(says("I agree to this statement", "option"))
    person.press(says("Sign off", "button"))
    person.see(says("Signed off: {what}", "words"))


def open_versions(person: Person) -> None:
    """Go to the versions of what is used here."""
    person.press(says("Programme", "button").within(of_type("Rail")))
    person.arrive("library")
    person.press(says("Versions", "option"))
