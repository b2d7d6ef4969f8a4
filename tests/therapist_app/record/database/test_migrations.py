"""Walking a database forward."""

import re
import shutil
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import migrations
from therapist_app.record.database.connection import create_connection, open_connection
from therapist_app.record.database.migrations import (
    CASELOAD,
    SERVICE,
    bring_up,
    create_schema,
    schema_as_made,
)
from therapist_app.record.errors import RecordBug
from therapist_app.record.folder.files import create_private_file


@pytest.fixture
def connection(tmp_path: Path) -> dbapi2.Connection:
    path = tmp_path / "test.db"
    create_private_file(path)
    return create_connection(path, Masked(bytearray(32)))


def test_every_step_up_to_the_newest_is_there_for_both_kinds_and_none_beyond() -> None:
    steps = {path.name for path in (files("therapist_app.record") / "schema").iterdir()}

    assert steps == {
        f"{step:04}_{kind.name}.sql"
        for step in range(1, migrations.NEWEST + 1)
        for kind in (CASELOAD, SERVICE)
    }


LAST_THAT_CHANGED_NOTHING = 30


@pytest.mark.parametrize("kind", [CASELOAD, SERVICE])
def test_what_a_file_is_made_of_says_which_steps_were_taken(kind: migrations.Kind) -> None:
    """By it a file is known whose number somebody changed; a step of no statements is none.

    Each later one makes both kinds otherwise, with a view of its number if with nothing else: else
    this version would take a file of a later one for its own.
    """
    for step in range(2, migrations.NEWEST + 1):
        is_alike = schema_as_made(kind, step) == schema_as_made(kind, step - 1)
        assert not (is_alike and (_statements(kind, step) or step > LAST_THAT_CHANGED_NOTHING)), (
            step
        )


def _statements(kind: migrations.Kind, step: int) -> str:
    schema = files("therapist_app.record") / "schema" / f"{step:04}_{kind.name}.sql"
    lines = schema.read_text("utf-8").splitlines()
    return "".join(each for each in lines if not each.startswith("--"))


@pytest.mark.parametrize("kind", [CASELOAD, SERVICE])
def test_a_new_database_has_strict_tables_and_says_what_it_is(
    connection: dbapi2.Connection, kind: migrations.Kind
) -> None:
    create_schema(connection, kind)

    strict = connection.execute(
        "SELECT name, strict FROM pragma_table_list WHERE type <> 'view'"
    ).fetchall()
    assert {name for name, is_strict in strict if not is_strict} <= {
        "sqlite_schema",
        "sqlite_temp_schema",
    }
    assert connection.execute("PRAGMA application_id").fetchall() == [(kind.application_id,)]
    assert connection.execute("PRAGMA user_version").fetchall() == [(migrations.NEWEST,)]
    bring_up(connection, kind)


def test_a_step_that_fails_never_happened(connection: dbapi2.Connection) -> None:
    connection.execute("CREATE TABLE releases (id TEXT)")

    with pytest.raises(RecordBug) as failed:
        create_schema(connection, SERVICE)

    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("releases",)]
    assert connection.execute("PRAGMA user_version").fetchall() == [(0,)]
    assert not connection.in_transaction
    assert failed.value.__notes__ == ["in 0001_service.sql of the schema"]


def test_a_step_that_cannot_begin_changes_nothing(connection: dbapi2.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")

    with pytest.raises(Exception, match="cannot-write"):
        create_schema(connection, SERVICE)

    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == []


def test_answers_to_questions_of_before_stay_and_name_no_course(
    connection: dbapi2.Connection,
) -> None:
    create_schema(connection, SERVICE, 21)
    connection.execute(
        "INSERT INTO question_answers VALUES"
        " ('2026-Q1', 'attended', 'done', 'Text', 'M. Weber', NULL, 'u', '2026-04-02T09:00')"
    )

    bring_up(connection, SERVICE)

    assert connection.execute("SELECT figure, what, course FROM question_answers").fetchall() == [
        ("attended", "Text", "")
    ]


def rows_lost_with(steps: Iterable[str]) -> set[str]:
    """Return the tables whose rows would go with a table that a step drops: they refer to it."""
    database = dbapi2.connect(":memory:")
    lost: set[str] = set()
    for statement in (each for step in steps for each in re.split(r"(?m)(?=^DROP TABLE )", step)):
        if dropped := re.match(r"DROP TABLE (\w+)", statement):
            references = database.execute(
                'SELECT name, "table" FROM pragma_table_list, pragma_foreign_key_list(name)'
            ).fetchall()
            lost.update(each for each, to in references if to == dropped[1] != each)
        database.executescript(statement)
    database.close()
    return lost


@pytest.mark.parametrize("kind", [CASELOAD, SERVICE])
def test_no_step_drops_a_table_while_another_one_refers_to_it(kind: migrations.Kind) -> None:
    schema = files("therapist_app.record") / "schema"
    steps = range(1, migrations.NEWEST + 1)

    found = rows_lost_with(
        (schema / f"{step:04}_{kind.name}.sql").read_text("utf-8") for step in steps
    )

    assert found == set(), "make what refers to it anew as well, and drop that first"


@pytest.mark.parametrize(
    ("first", "lost"), [("", {"tries"}), ("DROP TABLE tries;\n", set())], ids=["alone", "with_it"]
)
def test_a_table_made_anew_takes_what_refers_to_it_with_it(first: str, lost: set[str]) -> None:
    made = "CREATE TABLE calls (id);\nCREATE TABLE tries (call REFERENCES calls (id));"
    anew = (
        f"ALTER TABLE calls RENAME TO before;\nCREATE TABLE calls (id);\n{first}DROP TABLE before;"
    )

    assert rows_lost_with((made, anew)) == lost


GIVEN_UP = {"supervision_notes"}
"""Indexes and triggers that a step took away and meant to."""


@pytest.mark.parametrize("kind", [CASELOAD, SERVICE])
def test_a_step_that_makes_a_table_anew_makes_its_indexes_and_triggers_too(
    kind: migrations.Kind,
) -> None:
    database = dbapi2.connect(":memory:")
    has, ever = set[str](), set[str]()
    for step in range(1, migrations.NEWEST + 1):
        migrations.walk_to(database, kind, step)
        made = "SELECT name FROM sqlite_schema WHERE type IN ('index', 'trigger') AND sql <> ''"
        has = {name for (name,) in database.execute(made)}
        ever |= has
    database.close()

    assert len(has) > 1
    assert ever - has <= GIVEN_UP


STORED = Path(__file__).parents[1] / "stored"


@pytest.fixture
def older(tmp_path: Path) -> Iterator[dbapi2.Connection]:
    """A caseload as version 1 wrote it: two totals from paper, a form at the screen, a draft."""
    path = tmp_path / "caseload.db"
    shutil.copyfile(STORED / "caseload-v1.db", path)
    connection = open_connection(path, Masked(bytearray(32)))
    yield connection
    connection.close()


def test_an_older_caseload_is_brought_up_and_its_totals_from_paper_keep_their_day(
    older: dbapi2.Connection,
) -> None:
    before = older.execute("SELECT id, answers, started_at FROM filled_forms").fetchall()

    bring_up(older, CASELOAD)

    found = "SELECT form_id, filled_by, filled_on, rater FROM filled_forms ORDER BY id"
    assert older.execute(found).fetchall() == [
        ("wsas", "paper", "2026-02-27", "client"),
        ("dudit", "paper", "2026-03-01", "interpreter"),
        ("phq-9", "client", None, ""),
        ("sapas", "together", None, ""),
    ]
    assert older.execute("SELECT id, answers, started_at FROM filled_forms").fetchall() == before
    assert older.execute("PRAGMA user_version").fetchall() == [(migrations.NEWEST,)]


def test_bringing_up_ends_where_a_new_caseload_begins(
    connection: dbapi2.Connection, older: dbapi2.Connection
) -> None:
    create_schema(connection, CASELOAD)

    bring_up(older, CASELOAD)

    tables = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"
    assert older.execute(tables).fetchall() == connection.execute(tables).fetchall()


@pytest.mark.parametrize(
    "values", ["('1 March', '')", "('2026-03-01', 'somebody')"], ids=["day", "rater"]
)
def test_only_a_day_and_a_known_rater_are_kept(older: dbapi2.Connection, values: str) -> None:
    bring_up(older, CASELOAD)

    with pytest.raises(dbapi2.IntegrityError):
        older.execute(f"UPDATE filled_forms SET (filled_on, rater) = {values}")
