"""When each file was checked last, what was found, and when the next check is due.

A full check is what finds an audit that somebody made anew, and everybody can write in the service
file. So it is due for each person until one of their own sessions made it, as they signed, and goes
on only from where one of these stopped.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import get_args

from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import AuditEntry, entries_of, mark_of, signed_about
from therapist_app.record.database.columns import MOMENT, Column, moment_from, moment_text
from therapist_app.record.database.database import Database, ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.database.migrations import SERVICE
from therapist_app.record.database.shared_tables import SharedTable
from therapist_app.record.errors import KnownRecordError, RecordDamaged
from therapist_app.record.repair.checking import (
    STEPS,
    CheckFinding,
    Code,
    FullCheckReport,
    page_findings,
)
from therapist_app.record.repair.checking_beside import CheckBeside, CheckPlace, begin_beside
from therapist_app.record.service.former_people import not_as_remembered
from therapist_app.record.service.keys_as_made import not_as_made
from therapist_app.record.vault.unnoted_changes import note_rows
from therapist_app.record.vault.vault import UnderWay, Vault

EVERY = timedelta(days=7)
_PLACE = "check_place:"
_CHECKED = "record_checked"
_PAUSED = "check_paused"
_TELLS_ROW = "="


@dataclass(frozen=True, slots=True)
class PastCheck(FullCheckReport):
    """The newest full check of one file.

    Attributes:
        checked_by: The uid of whose session made it.

    """

    checked_at: datetime
    checked_by: str


def _written(findings: Iterable[CheckFinding]) -> str:
    return json.dumps([[each.code, each.count, each.first] for each in findings])


def _read(text: str) -> tuple[CheckFinding, ...]:
    found = tuple(CheckFinding(*each) for each in json.loads(text))
    known = get_args(Code)
    if not all(
        each.code in known and {type(each.count), type(each.first)} == {int} for each in found
    ):
        raise ValueError
    return found


_TABLE = SharedTable(
    "record_checks",
    PastCheck,
    key=("database",),
    columns={"findings": Column(_written, _read), "checked_at": MOMENT},
)


def keep_report(service: ServiceFile, report: FullCheckReport, by: str) -> None:
    """Keep a report in the place of the one before."""
    codes = sorted({each.code for each in report.findings})
    past = PastCheck(report.database, report.findings, service.now(), by)
    told = (*codes, _TABLE.told(past))
    with service.change(_CHECKED, f"database:{report.database}", told) as change:
        change.execute("DELETE FROM about WHERE key = ?", (_PLACE + report.database,))
        _TABLE.replace(change, past)


def past_checks(service: ServiceFile) -> tuple[PastCheck, ...]:
    """Return the newest check of each file that was ever checked, as whoever did signed it."""
    return tuple(past for past, is_signed in _all_checks(service) if is_signed)


def _all_checks(service: ServiceFile) -> Iterator[tuple[PastCheck, bool]]:
    """Yield each check that stands there, and whether whoever made it signed it as it stands.

    An earlier version signed none, and told no row.
    """
    telling = {
        each.subject
        for each in entries_of(service, _CHECKED)
        if any(_TELLS_ROW in field for field in each.fields)
    }
    for past in _TABLE.select(service, "ORDER BY database"):
        subject = f"database:{past.database}"
        signers = _TABLE.signers(service, past, (_CHECKED,), subject) if subject in telling else ()
        yield past, subject not in telling or past.checked_by in signers


def _not_signed(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each check that nobody signed as it stands, with a mark of it."""
    for past, is_signed in _all_checks(service):
        if not is_signed:
            yield f"record_checks:{past.database}", _TABLE.told(past)


def is_due(service: ServiceFile, database: str) -> bool:
    """Return whether a file should be checked now, by a session of whoever has it open.

    That is when none of theirs did within a week, when something was found last time, whoever
    looked, and when the clock was set back since.
    """
    past = next((each for each in past_checks(service) if each.database == database), None)
    if past is None or not past.is_sound:
        return True
    mine = _own(service, _CHECKED, database)
    if mine is None or not _was_sound(mine):
        return True
    return not timedelta(0) <= service.now() - mine.at < EVERY


def _own(service: ServiceFile, action: str, database: str) -> AuditEntry | None:
    """Return the newest entry of an act about a file that whoever has it open signed."""
    found = signed_about(service, (action,), f"database:{database}")
    return next((each for each in found if each.by == service.audit.author), None)


def _was_sound(entry: AuditEntry) -> bool:
    codes = [each for each in get_args(Code) if each in entry.fields]
    return FullCheckReport("", tuple(CheckFinding(each) for each in codes)).is_sound


def look_before_work(vault: Vault) -> None:
    """Look at what must be known before anybody writes, and keep what is found.

    A file that is not as it was closed, or in which damage was found and is not known to be gone,
    has every page of it verified now; all else is done by `DueChecks`, beside the work. Call it
    before anything is worked with, off the window's thread.

    Raises:
        RecordDamaged: Pages are damaged. The vault is closed: nothing more should be written.

    """
    past = {each.database: each for each in past_checks(vault.service)}
    reports = [
        FullCheckReport(name, (*_found_at_opening(database), *_page_findings(database)))
        for name, database in open_files(vault).items()
        if database.anchor.was_changed or (name in past and _stops_work(past[name]))
    ]
    damaged = {each.database for each in reports if _stops_work(each)}
    if SERVICE.name not in damaged:
        for report in [each for each in reports if each.findings]:
            keep_report(vault.service, report, vault.person.uid)
    if damaged:
        vault.abandon()
        raise RecordDamaged("page")
    service = vault.service
    of_people = not_as_remembered(service, vault.header)
    besides = (*_not_signed(service), *of_people, *not_as_made(service))
    note_rows(service, besides)


def open_files(vault: Vault) -> dict[str, Database]:
    """Return what is checked of an open vault, by name: the service file, the clients in use."""
    own = {} if vault.caseload_id is None else {vault.caseload_id: vault.caseload}
    return {SERVICE.name: vault.service, **own}


class DueChecks:
    """The full checks that are due in an open vault: one file after the other, beside the work.

    Call `look` now and then; `Vault.close` stops what is under way, and keeps how far it came.

    Attributes:
        given_up: The files whose check ended without an answer in this session.

    """

    def __init__(self, vault: Vault) -> None:
        self.given_up: set[str] = set()
        self._told: set[str] = set()
        self._vault = vault
        self._name = ""
        self._check: CheckBeside | None = None
        self._kept = CheckPlace()
        vault.beside.append(self.stop)

    def look(self) -> FullCheckReport | None:
        """Begin what is due, or see how far it is; return the report of a check that has ended.

        Raises:
            KnownRecordError: A report, or how far a check came, cannot be kept.

        """
        if not self._vault.is_open or self._vault.is_only_read:
            return None
        if self._check is None:
            self._begin_next()
            return None
        state = self._check.look()
        place = self._check.place
        if state == "under-way":
            self._vault.check_under_way = _under_way(self._name, place)
            return None
        self._check = self._vault.check_under_way = None
        if state == "done":
            self._told.add(self._name)  # what is not sound stays due: once in a session will do
            return self._kept_report(place)
        if state == "broken":
            self.given_up.add(self._name)
        self._keep(place)
        return None

    def stop(self, *, keep: bool) -> None:
        """Stop what is under way; `keep` says whether how far it came can be written down."""
        check, self._check = self._check, None
        self._vault.check_under_way = None
        if check is None:
            return
        if keep:
            check.look()
        check.stop()
        if keep:
            self._keep(check.place)

    def _begin_next(self) -> None:
        files = open_files(self._vault)
        left = (each for each in files if each not in self.given_up | self._told)
        name = next((each for each in left if is_due(self._vault.service, each)), "")
        if not name:
            return
        self._name = name
        self._kept = place_of(self._vault.service, name)
        try:
            key = _data_key(self._vault, name)
            self._check = begin_beside(files[name], key, self._kept)
        except (KnownRecordError, OSError):  # no room to fold the log, or for another process
            self.given_up.add(name)
            return
        self._vault.check_under_way = _under_way(name, self._kept)

    def _kept_report(self, place: CheckPlace) -> FullCheckReport:
        opened = _found_at_opening(open_files(self._vault)[self._name])
        report = FullCheckReport(self._name, (*opened, *place.findings))
        keep_report(self._vault.service, report, self._vault.person.uid)
        return report

    def _keep(self, place: CheckPlace) -> None:
        if place.done > self._kept.done:
            keep_place(self._vault.service, self._name, place)
            self._kept = place


def _under_way(name: str, place: CheckPlace) -> UnderWay:
    return UnderWay(name, min(place.done + 1, len(STEPS)), len(STEPS))


def place_of(service: ServiceFile, database: str) -> CheckPlace:
    """Return how far a check of one's own came; one begun a week ago begins again."""
    row = service.row("SELECT value FROM about WHERE key = ?", (_PLACE + database,))
    mine = _own(service, _PAUSED, database)
    if row is None or mine is None or mine.fields != (mark_of(str(row[0])),):
        return CheckPlace()
    found = _PLACES.of(service, database)
    if found is None or not timedelta(0) <= service.now() - found[0] < EVERY:
        return CheckPlace()
    return found[1]


def _place_from(text: str) -> tuple[datetime, CheckPlace]:
    said = json.loads(text)
    place = CheckPlace(int(said["done"]), _read(json.dumps(said["findings"])))
    if not 0 <= place.done <= len(STEPS):
        raise ValueError
    return moment_from(said["at"]), place


_PLACES = Fact(_PLACE, _place_from)


def keep_place(service: ServiceFile, database: str, place: CheckPlace) -> None:
    """Keep how far a check came, so that it goes on from there."""
    found = [[each.code, each.count, each.first] for each in place.findings]
    said = {"at": moment_text(service.now()), "done": place.done, "findings": found}
    text = json.dumps(said)
    with service.change(_PAUSED, f"database:{database}", (mark_of(text),)) as change:
        change.keep(_PLACE + database, text)


def _found_at_opening(database: Database) -> tuple[CheckFinding, ...]:
    missing = (CheckFinding("anchor-missing"),) if database.anchor_was_missing else ()
    changed = (CheckFinding("changed-outside"),) if database.anchor.was_changed else ()
    return (*missing, *changed)


def _page_findings(database: Database) -> tuple[CheckFinding, ...]:
    try:
        database.fold_log()
        return tuple(page_findings(database))
    except RecordDamaged:
        return (CheckFinding("pages"),)


def _stops_work(report: FullCheckReport) -> bool:
    return any(each.stops_work for each in report.findings)


def _data_key(vault: Vault, name: str) -> Masked:
    """Return the key under which an open file is; forget it."""
    if name == SERVICE.name:
        return vault.credentials.service_key.copied()
    held = vault.data_keys(name)
    in_use = next(each for each in held if each.generation == vault.generations[name])
    for each in held:
        if each is not in_use:
            each.key.forget()
    return in_use.key
