"""Walking a database forward."""

from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from therapist_app.record import migrations
from therapist_app.record.connection import create_connection
from therapist_app.record.errors import RecordBug
from therapist_app.record.files import create_private_file
from therapist_app.record.migrations import CASELOAD, SERVICE, bring_up, create_schema
from therapist_app.record.wiping import Masked


@pytest.fixture
def connection(tmp_path: Path) -> dbapi2.Connection:
    path = tmp_path / "test.db"
    create_private_file(path)
    return create_connection(path, Masked(bytearray(32)))


@pytest.mark.parametrize("kind", [CASELOAD, SERVICE])
def test_a_new_database_has_strict_tables_and_says_what_it_is(
    connection: dbapi2.Connection, kind: migrations.Kind
) -> None:
    create_schema(connection, kind)

    strict = connection.execute("SELECT name, strict FROM pragma_table_list").fetchall()
    assert {name for name, is_strict in strict if not is_strict} <= {
        "sqlite_schema",
        "sqlite_temp_schema",
    }
    assert connection.execute("PRAGMA application_id").fetchall() == [(kind.application_id,)]
    assert connection.execute("PRAGMA user_version").fetchall() == [(migrations.NEWEST,)]
    bring_up(connection, kind)


def test_a_step_that_fails_never_happened(connection: dbapi2.Connection) -> None:
    connection.execute("CREATE TABLE releases (id TEXT)")

    with pytest.raises(RecordBug):
        create_schema(connection, SERVICE)

    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == [("releases",)]
    assert connection.execute("PRAGMA user_version").fetchall() == [(0,)]
    assert not connection.in_transaction


def test_a_step_that_cannot_begin_changes_nothing(connection: dbapi2.Connection) -> None:
    connection.execute("PRAGMA query_only = ON")

    with pytest.raises(Exception, match="cannot-write"):
        create_schema(connection, SERVICE)

    assert connection.execute("SELECT name FROM sqlite_schema").fetchall() == []
