"""What becomes of clients: crisis, missed sessions, another therapist, consent back, erasure."""

from tests.support.display.holding_sessions import (
    SOME,
    USUAL,
    answer_asked,
    hold_steps,
    in_days,
    sign_note,
    start_session,
    step,
    step_done,
)
from tests.support.display.person import Person, data, like, named, of_type, says
from tests.support.windows.place_keys import place_keys
from therapist_app.commands import Today

CRISIS = {
    **USUAL,
    "mood": 1,
    "self_harm_thoughts": 3,
    "action_kinds": (5, 8),
    "action": "We stayed together; the supervisor was called at once.",
}
ALERT = says("Answer the alert: {fact}", "button")


def have_a_crisis(person: Person) -> None:
    """Hold a first session in which the client tells of a plan; answer the alert, sign the note."""
    start_session(person)
    said = {**CRISIS, "next_contact": in_days(person, 0)}
    while not person.sees(ALERT):
        answer_asked(person, said)
        step_done(person)
    person.press(ALERT)
    answer_alert(person)
    person.arrive("session")
    assert step(person)
    hold_steps(person)
    sign_note(person, "A plan was named; the crisis team was called.")


def answer_alert(person: Person) -> None:
    """Answer the alert that is open; what only the record can say stays open, with a reason."""
    person.arrive("alert")
    asked = of_type("ActionTick")
    for at in range(len(person.look(asked))):
        person.press(asked.nth(at))
    person.write(says("&Who was told, or is to be told", "field"), "The supervisor")
    person.press(says("Give a reason", "button"))
    person.write(says("Why something stays open", "field"), "The event record is written next.")
    person.write(says("&Facts and decision", "field"), "A plan was named. We called the team.")
    person.choose(says("&Next contact", "choice"), like(SOME, "item").nth(1))
    person.press(says("Record the answer", "button"))


def miss_a_session(person: Person) -> None:
    """Plan a session for an hour of today that has passed, to which the client does not come."""
    open_calendar(person)
    person.write(says("&Day", "field"), in_days(person, 0))
    person.write(says("&Time", "field"), "00:01")
    person.press(says("In person", "option"))
    person.press(says("Plan the session", "button"))
    person.wait_gone(says("Plan the session", "button"))
    open_calendar(person)
    person.press(says("Did not come", "option"))
    person.press(says("Record it", "button"))
    person.wait_gone(says("Record it", "button"))


def open_calendar(person: Person) -> None:
    """Open the calendar of the client whose page is shown."""
    open_record(person, "Plan a session")


def open_record(person: Person, entry: str) -> None:
    """Take an entry of the client's menu."""
    person.press(says("Record", "button"))
    person.press(says(entry, "item"))


def decide(person: Person, decision: str) -> None:
    """Write down what the client decided about working together."""
    open_record(person, "Data rights")
    person.arrive("data_rights")
    person.press(says("Record a decision", "button"))
    person.choose(says("&About", "choice"), says("Working together as agreed", "item"))
    person.press(says(decision, "option"))
    person.press(says("Signed on paper", "option"))
    person.write(says("Which &text or paper", "field"), "Information sheet")
    person.write(says("Its &version or date", "field"), "1")
    person.press(says("Save this decision", "button"))
    person.see(says("The decision is saved", "words"))
    person.key("alt+Left")
    person.arrive("client")


def offer_to(person: Person, colleague: str) -> None:
    """Offer the client whose page is shown to a colleague."""
    open_record(person, "Move to a colleague")
    person.press(data(colleague, "option"))
    person.press(says("Start the move", "button"))
    person.see(says("Being moved to {name}, since {day}", "words", name=colleague))


def take_over(person: Person, code: str) -> None:
    """Take a client over from a colleague, from where Today says that one waits."""
    person.key(place_keys(Today))
    person.arrive("today")
    person.press(says("Look at it", "button").within(of_type("NeedLine")))
    person.arrive("caseloads")
    person.press(says("Take over {code}", "button", code=code))
    person.arrive("client")


def erase(person: Person, code: str, second: str, words: str) -> None:
    """Erase the client whose page is shown, for good; a colleague confirms it."""
    open_record(person, "Data rights")
    person.arrive("data_rights")
    person.press(says("Erase this client", "button"))
    person.press(says("It is no longer needed for what it was kept for", "option"))
    person.write(says("The client's &code", "field"), code)
    person.press(data(second, "option"))
    person.write(named("second_passphrase"), words)
    person.press(says("Erase for good", "button"))
    person.see(says("{code} is erased", "words", code=code))
