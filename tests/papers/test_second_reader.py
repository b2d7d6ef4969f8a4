"""The record opens without our code: `docs/second_reader.py` reads what the product wrote."""

import ast
import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import pytest

from exports.access.access_bundle import access_json
from tests.support.record.records import a_client
from tests.support.record.revoking import NEW, revoked
from tests.support.record.safekeeping import back_up_quietly, newest_path
from tests.support.record.stating import header_of
from tests.support.record.team import lay_out_team
from tests.support.record.whole_clients import a_whole_client
from tests.support.second_reader import READER, loaded
from tests.support.workflows.clinics_ready import approve_all, service_in
from therapist_app.record.backup_format import backup_making, verifying
from therapist_app.record.backups import reading_back
from therapist_app.record.client_rights.client_rows import tables_of
from therapist_app.record.clients import clients
from therapist_app.record.database.database import Database
from therapist_app.workflows.rights.access_copy import access_record

ROOT = Path(__file__).parents[2]
WORDS = "vexed otter quilt, h\u00f4tel"
NOTE = "We met for the first time, and agreed on what comes next."
Tables = dict[str, list[dict[str, Any]]]


class InFull(Protocol):
    def __call__(self) -> AbstractContextManager[None]: ...


@dataclass(frozen=True)
class Left:
    """What the product left on disk, and what it said of it while it was open."""

    open: Path
    closed: Path
    backup: Path
    caseload: str
    rows: dict[str, dict[str, list[tuple[object, ...]]]]
    copies: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def reader() -> ModuleType:
    return loaded()


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory, derived_in_full: InFull) -> Left:
    folder = tmp_path_factory.mktemp("second-reader")
    patch = pytest.MonkeyPatch()
    for module in (backup_making, reading_back):
        patch.setattr(module, "read_back", verifying.fault_of)
    with derived_in_full(), service_in(folder / "service", WORDS) as work:
        approve_all(work)
        vault = work.workspace.vault
        a_whole_client(vault.caseload, "A-100", "Zo\u00eb")  # a row in every table
        clients = [work.add_client(), work.add_client()]
        for client in clients:
            work.pass_gates(client, "S01")
            work.hold(client, "S01")
            work.fill(client, "risk-event", {"facts": NOTE}, None)
            phq = [each.id for each in work.workspace.forms.latest("phq-9").questions][:9]
            work.fill(client, "phq-9", dict.fromkeys(phq, 3), None)
        copies = {
            each.id: json.loads(access_json(access_record(work.workspace, each.id)))
            for each in clients
        }
        back_up_quietly(vault)
        backup = folder / "backup.tvb"
        shutil.copyfile(newest_path(vault, vault.caseload_id), backup)
        rows = {"service": all_rows(vault.service), vault.caseload_id: all_rows(vault.caseload)}
        shutil.copytree(folder / "service", folder / "open")
        caseload = vault.caseload_id
    patch.undo()
    return Left(folder / "open", folder / "service", backup, caseload, rows, copies)


@pytest.fixture(scope="module")
def signed_in(left: Left, reader: ModuleType) -> tuple[Any, ...]:
    return reader.sign_in(left.open, "Ana Example", WORDS)


@pytest.fixture(scope="module")
def read(left: Left, reader: ModuleType, signed_in: tuple[Any, ...]) -> dict[str, Tables]:
    return reader.read_service(left.open, *signed_in)


def all_rows(database: Database) -> dict[str, list[tuple[object, ...]]]:
    return {each: in_order(database.rows(f"SELECT * FROM {each}")) for each in tables_of(database)}


def in_order(rows: Iterable[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return sorted(rows, key=repr)


def as_tuples(tables: Tables) -> dict[str, list[tuple[object, ...]]]:
    return {name: in_order(tuple(row.values()) for row in rows) for name, rows in tables.items()}


def test_it_imports_nothing_of_ours_and_no_sqlcipher() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(READER.read_text("utf-8")))
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported - sys.stdlib_module_names == {"cryptography"}
    assert len(READER.read_text("utf-8").splitlines()) < 200


def test_every_row_of_every_table_is_read_while_a_log_stands_beside_the_file(
    left: Left, read: dict[str, Tables]
) -> None:
    assert (left.open / "caseloads" / f"{left.caseload}.db-wal").stat().st_size > 0
    assert set(read) == set(left.rows)
    for database, rows in left.rows.items():
        assert as_tuples(read[database]) == rows
    assert len(left.rows[left.caseload]) > 20


def test_every_form_note_and_alert_is_what_the_product_gives_a_client(
    left: Left, read: dict[str, Tables]
) -> None:
    tables = read[left.caseload]
    codes = {row["id"]: row["code"] for row in tables["clients"]}
    told: Counter[str] = Counter()

    assert {codes[each]: copy["client_code"] for each, copy in left.copies.items()} == {
        copy["client_code"]: copy["client_code"] for copy in left.copies.values()
    }
    for client, copy in left.copies.items():
        parts = {part["title"]: part["items"] for part in copy["parts"]}
        forms = [row for row in tables["filled_forms"] if row["client_id"] == client]
        assert len(parts["Forms"]) + len(parts["Notes"]) == len(forms)
        assert len(parts["Notes"]) == sum(row["form_id"] == "session-note" for row in forms)
        lines = [line for items in parts.values() for each in items for line in each["lines"]]
        values = {line["value"] for line in lines}
        for row in forms:
            for answer in json.loads(row["answers"]).values():
                if isinstance(answer, str) and " " in answer:
                    told["answers"] += 1
                    assert answer in values
        said = json.dumps(copy, ensure_ascii=False)
        alerts = [row["states"] for row in tables["alerts"] if row["client_id"] == client]
        assert len(parts["Alerts"]) == len(alerts)
        assert all(states in said for states in alerts)
        told["alerts"] += len(alerts)
    assert told["answers"] >= 4
    assert told["alerts"] > 1
    assert NOTE in {json.loads(row["answers"]).get("facts") for row in tables["filled_forms"]}


def test_a_closed_record_and_a_backup_of_it_hold_the_same(
    left: Left, read: dict[str, Tables], reader: ModuleType, signed_in: tuple[Any, ...]
) -> None:
    closed = reader.read_service(left.closed, *signed_in)
    backed_up = reader.read_backup(left.backup, *signed_in[1:])

    for table in ("clients", "filled_forms", "alerts", "signatures"):
        expected = as_tuples(read[left.caseload])[table]
        assert as_tuples(closed[left.caseload])[table] == expected
        assert as_tuples(backed_up[left.caseload])[table] == expected


def test_another_passphrase_and_a_damaged_page_are_refused(
    left: Left, reader: ModuleType, signed_in: tuple[Any, ...], tmp_path: Path
) -> None:
    with pytest.raises(SystemExit, match="not the right one"):
        reader.sign_in(left.closed, "Ana Example", WORDS + "!")

    damaged = tmp_path / "damaged"
    shutil.copytree(left.closed, damaged)
    path = damaged / "caseloads" / f"{left.caseload}.db"
    data = bytearray(path.read_bytes())
    data[2 * 4096 + 100] ^= 1
    path.write_bytes(data)
    with pytest.raises(SystemExit, match="Page 3 is damaged"):
        reader.read_service(damaged, *signed_in)


def test_after_keys_were_given_up_the_new_ones_read_all_and_a_backup_of_before(
    reader: ModuleType, tmp_path: Path, derived_in_full: InFull, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (backup_making, reading_back):
        monkeypatch.setattr(module, "read_back", verifying.fault_of)
    team = lay_out_team(tmp_path)
    before = tmp_path / "before.tvb"
    with team.open("Ana") as vault:
        clients.add(vault.caseload, a_client(vault.caseload, code="A-100"))
        back_up_quietly(vault)
        shutil.copyfile(newest_path(vault, vault.caseload_id), before)
    with derived_in_full():
        revoked(team, "Ana")
    folder = team.service.folder
    [ana] = [each for each in header_of(team).people if each.name == "Ana Example"]

    signed_in = reader.sign_in(folder, ana.uid, NEW)
    found = reader.read_service(folder, *signed_in)
    backed_up = reader.read_backup(before, *signed_in[1:])

    assert ana.pair == len(signed_in[2]) == 2
    assert {box[1] for box in signed_in[0]["service_boxes"]} == {2}
    for tables in (found[ana.uid], backed_up[ana.uid]):
        assert [row["code"] for row in tables["clients"]] == ["A-100"]
