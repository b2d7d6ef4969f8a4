"""A clinic that tries the program: practice, a session, an export, a backup; the laptop is lost."""

import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from tests.journeys.first_month.keeping_safe import back_up_to, move_here
from tests.journeys.first_month.settling_in import sign_programme_off, take_in
from tests.journeys.first_month.writing_the_text import (
    approve_text,
    begin_text,
    read_text_again,
    write_text,
)
from tests.support.display.application import Application, wait_until
from tests.support.display.first_steps import (
    CODE,
    WORDS,
    add_client,
    close_window,
    lock,
    open_client,
    pick_file,
    set_up,
    sign_in,
    unlock,
)
from tests.support.display.holding_sessions import SOME, hold_session, sign_note
from tests.support.display.person import Person, like, of_type, says, says_in
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys
from therapist_app.commands import Outcomes, Review, Today

ANA, LEA = "Ana Keeper", "Lea Lead"
LEAS = "seven quiet bridges under thunder"
NEXT_DAY = timedelta(days=1)


def read_guide(person: Person) -> None:
    """Read on from what F1 says of a page, in the guides that the program holds."""
    person.key("F1")
    person.press(says("Read it here", "button"))
    person.see(of_type("GuideDialog"))
    person.key("Escape")
    person.wait_gone(of_type("GuideDialog"))


def practise(person: Person) -> None:
    """Go to invented clients from one's own service, and come back by locking."""
    person.press(says("Practise with invented clients", "button"))
    making = says("Making invented clients", "words")
    filled_in = says("In practice the passphrase is no secret: it is filled in.", "words")
    wait_until(lambda: person.sees(making) or person.sees(filled_in), "practice")
    while person.sees(making):
        time.sleep(1.0)
    person.see(filled_in)
    person.key("Return")
    person.arrive("today")
    lock(person)
    person.see(says("Practise with invented clients", "button"))


def export_summary(person: Person, folder: Path) -> None:
    """Make a summary of one client that stays in the service, and save it."""
    folder.mkdir()
    person.key(place_keys(Outcomes))
    person.arrive("outcomes")
    person.press(says("One client, a summary", "option"))
    person.choose(says_in("field", "Client in the summary", "choice"), like(CODE, "item").nth(0))
    person.choose(says_in("field", "Recipient", "choice"), like(SOME, "item").nth(0))
    person.choose(says("What it is for", "choice"), like(SOME, "item").nth(0))
    person.press(says_in("button", "Show preview", "button"))
    following = says_in("button", "Next page", "button")
    while person.see(following)["enabled"]:
        person.press(following)
    person.press(says("Approve and save", "button"))
    pick_file(person, folder)
    person.see(says("Signed and saved", "words"))


def read_summary(person: Person, file: Path) -> None:
    """Read a summary that was sealed for whoever approved it, page by page, in the window."""
    person.key(place_keys(Review))
    person.arrive("review")
    person.press(says("Open a file", "button"))
    pick_file(person, file)
    person.press(says("Read it here", "button"))
    person.see(says_in("state of a package", "verified and opened", "words"))
    person.see(says("Close the report", "button"))


@beyond("test_from_an_empty_folder_to_a_client_who_is_there_after_locking")
def test_a_clinic_that_lost_its_laptop_works_on_at_another(
    laptop: Callable[..., Application], tmp_path: Path
) -> None:
    first = laptop("first")
    person = Person(first)

    def pictured(name: str) -> None:
        first.display.picture(tmp_path / f"{name}.png")

    set_up(person, ANA, tmp_path)
    pictured("signing-in")
    practise(person)
    unlock(person)
    read_guide(person)
    take_in(person, LEA, LEAS, tmp_path / "lea.pdf", leads=True)
    person.key(place_keys(Today))
    person.arrive("today")
    begin_text(person, "Germany")
    write_text(person)
    lock(person)
    sign_in(person, LEA, LEAS)
    read_text_again(person)
    person.press(says("Oversight", "button").within(of_type("Rail")))
    person.arrive("oversight")
    approve_text(person)
    sign_programme_off(person)
    lock(person)
    sign_in(person, ANA, WORDS)
    code = add_client(person)
    hold_session(person)
    pictured("session-closed")
    sign_note(person)
    export_summary(person, tmp_path / "summary")
    pictured("exported")
    [summary] = (tmp_path / "summary").rglob("*.outcomes.age")
    back_up_to(person, tmp_path / "stick")
    pictured("backed-up")

    assert first.trouble == []
    assert first.told == ""
    first.kill()
    first.end()
    shutil.rmtree(first.home)

    second = laptop("second", NEXT_DAY)
    person = Person(second)
    move_here(person, tmp_path / "stick", ANA, WORDS)
    pictured("moved")
    sign_in(person, ANA, WORDS)
    open_client(person, code)
    person.see(says("Session {number} is next", "words", number=2))
    hold_session(person)
    sign_note(person)
    person.see(says("Session {number} is next", "words", number=3))
    pictured("worked-on")
    read_summary(person, summary)
    pictured("read-again")
    close_window(person)

    assert second.trouble == []
    assert second.told == ""
