"""Changing a passphrase or a recovery sheet, or giving both up, killed at any instant."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.running import Campaign, Trial
from tests.campaigns.harness.telling import Say
from tests.campaigns.kills.operations import (
    BEGUN,
    Operation,
    Planted,
    check,
    kill_operations,
)
from tests.support.record.records import START
from tests.support.record.safekeeping import add_clients, codes_in
from tests.support.record.sheets import replace_continuity, replace_sheet
from therapist_app.record.clock_and_random import SeededClock, seeded_sources
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.recovery_sheet import RecoverySheet, read_sheet
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.audit import signers_of
from therapist_app.record.errors import HeaderAltered, WrongPassphrase, WrongSheet
from therapist_app.record.folder.layout import ServiceFolder, database_path
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header, caseload_label
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.key_boxes import data_keys, open_box
from therapist_app.record.header.person_keys import continuity_private, continuity_public
from therapist_app.record.keyring.covering import hand_over, seal_with_continuity
from therapist_app.record.keyring.key_care import agree_to_sheet, lacks_agreement
from therapist_app.record.keyring.new_sheets import confirm_continuity, new_continuity
from therapist_app.record.keyring.own_keys import change_passphrase, open_by_passphrase
from therapist_app.record.keyring.people import add_person, raise_cost
from therapist_app.record.keyring.revoking import new_pair, revoke
from therapist_app.record.sign_in.unlocking import (
    NewPerson,
    create_service,
    unlock,
    unlock_with_sheet,
)
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.vault.seen_statements import remember_sheet
from therapist_app.record.vault.vault import Vault

OLD, NEW, NEWER = (
    "vexed otter quilt over mud",
    "plain lantern walks slowly",
    "dim oaks hum a low note",
)


@contextmanager
def passphrases_cost_nothing() -> Iterator[None]:
    """Take the cost out of the key derivation: here it is the writing that is to be killed."""
    derive = kdf.derive_key

    def quick(secret: bytearray, salt: bytes, _cost: object) -> bytearray:
        key = bytearray(hashlib.sha256(bytes(secret) + salt).digest())
        wipe(secret)
        return key

    kdf.derive_key = quick  # type: ignore[assignment]
    try:
        yield
    finally:
        kdf.derive_key = derive


class OwnKeys(Operation):
    """A service with a passphrase and a sheet, one of which is changed."""

    uid: str
    sheet: RecoverySheet

    def lay_out(self, folder: Path) -> None:
        self.found(folder)

    def found(self, folder: Path) -> RecoverySheet:
        """Found the service, of one person, and return its continuity sheet."""
        self._sources = seeded_sources(1, SeededClock(START))
        founder = NewPerson("Ana Example", ("keeper", "therapist"), bytearray(OLD.encode()))
        created = create_service(
            folder / "service", founder, cost=kdf.FLOOR, practice=True, sources=self._sources
        )
        assert created.continuity_sheet is not None
        self.uid, self.sheet = created.uid, created.sheet
        return created.continuity_sheet

    def open(self, folder: Path, passphrase: str) -> Vault | None:
        """Open it by a passphrase, or return None where that is the wrong one."""
        secret = bytearray(passphrase.encode())
        try:
            return unlock(
                folder / "service", self.uid, secret, practice=True, sources=self._sources
            )
        except WrongPassphrase:
            return None

    def opens_by(self, folder: Path, passphrase: str) -> bool:
        """Return whether a passphrase opens it; what it opens must be whole."""
        vault = self.open(folder, passphrase)
        if vault is None:
            return False
        with vault:
            check(not faults_in(vault), "the databases are not whole")
        return True

    def opens_by_sheet(self, folder: Path, sheet: RecoverySheet) -> bool:
        """Return whether a recovery sheet opens it, which uses it up."""
        try:
            vault, _sheet = unlock_with_sheet(
                folder / "service",
                self.uid,
                sheet.text,
                bytearray(NEWER.encode()),
                practice=True,
                sources=self._sources,
            )
        except WrongSheet:
            return False
        vault.close()
        return True

    def opened(self, folder: Path) -> Vault:
        """Open it by the passphrase of before."""
        vault = self.open(folder, OLD)
        assert vault is not None
        return vault


def announce_header(say: Say) -> None:
    """Say that the operation begins whenever a header is about to be written, in this process."""
    write = Vault.write_header

    def write_header(vault: Vault, header: Header) -> None:
        say(BEGUN)
        write(vault, header)

    Vault.write_header = write_header  # type: ignore[method-assign]


class PassphraseChange(OwnKeys):
    """Exactly one of two passphrases opens, and the sheet always does."""

    name = "passphrase"

    def work(self, folder: Path, say: Say) -> None:
        vault = self.open(folder, OLD)
        assert vault is not None
        announce_header(say)
        change_passphrase(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))

    def plant(self, folder: Path) -> Planted:
        with self.opened(folder) as vault:
            change_passphrase(vault, bytearray(OLD.encode()), bytearray(NEWER.encode()))
        return Planted("a passphrase that was never chosen", "neither passphrase opens it")

    def standing(self, folder: Path) -> str:
        old, new = self.opens_by(folder, OLD), self.opens_by(folder, NEW)
        check(old != new, "both passphrases open it" if old else "neither passphrase opens it")
        check(self.opens_by_sheet(folder, self.sheet), "the sheet does not open it")
        return "old" if old else "new"


class SheetChange(OwnKeys):
    """Either the old sheet still opens or it was replaced, and the passphrase always does."""

    name = "sheet"

    def work(self, folder: Path, say: Say) -> None:
        vault = self.open(folder, OLD)
        assert vault is not None
        announce_header(say)
        replace_sheet(vault)

    def plant(self, folder: Path) -> Planted:
        with self.opened(folder) as vault:
            vault.write_header(vault.header)
        return Planted("a new header with the old sheet", "the sheet and the header do not agree")

    def standing(self, folder: Path) -> str:
        header = load_header(ServiceFolder(folder / "service").header)
        check(self.opens_by(folder, OLD), "the passphrase does not open it")
        is_old = self.opens_by_sheet(folder, self.sheet)
        check(is_old == (header.generation == 1), "the sheet and the header do not agree")
        return "old" if is_old else "new"


class KeysGivenUp(OwnKeys):
    """Exactly the old keys open or the new; with the new, an older header opens no file of now."""

    name = "new keys"

    def lay_out(self, folder: Path) -> None:
        super().lay_out(folder)
        header = ServiceFolder(folder / "service").header
        (folder / "older header").write_bytes(header.read_bytes())

    def work(self, folder: Path, say: Say) -> None:
        vault = self.open(folder, OLD)
        assert vault is not None
        new = new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))
        (folder / "on paper").write_text(new.sheet.text)
        announce_header(say)
        revoke(vault, new)

    def plant(self, folder: Path) -> Planted:
        with self.opened(folder) as vault:
            change_passphrase(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))
        return Planted("a passphrase changed, and no key", "the older header opens 2 files of now")

    def standing(self, folder: Path) -> str:
        old, new = self.opens_by(folder, OLD), self.opens_by(folder, NEW)
        check(old != new, "both passphrases open it" if old else "neither passphrase opens it")
        opened = self._opened_by_the_older_header(folder)
        check(bool(opened) == old, f"the older header opens {len(opened)} files of now")
        on_paper = RecoverySheet((folder / "on paper").read_text())
        by_old, by_new = (self.opens_by_sheet(folder, each) for each in (self.sheet, on_paper))
        check((by_old, by_new) == (old, new), "sheet and passphrase do not agree")
        return "old" if old else "new"

    def _opened_by_the_older_header(self, folder: Path) -> list[str]:
        place, older = ServiceFolder(folder / "service"), load_header(folder / "older header")
        person = older.person(self.uid)
        assert person is not None
        keys = open_by_passphrase(older, person, bytearray(OLD.encode()), None)
        assert keys is not None
        found = []
        for database in (SERVICE, self.uid):
            for held in data_keys(older, database, self.uid, keys.opening):
                key = derive_masked(held.key, "sqlcipher")
                with PageReader(database_path(place, database), key) as reader:
                    if reader.verifies:
                        found.append(database)
        return found


class ContinuityChange(OwnKeys):
    """Exactly one of two continuity sheets opens the clients of somebody who is absent."""

    name = "continuity sheet"
    colleague: str
    before: RecoverySheet

    def lay_out(self, folder: Path) -> None:
        self.before = self.found(folder)
        absent = NewPerson("Bo Example", ("therapist",), bytearray(NEW.encode()))
        with self._opened(folder) as vault:
            self.colleague = add_person(vault, absent).uid
            hand_over(vault, self.colleague, self.uid)

    def work(self, folder: Path, say: Say) -> None:
        vault = self._opened(folder)
        new = new_continuity(vault, self.before.text)
        (folder / "on paper").write_text(new.sheet.text)
        announce_header(say)
        confirm_continuity(vault, new)

    def plant(self, folder: Path) -> Planted:
        with self._opened(folder) as vault:
            (folder / "on paper").write_text(replace_continuity(vault, self.before.text).text)
            replace_continuity(vault, (folder / "on paper").read_text())
        return Planted("a sheet in force that nobody has", "neither sheet opens it")

    def standing(self, folder: Path) -> str:
        new = (folder / "on paper").read_text()
        opens = [self._hands_over(folder, each) for each in (self.before.text, new)]
        check(opens != [True, True], "both sheets open it")
        check(any(opens), "neither sheet opens it")
        return "old" if opens[0] else "new"

    def _opened(self, folder: Path) -> Vault:
        vault = self.open(folder, OLD)
        assert vault is not None
        return vault

    def _hands_over(self, folder: Path, sheet: str) -> bool:
        with self._opened(folder) as vault:
            header = vault.header
            try:
                seal_with_continuity(vault, self.colleague, sheet)
            except WrongSheet:
                return False
            vault.write_header(header)  # so that the other sheet meets what this one met
            return True


class OfAbsentOwner(OwnKeys):
    """A keeper, and a therapist with clients of their own, who has not agreed to a new sheet."""

    absent: str
    before: RecoverySheet

    def lay_out(self, folder: Path) -> None:
        self.before = self.found(folder)
        with self.opened(folder) as vault:
            other = NewPerson("Bo Example", ("therapist",), bytearray(NEW.encode()))
            self.absent = add_person(vault, other).uid
        with self.opened_by_them(folder) as vault:
            add_clients(vault, "B-100")

    def opened_by_them(self, folder: Path) -> Vault:
        """Open it for whoever is absent otherwise."""
        secret = bytearray(NEW.encode())
        return unlock(folder / "service", self.absent, secret, practice=True, sources=self._sources)

    def sheets_that_open(self, folder: Path, owner: str) -> list[str]:
        """Return which of the two sheets open somebody's clients, as the file lies there."""
        new = RecoverySheet((folder / "on paper").read_text())
        sheets = {"old": self.before, "new": new}
        return [each for each, sheet in sheets.items() if self._opens(folder, owner, sheet)]

    def _opens(self, folder: Path, owner: str, sheet: RecoverySheet) -> bool:
        place = ServiceFolder(folder / "service")
        header = load_header(place.header)
        grant = header.grant(owner)
        assert grant is not None
        opening = Masked(continuity_private(read_sheet(sheet.text)))
        for box in grant.boxes_for(CONTINUITY):
            with suppress(HeaderAltered):
                held = open_box(header, caseload_label(owner), box, opening)
                key = derive_masked(held, "sqlcipher")
                with PageReader(database_path(place, owner), key) as reader:
                    if reader.verifies:
                        return True
        return False


class SheetWithoutTheOldOne(OfAbsentOwner):
    """The sheet of before opens the clients of who is absent, whichever is in force."""

    name = "continuity sheet without the old one"

    def work(self, folder: Path, say: Say) -> None:
        vault = self.opened(folder)
        new = new_continuity(vault, "")
        (folder / "on paper").write_text(new.sheet.text)
        announce_header(say)
        confirm_continuity(vault, new)

    def plant(self, folder: Path) -> Planted:
        with self.opened(folder) as vault:
            (folder / "on paper").write_text(replace_continuity(vault).text)
            grant = vault.header.grant(self.absent)
            assert grant is not None
            boxes = tuple(each for each in grant.boxes if each.to != CONTINUITY)
            vault.write_statement(vault.header.with_grant(replace(grant, boxes=boxes)))
        return Planted("clients that no sheet opens", "the old sheet does not open them")

    def standing(self, folder: Path) -> str:
        found = self.sheets_that_open(folder, self.absent)
        check("old" in found, "the old sheet does not open them")
        check(found == ["old"], "the new sheet opens them unasked")
        in_force = load_header(ServiceFolder(folder / "service").header).continuity
        is_old = in_force == continuity_public(read_sheet(self.before.text))
        with self.opened_by_them(folder) as vault:
            check(not faults_in(vault), "the databases are not whole")
            check(codes_in(vault) == ["B-100"], "clients are not there")
            check(bool(lacks_agreement(vault)) != is_old, "the wrong sheet is asked about")
        found = self.sheets_that_open(folder, self.absent)
        check(found == ["old"], f"after their sign-in {found or 'neither'} opens them")
        self.opened(folder).close()  # whoever made it agreed for their own clients
        own = self.sheets_that_open(folder, self.uid)
        check(own == ["old"] or not is_old, f"{own or 'neither'} opens those of who made it")
        check(len(own) == 1, f"{own or 'neither'} opens those of who made it")
        return "old" if is_old else "new"


class SheetAgreement(OfAbsentOwner):
    """Exactly one of two sheets opens clients whose owner agrees to the newer one."""

    name = "agreement to a continuity sheet"

    def lay_out(self, folder: Path) -> None:
        super().lay_out(folder)
        with self.opened(folder) as vault:
            (folder / "on paper").write_text(replace_continuity(vault).text)
        self.opened_by_them(folder).close()

    def work(self, folder: Path, say: Say) -> None:
        vault = self.opened_by_them(folder)
        say(BEGUN)
        agree_to_sheet(vault)

    def plant(self, folder: Path) -> Planted:
        with self.opened_by_them(folder) as vault:
            grant = vault.header.grant(self.absent)
            assert grant is not None
            remember_sheet(vault.caseload, vault.header)
            boxes = tuple(each for each in grant.boxes if each.to != CONTINUITY)
            vault.write_header(vault.header.with_grant(replace(grant, boxes=boxes)))
        return Planted("an agreement that takes the old sheet alone away", "neither opens them")

    def standing(self, folder: Path) -> str:
        found = self.sheets_that_open(folder, self.absent)
        check(found, "neither opens them")
        check(len(found) == 1, "both sheets open them")
        with self.opened_by_them(folder) as vault:
            check(not faults_in(vault), "the databases are not whole")
            check(codes_in(vault) == ["B-100"], "clients are not there")
            is_asked = bool(lacks_agreement(vault))
            signed = signers_of(vault.service, "continuity_agreed", SERVICE)
            check(is_asked or signed == {self.absent}, "nobody signed that they agreed")
        after = self.sheets_that_open(folder, self.absent)
        check(after == ["old" if is_asked else "new"], f"after their sign-in {after} opens them")
        return "asked again" if is_asked else f"agreed, {found[0]} as it was killed"


class DearerDerivation(OwnKeys):
    """The service asks for more work than a slot does: it is locked again at sign-in."""

    name = "dearer derivation"

    def lay_out(self, folder: Path) -> None:
        super().lay_out(folder)
        vault = self.open(folder, OLD)
        assert vault is not None
        with vault:
            raise_cost(vault, kdf.DEFAULT)

    def work(self, folder: Path, say: Say) -> None:
        announce_header(say)
        self.open(folder, OLD)

    def plant(self, folder: Path) -> Planted:
        with self.opened(folder) as vault:
            change_passphrase(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))
        return Planted("another passphrase under it", "the passphrase does not open it")

    def standing(self, folder: Path) -> str:
        person = load_header(ServiceFolder(folder / "service").header).person(self.uid)
        assert person is not None
        check(self.opens_by(folder, OLD), "the passphrase does not open it")
        check(self.opens_by_sheet(folder, self.sheet), "the sheet does not open it")
        return "before" if person.passphrase.terms.cost == kdf.FLOOR else "raised"


OPERATIONS = (
    PassphraseChange,
    SheetChange,
    KeysGivenUp,
    ContinuityChange,
    SheetWithoutTheOldOne,
    SheetAgreement,
    DearerDerivation,
)


def run(trial: Trial) -> str:
    """Kill all of them, without the cost of a passphrase."""
    with passphrases_cost_nothing():
        return kill_operations(OPERATIONS, trial)


OWN_KEYS = Campaign(
    name="passphrase",
    claim="A change of passphrase or sheet that is killed leaves exactly the old or the new one.",
    run=run,
    counts={"smoke": 3, "small": 20, "full": 100},
)
