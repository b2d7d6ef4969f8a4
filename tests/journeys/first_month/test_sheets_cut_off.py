"""A program that ends while a sheet is showing, on a real display, as a power cut ends it."""

from collections.abc import Callable
from pathlib import Path

from tests.support.display.application import Application
from tests.support.display.first_steps import WORDS, close_window, keep_sheet, unlock
from tests.support.display.person import Person, says
from tests.support.sampling import beyond


@beyond("test_a_first_sheet_that_nobody_typed_back_is_made_afresh_before_anything_else")
def test_a_first_sheet_that_was_showing_as_the_power_went_is_made_afresh_before_anything_else(
    laptop: Callable[[str], Application], tmp_path: Path
) -> None:
    application = laptop("laptop")
    person = Person(application, "mouse")
    person.arrive("first_run")
    person.press(says("Set up for real work", "button"))
    person.press(says("Continue", "button"))
    person.write(says("Your &name", "field"), "Ana Keeper")
    person.write(says("&Passphrase", "field"), WORDS)
    person.write(says("Passphrase a&gain", "field"), WORDS)
    person.press(says("With a continuity sheet (recommended)", "option"))
    person.press(says("Set up the service", "button"))
    person.see(says("Recovery sheet", "words"))
    application.kill()

    application.start()
    unlock(person, arrives="sheet")
    recovery = keep_sheet(person, "Recovery sheet", tmp_path / "recovery.pdf")
    continuity = keep_sheet(person, "Continuity sheet", tmp_path / "continuity.pdf")
    person.arrive("today")
    close_window(person)

    assert recovery != continuity
    assert application.trouble == []
