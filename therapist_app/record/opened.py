"""A service opened for one person, and how it is opened once their keys are known."""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Self

from therapist_app.record.attempts import Tally, clear_tally, load_tally, read_attempts
from therapist_app.record.audit import note
from therapist_app.record.columns import moment_text, optional_moment_from
from therapist_app.record.database import Caseload, Change, Database, ServiceFile
from therapist_app.record.errors import HeaderAltered, NoCaseload
from therapist_app.record.founding import actor_for, caseload_opening, service_opening
from therapist_app.record.header import Header, Person, box_context
from therapist_app.record.header_copy import keep_header
from therapist_app.record.header_seal import check_header, seal_header
from therapist_app.record.layout import ServiceFolder
from therapist_app.record.opening import open_database
from therapist_app.record.person_keys import PersonKeys
from therapist_app.record.roles import PersonEntry
from therapist_app.record.sealed_box import unseal
from therapist_app.record.service_keys import service_secret
from therapist_app.record.sources import Sources
from therapist_app.record.wiping import Masked

_KEEP = (
    "INSERT INTO about (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody signed in holds, masked."""

    uid: str
    keys: PersonKeys
    service_key: Masked


class Vault:
    """A service opened for one person.

    Attributes:
        person: Who opened it.
        practice: Whether everything in it is invented.
        service: The service file.
        last_session: When this person last had it open.
        failed_attempts: Wrong passphrases since anybody's last right one.
        warnings: Fixed words for what should be told: "anchor-missing", "attempts-unreadable".

    """

    def __init__(
        self,
        place: ServiceFolder,
        header: Header,
        credentials: Credentials,
        service: ServiceFile,
        caseload: Caseload | None,
    ) -> None:
        self.place = place
        self.header = header
        self.credentials = credentials
        self.service = service
        self._caseload = caseload
        self.person = _entry(header, credentials.uid)
        self.practice = header.practice
        self.last_session: datetime | None = None
        self.failed_attempts = 0
        self.warnings: tuple[str, ...] = ()
        self._is_open = True

    @property
    def caseload(self) -> Caseload:
        """The clients of this person.

        Raises:
            NoCaseload: They keep none.

        """
        if self._caseload is None:
            raise NoCaseload
        return self._caseload

    @property
    def databases(self) -> tuple[Database, ...]:
        """Every database that is open."""
        return (self.service,) if self._caseload is None else (self.service, self._caseload)

    def write_header(self, header: Header) -> None:
        """Put a changed header in the place of the one before, sealed as the next generation."""
        sealed = seal_header(header, self.credentials.service_key)
        keep_header(self.place, sealed)
        self.header = sealed
        with self.service.change("header_written", "header") as change:
            _keep(change, "header_generation", str(sealed.generation))

    def know_people(self) -> None:
        """Let the audits know the keys of everybody who is in the header now."""
        for database in self.databases:
            database.verify_keys = {each.uid: each.verify for each in self.header.people}

    def close(self) -> None:
        """Note the time, fold the logs into the files, close them, and forget every key."""
        if not self._is_open:
            return
        self._is_open = False
        with ExitStack() as last:
            last.callback(self.credentials.service_key.forget)
            last.callback(self.credentials.keys.forget)
            for database in self.databases:
                last.callback(database.close)
            with self.service.change("closed", f"person:{self.person.uid}") as change:
                _keep_session(change, self.service, self.person.uid)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_with_keys(
    place: ServiceFolder, header: Header, uid: str, keys: PersonKeys, sources: Sources
) -> Vault:
    """Open the service file, check the header against it, and open the person's caseload.

    Raises:
        HeaderAltered: The header is not the one that belongs to the service file.
        KnownRecordError: As `open_database` raises.

    """
    with ExitStack() as undo:
        undo.callback(keys.forget)
        actor = actor_for(uid, keys)
        service_key = _service_key(header, uid, keys)
        undo.callback(service_key.forget)
        service = open_database(
            ServiceFile, service_opening(place, header, actor, service_key, sources)
        )
        undo.callback(service.close)
        check_header(header, service_key)
        _check_generation(service, header)
        caseload = None
        if header.grant(uid) is not None:
            caseload_key = _caseload_key(header, uid, keys)
            caseload = open_database(
                Caseload, caseload_opening(place, header, actor, caseload_key, sources)
            )
            caseload_key.forget()
            undo.callback(caseload.close)
        vault = Vault(place, header, Credentials(uid, keys, service_key), service, caseload)
        _begin_session(vault)
        undo.pop_all()
    return vault


def _begin_session(vault: Vault) -> None:
    tally = load_tally(vault.place.attempts)
    uid, service = vault.person.uid, vault.service
    found = service.row("SELECT value FROM about WHERE key = ?", (f"last_session:{uid}",))
    vault.last_session = optional_moment_from(found[0] if found else None)
    vault.failed_attempts = tally.count
    with service.change("unlocked", f"person:{uid}") as change:
        _keep_session(change, service, uid)
        _keep(change, "header_generation", str(vault.header.generation))
        _tell_attempts(service, tally)
    warnings = [] if tally.is_readable else ["attempts-unreadable"]
    for database in vault.databases:
        if database.anchor_was_missing:
            note(database, "anchor_missing", database.kind.name)
            warnings.append("anchor-missing")
    for caseload in vault.databases[1:]:
        note(caseload, "opened", f"person:{uid}")
    vault.warnings = tuple(warnings)
    clear_tally(vault.place.attempts)


def _tell_attempts(service: ServiceFile, tally: Tally) -> None:
    key = Masked(service_secret(service, "audit_key"))
    for attempt in read_attempts(tally, key):
        with service.change(
            "passphrase_refused", f"person:{attempt.uid}", (moment_text(attempt.at),)
        ):
            pass
    key.forget()


def _keep_session(change: Change, service: ServiceFile, uid: str) -> None:
    _keep(change, f"last_session:{uid}", moment_text(service.now()))


def _keep(change: Change, key: str, value: str) -> None:
    change.execute(_KEEP, (key, value))


def _check_generation(service: ServiceFile, header: Header) -> None:
    found = service.row("SELECT value FROM about WHERE key = 'header_generation'")
    if found is None or header.generation < int(found[0]):
        raise HeaderAltered("older")


def _person(header: Header, uid: str) -> Person:
    person = header.person(uid)
    assert person is not None
    return person


def _entry(header: Header, uid: str) -> PersonEntry:
    return header.entry(_person(header, uid))


def _service_key(header: Header, uid: str, keys: PersonKeys) -> Masked:
    context = box_context(header.service_id, "service", uid)
    return Masked(unseal(_person(header, uid).service_box, keys.opening, context))


def _caseload_key(header: Header, uid: str, keys: PersonKeys) -> Masked:
    grant = header.grant(uid)
    box = grant.box_for(uid) if grant else None
    context = box_context(header.service_id, f"caseload {uid}", uid)
    return Masked(unseal(box or b"", keys.opening, context))
