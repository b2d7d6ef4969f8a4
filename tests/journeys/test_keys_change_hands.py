"""Keys change hands from window to window: taken in, covered, ended, handed over, left.

Real passphrases, real sheets, real windows. What somebody copied while they were allowed to is
held against what is written after they were not.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit

from tests.support.record.records import START
from therapist_app import bootstrap, commands
from therapist_app.record.clients import clients
from therapist_app.record.clock_and_random import ClockAndRandom, SeededClock, system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.opening import open_with_newest
from therapist_app.record.errors import (
    HeaderAltered,
    KnownRecordError,
    NotAllowed,
    RecordDamaged,
    WrongPassphrase,
)
from therapist_app.record.sign_in.unlocking import (
    Created,
    NewPerson,
    create_service,
    people,
    unlock,
)
from therapist_app.record.vault.openings import opening_of
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.shell.window.trouble import TroublePage
from therapist_app.workflows.content.shipped_content import ContentInUse
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

WORDS = {
    "Ana": "vexed otter quilt over mud",
    "Ben": "plain lantern walks along slowly",
    "Cy": "seven thistles under warm slate",
}
A_WEEK = 7 * 24 * 3600


@dataclass
class Laptop:
    """One service on one laptop; people sign in, work in the window, and lock."""

    folder: Path
    created: Created
    clock: SeededClock
    content: ContentInUse
    uids: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    vault: Vault = field(init=False)
    window: MainWindow = field(init=False)

    @property
    def sources(self) -> ClockAndRandom:
        return replace(system_sources(), now=self.clock)

    def opened(self, who: str, folder: Path | None = None) -> Vault:
        """Open the record with somebody's passphrase, without a window."""
        secret = bytearray(WORDS[who].encode())
        where = folder or self.folder
        return unlock(where, self.uids[who], secret, practice=False, sources=self.sources)

    def sign_in(self, who: str) -> None:
        self.vault = self.opened(who)
        self.window = bootstrap.open_workplace(self.vault, leave=lambda: None, content=self.content)
        self.window.resize(1366, 768)
        self.window.show()
        self.settle()

    def lock(self) -> None:
        self.window.lock()
        self.window.close()
        self.window.deleteLater()
        self.settle()

    def settle(self) -> None:
        for _turn in range(10):
            QApplication.processEvents()
        while self.window.is_held():
            QApplication.processEvents()
        for _turn in range(10):
            QApplication.processEvents()

    @property
    def words(self) -> str:
        labels = self.window.findChildren(QLabel)
        return "\n".join(each.text() for each in labels if each.isVisible())

    def press(self, name: str) -> None:
        buttons = self.window.findChildren(QAbstractButton)
        wanted = [each for each in buttons if each.isVisible() and each.accessibleName() == name]
        assert wanted, f"no button {name!r} in {[e.accessibleName() for e in buttons]}"
        assert wanted[0].isEnabled(), name
        wanted[0].click()
        self.settle()

    def write(self, name: str, words: str) -> None:
        lines = self.window.findChildren(QLineEdit)
        wanted = [each for each in lines if each.isVisible() and each.accessibleName() == name]
        assert wanted, f"no field {name!r} in {[e.accessibleName() for e in lines]}"
        wanted[0].setText(words)

    def go_to_people(self, who: str = "") -> None:
        self.window.go_to(commands.Settings())
        self.settle()
        self.press("People and roles")
        self.press("Manage people and roles")
        if who:
            self.press(f"Open: {who}")

    def take_in(self, who: str, *, keeper: bool, therapist: bool = True) -> None:
        self.go_to_people()
        self.press("Add a person")
        self.write("Their name", who)
        if therapist:
            self.press(
                "Therapist, Has clients of their own. Nobody else can open them, unless an "
                "administrator arranges cover."
            )
        if keeper:
            help_words = "This role alone opens no client's record."
            self.press(f"Administrator, Adds and removes people and arranges cover. {help_words}")
        self.write("Passphrase", WORDS[who])
        self.write("Passphrase again", WORDS[who])
        self.press("Add this person")
        self.type_back()
        assert f"{who} was added" in self.words
        self.uids[who] = people(self.folder)[-1].uid

    def type_back(self) -> None:
        sheet = self.window.page._viewmodel.sheet
        self.press("Continue: it is on paper")
        self.write("Type it back from the paper", "-".join(sheet.state.groups))
        self.press("Finish: it is on paper")

    def add_client(self) -> None:
        workspace = self.content.workspace(self.vault)
        new = NewClient(anonymity="code_only", age_band="25-34")
        self.codes.append(add_client(workspace, new).code)
        self.window.go_to(commands.Clients())
        self.settle()

    def copy(self, to: Path) -> Path:
        shutil.copytree(self.folder, to)
        return to

    def keys_of(self, caseload: str) -> list[Masked]:
        """What whoever is signed in could write down about a caseload's key."""
        kept = []
        for each in self.vault.data_keys(caseload):
            with each.key.revealed() as whole:
                kept.append(Masked(bytearray(whole)))
            each.key.forget()
        return kept

    def is_opened_by(self, keys: list[Masked], caseload: str) -> bool:
        """Whether keys that were kept open the file of a caseload as it is now."""
        vault = self.opened("Cy")
        openings = [
            opening_of(vault.place, vault.header, caseload, each, vault.author) for each in keys
        ]
        try:
            open_with_newest(Caseload, openings)[0].close()
        except RecordDamaged:
            return False
        finally:
            vault.close()
        return True


@pytest.fixture
def laptop(qapp: QApplication, tmp_path: Path) -> Iterator[Laptop]:
    assert qapp is QApplication.instance()
    clock = SeededClock(START)
    sources = replace(system_sources(), now=clock)
    founder = NewPerson("Ana", ("keeper", "therapist"), bytearray(WORDS["Ana"].encode()))
    folder = tmp_path / "service"
    created = create_service(folder, founder, practice=False, cost=FLOOR, sources=sources)
    laptop = Laptop(folder, created, clock, bootstrap.load_content())
    laptop.uids["Ana"] = created.uid
    yield laptop
    laptop.vault.close()


# Acceptance A18, G99
def test_keys_change_hands_and_nobody_opens_what_is_written_after_they_may_not(
    laptop: Laptop, tmp_path: Path
) -> None:
    ana_lets_ben_cover(laptop)
    bens = ben_covers_and_copies_what_he_can(laptop)
    the_cover_ends(laptop)
    anas = ana_signs_in_and_her_key_is_changed(laptop)
    neither_bens_keys_nor_his_header_open_her_file(laptop, bens, anas)
    copied = laptop.copy(tmp_path / "copied-by-ana")

    ana_is_gone_and_the_continuity_sheet_gives_cy_her_clients(laptop)
    ana_is_taken_out_and_cy_goes_on_with_her_clients(laptop)

    what_ana_kept_opens_nothing_written_afterwards(laptop, anas, copied)
    what_ana_kept_does_not_fit_the_files_of_now(laptop, copied, tmp_path / "now")


@dataclass
class Kept:
    """What somebody copied while they were allowed to."""

    keys: list[Masked]
    header: bytes


def ana_lets_ben_cover(laptop: Laptop) -> None:
    laptop.sign_in("Ana")
    laptop.add_client()
    laptop.take_in("Ben", keeper=False)
    laptop.take_in("Cy", keeper=True)
    laptop.go_to_people("Ana")
    laptop.press("Ben")
    laptop.press(
        "Cover until a day, The clients stay theirs. It begins at once, or as soon as they agree: "
        "arrange it shortly before it is needed."
    )
    laptop.write("Until and including", "05 03 2026")

    laptop.press("Confirm")

    assert "Ben can open Ana's clients now, until the end of Thursday 5 March 2026." in laptop.words
    laptop.lock()


def ben_covers_and_copies_what_he_can(laptop: Laptop) -> Kept:
    laptop.sign_in("Ben")
    assert clients.count(laptop.vault.caseload) == 0
    laptop.press("Switch caseload")

    laptop.press("Open this caseload: The clients of Ana")

    assert "Covering for Ana until Thursday 5 March 2026" in laptop.words
    assert clients.count(laptop.vault.caseload) == 1
    kept = laptop.keys_of(laptop.uids["Ana"])
    laptop.lock()
    return Kept(kept, (laptop.folder / "header.json").read_bytes())


def the_cover_ends(laptop: Laptop) -> None:
    laptop.clock.advance(A_WEEK)

    laptop.sign_in("Ben")

    assert laptop.window.frame.caseload_bar is None
    with pytest.raises(NotAllowed):
        laptop.vault.use_caseload(laptop.uids["Ana"])
    laptop.window.go_to(commands.Caseloads())
    assert "The clients of Ana" not in laptop.words
    laptop.lock()


def ana_signs_in_and_her_key_is_changed(laptop: Laptop) -> Kept:
    laptop.sign_in("Ana")

    assert "key_rotated" in [each.action for each in audit.entries(laptop.vault.service)]
    laptop.add_client()
    kept = laptop.keys_of(laptop.uids["Ana"])
    laptop.lock()
    return Kept(kept, (laptop.folder / "header.json").read_bytes())


def neither_bens_keys_nor_his_header_open_her_file(laptop: Laptop, bens: Kept, anas: Kept) -> None:
    assert laptop.is_opened_by(anas.keys, laptop.uids["Ana"])
    assert not laptop.is_opened_by(bens.keys, laptop.uids["Ana"])
    now = (laptop.folder / "header.json").read_bytes()

    (laptop.folder / "header.json").write_bytes(bens.header)

    with pytest.raises(HeaderAltered):
        laptop.opened("Ben")
    (laptop.folder / "header.json").write_bytes(now)


def ana_is_gone_and_the_continuity_sheet_gives_cy_her_clients(laptop: Laptop) -> None:
    laptop.sign_in("Cy")
    laptop.go_to_people("Ana")
    laptop.press("Cy")
    laptop.press("Hand over for good, The clients become somebody else's.")
    laptop.press("Confirm")
    assert "All of these clients go to Cy for good" in laptop.words
    laptop.press("Confirm")
    assert "You arranged this for yourself, so another administrator must agree" in laptop.words
    laptop.press("The continuity sheet, From the sealed envelope. Make a new one straight after.")
    assert laptop.created.continuity_sheet is not None
    laptop.write("Type the sheet", laptop.created.continuity_sheet.text)

    laptop.press("Use the sheet")

    assert "The continuity sheet was used" in laptop.words
    laptop.press("Back")
    laptop.write("Type the present sheet to make a new one", laptop.created.continuity_sheet.text)
    laptop.press("Make a new continuity sheet")
    laptop.type_back()
    assert "works for every caseload and every backup that the old one opened" in laptop.words
    laptop.lock()


def ana_is_taken_out_and_cy_goes_on_with_her_clients(laptop: Laptop) -> None:
    laptop.sign_in("Cy")
    laptop.go_to_people("Ana")
    laptop.press("Ana leaves the service")

    laptop.press("Remove Ana")
    assert "An administrator has notice" in laptop.words
    laptop.lock()
    laptop.clock.advance(2 * A_WEEK)
    laptop.sign_in("Cy")
    laptop.go_to_people("Ana")
    laptop.press("Ana leaves the service")
    laptop.press("Remove Ana")

    assert "Ana can no longer sign in." in laptop.words
    laptop.press("Switch caseload")
    laptop.press("Open this caseload: Clients whom Ana handed over to you")
    laptop.add_client()
    assert clients.count(laptop.vault.caseload) == 3
    assert audit.verify(laptop.vault.caseload).is_whole
    assert audit.verify(laptop.vault.service).is_whole
    laptop.lock()


def what_ana_kept_opens_nothing_written_afterwards(
    laptop: Laptop, anas: Kept, copied: Path
) -> None:
    with pytest.raises(WrongPassphrase):
        laptop.opened("Ana")
    assert not laptop.is_opened_by(anas.keys, laptop.uids["Ana"])
    with laptop.opened("Ana", copied) as old:
        assert clients.count(old.caseload) == 2


def what_ana_kept_does_not_fit_the_files_of_now(laptop: Laptop, copied: Path, now: Path) -> None:
    laptop.copy(now)

    shutil.copy(copied / "header.json", now / "header.json")
    with pytest.raises(KnownRecordError):
        laptop.opened("Ana", now)

    for each in ("service.db", "service.anchor"):
        shutil.copy(copied / each, now / each)
    with pytest.raises(KnownRecordError):
        laptop.opened("Ana", now)


# Acceptance A9, G100
def test_a_keeper_without_clients_opens_nobodys(laptop: Laptop) -> None:
    laptop.sign_in("Ana")
    laptop.add_client()
    laptop.take_in("Ben", keeper=True, therapist=False)
    laptop.lock()

    laptop.sign_in("Ben")

    for place in (commands.Today(), commands.Clients(), commands.Outcomes()):
        laptop.window.go_to(place)
        assert isinstance(laptop.window.page, TroublePage)
    with pytest.raises(HeaderAltered, match="no-box"):
        laptop.vault.open_caseload(laptop.uids["Ana"])
    with pytest.raises(NotAllowed):
        laptop.vault.use_caseload(laptop.uids["Ana"])
    laptop.lock()
