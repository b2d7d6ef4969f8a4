"""How a caseload was left: what is another since and told by nobody, and what cannot be said."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert
from tests.support.record.whole_clients import a_whole_client
from therapist_app.record.clients import alerts, begun_words, clients, filled_forms
from therapist_app.record.database import audit
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import BegunWords, Client
from therapist_app.record.vault import as_left
from therapist_app.record.vault.as_left import (
    COMPARED,
    NOT_COMPARED,
    UNACCOUNTED,
    compare_as_left,
    keep_as_left,
)


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_client(caseload)
    clients.add(caseload, client)
    return client


def left(caseload: Caseload) -> Mark:
    """Keep how it is, and return the newest entry."""
    keep_as_left(caseload)
    return caseload.audit.mark


def told_since(caseload: Caseload, mark: Mark) -> list[tuple[str, str, tuple[str, ...]]]:
    """Compare it with how it was left, and return what was entered by that."""
    compare_as_left(caseload, mark, is_shared=True)
    return [
        (each.action, each.subject, each.fields)
        for each in audit.entries(caseload)
        if each.n > mark.n
    ]


def test_a_row_that_is_another_is_told_by_its_table_and_an_equal_one_is_not(
    caseload: Caseload, client: Client
) -> None:
    clients.add(caseload, a_client(caseload, code="A-100"))
    mark = left(caseload)
    caseload.run("UPDATE clients SET age_band = '65+' WHERE id = ?", (client.id,)).fetchall()

    assert told_since(caseload, mark) == [
        (COMPARED, "caseload", ()),
        (UNACCOUNTED, f"client:{client.id}", ("clients=1",)),
    ]


def test_words_that_were_begun_and_are_gone_are_not_missed_and_others_are(
    caseload: Caseload, client: Client
) -> None:
    author = caseload.audit.author
    mine = BegunWords(
        caseload.new_id(), client.id, author, "ClientPage", '{"note": "Words"}', caseload.now()
    )
    begun_words.keep(caseload, [mine])
    mark = left(caseload)
    caseload.run("DELETE FROM begun_words").fetchall()

    assert told_since(caseload, mark) == [(COMPARED, "caseload", ())]


def enter_as_another(caseload: Caseload, action: str, subject: str) -> None:
    own = caseload.audit._actor
    caseload.audit.sign_as(replace(own, uid="b" * 32))
    audit.note(caseload, action, subject)
    caseload.audit.sign_as(own)


OF_ONE = "(SELECT id FROM {} WHERE client_id = (SELECT id FROM clients WHERE code = 'A-{}'))"
FORM, ALERT, FORM_OF_OTHER, MEETING_OF_OTHER, ALERT_OF_OTHER = (
    OF_ONE.format(table, code)
    for table, code in (
        *(("filled_forms", 100), ("alerts", 100)),
        *(("filled_forms", 200), ("appointments", 200), ("alerts", 200)),
    )
)


@pytest.mark.parametrize(
    ("done", "table", "action", "about"),
    [
        (f"amended_by = {MEETING_OF_OTHER}", "filled_forms", "appointment_changed", "its value"),
        ("amended_by = '" + "f" * 32 + "'", "filled_forms", "appointment_changed", "its value"),
        (f"answered_with = {ALERT_OF_OTHER}", "alerts", "alert_opened_again", "its value"),
        ("answers = '{}'", "filled_forms", "step_marked", "itself"),
        ("answers = '{}'", "filled_forms", "course_moved", "its client"),
        ("states = 'Nothing.'", "alerts", "alert_opened", "None"),
    ],
)
def test_an_entry_accounts_for_rows_of_its_kind_and_of_one_client(
    caseload: Caseload, done: str, table: str, action: str, about: str
) -> None:
    """Whoever covers writes any id into a row, and enters something of it."""
    client, _other = (a_whole_client(caseload, f"A-{each}00", f"w{each}") for each in (1, 2))
    mark = left(caseload)
    row = FORM if table == "filled_forms" else ALERT
    caseload.run(f"UPDATE {table} SET {done} WHERE id IN {row}").fetchall()
    value = done.partition(" = ")[2]
    [(its_value, itself)] = caseload.rows(f"SELECT {value}, max(id) FROM {table} WHERE id IN {row}")
    subjects = {"its value": its_value, "itself": itself, "its client": client.id}
    enter_as_another(caseload, action, f"x:{subjects.get(about, about)}")

    found = told_since(caseload, mark)[2:]

    changed = caseload.rows(f"SELECT count(*) FROM {table} WHERE id IN {row}")
    assert found == [(UNACCOUNTED, f"client:{client.id}", (f"{table}={changed[0][0]}",))]


def test_alerts_that_were_continued_with_what_was_added_to_them_are_told(
    caseload: Caseload, client: Client
) -> None:
    filled = a_filled_form(caseload, client)
    filled_forms.add(caseload, filled)
    first, added, later = (an_alert(caseload, filled, question_id=each) for each in ("a", "b", "c"))
    for each in (first, replace(added, answered_with=first.id), later):
        assert alerts.open_alert(caseload, each)
    mark, own = left(caseload), caseload.audit._actor
    caseload.audit.sign_as(replace(own, uid="b" * 32))
    alerts.continue_in(caseload, first, later)
    caseload.audit.sign_as(own)

    assert told_since(caseload, mark)[2:] == [(COMPARED, "caseload", ())]


def test_a_row_that_is_another_clients_now_is_missed(caseload: Caseload) -> None:
    client, other = (a_whole_client(caseload, f"A-{each}00", f"w{each}") for each in (1, 2))
    mark = left(caseload)
    [(event,)] = caseload.rows(
        "SELECT id FROM course_events WHERE client_id = ? LIMIT 1", (client.id,)
    )
    moved = "UPDATE course_events SET client_id = ? WHERE id = ?"
    caseload.run(moved, (other.id, event)).fetchall()
    for each in (client, other):
        enter_as_another(caseload, "course_event_taken_back", f"client:{each.id}")

    found = [each for each in told_since(caseload, mark) if each[0] == UNACCOUNTED]

    assert found == [(UNACCOUNTED, f"client:{client.id}", ("course_events=1",))]


@pytest.mark.usefixtures("client")
def test_of_too_many_rows_none_is_kept_and_it_is_told_that_nothing_can_be_said(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = len(as_left.rows_marked(caseload))
    monkeypatch.setattr(as_left, "MOST_ROWS", rows - 1)
    assert told_since(caseload, left(caseload)) == [(NOT_COMPARED, "caseload", ())]

    monkeypatch.setattr(as_left, "MOST_ROWS", rows)
    assert told_since(caseload, left(caseload)) == [(COMPARED, "caseload", ())]


def test_where_nothing_is_another_it_is_told_that_it_was_compared(
    caseload: Caseload, client: Client
) -> None:
    assert clients.load(caseload, client.id) == client

    assert told_since(caseload, left(caseload)) == [(COMPARED, "caseload", ())]


def forget(caseload: Caseload) -> None:
    caseload.run("DELETE FROM about WHERE key = 'rows_as_left'").fetchall()


def alter(caseload: Caseload) -> None:
    caseload.run("UPDATE about SET value = substr(value, 2) WHERE key = 'rows_as_left'").fetchall()


@pytest.mark.usefixtures("client")
@pytest.mark.parametrize("spoil", [forget, alter])
def test_what_was_kept_and_is_not_what_was_signed_compares_with_nothing(
    caseload: Caseload, spoil: Callable[[Caseload], None]
) -> None:
    mark = left(caseload)
    spoil(caseload)

    assert told_since(caseload, mark) == [(NOT_COMPARED, "caseload", ())]


@pytest.mark.usefixtures("client")
def test_how_a_version_with_other_tables_left_it_compares_with_nothing(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(as_left, "_schema", lambda _caseload: 1)
        mark = left(caseload)

    assert told_since(caseload, mark) == [(NOT_COMPARED, "caseload", ())]


def test_where_nobody_else_had_the_key_no_mark_is_missed(caseload: Caseload) -> None:
    """Its owner's last session kept none, since there was nobody to keep it for."""
    mark = caseload.audit.mark

    compare_as_left(caseload, mark, is_shared=False)

    assert caseload.audit.mark == mark


def test_what_was_saved_before_it_was_left_says_nothing_of_an_entry_that_is_spoilt(
    caseload: Caseload, client: Client
) -> None:
    """Its owner saved a damaged file once; whoever covers spoils the entry of how it was left."""
    audit.note(caseload, audit.SALVAGED, "caseload")
    mark = left(caseload)
    caseload.run("UPDATE clients SET age_band = '65+' WHERE id = ?", (client.id,)).fetchall()
    spoilt = "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), ?, ?) AS BLOB) WHERE n = ?"
    caseload.run(spoilt, ("rows_as_left", "rows_as_kept", mark.n)).fetchall()

    assert told_since(caseload, mark) == [(NOT_COMPARED, "caseload", ())]


def test_where_nothing_says_how_far_its_owner_left_it_nothing_can_be_said(
    caseload: Caseload,
) -> None:
    compare_as_left(caseload, None, is_shared=True)
    assert NOT_COMPARED not in {each.action for each in audit.entries(caseload)}
    mark = left(caseload)

    compare_as_left(caseload, None, is_shared=True)

    assert [each.action for each in audit.entries(caseload) if each.n > mark.n] == [NOT_COMPARED]
