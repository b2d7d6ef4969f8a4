"""Every other act in which somebody types or is shown a secret, overheard: nothing leaves.

Signing in, a hand-over, one's passphrase, a new service and a session are listened to in
`test_overheard.py`; here are a colleague who is added, sheets made anew, keys that somebody may
know, a drill, papers that are locked, what is pasted, an erasure, another laptop, and nobody left.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyrage import encrypt, x25519

from tests.journeys.first_month.fates import erase, open_record
from tests.journeys.first_month.keeping_safe import (
    back_up_to,
    come_back_with_sheet,
    move_here,
)
from tests.journeys.first_month.settling_in import open_people, take_in
from tests.support.assistive.assistant import Assistant, assisted
from tests.support.assistive.overhearing import given_away
from tests.support.display.application import the_product
from tests.support.display.displays import Display, a_display
from tests.support.display.first_steps import (
    WORDS,
    add_client,
    keep_sheet,
    lock,
    open_client,
    pick_file,
    set_up,
    sign_in,
    unlock,
)
from tests.support.display.person import Person, like, of_type, says, says_in
from tests.support.sampling import beyond
from tests.support.windows.place_keys import place_keys, place_keys_seen
from therapist_app.commands import Calendar, Review, Settings

ANA, BO, CY = "Ana Keeper", "Bo Colleague", "Cy Newcomer"
BOS, NEW = "plain lantern walks along slowly", "seven sober otters mend bicycles"
LATER, CYS = "copper kettle drifting past noon", "woollen marble under quiet rain"
ONCE = "Shown only once. It is not saved on this laptop"
"""What stands above a sheet and nowhere else: cards of these pages bear its title as well."""
PASSED_ON = of_type("SecretToPassOn")


class Overhearing:
    """Listens while secrets are typed or shown, and remembers each of them."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._secrets: list[str] = []
        assistant.listen()

    def of(self, act: str, *secrets: str, is_typed: bool = True) -> None:
        """Hold that of all secrets so far nothing was heard in an act, and that it was heard."""
        for each in secrets:
            self._secrets += [each, each.lower(), *(each.split("-") if each.isupper() else ())]
        heard = self._assistant.heard()
        assert given_away(heard, *self._secrets) == [], act
        assert heard, act
        assert not is_typed or any(each.words == "dot" for each in heard), act


@pytest.fixture
def display(tmp_path: Path) -> Iterator[tuple[Display, Assistant]]:
    with a_display(tmp_path) as display, assisted(display) as (assisting, start):
        yield assisting, start()


def own_keys(person: Person) -> None:
    person.key(place_keys_seen(person, Settings))
    person.arrive("settings")
    person.press(says_in("subject of settings", "Your keys"))
    person.press(says_in("button", "Change them", "button"))
    person.arrive("keys")


def new_recovery_sheet(person: Person, words: str, paper: Path) -> str:
    """Have one's sheet made anew, and type it back."""
    own_keys(person)
    person.write(like("Your present passphrase \\(Recovery sheet\\)", "field"), words)
    person.press(says("Make a new sheet", "button"))
    sheet = keep_sheet(person, ONCE, paper)
    person.see(says("You have a new recovery sheet", "words"))
    return sheet


def new_keys(person: Person, words: str, new: str, paper: Path) -> tuple[str, str]:
    """Say that somebody may know them, look at a suggestion, and type words of one's own."""
    own_keys(person)
    somebody = "\\(Somebody may know it\\)"
    person.write(like(f"Your present passphrase {somebody}", "field"), words)
    person.press(says_in("button", "Suggest a passphrase", "button").nth(1))
    suggested = str(person.see(of_type("SecretWords"))["words"])
    person.write(like(f"New passphrase for the new keys {somebody}", "field"), new)
    person.write(like(f"Passphrase again {somebody}", "field"), new)
    person.press(says("Make new keys, keep older backups", "button"))
    sheet = keep_sheet(person, ONCE, paper)
    person.see(says("Your keys are new", "words"))
    return suggested, sheet


def new_continuity_sheet(person: Person, present: str, paper: Path) -> str:
    """Have the sheet of the service made anew with the one of now, and type it back."""
    open_people(person)
    person.write(says("&Type the present sheet to make a new one", "field"), present.lower())
    person.press(says("Make a new continuity sheet", "button"))
    return keep_sheet(person, ONCE, paper)


def drill(person: Person, sheet: str) -> None:
    """Try on the page of the backups whether the sheet opens them."""
    person.press(says("Hold a drill …", "button"))
    person.write(says_in("field", "Your &recovery sheet", "field"), sheet.lower())
    person.press(says("Hold the drill", "button"))
    person.see(says("The service would come back from its second location", "words"))


def locked_day_sheet(person: Person, folder: Path) -> str:
    """Save the day on paper under a passphrase, copy that, and return it."""
    person.key(place_keys(Calendar))
    person.arrive("calendar")
    person.key("ctrl+p")
    person.arrive("calendar_paper")
    words = str(person.see(PASSED_ON)["value"])
    person.press(says_in("button", "Save with a passphrase …", "button"))
    pick_file(person, folder / "day.pdf")
    person.press(PASSED_ON)
    person.key("ctrl+a", "ctrl+c")
    return words


def paste_identity(person: Person, sealed: Path) -> None:
    """Paste what was copied last as the key of a sealed package."""
    person.key(place_keys(Review))
    person.arrive("review")
    person.press(says("Open a file", "button"))
    pick_file(person, sealed)
    person.press(says("Private key made with another program", "field"))
    person.key("ctrl+v", "Return")


def copy_for_the_client(person: Person, code: str, folder: Path) -> tuple[str, str]:
    """Make a locked copy of a client's record; return both passphrases that were shown."""
    open_client(person, code)
    open_record(person, "Data rights")
    person.arrive("data_rights")
    person.press(says("Make a copy", "button"))
    first = str(person.see(PASSED_ON)["value"])
    person.press(says_in("button", "Suggest another", "button"))
    second = str(person.see(PASSED_ON)["value"])
    person.press(says("Save the copy …", "button"))
    pick_file(person, folder / "copy.pdf")
    person.press(says("Finish: the passphrase is noted", "button"))
    return first, second


def become_an_administrator(person: Person, continuity: str, paper: Path) -> str:
    """Come with the continuity sheet as somebody new, sign in, and keep a sheet of one's own."""
    person.press(says("Use the continuity sheet: no administrator is left", "button"))
    person.arrive("nobody-left")
    person.write(says("&Continuity sheet", "field"), continuity.lower())
    tick = "No administrator can sign in, and the service knows what I do here"
    person.press(says(tick, "option"))
    person.press(says_in("who becomes one", "Somebody new", "option"))
    person.write(says("&Name", "field"), CY)
    person.write(says("&Passphrase", "field"), CYS)
    person.write(says("Passphrase a&gain", "field"), CYS)
    person.press(says("Make an administrator", "button"))
    person.press(says("Continue to sign in", "button"))
    sign_in(person, CY, CYS)
    return keep_sheet(person, "Recovery sheet", paper)


@beyond("test_of_passphrases_pins_and_identities_nobody_hears_a_letter")
def test_of_no_act_with_a_key_or_a_sheet_a_letter_is_heard(
    display: tuple[Display, Assistant], tmp_path: Path
) -> None:
    screen, assistant = display
    overhearing = Overhearing(assistant)
    sealed = tmp_path / "sealed.outcomes.age"
    to = x25519.Identity.generate().to_public()
    sealed.write_bytes(encrypt(b"nothing of a package", [to]))
    stick = tmp_path / "stick"
    with the_product(screen, tmp_path / "laptop") as application:
        person = Person(application)
        sheet, continuity = set_up(person, ANA, tmp_path)
        unlock(person)
        overhearing.of("a new service", WORDS, sheet, continuity)
        code = add_client(person)
        day_words = locked_day_sheet(person, tmp_path)
        overhearing.of("a locked day sheet", day_words, is_typed=False)
        paste_identity(person, sealed)
        overhearing.of("a key that is pasted")
        copy_words = copy_for_the_client(person, code, tmp_path)
        overhearing.of("a copy for the client", *copy_words, is_typed=False)
        bos_sheet = take_in(person, BO, BOS, tmp_path / "bo.pdf")
        overhearing.of("a colleague is added", BOS, bos_sheet)
        sheet = new_recovery_sheet(person, WORDS, tmp_path / "second.pdf")
        overhearing.of("a new recovery sheet", sheet)
        suggested, sheet = new_keys(person, WORDS, NEW, tmp_path / "third.pdf")
        overhearing.of("new keys", NEW, suggested, sheet)
        continuity = new_continuity_sheet(person, continuity, tmp_path / "continuity-2.pdf")
        overhearing.of("a new continuity sheet", continuity)
        back_up_to(person, stick)
        shutil.copytree(stick, tmp_path / "of then")
        drill(person, sheet)
        overhearing.of("a drill")
        open_client(person, code)
        erase(person, code, BO, BOS)
        overhearing.of("an erasure that a colleague confirms")
        lock(person)
        sheet = come_back_with_sheet(person, ANA, sheet, LATER, tmp_path / "fourth.pdf")
        overhearing.of("a forgotten passphrase", LATER, sheet)
        lock(person)
        cys_sheet = become_an_administrator(person, continuity, tmp_path / "cy.pdf")
        overhearing.of("an administrator by the continuity sheet", CYS, cys_sheet)
        assert application.trouble == []
    with the_product(screen, tmp_path / "another") as application:
        move_here(Person(application), tmp_path / "of then", ANA, NEW)
        overhearing.of("another laptop")
        assert application.trouble == []
