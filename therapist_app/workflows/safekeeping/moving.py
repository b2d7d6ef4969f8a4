"""Moving a service to this laptop from its backups, and what is said before, during and after.

::

    looked = look_in(stick)
    begun = begin(folder, looked.services[0], checks)
    moved = move(begun, Proof(uid, passphrase), checks)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from session_forms.words.texts import _, ngettext
from therapist_app.record.backup_format.backup_file import ENDING
from therapist_app.record.backups.looking_through import FoundBackup, FoundService, look_through
from therapist_app.record.backups.rebuilding import (
    Rebuilding,
    Rebuilt,
    begin_rebuilding,
    rebuild,
)
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import Header
from therapist_app.record.header.header_file import load_header, number_of
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.sign_in.key_holder import (
    FileKeys,
    keys_by_continuity,
    keys_by_sheet,
    keys_for,
)
from therapist_app.workflows.entering.first_run import (
    EnvironmentCheck,
    refuse_place,
    what_was_accepted,
)
from therapist_app.workflows.safekeeping.backup_words import when
from therapist_app.workflows.safekeeping.check_words import file_name

MUCH_OLDER = timedelta(minutes=15)
"""One run backs up all that is open; what is further apart was written in meanwhile, or may be."""


@dataclass(frozen=True, slots=True)
class ServiceHere:
    """A service of which backups were found, as their labels tell.

    Attributes:
        number: As it stands on the sheets of its people.
        files: A sentence for each file: what it is, and of when its newest backup is.
        missing: The names of the files of which no backup was found.
        ahead: What is told of backups of a later moment than this laptop's clock; empty for none.
        unsigned: The names of the files of which no signed backup was found.
        behind: A sentence for each file whose newest backup is much older than that of another.

    """

    number: str
    people: tuple[PersonEntry, ...]
    files: tuple[str, ...]
    missing: tuple[str, ...]
    paths: tuple[Path, ...]
    ahead: str = ""
    unsigned: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FolderLook:
    """What was found in a folder.

    Attributes:
        services: That whose file was backed up last comes first.
        damaged: The names of files that are no whole backups, or of no service here, and why.

    """

    services: tuple[ServiceHere, ...]
    damaged: tuple[tuple[str, KnownRecordError], ...]


@dataclass(frozen=True, slots=True)
class ProofOfBelonging:
    """What shows that somebody belongs to the service; a passphrase is wiped once it was tried.

    Attributes:
        uid: Whose it is; empty for the service's continuity sheet.
        sheet: What was typed from a sheet: their recovery sheet, or the continuity sheet.

    """

    uid: str
    passphrase: bytearray = field(default_factory=bytearray)
    key_file: Path | None = None
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class MovedService:
    """What came of it.

    Attributes:
        here: A sentence for each file that is in place, or came along for somebody else.
        missing: A sentence for each file of which no backup was found.
        refused: What the files are called that could not be put in place, and why.

    """

    here: tuple[str, ...]
    missing: tuple[str, ...]
    refused: tuple[tuple[str, KnownRecordError], ...]


def look_in(place: Path) -> FolderLook:
    """Return what a folder, and the folders right in it, hold of backups; nothing is written."""
    now = system_sources().now()
    looked = look_through(_backups_in(place), now)

    def told(backups: tuple[FoundBackup, ...], header: Header) -> str:
        newest, older = backups[0].label, len(backups) - 1
        name = file_name(newest.database, header)
        if newest.made_at > now:
            words = _("{file}: {when}. This date is in the future; there is no other backup.")
        elif older:
            words = ngettext(
                "{file}: {when}, and {count} older one",
                "{file}: {when}, and {count} older ones",
                older,
            )
        else:
            words = _("{file}: {when}")
        return words.format(file=name, when=when(newest.made_at), count=older)

    def here(found: FoundService) -> ServiceHere:
        header = found.header
        return ServiceHere(
            number_of(header),
            tuple(header.entry(each) for each in header.people),
            tuple(told(each, header) for each in found.backups),
            tuple(file_name(each.caseload, header) for each in found.missing),
            tuple(each.path for backups in found.backups for each in backups),
            _ahead(found, now),
            tuple(file_name(each, header) for each in found.unsigned),
            tuple(_behind(found)),
        )

    return FolderLook(
        tuple(here(each) for each in looked.services if not each.header.practice),
        tuple((path.name, error) for path, error in looked.damaged),
    )


def _behind(found: FoundService) -> Iterator[str]:
    """Say which files went on on the old laptop after their newest backup, as others may have."""
    newest = [backups[0].label for backups in found.backups]
    last = max((each.made_at for each in newest), default=None)
    for each in newest:
        if last is not None and last - each.made_at > MUCH_OLDER:
            words = _("{file}: what was written after {when} is not here.")
            name = file_name(each.database, found.header)
            yield words.format(file=name, when=when(each.made_at))


def _ahead(found: FoundService, now: datetime) -> str:
    moments = [each.label.made_at for backups in found.backups for each in backups]
    later = [each for each in moments if each > now]
    if not later:
        return ""
    words = ngettext(
        "{count} backup is of a later moment than this laptop's clock, {now}: of {when}. If this "
        "clock is behind, it is left out and work is lost. Set the clock first, and choose the "
        "folder again.",
        "{count} backups are of a later moment than this laptop's clock, {now}: the last of "
        "{when}. If this clock is behind, they are left out and work is lost. Set the clock "
        "first, and choose the folder again.",
        len(later),
    )
    return words.format(count=len(later), now=when(now), when=when(max(later)))


def begin(folder: Path, service: ServiceHere, checks: tuple[EnvironmentCheck, ...]) -> Rebuilding:
    """Begin to make a service ready, beside the folder it will stand in.

    Raises:
        PlaceRefused: A record must not stand there; nothing was made.
        FolderInUse: Something is in the folder already.
        KnownRecordError: As `begin_rebuilding` raises.

    """
    refuse_place(checks)
    return begin_rebuilding(folder, service.paths, system_sources().now())


def move(
    begun: Rebuilding,
    proof: ProofOfBelonging,
    checks: tuple[EnvironmentCheck, ...],
    *,
    unsigned: bool = False,
) -> MovedService:
    """Put everything in place for somebody who belongs to the service.

    What about the laptop needs attention is noted in the audit trail: the person was told.
    `unsigned`: they chose that backups which nobody vouches for are taken as well.

    Raises:
        WrongPassphrase: It can be tried again; so can a wrong sheet.
        KnownRecordError: As `rebuild` raises; there is no service in the folder then.

    """
    accepted = what_was_accepted(checks)
    rebuilt = rebuild(begun, _keys(begun, proof), accepted, unsigned=unsigned)
    header = load_header(ServiceFolder(begun.folder).header)
    missing = _("{file}: not here, since no backup of it was found.")
    return MovedService(
        tuple(_here(rebuilt, header)),
        tuple(missing.format(file=file_name(each.caseload, header)) for each in rebuilt.missing),
        tuple((file_name(database, header), error) for database, error in rebuilt.refused),
    )


def _keys(begun: Rebuilding, proof: ProofOfBelonging) -> FileKeys:
    sources = system_sources()
    try:
        if proof.sheet and not proof.uid:
            return keys_by_continuity(begun.draft, proof.sheet, sources)
        if proof.sheet:
            return keys_by_sheet(begun.draft, proof.uid, proof.sheet, sources)
        return keys_for(begun.draft, proof.uid, proof.passphrase, sources, proof.key_file)
    finally:
        wipe(proof.passphrase)


def _backups_in(place: Path) -> list[Path]:
    patterns = (f"*{ENDING}", f"*/*{ENDING}")
    return sorted({path for each in patterns for path in place.glob(each)})


def _here(rebuilt: Rebuilt, header: Header) -> Iterator[str]:
    for each in rebuilt.restored:
        name, made = file_name(each.database, header), when(each.made_at)
        words = _("{file}: in place, as it was on {when}.")
        if each.database in rebuilt.apart:
            words = _(
                "{file}: in place, as it was on {when}, but another laptop, with a copy of this "
                "service, wrote it or the service file. What one says of the other may not fit: "
                "compare with the old laptop before you go on."
            )
        elif each.passed_over:
            words = _(
                "{file}: in place, as it was on {when}. A newer backup was damaged, or nobody "
                "vouched for it."
            )
        yield words.format(file=name, when=made)
    for caseload in rebuilt.waiting:
        words = _("{file}: came along. It is put in place when {name} signs in here.")
        grant = header.grant(caseload)
        owner = header.person(owner_now(header, grant)) if grant else None
        yield words.format(file=file_name(caseload, header), name=owner.name if owner else "?")
