"""A file of the record with something in every table, and each column of it spoilt in turn."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.backups.backup_list import Backup, enter
from therapist_app.record.client_rights import client_moves, erasing
from therapist_app.record.database.database import Database, ServiceFile
from therapist_app.record.keyring import second_approval
from therapist_app.record.repair.check_schedule import keep_report
from therapist_app.record.repair.checking import FullCheckReport
from therapist_app.record.service import (
    caseload_figures,
    content_files,
    own_age_keys,
    pseudonyms,
    quarters,
    question_answers,
    recipients,
    record_keys,
    releases,
    settings,
)
from therapist_app.record.service_model import ClientMove, Release, Tombstone
from therapist_app.record.vault.vault import Vault

TEXTS: tuple[object, ...] = (
    "",
    "garbage",
    "[]",
    "{}",
    "null",
    '{"a":[3]}',
    "9" * 5_000,
    "0001-01-01T00:00:00+00:00",
    "1969-12-31T23:59:59+00:00",
    "3000-01-01T00:00:00+00:00",
)
NUMBERS: tuple[object, ...] = (0, 1, -1, 2, 7, 2**31, 2**62, -(2**62))
BLOBS: tuple[object, ...] = (
    b"",
    b"\0",
    b"\xff" * 12,
    b"\xff" * 31,
    b"\xff" * 32,
    b"{}",
    b"[" * 5_000,
    b'{"action":"settings_changed","at":3,"by":[],"fields":{},"subject":null}',
)
_VALUES = {"TEXT": TEXTS, "INTEGER": NUMBERS, "BLOB": BLOBS}
_ROWS_OF_AUDIT = 3


@dataclass(frozen=True, slots=True)
class Spoiling:
    """One value of one row that is written over."""

    table: str
    column: str
    row: tuple[tuple[str, object], ...]
    value: object

    @property
    def name(self) -> str:
        """What it is called in a list."""
        key = ",".join(str(each)[:20] for _column, each in self.row)
        return f"{self.table}[{key}].{self.column}={self.value!r:.30}"


def fill_every_table(work: Workplace) -> None:
    """Put something into each table of the service file of a clinic that is ready."""
    vault, now = work.workspace.vault, work.clock()
    service, me = vault.service, vault.person
    work.have_colleague("Bo Example", "therapist")
    mine = vault.caseload_id or ""
    _settle(service)
    for name, age_key in (("Lead of another", "age1x"), ("Funder", "")):
        entered = recipients.enter_key(service, name, age_key)
        if age_key:
            recipients.note_compared(service, entered, me.name)
    own_age_keys.keep_own_key(service, "age1own", "AGE-SECRET-KEY-1")
    pseudonyms.pseudonym_for(service, "00" * 16, "Funder", "supervision")
    record_keys.record_keys(service)("00" * 16)
    facts = {"quarter": "2025-Q4", "caseloads": [mine], "questions": [["attended", 74]]}
    release = Release(
        "R-1", "internal", "Lead of another", "supervision", now, me.name, "{}", json.dumps(facts)
    )
    releases.add(service, release)
    releases.enter_readable(service, "R-1", me.name, "asked for")
    releases.note_correction(service, "R-1", "phq-9", me.name, key="k")
    quarters.close(service, quarters.ClosedQuarter("2025-Q4", me.uid, now))
    quarters.give(service, quarters.QuarterFigures("2025-Q4", mine, me.uid, now, "{}"))
    question_answers.answer(
        service,
        question_answers.QuestionAnswer(
            "2025-Q4", "attended", "under_way", "Calls", me.name, date(2027, 1, 1), me.uid, now
        ),
    )
    figures = caseload_figures.count(vault.caseload)
    caseload_figures.write(
        service, [caseload_figures.CaseloadFigures(mine, now, me.uid, "signed_in", figures)]
    )
    keep_report(service, FullCheckReport("service", ()), me.uid)
    enter(
        service,
        Backup("0" * 32, "service", "", "none.tvb", 1, b"0" * 32, now, me.uid, now, "", None),
    )
    asking = second_approval.AskedApproval("R-2", "Funder", "supervision", b"{}", "")
    second_approval.ask(vault, asking)
    with service.change("pack_kept", "pack:x") as change:
        content_files.keep_pack(change, hashlib.sha256(b"x").hexdigest(), b"x")
    content_files.keep_site_files(service, {"a.toml": b"x"})
    _move(vault, work)
    with service.change("erased", "client:x") as change:
        erasing._TABLE.insert(change, Tombstone(b"9" * 32, now, "request"))


def _settle(service: ServiceFile) -> None:
    for key, acts in settings.SETTLED.items():
        if acts and acts[0] != settings.CHANGED:
            with service.change(acts[0], "anything") as change:
                settings.save_within(change, key, [])
        else:
            settings.save(service, key, {})
    for key in ("packs_waiting", "declined_covers", "service_names"):
        settings.save(service, key, [])


def _move(vault: Vault, work: Workplace) -> None:
    client = work.add_client()
    person = next(each.uid for each in vault.header.people if each.uid != vault.person.uid)
    hashed = erasing.hash_of(vault.service, client.id)
    move = ClientMove(
        "1" * 32, hashed, 1, vault.caseload_id or "", person, work.clock(), vault.person.uid, b"x"
    )
    client_moves.add(vault.service, move)


def tables_of(database: Database) -> list[str]:
    """Return the names of the tables of a file."""
    found = database.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in found if not name.startswith("sqlite_")]


def spoilings_of(database: Database) -> Iterator[Spoiling]:
    """Yield every spoiling: each column of each table, in settings and facts of each key."""
    for table in tables_of(database):
        columns = database.rows(f"PRAGMA table_info({table})")
        keys = [name for _cid, name, _kind, _null, _default, is_key in columns if is_key]
        rows = database.rows(f"SELECT {', '.join(keys)} FROM {table} ORDER BY {', '.join(keys)}")
        for row in _rows_to_spoil(table, rows):
            for _cid, name, kind, *_rest in columns:
                for value in _VALUES[kind]:
                    yield Spoiling(table, name, tuple(zip(keys, row, strict=True)), value)


def _rows_to_spoil(table: str, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    if table in {"settings", "about"}:
        return rows
    if table == "audit":
        return [*rows[:_ROWS_OF_AUDIT], *rows[-_ROWS_OF_AUDIT:]]
    return rows[:1]


@contextmanager
def spoilt(database: Database, what: Spoiling) -> Iterator[None]:
    """Write a value over, with a program that no check stops, and put it back afterwards."""
    where = " AND ".join(f"{name} IS ?" for name, _value in what.row)
    key = [value for _name, value in what.row]
    [before] = database.rows(f"SELECT * FROM {what.table} WHERE {where}", key)
    database.run("PRAGMA foreign_keys = OFF")
    database.run("PRAGMA ignore_check_constraints = ON")
    database.run(
        f"UPDATE OR REPLACE {what.table} SET {what.column} = ? WHERE {where}", [what.value, *key]
    )
    try:
        yield
    finally:
        now = [what.value if name == what.column else value for name, value in what.row]
        database.run(f"DELETE FROM {what.table} WHERE {where}", now)
        holes = ", ".join("?" * len(before))
        database.run(f"INSERT OR REPLACE INTO {what.table} VALUES ({holes})", before)
        database.run("PRAGMA ignore_check_constraints = OFF")
        database.run("PRAGMA foreign_keys = ON")
