"""What somebody leaves in a file that would run in the next person's session, or shield nobody."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.support.record.damage import IN_A_PAGE, PAGE
from tests.support.record.records import a_client, a_filled_form, an_alert
from tests.support.record.stating import by_hand, header_of
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import alerts, clients, filled_forms
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import opening, structure
from therapist_app.record.database.audit import verify
from therapist_app.record.database.connection import (
    UNREADABLE_STATEMENT,
    create_copy,
    open_past_statements,
)
from therapist_app.record.database.database import Database
from therapist_app.record.database.migrations import (
    NEWEST,
    SALVAGE_PLACE,
    create_schema,
    expected_schema,
)
from therapist_app.record.database.structure import BROUGHT_UP, OTHER_STRUCTURE, OTHER_VERSION
from therapist_app.record.errors import (
    CannotWrite,
    ClientProtected,
    RecordBug,
    RecordDamaged,
    RecordTooNew,
)
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.model import Alert, Restriction
from therapist_app.record.service import settings
from therapist_app.record.sign_in.unlocking import open_service
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts

AFTER_COMPARING = """
    CREATE TRIGGER later AFTER INSERT ON audit
    WHEN instr(NEW.entry, CAST('rows_compared' AS BLOB))
    BEGIN UPDATE filled_forms SET answers = '{"changed": 1}'; END
"""
ANSWERS = "SELECT answers FROM filled_forms"
SCHEMA = "SELECT type, name, sql FROM sqlite_schema ORDER BY name"


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana has worked with a client, and Bo covers for her now; Cy is there."""
    team = lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",))
    team.visit("Bo", "Cy")
    with team.open("Ana") as vault:
        client = a_client(vault.caseload, code="A-100")
        clients.add(vault.caseload, client)
        filled_forms.add(vault.caseload, a_filled_form(vault.caseload, client))
        grant_cover(vault, vault.person.uid, team.uid("Bo"), vault.day_of_covers().replace(day=9))
    team.visit("Ana")
    return team


def covering(team: Team, *statements: str) -> None:
    """Have Bo run statements over Ana's clients with a program of his own."""
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        for each in statements:
            caseload.run(each).fetchall()


def told(team: Team, name: str) -> list[str]:
    with team.open(name) as vault:
        found = [each for each in loud_acts(vault) if each.action == OTHER_STRUCTURE]
        return [act_in_words(each) for each in found]


def test_whoever_covers_leaves_nothing_that_changes_answers_in_the_owners_session(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        before = vault.caseload.rows(ANSWERS)
    covering(team, AFTER_COMPARING)

    team.visit("Ana")

    with team.open("Ana") as vault:
        assert vault.caseload.rows(ANSWERS) == before
        assert vault.caseload.rows(SCHEMA) == expected_schema(vault.caseload.kind, NEWEST)
    for each in ("Ana", "Cy"):
        [words] = told(team, each)
        assert "the file of Ana Example's clients held what no version" in words


def test_nothing_that_a_colleague_leaves_in_the_service_file_runs(team: Team) -> None:
    with by_hand(team, "Bo") as service:
        service.run(
            "CREATE TRIGGER unheard BEFORE INSERT ON audit"
            " WHEN instr(NEW.entry, CAST('settings_changed' AS BLOB))"
            " BEGIN SELECT RAISE(IGNORE); END"
        )
        service.run("CREATE VIEW more AS SELECT key FROM about")
        service.run("CREATE INDEX slower ON settings (value)")
        service.run("CREATE TABLE hers (key TEXT)")

    with team.open("Cy") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800 1"})
        assert vault.service.rows(SCHEMA) == expected_schema(vault.service.kind, NEWEST)

    assert [words.partition(" held ")[0][-16:] for words in told(team, "Ana")] == [
        "the service file"
    ]


OF_THE_LIBRARY = """
    INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)
    VALUES ('view', 'sqlite_hers', 'sqlite_hers', 0, 'CREATE VIEW sqlite_hers AS SELECT 1')
"""
STUBBORN = {
    "what counts row numbers": (
        "CREATE TABLE hers (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "INSERT INTO hers DEFAULT VALUES",
        "DROP TABLE hers",
    ),
    "a search index": ("CREATE VIRTUAL TABLE hers USING fts5(words)",),
    "a module that there is not": (
        "PRAGMA writable_schema = ON",
        (
            "INSERT INTO sqlite_schema VALUES"
            " ('table', 'hers', 'hers', 0, 'CREATE VIRTUAL TABLE hers USING nosuch(words)')"
        ),
    ),
    "a search index whose module there is not": (
        "CREATE VIRTUAL TABLE hers USING fts5(words)",
        "PRAGMA writable_schema = ON",
        (
            "UPDATE sqlite_schema SET sql = 'CREATE VIRTUAL TABLE hers USING nosuch(words)'"
            " WHERE name = 'hers'"
        ),
    ),
    "a key to a table that there is not": ("CREATE TABLE hers (one REFERENCES nosuch (two))",),
    "a key to what is no key": (
        "CREATE TABLE hers (one REFERENCES settings (value))",
        "PRAGMA foreign_keys = OFF",
        "INSERT INTO hers VALUES ('x')",
    ),
    "a check that no statement survives": (
        "CREATE TABLE hers (one)",
        "INSERT INTO hers VALUES ('x')",
        "PRAGMA writable_schema = ON",
        (
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE hers (one CHECK (nosuch(one)))'"
            " WHERE name = 'hers'"
        ),
    ),
    "a table on the pages of another": (
        "PRAGMA writable_schema = ON",
        (
            "INSERT INTO sqlite_schema SELECT 'table', 'hers', 'hers', rootpage,"
            " 'CREATE TABLE hers (one, two)' FROM sqlite_schema WHERE name = 'settings'"
        ),
    ),
    "a name of the library's own": (
        "PRAGMA writable_schema = ON",
        OF_THE_LIBRARY,
    ),
}


UNREADABLE = {
    "a view of no statement": "('view', 'hers', 'hers', 0, 'CREATE VIEW hers AS SELEC')",
    "a table of half a statement": "('table', 'hers', 'hers', 0, 'CREATE TABLE hers (one')",
    "a trigger of half a statement": (
        "('trigger', 'hers', 'audit', 0, 'CREATE TRIGGER hers AFTER INSERT ON audit BEGIN SELEC')"
    ),
    "nothing of the kind": "('hers', 'hers', 'hers', 0, 'hers')",
    "half a statement that is no text": (
        "('view', 'hers', 'hers', 0, CAST(x'435245415445ff' AS TEXT))"
    ),
    "a statement in which a word is no text": (
        "('view', 'hers', 'hers', 0,"
        " CAST(x'435245415445205649455720686572732041532053454c4543542027ff27' AS TEXT))"
    ),
    "a name that is no text": "('view', CAST(x'68ff' AS TEXT), 'hers', 0, 'hers')",
    "nothing at all": "(NULL, NULL, NULL, NULL, NULL)",
    "pages that there are not": "('table', 'hers', 'hers', 99999, 'CREATE TABLE hers (one)')",
    "an index on the pages of another": (
        "SELECT 'index', 'hers', 'backups', rootpage, 'CREATE INDEX hers ON backups (id)'"
        " FROM sqlite_schema WHERE name = 'backups_by_database'"
    ),
    "a table that there is twice": "SELECT * FROM sqlite_schema WHERE name = 'settings'",
}
STUBBORN |= {
    name: (
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_schema {'' if rows.startswith('SELECT') else 'VALUES'} {rows}",
    )
    for name, rows in UNREADABLE.items()
}


@pytest.mark.parametrize("planted", STUBBORN.values(), ids=STUBBORN)
def test_nothing_that_is_left_in_a_file_keeps_everybody_out(
    team: Team, planted: tuple[str, ...]
) -> None:
    with team.open("Ana") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800 1"})
        settled = vault.service.rows("SELECT * FROM settings ORDER BY key")
    with by_hand(team, "Bo") as service:
        for each in planted:
            service.run(each).fetchall()

    with team.open("Cy") as vault:
        assert vault.service.rows(SCHEMA) == expected_schema(vault.service.kind, NEWEST)
        assert vault.service.rows("PRAGMA integrity_check") == [("ok",)]
        assert vault.service.rows("SELECT * FROM settings ORDER BY key") == settled
        assert vault.service.rows("PRAGMA writable_schema") == [(0,)]
    with team.open("Cy") as vault:  # what was put right past the log is no change of somebody's
        assert not vault.service.anchor.was_changed
    assert len(told(team, "Ana")) == 1


@pytest.mark.parametrize(
    "spoilt",
    [
        "DROP TRIGGER filled_forms_restricted_update",
        "DROP VIEW restricted",
        "DROP INDEX one_restriction_a_client",
    ],
)
def test_what_keeps_a_restricted_client_as_they_are_is_made_anew(team: Team, spoilt: str) -> None:
    with team.open("Ana") as vault:
        [(client,)] = vault.caseload.rows("SELECT id FROM clients")
        made = Restriction(vault.caseload.new_id(), client, "accuracy", vault.caseload.now())
        protection.restrict(vault.caseload, made)
    covering(team, spoilt)

    with team.open("Ana") as vault:
        with pytest.raises(ClientProtected):
            vault.caseload.run("UPDATE filled_forms SET answers = '{}'")
        assert vault.caseload.rows(SCHEMA) == expected_schema(vault.caseload.kind, NEWEST)


LATER = NEWEST + 1
SAID = [f"user_version = {LATER}", "user_version = 12", "user_version = -1", "application_id = 5"]


@pytest.mark.parametrize("said", SAID)
def test_no_number_that_says_another_version_keeps_anybody_out(team: Team, said: str) -> None:
    with team.open("Ana") as vault:
        before = vault.caseload.rows(ANSWERS)
    covering(team, f"PRAGMA {said}")
    with by_hand(team, "Bo") as service:
        service.run(f"PRAGMA {said}").fetchall()

    with team.open("Ana") as vault:
        assert vault.caseload.rows(ANSWERS) == before
        for each in (vault.service, vault.caseload):
            assert each.rows("PRAGMA user_version") == [(NEWEST,)]
            assert each.rows("PRAGMA application_id") == [(each.kind.application_id,)]
            assert verify(each).is_whole
    with team.open("Cy") as vault:
        found = [act_in_words(each) for each in loud_acts(vault) if each.action == OTHER_VERSION]
    assert sorted(words.partition(" said that")[0][-16:] for words in found) == [
        "the service file",
        "xample's clients",
    ]


@pytest.mark.parametrize("action", [BROUGHT_UP, "caseload_created"])
def test_no_entry_that_a_later_version_brought_a_file_up_keeps_anybody_out(
    team: Team, action: str
) -> None:
    """A later version makes each file otherwise; what is made as ours is of ours."""
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        with caseload.change(action, "caseload", (str(LATER),)) as change:
            change.execute(f"PRAGMA user_version = {LATER}")

    with team.open("Ana") as vault:
        assert vault.caseload.rows(ANSWERS) == [("{}",)]
    with team.open("Cy") as vault:
        found = [act_in_words(each) for each in loud_acts(vault) if each.action == OTHER_VERSION]
    assert [words.partition(" said that")[0][-16:] for words in found] == ["xample's clients"]


def test_a_file_with_another_version_and_other_tables_is_refused(team: Team) -> None:
    covering(team, f"PRAGMA user_version = {LATER}", "CREATE TABLE later (one TEXT)")

    with pytest.raises(RecordTooNew):
        team.open("Ana")


def test_what_says_another_version_is_read_where_nothing_can_be_written(team: Team) -> None:
    covering(team, f"PRAGMA user_version = {LATER}")
    ana = team.members["Ana"]
    place, header = team.service.place, header_of(team)
    with ExitStack() as closing:
        vault = open_service(place, header, ana.uid, ana.keys(), team.service.sources, reading=True)
        closing.callback(vault.abandon)

        assert vault.open_caseload(ana.uid).rows(ANSWERS) == [("{}",)]


@pytest.mark.parametrize(
    "spoilt",
    [
        "ALTER TABLE contacts RENAME TO contacts_of_before",
        "ALTER TABLE contacts ADD COLUMN more TEXT DEFAULT 'x'",
    ],
)
def test_a_file_with_other_tables_is_refused_in_a_sentence(team: Team, spoilt: str) -> None:
    covering(team, spoilt)

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Ana")


def test_a_trigger_that_passes_for_a_table_is_no_table(team: Team) -> None:
    sql = "CREATE TRIGGER hidden AFTER INSERT ON audit BEGIN DELETE FROM alerts; END"
    covering(
        team,
        "PRAGMA writable_schema = ON",
        "INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql)"
        f" VALUES ('table', 'hidden', 'audit', 0, '{sql}')",
    )

    with team.open("Ana") as vault:
        assert vault.caseload.rows(SCHEMA) == expected_schema(vault.caseload.kind, NEWEST)
    assert len(told(team, "Cy")) == 1


def _cannot(*_given: object) -> None:
    raise RecordBug("no such statement")


@pytest.mark.parametrize("put_right", [_cannot, lambda *_given: None])
def test_what_cannot_be_put_right_is_refused(
    team: Team, monkeypatch: pytest.MonkeyPatch, put_right: Callable[..., None]
) -> None:
    covering(team, AFTER_COMPARING)
    monkeypatch.setattr(structure, "_put_right", put_right)

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Ana")


def test_a_file_with_an_unreadable_statement_that_lacks_a_table_is_refused(team: Team) -> None:
    covering(
        team,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE alerts (one' WHERE name = 'alerts'",
    )

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Ana")


def test_an_unreadable_statement_in_a_file_of_clients_is_taken_out_and_told(team: Team) -> None:
    covering(
        team,
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_schema VALUES {UNREADABLE['a trigger of half a statement']}",
    )

    with team.open("Ana") as vault:
        assert vault.caseload.rows(ANSWERS) == [("{}",)]
        assert vault.caseload.rows(SCHEMA) == expected_schema(vault.caseload.kind, NEWEST)
        assert verify(vault.caseload).is_whole
    [words] = told(team, "Cy")
    assert "the file of Ana Example's clients held what no version" in words


def test_an_unreadable_statement_takes_the_place_of_a_salvage_along_with_nothing(
    team: Team,
) -> None:
    covering(
        team,
        SALVAGE_PLACE,
        """INSERT INTO salvage_place VALUES ('{"source": "here"}')""",
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_schema VALUES {UNREADABLE['a view of no statement']}",
    )

    with team.open("Ana") as vault:
        assert vault.caseload.rows("SELECT place FROM salvage_place") == [('{"source": "here"}',)]
        assert vault.caseload.rows("SELECT 1 FROM sqlite_schema WHERE name = 'hers'") == []


@pytest.mark.parametrize("planted", ["a view of no statement", "half a statement that is no text"])
def test_a_file_with_an_unreadable_statement_is_called_so_where_nothing_can_be_written(
    team: Team, planted: str
) -> None:
    covering(
        team,
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_schema VALUES {UNREADABLE[planted]}",
    )
    ana = team.members["Ana"]
    place, header = team.service.place, header_of(team)
    with ExitStack() as closing:
        vault = open_service(place, header, ana.uid, ana.keys(), team.service.sources, reading=True)
        closing.callback(vault.abandon)

        with pytest.raises(RecordDamaged, match=UNREADABLE_STATEMENT):
            vault.open_caseload(ana.uid)


def test_an_unreadable_statement_on_a_disk_that_takes_nothing_waits_for_the_next_opening(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    covering(
        team,
        "PRAGMA writable_schema = ON",
        f"INSERT INTO sqlite_schema VALUES {UNREADABLE['a view of no statement']}",
    )

    def only_read(path: Path, key: Masked) -> dbapi2.Connection:
        connection = open_past_statements(path, key)
        connection.execute("PRAGMA query_only = ON").fetchall()
        return connection

    with monkeypatch.context() as patched:
        patched.setattr(opening, "open_past_statements", only_read)
        with pytest.raises(CannotWrite, match="read-only"):
            team.open("Ana")

    with team.open("Ana") as vault:
        assert vault.caseload.rows(SCHEMA) == expected_schema(vault.caseload.kind, NEWEST)


def in_the_shape_of(database: Database, name: str, sql: str, *statements: str) -> None:
    """Run statements while something in a file is made by another statement than its own."""
    become = "UPDATE sqlite_schema SET sql = ? WHERE name = ?"
    [(own,)] = database.rows("SELECT sql FROM sqlite_schema WHERE name = ?", (name,))
    for shape, then in ((sql, statements), (own, ())):
        database.run("PRAGMA writable_schema = ON").fetchall()
        database.run(become, (shape, name)).fetchall()
        database.run("PRAGMA writable_schema = RESET").fetchall()
        for each in then:
            database.run(each).fetchall()


def an_open_alert(vault: Vault) -> Alert:
    """Open one at the form that somebody filled in."""
    [(filled_id,)] = vault.caseload.rows("SELECT id FROM filled_forms")
    filled = filled_forms.load(vault.caseload, filled_id)
    opened = an_alert(vault.caseload, filled)
    alerts.open_alert(vault.caseload, opened)
    return opened


SETTINGS_TWICE = (
    "CREATE TABLE settings (key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (key, value))"
    " STRICT, WITHOUT ROWID"
)
ALERTS_OPEN = (
    "CREATE INDEX alerts_open ON alerts (client_id)"
    " WHERE acknowledged_at IS NULL AND answered_with IS NULL"
)


def test_no_alert_is_hidden_by_an_index_that_whoever_covers_left_without_it(team: Team) -> None:
    with team.open("Ana") as vault:
        opened = an_open_alert(vault)
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        without = f"{ALERTS_OPEN} AND opened_at < ''"
        in_the_shape_of(caseload, "alerts_open", without, "REINDEX alerts_open")
        assert alerts.unacknowledged(caseload) == ()

    with team.open("Ana") as vault:
        assert [each.id for each in alerts.unacknowledged(vault.caseload)] == [opened.id]
        assert vault.caseload.rows("PRAGMA integrity_check") == [("ok",)]
    [words] = told(team, "Cy")
    assert "the file of Ana Example's clients held what no version" in words


def test_no_index_is_made_anew_on_the_pages_of_a_table(team: Team) -> None:
    """To empty them first would take every row of that table along."""
    covering(
        team,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage ="
        " (SELECT rootpage FROM sqlite_schema WHERE name = 'filled_forms')"
        " WHERE name = 'alerts_open'",
    )
    path = team.service.place.caseload(team.uid("Ana"))
    before = path.read_bytes()

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Ana")

    assert path.read_bytes() == before


def test_two_indexes_on_the_same_pages_are_left_as_they_are(team: Team) -> None:
    """Whichever is made last would be the only one."""
    with team.open("Ana") as vault:
        an_open_alert(vault)
    covering(
        team,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage ="
        " (SELECT rootpage FROM sqlite_schema WHERE name = 'promises_open')"
        " WHERE name = 'alerts_open'",
    )
    path = team.service.place.caseload(team.uid("Ana"))
    before = path.read_bytes()

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Ana")

    assert path.read_bytes() == before


def test_nothing_is_settled_by_a_second_row_under_the_same_key(team: Team) -> None:
    with team.open("Ana") as vault:
        settings.save(vault.service, "take_home_numbers", {"crisis": "0800 1"})
    with by_hand(team, "Bo") as service:
        another = """INSERT INTO settings VALUES ('take_home_numbers', '{"crisis": "0000"}')"""
        in_the_shape_of(service, "settings", SETTINGS_TWICE, another)

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Cy")


def test_a_key_that_an_index_has_twice_that_must_be_there_once_is_refused(team: Team) -> None:
    with team.open("Ana") as vault:
        [(client,)] = vault.caseload.rows("SELECT id FROM clients")
        made = Restriction(vault.caseload.new_id(), client, "accuracy", vault.caseload.now())
        protection.restrict(vault.caseload, made)
    with team.open("Bo") as vault:
        in_the_shape_of(
            vault.use_caseload(team.uid("Ana")),
            "one_restriction_a_client",
            "CREATE INDEX one_restriction_a_client ON restrictions (client_id)"
            " WHERE lifted_at IS NULL",
            "INSERT INTO restrictions"
            " SELECT lower(hex(randomblob(16))), client_id, reason, restricted_at, review_on,"
            " lifted_at, lift_reason FROM restrictions",
        )

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Ana")


def test_an_index_is_not_that_of_its_table_where_nothing_can_be_written(team: Team) -> None:
    without = f"{ALERTS_OPEN} AND opened_at < ''"
    with team.open("Ana") as vault:
        an_open_alert(vault)
    with team.open("Bo") as vault:
        caseload = vault.use_caseload(team.uid("Ana"))
        in_the_shape_of(caseload, "alerts_open", without, "REINDEX alerts_open")
    ana = team.members["Ana"]
    place, header = team.service.place, header_of(team)
    with ExitStack() as closing:
        vault = open_service(place, header, ana.uid, ana.keys(), team.service.sources, reading=True)
        closing.callback(vault.abandon)

        with pytest.raises(RecordDamaged, match="structure"):
            vault.open_caseload(ana.uid)


def test_a_file_whose_text_is_spelt_as_no_version_spells_it_is_refused(team: Team) -> None:
    """Nothing that is asked of its audit would be found: the words stand there as bytes."""
    path, bo = team.service.place.service, team.members["Bo"]
    [which] = data_keys(header_of(team), SERVICE, bo.uid, bo.keys().opening)
    with by_hand(team, "Bo") as service:
        kind, about = service.kind, service.rows("SELECT * FROM about")
        audit = service.rows("SELECT * FROM audit")
    path.unlink()
    create_private_file(path)
    anew = create_copy(path, derive_masked(which.key, "sqlcipher"))
    anew.execute("PRAGMA encoding = 'UTF-16le'")
    create_schema(anew, kind)
    anew.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", about)
    anew.executemany("INSERT INTO audit VALUES (?, ?, ?, ?)", audit)
    anew.close()

    with pytest.raises(RecordDamaged, match="structure"):
        team.open("Cy")


def test_a_damaged_page_of_a_file_of_several_people_is_found_before_anybody_writes(
    team: Team,
) -> None:
    path = team.service.place.service
    with by_hand(team, "Bo") as service:
        [(page,)] = service.rows(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'waiting_releases'"
        )
    pages = bytearray(path.read_bytes())
    pages[(page - 1) * PAGE + IN_A_PAGE[1]] ^= 1
    path.write_bytes(pages)

    with pytest.raises(RecordDamaged, match="page"):
        team.open("Cy")
