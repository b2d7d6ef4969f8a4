"""A service opened for one person."""

from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import Literal, Protocol, Self

from therapist_app.record.client_rights.client_moves import Opened, pack, settle_moves
from therapist_app.record.client_rights.erasing import settle_erasures
from therapist_app.record.client_rights.gone_clients import note_gone
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import entries, note
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import Caseload, Change, Database, ServiceFile
from therapist_app.record.database.opening import open_with_newest
from therapist_app.record.database.structure import OTHER_STRUCTURE, OTHER_VERSION
from therapist_app.record.errors import (
    CannotWrite,
    DiskFull,
    KnownRecordError,
    NoCaseload,
    NotAllowed,
    RecordDamaged,
    StatementRefused,
)
from therapist_app.record.folder.layout import ServiceFolder
from therapist_app.record.header.caseload_access import (
    CaseloadChoice,
    choices,
    first_owner,
    let_in,
    owned_by,
    owner_now,
)
from therapist_app.record.header.header import CONTINUITY, Header, caseload_label
from therapist_app.record.header.header_file import keep_header
from therapist_app.record.header.header_seal import seal_header
from therapist_app.record.header.key_boxes import DataKey, open_newest
from therapist_app.record.header.person_entry import PersonEntry
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.header.statements import (
    has_statements,
    keepers_ever,
    signers,
    with_amendments,
    with_statement,
)
from therapist_app.record.service.former_people import know_everybody, names_ever
from therapist_app.record.service.owners_in_turn import owners_ever
from therapist_app.record.service.refused_statements import settle_refused, tell_refused
from therapist_app.record.vault.as_left import compare_as_left, keep_as_left
from therapist_app.record.vault.file_marks import (
    closed_by,
    doubtful_closing,
    is_caseload_older,
    is_service_older,
    keep_mark_of_caseload,
    keep_mark_of_service,
    seen_of_service,
)
from therapist_app.record.vault.openings import (
    Author,
    actor_for,
    backed_up_openings,
    opening_of,
)
from therapist_app.record.vault.places_seen import PlacesSeen
from therapist_app.record.vault.presence import forget_open, note_open
from therapist_app.record.vault.seen_statements import (
    check_seen,
    forget_what_others_wrote,
    keep_looked,
    remember_seen,
    seen_by_owner,
)
from therapist_app.record.vault.signed_time import keep_moment, latest_moment
from therapist_app.record.vault.unnoted_changes import (
    note_doubtful_closing,
    note_found_open,
    note_memory_changed,
    note_other_sheet,
)

CLOCK_SLIP = timedelta(days=400)
"""How far back a clock may have been set to be told from one that was wrong before."""


OnlyReadBecause = Literal["disk-full", "disk-protected"]


class StopsBeside(Protocol):
    """What stops something that reads the record beside the work."""

    def __call__(self, *, keep: bool) -> None:
        """Stop it; `keep` says whether how far it came may be written down."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A full check that is under way.

    Attributes:
        database: "service", or the id of a caseload.
        step: Which step it is at, counted from 1.
        steps: Of how many.

    """

    database: str
    step: int
    steps: int


@dataclass(slots=True)
class Credentials:
    """What somebody signed in holds, masked; the service's key may be changed meanwhile."""

    uid: str
    keys: PersonKeys
    service_key: Masked


LEFT_OPEN = "left-open"


class Vault:
    """A service opened for one person.

    Attributes:
        person: Who opened it; `CONTINUITY` where that sheet did, for the service file alone.
        practice: Whether everything in it is invented.
        service: The service file.
        last_session: When this person last had it open.
        last_sign_in: When this person signed in before this time; None where no version kept it.
        told_up_to: Up to which entry of the service's audit they were shown what all are told.
        is_told_noted: Whether it was noted in this session that they were shown what is new.
        is_continuity_told: Whether they were shown in an earlier session that there is a continuity
            sheet; so it counts where there is none.
        failed_attempts: Wrong passphrases since anybody's last right one.
        warnings: Fixed words for what should be told: "anchor-missing", "attempts-unreadable",
            "clock-set-back", "keeper-taken" and the like.
        left_open_at: When a file that was not closed was last changed; None where each was.
        generations: Under which of its keys each caseload that is open was found.
        only_read_because: Why nothing can be kept; None where it can.
        beside: What is stopped before anything is closed.
        at_closing: What is done once all is written that a session writes.
        check_under_way: The full check that is under way; None while there is none.
        backup_under_way: Whether the backup that makes itself is being made or verified.
        places_seen: What the last look at the places of backups found.
        copying: Held while backups are copied: two runs at once would clear each other away.
        unfinished: The copies that were taken in this session and may still wait for their tails.
        backed_up: The caseloads that an earlier version wrote, and that were backed up together
            with the service file.

    """

    def __init__(
        self,
        place: ServiceFolder,
        header: Header,
        credentials: Credentials,
        service: ServiceFile,
        sources: ClockAndRandom,
    ) -> None:
        self.only_read_because: OnlyReadBecause | None = None
        self.beside: list[StopsBeside] = []
        self.at_closing: list[Callable[[], None]] = []
        self.backed_up: set[str] = set()
        self.check_under_way: UnderWay | None = None
        self.backup_under_way = False
        self.places_seen = PlacesSeen()
        self.copying = Lock()
        self.unfinished: set[Path] = set()
        self.place = place
        self.header = header
        self.credentials = credentials
        self.service = service
        self.sources = sources
        self.practice = header.practice
        self.last_session: datetime | None = None
        self.last_sign_in: datetime | None = None
        self.told_up_to = 0
        self.is_told_noted = False
        self.is_continuity_told = True
        self.failed_attempts = 0
        self.left_open_at: datetime | None = None
        self.warnings: tuple[str, ...] = ()
        self.person = _entry(header, credentials.uid)
        self.generations: dict[str, int] = {}
        self._caseloads: dict[str, Caseload] = {}
        newest = entries(service, newest=1)
        self._seen_at = newest[0].at if newest else service.now()
        if service.now() < max(self._seen_at, latest_moment(service, header)):
            self.warnings = ("clock-set-back",)
        self._in_use: str | None = None
        self._is_open = True
        self._is_noted = False

    @property
    def caseload(self) -> Caseload:
        """The clients that are being worked with: this person's own, unless they chose others.

        Raises:
            NoCaseload: They keep none.

        """
        if self._in_use is None:
            raise NoCaseload
        return self._caseloads[self._in_use]

    @property
    def caseload_id(self) -> str | None:
        """Which caseload is being worked with."""
        return self._in_use

    @property
    def is_open(self) -> bool:
        """Whether it can still be read and changed."""
        return self._is_open

    @property
    def is_only_read(self) -> bool:
        """Whether it was opened to be read, since the disk keeps nothing."""
        return self.service.is_only_read

    def require_writing(self) -> None:
        """Refuse what would be lost where nothing can be kept.

        Raises:
            CannotWrite: "only-read".

        """
        if self.is_only_read:
            raise CannotWrite("only-read")

    @property
    def open_caseloads(self) -> Mapping[str, Caseload]:
        """The caseloads that are open, by their id."""
        return MappingProxyType(self._caseloads)

    @property
    def databases(self) -> tuple[Database, ...]:
        """Every database that is open."""
        return (self.service, *self._caseloads.values())

    @property
    def author(self) -> Author:
        """Who writes: the person signed in."""
        return Author(actor_for(self.person.uid, self.credentials.keys), self.sources)

    def today(self) -> date:
        """Return the local day; never an earlier one than the record was last written on.

        One that was years ahead by mistake is not believed. What covers count by is
        `day_of_covers`.
        """
        now = self.service.now()
        latest = self._seen_at if now < self._seen_at < now + CLOCK_SLIP else now
        return latest.astimezone().date()

    def day_of_covers(self) -> date:
        """Return the local day by which covers end; never before anything that was signed.

        A clock set back gives no cover back that has ended, however far, and however often
        somebody signs in under it. Where a clock was ahead by mistake, a keeper corrects it.
        """
        latest = max(self.service.now(), latest_moment(self.service, self.header))
        return latest.astimezone().date()

    def day_keys_change(self) -> date:
        """Return the local day by which a cover ends for good, so that the key is changed.

        A moment years ahead of the clock is of a clock that was wrong, or a colleague wrote it
        down. Covers open nothing by it, and end by the clock, about which whoever signs in was
        asked: once a keeper has corrected it, they open again.
        """
        now = self.service.now()
        latest = max(now, latest_moment(self.service, self.header))
        return (latest if latest < now + CLOCK_SLIP else now).astimezone().date()

    def caseload_choices(self) -> tuple[CaseloadChoice, ...]:
        """Return the caseloads that this person may open, their own first."""
        found = choices(self.header, self.person.uid, self.day_of_covers())
        return tuple(
            replace(each, came_from=self._came_from(each.id)) if _is_handed_over(each) else each
            for each in found
        )

    def _came_from(self, caseload: str) -> str:
        grant = self.header.grant(caseload)
        assert grant is not None
        names = names_ever(self.service, self.header)
        return names.get(first_owner(self.header, grant, names), "")

    def use_caseload(self, caseload: str) -> Caseload:
        """Work with another caseload from now on.

        Raises:
            NotAllowed: This person may not open it, or not any more.
            KnownRecordError: As `open_with_newest` raises.

        """
        if caseload not in {each.id for each in self.caseload_choices()}:
            raise NotAllowed("caseload")
        self.open_caseload(caseload)
        self._in_use = caseload
        return self.caseload

    def open_caseload(self, caseload: str) -> Caseload:
        """Open a caseload beside what is open, or return the one that is.

        Raises:
            HeaderAltered: No box of it opens.
            KnownRecordError: As `open_with_newest` raises.

        """
        if caseload not in self._caseloads:
            self._caseloads[caseload] = self._opened(caseload)
            self.know_people()
            owners = owners_ever(self.service, self.header, caseload)
            self._compare_marks(caseload, owners)
            if self.is_only_read:
                return self._caseloads[caseload]
            is_own = caseload in {each.id for each in owned_by(self.header, self.person.uid)}
            with self._caseloads[caseload].change("opened", f"person:{self.person.uid}") as change:
                keep_mark_of_service(change, self.service)
                if is_own:
                    keep_looked(change, self._caseloads[caseload])
            if is_own:
                closed = closed_by(self.service, caseload, self.person.uid)
                grant = self.header.grant(caseload)
                was_shared = grant is not None and grant.is_stale  # with who holds it no more
                is_shared = was_shared or caseload in self._shared_with_others()
                compare_as_left(self._caseloads[caseload], closed, is_shared=is_shared)
            settle_erasures(self._caseloads[caseload], self.service, owners, caseload)
            settle_moves(self.service, self.opened(caseload))
            if not self.practice:
                note_gone(self.service, self.opened(caseload), owners)
        return self._caseloads[caseload]

    def _compare_marks(self, caseload: str, owners: Collection[str]) -> None:
        database = self._caseloads[caseload]
        found = {
            "caseload-older": is_caseload_older(
                self.service, caseload, database, self._who_may_close(caseload), owners
            ),
            "service-older": is_service_older(self.service, database),
        }
        grant = self.header.grant(caseload)
        assert grant is not None
        # Who covers signs a closing of their own after one of the owner's that they spoilt.
        of_each = {
            frozenset(self._who_may_close(caseload)),
            frozenset({owner_now(self.header, grant)}),
        }
        doubtful = max(doubtful_closing(self.service, caseload, each) for each in of_each)
        if doubtful and not self.is_only_read:
            note_doubtful_closing(self.service, caseload, doubtful)
        for word in (each for each, is_so in found.items() if is_so):
            self.warnings = (*self.warnings, word)
            note(self.service, word.replace("-", "_"), f"caseload:{caseload}")

    def _who_may_close(self, caseload: str) -> set[str]:
        grant = self.header.grant(caseload)
        assert grant is not None
        return {owner_now(self.header, grant), *(box.to for box in grant.boxes)}

    def opened(self, caseload: str) -> Opened:
        """Return a caseload that is open, for who moves into it or out of it."""
        opening = self.credentials.keys.opening
        return Opened(self._caseloads[caseload], caseload, self.header, self.author.actor, opening)

    def _refuse_awaited(self, caseload: str) -> None:
        """Refuse a colleague's caseload that came with a move and is not in its place yet."""
        found = self.service.row("SELECT 1 FROM about WHERE key = ?", (f"awaited:{caseload}",))
        own = {each.id for each in owned_by(self.header, self.person.uid)}
        if found and caseload not in own and not self.place.caseload(caseload).exists():
            raise RecordDamaged("awaited")

    def _opened(self, caseload: str) -> Caseload:
        self._refuse_awaited(caseload)
        keys = self.data_keys(caseload)
        try:
            held = [each.key for each in keys]
            openings = (
                [opening_of(self.place, self.header, caseload, each, self.author) for each in held]
                if caseload in self.backed_up
                else backed_up_openings(
                    self.place, self.header, caseload, held, self.author, reading=self.is_only_read
                )
            )
            database, opened_by = open_with_newest(Caseload, openings)
        finally:
            for each in keys:
                each.key.forget()
        self.generations[caseload] = keys[opened_by].generation
        try:
            self._check_seen(database, caseload)
        except StatementRefused:
            database.close()
            raise
        if database.anchor_was_missing:
            note(database, "anchor_missing", database.kind.name)
            self.warnings = (*self.warnings, "anchor-missing")
        for action in {OTHER_STRUCTURE, OTHER_VERSION} & {*database.audit.written.values()}:
            note(self.service, action, f"caseload:{caseload}")
        grant = self.header.grant(caseload)
        owner = owner_now(self.header, grant) if grant is not None else ""
        self.note_left_open(database, f"caseload:{caseload}", owner)
        return database

    def note_left_open(self, database: Database, about: str, owner: str = "") -> None:
        """Warn where a file was not closed in its last session: then no seal is on it.

        Who worked in it last is told as well, and whose it is.
        """
        if not database.anchor.was_left_open:
            return
        newest = entries(database, newest=1)
        note_found_open(self.service, about, {owner, *(each.by for each in newest)})
        if self.left_open_at is None:
            self.left_open_at = newest[-1].at if newest else self.service.now()
            self.warnings = (*self.warnings, LEFT_OPEN)

    def _check_seen(self, database: Caseload, caseload: str) -> None:
        grant = self.header.grant(caseload)
        assert grant is not None
        owner = owner_now(self.header, grant)
        if owner == self.person.uid and not self.is_only_read:
            self._forget_what_others_wrote(database, caseload)
        try:
            if check_seen(database, self.header, caseload, owner):
                self.warnings = (*self.warnings, "keeper-taken")
        except StatementRefused:
            if not self.is_only_read:
                tell_refused(self.service, self.person.uid)
            raise
        if owner == self.person.uid and not self.is_only_read:
            settle_refused(self.service, owner)
            if (seen := seen_by_owner(database)) is not None:
                note_other_sheet(self.service, self.header, seen, seen_of_service(database))
            remember_seen(database, self.header, caseload, owner)

    def _forget_what_others_wrote(self, database: Caseload, caseload: str) -> None:
        know_everybody(self.service, keepers_ever(self.header), signers(self.header))
        database.verify_keys = self.service.verify_keys
        owners = owners_ever(self.service, self.header, caseload)
        if forget_what_others_wrote(database, self.header, caseload, owners):
            note_memory_changed(self.service, caseload)

    def data_keys(self, caseload: str) -> tuple[DataKey, ...]:
        """Return the data keys of a caseload that this person holds, newest first; forget them.

        Raises:
            HeaderAltered: They hold none.

        """
        grant = self.header.grant(caseload)
        boxes = grant.boxes_for(self.person.uid) if grant else ()
        opening = self.credentials.keys.opening
        return open_newest(self.header, caseload_label(caseload), boxes, opening)

    def write_header(self, header: Header) -> None:
        """Put a changed header in the place of the one before, sealed as the next generation.

        What the person signed in changed of their own is signed in their name, unless a
        statement of theirs covers it (`write_statement`).
        """
        if has_statements(header) and header.trail == self.header.trail:
            seed = self.credentials.keys.signing
            header = with_amendments(self.header, header, self.person.uid, seed)
        sealed, found = seal_header(header, self.credentials.service_key), self.header
        keep_header(self.place, sealed)
        self.header = sealed
        with self.service.change("header_written", "header") as change:
            change.keep("header_generation", str(sealed.generation))
            keep_moment(change, self.service, sealed)
        for each, database in self._caseloads.items():
            if each in (grant.id for grant in owned_by(sealed, self.person.uid)):
                remember_seen(database, sealed, each, self.person.uid, found)

    def write_statement(self, header: Header, notices: tuple[bytes, ...] = ()) -> None:
        """State as a keeper what a changed header says, and put it in place.

        Args:
            header: What it shall say.
            notices: The verify keys of keepers to whom it gives notice.

        """
        at = moment_text(self.service.now())
        seed = self.credentials.keys.signing
        self.write_header(with_statement(header, self.person.uid, seed, at, notices=notices))

    def note_presence(self) -> None:
        """Let somebody who is kept out be told who has it open; until it is closed."""
        self._is_noted = True
        note_open(self.place, self.header.service_id, self.author.actor, self.service.now())

    def know_people(self) -> None:
        """Let the audits know the keys of everybody who is, or was, in the service."""
        know_everybody(self.service, keepers_ever(self.header), signers(self.header))
        for database in self._caseloads.values():
            database.verify_keys = self.service.verify_keys

    def abandon(self) -> None:
        """Close what is open and forget every key, without a word in the record."""
        self._is_open = False
        for stop in self.beside:
            stop(keep=False)
        with ExitStack() as last:
            last.callback(self.credentials.service_key.forget)
            last.callback(self.credentials.keys.forget)
            for database in self.databases:
                last.callback(database.close)
            if self._is_noted:  # before the lock goes: whoever comes next notes themselves
                last.callback(forget_open, self.place)

    def close(self) -> None:
        """Note the time, fold the logs into the files, close them, and forget every key."""
        if not self._is_open:
            return
        if self.is_only_read:
            self.abandon()
            return
        with ExitStack() as last:
            last.callback(self.abandon)
            for stop in self.beside:
                with suppress(KnownRecordError):  # then it begins again where it was before
                    stop(keep=True)
            for each in self._caseloads:
                with suppress(KnownRecordError):  # who is not packed waits for the next closing
                    pack(self.service, self.opened(each))
            for each in self._shared_with_others():
                with suppress(CannotWrite, DiskFull):  # then it is said that it is not known
                    keep_as_left(self._caseloads[each])
            with self.service.change("closed", f"person:{self.person.uid}") as change:
                keep_session(change, self.service, self.person.uid)
                keep_moment(change, self.service, self.header)
                for each, database in self._caseloads.items():
                    keep_mark_of_caseload(change, each, database)
            for database in (each for each in self._caseloads.values() if each.is_changeable):
                # Where that cannot be kept it remembers how far that went as it was opened.
                with suppress(CannotWrite, DiskFull), database.together() as fact:
                    keep_mark_of_service(fact, self.service)
            for then in self.at_closing:
                with suppress(KnownRecordError):  # what is kept elsewhere is no part of the record
                    then()

    def _shared_with_others(self) -> list[str]:
        """Return the person's own caseloads whose key somebody else holds as well."""
        own = owned_by(self.header, self.person.uid)
        return [
            each.id for each in own if each.id in self._caseloads and let_in(each, self.person.uid)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def _entry(header: Header, uid: str) -> PersonEntry:
    person = header.person(uid)
    if person is None:
        assert uid == CONTINUITY
        return PersonEntry(CONTINUITY, "", (), header.practice)
    return header.entry(person)


def keep_session(change: Change, service: ServiceFile, uid: str) -> None:
    """Keep that a person has the service open now."""
    change.keep(f"last_session:{uid}", moment_text(service.now()))


def _is_handed_over(choice: CaseloadChoice) -> bool:
    return choice.access == "handed_over"
