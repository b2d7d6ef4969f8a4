"""Somebody whose keys are known, whether or not the databases of the service can be opened.

A check or a salvage has to reach a file that may not open, so what a passphrase opens is handed
out as `Opening`s. What is damaged cannot be unlocked; who owns it must still be able to put a
backup in its place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Self

from typing_extensions import override

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.recovery_sheet import read_sheet
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.database import Opening, ServiceFile
from therapist_app.record.database.opening import borrow_database
from therapist_app.record.errors import (
    HeaderAltered,
    NotPossibleYet,
    RecordError,
    WrongPassphrase,
    WrongSheet,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import choices
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header, newest_first
from therapist_app.record.header.header_seal import check_header, check_signatures
from therapist_app.record.header.key_boxes import data_keys, open_newest
from therapist_app.record.header.person_keys import (
    PersonKeys,
    continuity_key,
    continuity_keys,
)
from therapist_app.record.keyring.own_keys import open_by_passphrase, open_by_sheet
from therapist_app.record.service.former_people import known_former
from therapist_app.record.service.sheets_before import opened_before
from therapist_app.record.sign_in.attempts import note_attempt
from therapist_app.record.sign_in.unlocking import open_with_keys, ready_header
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.vault.openings import Author, actor_for, opening_of
from therapist_app.record.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class FileKeys:
    """What a person's passphrase opened; the header may have been altered.

    A `with` block forgets the keys.

    Attributes:
        keys: Their private keys; opening a vault takes them over.

    """

    place: ServiceFolder
    header: Header
    uid: str
    keys: PersonKeys
    sources: ClockAndRandom

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.keys.forget()

    @property
    def author(self) -> Author:
        """Who writes: this person."""
        return Author(actor_for(self.uid, self.keys), self.sources)

    def check_header(self) -> None:
        """Check the header against the keys of the service file.

        Raises:
            HeaderAltered: It was changed by somebody who may not.

        """
        check_header(self.header, self._service_keys())

    def checked(self) -> "KeyHolder":
        """Return whoever this is, once the header is known to be the service's own.

        Raises:
            HeaderAltered: It was changed by somebody who may not; the keys are forgotten.

        """
        try:
            self.check_header()
        except BaseException:
            self.keys.forget()
            raise
        return KeyHolder(self.place, self.header, self.uid, self.keys, self.sources)

    def data_keys(self, database: str) -> list[Masked]:
        """Return every data key of a database that this person holds, newest first.

        Raises:
            BackupRefused: This person holds none.

        """
        held = data_keys(self.header, database, self.uid, self.keys.opening)
        return [each.key for each in held]

    def openings(self) -> tuple[Opening, ...]:
        """Return what it takes to open each file that this person may open, the service first.

        Raises:
            HeaderAltered: A box of theirs does not open.

        """
        place, header, author = self.place, self.header, self.author
        held = self._service_keys()
        service = fitting([opening_of(place, header, SERVICE, key, author) for key in held])
        found = [service]
        former = _former(service)
        today = self.sources.now().astimezone().date()
        for each in self._caseloads(today):
            held = self.data_keys(each)
            opening = fitting([opening_of(place, header, each, key, author) for key in held])
            found.append(replace(opening, verify_keys={**former, **opening.verify_keys}))
        return tuple(found)

    def _caseloads(self, today: date) -> list[str]:
        if self.uid == CONTINUITY:
            sealed = [each.id for each in self.header.caseloads if each.boxes_for(CONTINUITY)]
            return [each for each in sealed if self._opens(each)]
        return [each.id for each in choices(self.header, self.uid, today)]

    def _opens(self, database: str) -> bool:
        """Whether the sheet in force opens a caseload, and not one of before."""
        try:
            held = self.data_keys(database)
        except HeaderAltered:
            return False
        for each in held:
            each.forget()
        return True

    def _service_keys(self) -> list[Masked]:
        boxes = newest_first(self.header.service_boxes, self.uid)
        held = open_newest(self.header, SERVICE, boxes, self.keys.opening)
        return [each.key for each in held]


@dataclass(frozen=True, slots=True)
class KeyHolder(FileKeys):
    """A person whose keys fit a header that is known to be the service's own.

    Attributes:
        sheets_before: Of the continuity sheet, the opening keys of the sheets before it, which
            backups may be sealed to; whoever asked for them forgets them.
        writer: Who writes, where it is somebody else, who typed this person's sheet.

    """

    sheets_before: tuple[Masked, ...] = ()
    writer: Author | None = None

    @property
    @override
    def author(self) -> Author:
        """Who writes: this person, or who typed their sheet."""
        return self.writer or Author(actor_for(self.uid, self.keys), self.sources)

    def with_sheets_before(self, service: ServiceFile) -> "KeyHolder":
        """Return the same, with what the service file holds for the continuity sheet."""
        if self.uid != CONTINUITY:
            return self
        found = opened_before(service, self.header, self.keys.opening)
        return replace(self, sheets_before=found)

    def forget(self) -> None:
        """Forget every key."""
        self.keys.forget()
        for each in self.sheets_before:
            each.forget()

    def data_key(self, database: str) -> Masked:
        """Return the newest data key of a database; forget it.

        Raises:
            BackupRefused: This person holds none.

        """
        newest, *older = self.data_keys(database)
        for each in older:
            each.forget()
        return newest

    def open_vault(self) -> Vault:
        """Open everything for this person, whose own keys stay as they are.

        Raises:
            KnownRecordError: As `open_with_keys` raises.

        """
        return open_with_keys(self.place, self.header, self.uid, self.keys.copied(), self.sources)


def keys_for(
    folder: Path,
    uid: str,
    passphrase: bytearray,
    sources: ClockAndRandom,
    key_file: Path | None = None,
) -> FileKeys:
    """Return what a person's passphrase opens, which is wiped; no database is opened.

    Raises:
        WrongPassphrase: It is the wrong one; the try is counted.
        Throttled: The next try must wait.
        KeyFileUnfit: A key file is needed and was not given, or cannot be read.
        HeaderAltered: The header is not as it was written.
        NotARecord: There is no service.

    """
    place = ServiceFolder(folder)
    try:
        header = ready_header(place, sources)
    except BaseException:
        wipe(passphrase)
        raise
    person = header.person(uid)
    keys = open_by_passphrase(header, person, passphrase, key_file) if person else None
    if keys is None:
        wipe(passphrase)
        note_attempt(place.attempts, header, uid, sources)
        raise WrongPassphrase
    return FileKeys(place, header, uid, keys, sources)


def keys_by_sheet(folder: Path, uid: str, sheet_text: str, sources: ClockAndRandom) -> FileKeys:
    """Return what a person's recovery sheet opens; it stays good, and no database is opened.

    Raises:
        WrongSheet: It was mistyped, or is not this person's; then the try is counted.
        KnownRecordError: As `keys_for` raises.

    """
    place = ServiceFolder(folder)
    secret = read_sheet(sheet_text)
    try:
        header = ready_header(place, sources)
        person = header.person(uid)
        keys = open_by_sheet(header, person, secret) if person else None
    finally:
        wipe(secret)
    if keys is None:
        note_attempt(place.attempts, header, uid, sources)
        raise WrongSheet("another-sheet")
    return FileKeys(place, header, uid, keys, sources)


def keys_by_continuity(folder: Path, typed: str, sources: ClockAndRandom) -> FileKeys:
    """Return what the continuity sheet opens: the service file, and each caseload sealed to it.

    It stays good, and no database is opened. Who holds it is called `CONTINUITY`.

    Raises:
        WrongSheet: It was mistyped, or is not the one in force; then the try is counted.
        NotPossibleYet: "no-continuity": the service has none; "older-continuity-sheet": it was
            made by an earlier version, and opens caseloads alone.
        KnownRecordError: As `keys_for` raises.

    """
    place = ServiceFolder(folder)
    secret = read_sheet(typed)
    try:
        header = ready_header(place, sources)
        check_signatures(header)
        if header.continuity is None:
            raise NotPossibleYet("no-continuity")
        key = continuity_key(secret)
        if key.public != header.continuity:
            note_attempt(place.attempts, header, CONTINUITY, sources)
            raise WrongSheet("another-sheet")
        if key.verify != header.continuity_verify:
            raise NotPossibleYet("older-continuity-sheet")
        return FileKeys(place, header, CONTINUITY, continuity_keys(secret), sources)
    finally:
        wipe(secret)


def key_holder_of(vault: Vault) -> KeyHolder:
    """Return the person signed in, with keys that outlast the closing of the vault."""
    keys = vault.credentials.keys.copied()
    return KeyHolder(vault.place, vault.header, vault.person.uid, keys, vault.sources)


def fitting(openings: Sequence[Opening]) -> Opening:
    """Return the opening whose key is the file's own: there are several while it is changed.

    Pages tell, not the first one alone: it may be the one that is damaged.
    """
    for opening in openings[:-1]:
        key = derive_masked(opening.data_key, "sqlcipher")
        try:
            with PageReader(opening.path, key) as reader:
                if reader.verifies:
                    return opening
        except OSError:
            break
        finally:
            key.forget()
    return openings[-1]


def _former(opening: Opening) -> Mapping[str, bytes]:
    try:
        with borrow_database(opening) as service:
            assert isinstance(service, ServiceFile)
            former = known_former(service, opening.keepers, opening.verify_keys)
            return {uid: each.verify for uid, each in former.items()}
    except RecordError:
        return {}
