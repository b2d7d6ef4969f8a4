"""The one therapist is gone: a colleague comes with the continuity sheet, on a real display."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.first_month.keeping_safe import back_up_to
from tests.journeys.first_month.settling_in import open_people, work_with_handed_over
from tests.support.display.application import Application
from tests.support.display.first_steps import (
    add_client,
    close_window,
    keep_sheet,
    lock,
    open_client,
    pick_file,
    set_up,
    sign_in,
    unlock,
)
from tests.support.display.person import By, Person, data, says, says_in
from tests.support.sampling import beyond

ANA, NIA = "Ana Keeper", "Nia Colleague"
NIAS = "copper lantern slowly drifting north"


@beyond("test_from_the_first_page_the_continuity_sheet_leads_to_a_workplace")
@pytest.mark.parametrize("by", ["keyboard", "mouse"])
def test_a_colleague_reaches_the_clients_of_the_one_who_is_gone_also_on_another_laptop(
    laptop: Callable[[str], Application], tmp_path: Path, by: By
) -> None:
    application = laptop("laptop")
    person = Person(application, by)
    _recovery, continuity = set_up(Person(application), ANA, tmp_path)
    unlock(Person(application))
    code = add_client(Person(application))
    back_up_to(Person(application), tmp_path / "stick")
    shutil.copytree(tmp_path / "stick", tmp_path / "of then")
    lock(person)

    person.press(says("Use the continuity sheet: no administrator is left", "button"))
    become_an_administrator(person, continuity)
    be_in_for_the_first_time(person, tmp_path / "nia.pdf")
    take_the_clients_over(person, continuity)
    open_client(person, code)
    close_window(person)
    assert application.trouble == []

    elsewhere = laptop("another")
    person = Person(elsewhere, by)
    move_by_the_sheet(person, tmp_path / "of then", continuity)
    person.press(says("Use the continuity sheet: no administrator is left", "button"))
    become_an_administrator(person, continuity)
    be_in_for_the_first_time(person, tmp_path / "nia-2.pdf")
    take_the_clients_over(person, continuity)
    open_client(person, code)
    close_window(person)
    assert elsewhere.trouble == []


def become_an_administrator(person: Person, continuity: str) -> None:
    """Use the sheet for somebody new, and come back to signing in."""
    person.arrive("nobody-left")
    person.write(says("&Continuity sheet", "field"), continuity.lower())
    person.press(
        says("No administrator can sign in, and the service knows what I do here", "option")
    )
    person.press(says_in("who becomes one", "Somebody new", "option"))
    person.write(says("&Name", "field"), NIA)
    person.write(says("&Passphrase", "field"), NIAS)
    person.write(says("Passphrase a&gain", "field"), NIAS)
    person.press(says("Make an administrator", "button"))
    person.see(says("{name} is an administrator now", "words", name=NIA))
    person.press(says("Continue to sign in", "button"))


def be_in_for_the_first_time(person: Person, paper: Path) -> None:
    """Sign in; the recovery sheet is made and typed back before anything else."""
    sign_in(person, NIA, NIAS)
    keep_sheet(person, "Recovery sheet", paper)
    person.arrive("today")


def take_the_clients_over(person: Person, continuity: str) -> None:
    """Hand the clients over to oneself, with the same sheet, and work with them."""
    open_people(person)
    person.press(says("Open: {name}", "button", name=ANA))
    person.press(data(NIA, "option"))
    person.press(says("Hand over for good", "option"))
    person.press(says_in("button", "Confirm", "button"))
    person.press(says_in("button", "Confirm", "button"))
    person.see(says("Another administrator must agree", "words"))
    person.press(says("The continuity sheet", "option"))
    person.write(says("&Type the sheet", "field"), continuity.lower())
    person.press(says("Use the sheet", "button"))
    person.see(says("The continuity sheet was used", "words"))
    lock(person)
    sign_in(person, NIA, NIAS)
    work_with_handed_over(person, ANA)


def move_by_the_sheet(person: Person, stick: Path, continuity: str) -> None:
    """Bring the service to another laptop, with nobody who belongs to it."""
    person.arrive("first_run")
    person.press(says("Move a service to this laptop", "button"))
    person.arrive("moving")
    person.press(says("Choose the folder …", "button"))
    pick_file(person, stick)
    person.press(says("Use the continuity sheet: nobody can show this", "button"))
    person.write(says("&Continuity sheet", "field"), continuity.lower())
    tick = "I have read what was found and what was not. From now on we work only on this laptop"
    person.press(says(tick, "option"))
    person.press(says("Move the service here", "button"))
    person.press(says("Continue to sign in", "button"))
    person.arrive("unlock")
