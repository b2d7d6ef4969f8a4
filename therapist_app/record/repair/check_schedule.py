"""When each file was checked last, what was found, and when the next check is due."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from therapist_app.record.database.columns import MOMENT, Column
from therapist_app.record.database.database import Database, ServiceFile
from therapist_app.record.database.migrations import SERVICE
from therapist_app.record.database.tables import Table
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.repair.checking import CheckReport, Finding, check_database
from therapist_app.record.vault.vault import Vault

EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PastCheck(CheckReport):
    """The newest full check of one file.

    Attributes:
        checked_by: The uid of whose session made it.

    """

    checked_at: datetime
    checked_by: str


def _written(findings: Iterable[Finding]) -> str:
    return json.dumps([[each.code, each.count, each.first] for each in findings])


def _read(text: str) -> tuple[Finding, ...]:
    return tuple(Finding(*each) for each in json.loads(text))


_TABLE = Table(
    "record_checks",
    PastCheck,
    key=("database",),
    columns={"findings": Column(_written, _read), "checked_at": MOMENT},
)


def keep_report(service: ServiceFile, report: CheckReport, by: str) -> None:
    """Keep a report in the place of the one before."""
    codes = tuple(sorted({each.code for each in report.findings}))
    with service.change("record_checked", f"database:{report.database}", codes) as change:
        _TABLE.replace(change, PastCheck(report.database, report.findings, service.now(), by))


def past_checks(service: ServiceFile) -> tuple[PastCheck, ...]:
    """Return the newest check of each file that was ever checked."""
    return _TABLE.select(service, "ORDER BY database")


def is_due(service: ServiceFile, database: str) -> bool:
    """Return whether a file should be checked now.

    That is when it never was, a week ago, when something was found last time, and when the
    clock was set back since.
    """
    past = next((each for each in past_checks(service) if each.database == database), None)
    if past is None or not past.is_sound:
        return True
    return not timedelta(0) <= service.now() - past.checked_at < EVERY


def check_when_due(vault: Vault) -> tuple[CheckReport, ...]:
    """Check the files that were opened just now, if their time has come, and keep what is found.

    Call it before anything is worked with, off the window's thread.

    Raises:
        RecordDamaged: Pages are damaged. The vault is closed: nothing more should be written.

    """
    me = vault.person.uid
    reports = [
        check_database(database, name)
        for name, database in _open_files(vault)
        if database.anchor.was_changed or is_due(vault.service, name)
    ]
    damaged = {each.database for each in reports if any(one.stops_work for one in each.findings)}
    if SERVICE.name not in damaged:
        for report in reports:
            keep_report(vault.service, report, me)
    if damaged:
        vault.abandon()
        raise RecordDamaged("page")
    return tuple(reports)


def _open_files(vault: Vault) -> tuple[tuple[str, Database], ...]:
    caseload = vault.caseload_id
    own = () if caseload is None else ((caseload, vault.caseload),)
    return ((SERVICE.name, vault.service), *own)
