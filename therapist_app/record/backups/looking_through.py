"""What lies in a folder of backups, as their labels tell anybody: nothing is opened or written.

::

    looked = look_through(paths, now)
    looked.services[0].header          # who is in the service, before anybody signs in
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from therapist_app.record.backup_format.backup_file import (
    FIRST,
    Label,
    digest_of,
    label_of,
    read_label,
    read_tail,
    signature_in,
)
from therapist_app.record.backup_format.backup_signature import BackupSignature
from therapist_app.record.errors import (
    BackupDamaged,
    BackupRefused,
    KnownRecordError,
    RecordTooNew,
)
from therapist_app.record.header.caseload_access import owner_now
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.header.header_file import parse_header
from therapist_app.record.header.header_seal import check_signatures


@dataclass(frozen=True, slots=True)
class CaseloadOf:
    """A caseload, and the name of whose it is."""

    caseload: str
    owner_name: str


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """A backup whose label can be read; what is inside was not looked at."""

    path: Path
    label: Label

    @property
    def is_signed(self) -> bool:
        """Whether it bears a signature; by whom, and whether it is right, was not looked at."""
        return self.label.version > FIRST


@dataclass(frozen=True, slots=True)
class FoundService:
    """One service of which backups were found.

    Attributes:
        header: As the newest backup of its service file carries it.
        spelt: The same as it is spelt.
        backups: Those of each database, the signed ones first and of them the newest; the service
            file's come first.

    """

    header: Header
    spelt: str
    backups: tuple[tuple[FoundBackup, ...], ...]

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The databases of which there is no signed backup, so that nobody vouches for them."""
        return tuple(each[0].label.database for each in self.backups if not each[0].is_signed)

    @property
    def missing(self) -> tuple[CaseloadOf, ...]:
        """The caseloads of the service of which no backup was found."""
        found = {each[0].label.database for each in self.backups}
        owners = (
            (grant.id, self.header.person(owner_now(self.header, grant)))
            for grant in self.header.caseloads
        )
        return tuple(
            CaseloadOf(caseload, owner.name if owner else "")
            for caseload, owner in owners
            if caseload not in found
        )


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found.

    Attributes:
        services: That whose file was backed up last comes first.
        damaged: The files that are no whole backups, or that a later version made, and why; and
            those of no service here.

    """

    services: tuple[FoundService, ...]
    damaged: tuple[tuple[Path, KnownRecordError], ...]

    @property
    def too_new(self) -> tuple[Path, ...]:
        """The files that a later version made; which service they are of cannot be read."""
        return tuple(path for path, error in self.damaged if isinstance(error, RecordTooNew))

    @property
    def without_service(self) -> KnownRecordError:
        """Why the service that is looked for is not among these."""
        return RecordTooNew("backup") if self.too_new else BackupRefused("no-service-file")


def look_through(paths: Iterable[Path], now: datetime) -> Looked:
    """Return the services whose backups lie here, and what is damaged.

    One from the future was made under a clock that was ahead: it counts only where there is no
    other.
    """
    found, damaged = newest_first(paths, now)
    headers: dict[str, tuple[Header, str]] = {}
    for each in found:
        label = each.label
        if label.database != SERVICE or label.service_id in headers:
            continue
        try:
            headers[label.service_id] = header_in(each.path)
        except RecordTooNew:
            damaged.append((each.path, RecordTooNew("backup")))
        except KnownRecordError as error:
            damaged.append((each.path, error))
    alone = BackupRefused("no-service-file")
    lacking = {each.path: alone for each in found if each.label.service_id not in headers}
    services = tuple(
        FoundService(header, spelt, _by_database(service_id, found))
        for service_id, (header, spelt) in headers.items()
    )
    return Looked(services, tuple({**lacking, **dict(damaged)}.items()))


def header_in(path: Path) -> tuple[Header, str]:
    """Return the header that a backup of the service file carries, and the same as it is spelt.

    Whoever made the backup is in it and signed the label: anybody who reaches the folder could
    write another one, which nobody could go on from.

    Raises:
        HeaderAltered: It is not as keepers signed it.
        BackupDamaged: It is not whoever made it who signed the label.
        KnownRecordError: As `parse_header` and `read_tail` raise.

    """
    tail = read_tail(path)
    label = read_label(tail.label)
    header = parse_header(label.header.encode())
    check_signatures(header)
    signature = signature_in(tail, label.version)
    if signature is not None and not _is_by(header, signature):
        raise BackupDamaged("signature")
    return header, label.header


def whole_by(header: Header, path: Path) -> str:
    """Return who of the service signed a backup whose secret is not at hand, where it is whole.

    Empty where nobody did. Whether they might open what is in it is asked when somebody who can
    opens it.
    """
    with suppress(KnownRecordError):
        tail = read_tail(path)
        signature = signature_in(tail, read_label(tail.label).version)
        if signature is not None and _is_by(header, signature):
            return signature.by if digest_of(path, tail.start) == signature.sha256 else ""
    return ""


def _is_by(header: Header, signature: BackupSignature) -> bool:
    person = header.person(signature.by)
    return person is not None and person.verify == signature.key


def newest_first(
    paths: Iterable[Path], now: datetime
) -> tuple[list[FoundBackup], list[tuple[Path, KnownRecordError]]]:
    """Return the backups among some files, and the files that are none.

    Those that are signed come before those that are not, and of both the newest first: whoever
    wants an unsigned one taken gives it a late day.
    """
    found: list[FoundBackup] = []
    damaged: list[tuple[Path, KnownRecordError]] = []
    for path in paths:
        try:
            found.append(FoundBackup(path, label_of(path)))
        except KnownRecordError as error:
            damaged.append((path, error))
    found.sort(
        key=lambda each: (
            each.label.made_at <= now,
            each.is_signed,
            each.label.made_at,
            each.path.name,
        ),
        reverse=True,
    )
    return found, damaged


def _by_database(
    service_id: str, backups: Iterable[FoundBackup]
) -> tuple[tuple[FoundBackup, ...], ...]:
    found: dict[str, list[FoundBackup]] = {SERVICE: []}
    for each in backups:
        if each.label.service_id == service_id:
            found.setdefault(each.label.database, []).append(each)
    return tuple(tuple(each) for each in found.values())
