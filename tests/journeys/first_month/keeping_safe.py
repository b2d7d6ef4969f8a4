"""Backups to a stick, a lost passphrase, another laptop."""

from pathlib import Path

from tests.support.display.application import wait_until
from tests.support.display.first_steps import keep_sheet, pick_file
from tests.support.display.person import Person, data, named, says
from tests.support.windows.place_keys import place_keys_seen
from therapist_app.commands import Settings


def back_up_to(person: Person, stick: Path) -> None:
    """Choose a second place for backups, as an administrator, and back everything up now."""
    stick.mkdir(exist_ok=True)
    _go_to_backups(person)
    person.press(says("Choose a folder …", "button"))
    pick_file(person, stick)
    _back_up_now(person, stick)


def back_up(person: Person, stick: Path) -> None:
    """Back everything up now, where an administrator chose that copies go."""
    _go_to_backups(person)
    assert not person.sees(says("Choose a folder …", "button"))
    _back_up_now(person, stick)


def _go_to_backups(person: Person) -> None:
    person.key(place_keys_seen(person, Settings))
    person.arrive("settings")
    person.press(says("Backups", "button"))
    person.arrive("safekeeping")


def _back_up_now(person: Person, stick: Path) -> None:
    person.press(says("Back up now", "button"))
    person.see(says("Backed up and verified", "words"))
    assert len(list(stick.rglob("*.tvb"))) > 1


def come_back_with_sheet(person: Person, name: str, sheet: str, words: str, paper: Path) -> str:
    """Go in with a recovery sheet, choose new words, and keep the sheet that replaces it."""
    person.arrive("unlock")
    person.press(data(name, "option"))
    person.press(says("Forgotten? Use the recovery sheet", "button"))
    person.write(says("&Recovery sheet", "field"), sheet.lower())
    person.write(says("&New passphrase", "field"), words)
    person.write(says("Passphrase a&gain", "field"), words)
    person.press(says("Sign in", "button"))
    person.see(named("sheet"))
    new = keep_sheet(person, "Recovery sheet", paper)
    wait_until(lambda: person.page() not in {"", "unlock"}, f"{name} to be in")
    return new


def move_here(person: Person, stick: Path, name: str, words: str) -> None:
    """Bring the service to a laptop where there is none, from a stick with its backups."""
    person.arrive("first_run")
    person.press(says("Move a service to this laptop", "button"))
    person.arrive("moving")
    person.press(says("Choose the folder …", "button"))
    pick_file(person, stick)
    person.press(data(name, "option"))
    person.write(says("&Passphrase", "field"), words)
    tick = "I have read what was found and what was not. From now on we work only on this laptop"
    person.press(says(tick, "option"))
    person.press(says("Move the service here", "button"))
    person.press(says("Continue to sign in", "button"))
    person.arrive("unlock")
