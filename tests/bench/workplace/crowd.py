"""A record with thousands of clients, copied from a dozen that practice invents.

The dozen live through their sessions as in practice, by the real workflows. Each copy keeps
their rows under other ids, some weeks earlier. Ids are random and rows go in by their order, so
that those of one client lie apart from each other, as they do after years of work.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.workplace.earlier import moved
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.workflows.workspaces import workspace_for
from therapist_app.practice.setting_up import populate
from therapist_app.record.clients.clients import LETTERS
from therapist_app.record.database import connection
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import Caseload

DOZEN = 12
SEED = 7
WEEKS = 200
STILL_SEEN = 4
"""One copy in so many is still in treatment."""
DAYS_AHEAD = 14

# Each table, and how a row of it finds its client.
_OWN = "SELECT {columns}, client_id FROM {table}"
_BY_APPOINTMENT = (
    "SELECT {columns}, appointments.client_id FROM {table}"
    " JOIN appointments ON appointments.id = {table}.appointment_id"
)
TABLES: Mapping[str, str] = {
    "clients": "SELECT {columns}, id FROM {table}",
    "identities": _OWN,
    "consents": _OWN,
    "appointments": _OWN,
    "step_marks": _BY_APPOINTMENT,
    "filled_forms": _OWN,
    "alerts": _OWN,
    "course_events": _OWN,
    "gate_overrides": _OWN,
    "fidelity_ratings": _BY_APPOINTMENT,
    "fidelity_amendments": _BY_APPOINTMENT,
    "second_ratings": _BY_APPOINTMENT,
    "signatures": _BY_APPOINTMENT,
}
IDS = frozenset({"id", "client_id", "appointment_id", "filled_form_id", "amends"})

Cells = tuple[object, ...]
Write = Callable[[str, list[str], list[Cells]], None]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The clients of the one caseload of a service.

    Attributes:
        dozen: Those who come this week, or came lately.
        copies: Everybody else.

    """

    dozen: tuple[str, ...]
    copies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """One client to come: after whom, how much earlier, under which ids and code."""

    of: str
    weeks: int
    mask: int
    code: str
    is_seen: bool
    comes: datetime

    def renamed(self, old: str) -> str:
        """Return the id that stands for an id of the one who is copied."""
        return f"{int(old, 16) ^ self.mask:032x}"


def gather(folder: Path, clients: int) -> tuple[ServiceOnDisk, Crowd]:
    """Lay out a service whose caseload holds so many clients.

    The rows are written in a process of their own, which ends before anything is measured: it
    does without the wiping of memory, which cannot be switched off again once it is on.
    """
    apart = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    with apart, TemporaryDirectory() as spare:
        crowd = apart.submit(_gather, folder, clients).result()
        # The same seed leads to the same keys.
        service = lay_out(Path(spare), practice=True, seed=SEED)
    return replace(service, folder=folder / "service"), crowd


def _gather(folder: Path, clients: int) -> Crowd:
    connection.secure_memory = lambda _connection: None
    service = lay_out(folder, practice=True, seed=SEED)
    with service.open() as vault:
        made = populate(
            workspace_for(vault),
            service.clock,
            clients=DOZEN,
            seed=SEED,
            tell=lambda _done, _of: None,
        )
        caseload = vault.caseload
        copies = tuple(_copies(caseload, made.client_ids, clients - DOZEN))
        with _in_bulk(caseload) as write:
            for table in TABLES:
                _fill(caseload, table, copies, write)
    return Crowd(made.client_ids, tuple(each.renamed(each.of) for each in copies))


def _copies(caseload: Caseload, dozen: tuple[str, ...], count: int) -> Iterator[Copy]:
    chance = random.Random(SEED)
    taken = {code for (code,) in caseload.rows("SELECT code FROM clients")}
    codes = [
        code
        for letter in LETTERS
        for number in range(10_000)
        if (code := f"{letter}{number // 1000}-{number % 1000:03}") not in taken
    ]
    for number, code in enumerate(chance.sample(codes, count)):
        yield Copy(
            of=dozen[number % len(dozen)],
            weeks=1 + number // len(dozen) % WEEKS,
            mask=chance.getrandbits(128),
            code=code,
            is_seen=number % STILL_SEEN == 0,
            comes=caseload.now() + timedelta(days=1 + number % DAYS_AHEAD),
        )


def _fill(caseload: Caseload, table: str, copies: tuple[Copy, ...], write: Write) -> None:
    columns = [name for _, name, *_ in caseload.rows(f"PRAGMA table_info({table})")]
    listed = ", ".join(f"{table}.{name}" for name in columns)
    of_whom: dict[str, list[Cells]] = {}
    for *cells, client_id in caseload.rows(TABLES[table].format(columns=listed, table=table)):
        of_whom.setdefault(client_id, []).append(tuple(cells))

    @cache
    def earlier(client_id: str, weeks: int) -> list[Cells]:
        return [
            tuple(
                moved(cell, weeks) if isinstance(cell, str) and name not in IDS else cell
                for name, cell in zip(columns, cells, strict=True)
            )
            for cells in of_whom.get(client_id, [])
        ]

    ids = [at for at, name in enumerate(columns) if name in IDS]
    rows: list[Cells] = []
    for copy in copies:
        for cells in earlier(copy.of, copy.weeks):
            fresh = list(cells)
            for at in ids:
                if isinstance(found := fresh[at], str):
                    fresh[at] = copy.renamed(found)
            _settle(table, fresh, columns, copy)
            rows.append(tuple(fresh))
    rows.sort(key=lambda row: str(row[0]))
    write(table, columns, rows)


def _settle(table: str, cells: list[object], columns: list[str], copy: Copy) -> None:
    """Give a client their own code and status, and what was planned a day that suits it."""

    def put(**values: object) -> None:
        for name, value in values.items():
            cells[columns.index(name)] = value

    if table == "clients":
        put(code=copy.code, status="active" if copy.is_seen else "ended")
    elif table == "appointments" and "planned" in cells:
        if copy.is_seen:
            put(planned_for=moment_text(copy.comes))
        else:
            put(state="missed", attendance="cancelled_client")


@contextmanager
def _in_bulk(caseload: Caseload) -> Iterator[Write]:
    """Yield what writes many rows at once; indexes are made anew after the last."""
    indexes = caseload.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL"
    )
    kept = caseload.row("PRAGMA cache_size")
    assert kept is not None
    caseload.run("PRAGMA cache_size = -400000")

    def write(table: str, columns: list[str], rows: list[Cells]) -> None:
        places = ", ".join("?" * len(columns))
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        caseload._connection.executemany(statement, rows)

    with caseload.change("crowd_gathered", "crowd") as change:
        for name, _ in indexes:
            change.execute(f"DROP INDEX {name}")
        yield write
        for _, statement in indexes:
            change.execute(statement)
    caseload.run(f"PRAGMA cache_size = {kept[0]}")
