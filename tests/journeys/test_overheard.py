"""What another program of the same desktop hears of secrets and of clients: nothing.

The listener is a program of its own on the accessibility bus, as a screen reader is; that it does
hear is shown by Qt's own line for passwords, which gives every letter away.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pyrage import encrypt, x25519

from tests.support.assistive.assistant import Assistant, Event, Thing, assisted
from tests.support.assistive.overhearing import given_away
from tests.support.display.application import (
    SERVICE,
    NotThere,
    the_product,
    wait_until,
)
from tests.support.display.displays import Display, a_display
from tests.support.display.first_steps import lock, set_up, unlock
from tests.support.display.holding_sessions import hold_session, sign_note
from tests.support.display.notes import Note
from tests.support.display.person import Person, like, named, says, says_in
from tests.support.processes.leaving import WORDS
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys, place_keys_seen
from tests.support.workflows.clinics_ready import approve_all, service_in
from therapist_app.commands import ClientPage, FormPage, Review, Settings
from therapist_app.workflows.entering.access_scope import remember_place

PIN, NEW = "482913", "seven sober otters mend bicycles"
LOCK_UP = says("&Passphrase", "field")
BACK = says("Therapist: PIN of this hand-over, or passphrase", "field")
Desk = tuple[Display, Callable[[], Assistant]]
COVERED = ["Hidden. F9 shows the window again.", "F9 shows it again.", "Show again"]
PLAIN = """
from PySide6.QtWidgets import QApplication, QLineEdit
app = QApplication(["plain"])
line = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
line.setAccessibleName("plain")
line.show()
app.exec()
"""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with a_display(tmp_path) as display, assisted(display) as desk:
        yield desk


@dataclass(frozen=True)
class Overheard:
    """What a listener heard on one day, and what it was told when it asked.

    Attributes:
        secrets: What was typed on the way and is nobody's to hear.
        heard: Every event of that day.
        before, covered, after: Every word of the tree before somebody signed in, while the window
            was hidden, and once it was locked.
        held: What speaks of the client and was kept hold of from before.
        asked_again: What that answered while the window was hidden.
        while_locked: What was heard from uncovering it to the window for signing in.

    """

    code: str
    secrets: tuple[str, ...]
    heard: list[Event]
    before: list[str]
    open: list[str]
    covered: list[str]
    after: list[str]
    held: list[Thing]
    asked_again: list[str]
    while_locked: list[Event]
    trouble: list[Note]


@pytest.fixture(scope="module")
def overheard(tmp_path_factory: pytest.TempPathFactory) -> Overheard:
    """A day before a real service, at the form of a client: it is made once, since it is long."""
    place = tmp_path_factory.mktemp("overheard")
    home = place / "laptop"
    with service_in(home / SERVICE, WORDS) as work:
        approve_all(work)
        client = work.add_client()
        work.tell_limits(client)
        remember_place(work.workspace.vault, FormPage(client.id, "phq-9"))
    identity = x25519.Identity.generate()
    sealed = place / "sealed.outcomes.age"
    sealed.write_bytes(encrypt(b"nothing of a package", [identity.to_public()]))
    with (
        a_display(place) as display,
        assisted(display) as (seen, start),
        the_product(seen, home) as application,
    ):
        person, assistant = Person(application), start()
        person.arrive("unlock")
        before = words_of(assistant)
        assistant.listen()
        sign_in(person)
        person.press(like(r".+", "option").within(named("q1")).nth(1))
        opened = words_of(assistant)
        held = [e for e in assistant.tree() if client.code in e.name or "interest" in e.name]
        heard = assistant.heard()
        person.key("F9")
        assistant.find("button", "Show again")
        covered = words_of(assistant)
        asked = [words for each in held if (words := asked_again(assistant, each))]
        person.key("F9")
        person.arrive("form")
        heard += assistant.heard()
        lock(person)
        after, while_locked = words_of(assistant), assistant.heard()
        unlock(person, WORDS, arrives="form")
        hand_over_and_back(person)
        change_passphrase(person)
        assistant.find("heading", "Your keys")  # as it is when nobody listened while it was made
        open_sealed(person, sealed, str(identity))
        heard += [*while_locked, *assistant.heard()]
        return Overheard(
            client.code,
            (WORDS, NEW, PIN, str(identity)),
            heard,
            before,
            opened,
            covered,
            after,
            held,
            asked,
            while_locked,
            application.trouble,
        )


def sign_in(person: Person) -> None:
    """Type a passphrase, look at it, type it once more, and unlock."""
    person.write(LOCK_UP, f"{WORDS} again")
    person.press(says_in("button", "Show", "button"))
    person.write(LOCK_UP, WORDS)
    person.key("Return")
    person.arrive("form")


def hand_over_and_back(person: Person) -> None:
    """Give the laptop to the client, and take it back at the second try."""
    person.press(says_in("button", "Hand over", "button"))
    person.arrive("hand_over")
    person.write(says("PIN to get the laptop back", "field"), PIN)
    person.write(says("The same PIN again", "field"), PIN)
    person.press(says("Hand over now", "button"))
    person.press(says("Give the laptop back", "button"))
    person.write(BACK, PIN[::-1])
    person.key("Return")
    person.write(BACK, PIN)
    person.key("Return")
    person.arrive("form")


def change_passphrase(person: Person) -> None:
    """Have another one suggested, leave it, and type one's own."""
    person.key(place_keys_seen(person, Settings))
    person.arrive("settings")
    person.press(says_in("subject of settings", "Your keys"))
    person.press(says_in("button", "Change them", "button"))
    person.arrive("keys")
    person.write(like("Your present passphrase \\(Passphrase\\)", "field"), WORDS)
    person.write(says_in("field", "&New passphrase", "field"), NEW)
    person.write(says("Passphrase a&gain", "field"), NEW)
    person.press(says("Change the passphrase", "button"))
    person.see(says("Your passphrase was changed", "words"))


def open_sealed(person: Person, sealed: Path, identity: str) -> None:
    """Choose a sealed package and type what opens it."""
    person.key(place_keys(Review))
    person.arrive("review")
    person.press(says("Open a file", "button"))
    person.write(named("fileNameEdit"), str(sealed))
    person.key("Return")
    person.write(says("Private key made with another program", "field"), identity)
    person.key("Return")


def test_the_listener_hears_every_letter_of_a_password_in_a_plain_line_of_qt(desk: Desk) -> None:
    display, start = desk
    assistant = start()
    assistant.listen()
    command = [sys.executable, "-c", PLAIN]
    with subprocess.Popen(command, env=display.environment) as plain:
        try:
            assistant.find("password text", "plain", states=("focused",))
            display.do("type", "--delay", "4", "--", WORDS)
            heard: list[Event] = []

            def is_given_away() -> bool:
                heard.extend(assistant.heard())
                return WORDS in given_away(heard, WORDS)

            wait_until(is_given_away, "every letter to be heard")
        finally:
            plain.kill()


def test_of_passphrases_pins_and_identities_nobody_hears_a_letter(overheard: Overheard) -> None:
    assert given_away(overheard.heard, *overheard.secrets) == []
    assert overheard.trouble == []


@beyond(test_of_passphrases_pins_and_identities_nobody_hears_a_letter)
def test_of_a_new_service_and_its_sheets_nobody_hears_a_letter(desk: Desk, tmp_path: Path) -> None:
    with the_product(desk[0], tmp_path / "laptop") as application:
        person = Person(application)
        assistant = desk[1]()
        assistant.listen()

        sheets = set_up(person, "Ana Keeper", tmp_path, WORDS)
        unlock(person, WORDS)

        as_shown = [each for sheet in sheets for each in (sheet.lower(), *sheet.split("-"))]
        assert given_away(assistant.heard(), WORDS, *sheets, *as_shown) == []
        assert application.trouble == []


@beyond(test_of_passphrases_pins_and_identities_nobody_hears_a_letter)
def test_of_the_first_session_nobody_hears_a_secret(desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "laptop"
    with service_in(home / SERVICE, WORDS) as work:
        approve_all(work)
        remember_place(work.workspace.vault, ClientPage(work.add_client().id))
    with the_product(desk[0], home) as application:
        person = Person(application)
        assistant = desk[1]()
        person.arrive("unlock")
        assistant.listen()

        unlock(person, WORDS, arrives="client")
        hold_session(person)
        sign_note(person)
        lock(person)

        assert given_away(assistant.heard(), WORDS) == []
        assert application.trouble == []


def test_hidden_or_locked_no_word_of_a_client_is_told_or_can_be_asked_for(
    overheard: Overheard,
) -> None:
    code = overheard.code
    assert code in " ".join(overheard.open)
    assert [each for each in overheard.covered if each not in overheard.before] == COVERED
    assert overheard.held
    assert overheard.asked_again == []
    assert code not in " ".join(overheard.after)
    assert "Little interest" not in " ".join(overheard.after)
    told = [f"{each.words} {each.name}" for each in overheard.while_locked]
    assert told
    assert not [each for each in told if code in each]


def asked_again(assistant: Assistant, held: Thing) -> str:
    """Return what a thing that was held from before says now; nothing once it is gone."""
    try:
        now = assistant.look(held)
    except NotThere:
        return ""
    return f"{now.name} {now.description} {now.text or ''}".strip()


def words_of(assistant: Assistant) -> list[str]:
    """Return every word that stands in the tree, shown or not."""
    things = assistant.tree(hidden=True)
    return [
        words
        for each in things
        for words in (each.name, each.description, each.text or "")
        if words
    ]
