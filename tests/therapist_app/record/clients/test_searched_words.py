"""The words of answers as the search finds them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import a_client, a_filled_form, an_alert
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import alerts, clients, filled_forms, searched_words
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database import migrations
from therapist_app.record.database.connection import create_connection
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.migrations import CASELOAD, bring_up
from therapist_app.record.folder.files import create_private_file
from therapist_app.record.model import Acknowledgement, Client, FilledForm, Restriction

FORMS = [("phq-9", 1)]
ANSWER = Acknowledgement((), "Asked directly", "The lead", "at once", "2026-03-05", "", "Ana")


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_client(caseload)
    clients.add(caseload, client)
    return client


def with_words(caseload: Caseload, client: Client, *words: str, days: int = 0) -> FilledForm:
    filled = a_filled_form(caseload, client)
    filled_forms.add(caseload, filled)
    answered_at = filled.answered_at + timedelta(days=days)
    searched_words.keep(caseload, filled.id, answered_at, words)
    return filled


def found(caseload: Caseload, *wanted: str) -> tuple[str, ...]:
    return searched_words.find(caseload, wanted, limit=5).newest


def test_a_form_waits_from_its_first_answers_until_its_words_are_taken(
    caseload: Caseload, client: Client
) -> None:
    filled = a_filled_form(caseload, client)

    filled_forms.add(caseload, filled)
    filled_forms.keep_answers(caseload, filled, caseload.now())
    assert searched_words.waiting(caseload, FORMS, limit=9) == (filled.id,)
    searched_words.taken(caseload, [filled.id])
    assert searched_words.waiting(caseload, FORMS, limit=9) == ()
    filled_forms.keep_answers(caseload, filled, caseload.now())

    assert searched_words.waiting(caseload, FORMS, limit=9) == (filled.id,)


def test_a_form_waits_again_once_what_it_raised_is_answered(
    caseload: Caseload, client: Client
) -> None:
    filled, other = a_filled_form(caseload, client), a_filled_form(caseload, client)
    for each in (filled, other):
        filled_forms.add(caseload, each)
    alert = an_alert(caseload, filled)
    alerts.open_alert(caseload, alert)
    alerts.open_alert(caseload, an_alert(caseload, other))
    searched_words.taken(caseload, [filled.id, other.id])
    assert alerts.answered_of_form(caseload, filled.id) == ()

    alerts.acknowledge(caseload, alert.id, ANSWER)

    assert searched_words.waiting(caseload, FORMS, limit=9) == (filled.id,)
    [answered] = alerts.answered_of_form(caseload, filled.id)
    assert (answered.id, answered.acknowledgement) == (alert.id, ANSWER)


def test_what_was_answered_before_there_was_a_search_for_it_waits_whoever_is_restricted(
    tmp_path: Path,
) -> None:
    path = tmp_path / "older.db"
    create_private_file(path)
    older = create_connection(path, Masked(bytearray(32)))
    for step in range(1, 25):
        migrations._take(older, CASELOAD, step)
    ids = [str(each) * 32 for each in range(3)]
    older.execute("PRAGMA foreign_keys = OFF")
    for each, given in zip(ids, ("'{}'", "'{}'", "NULL"), strict=True):
        older.execute(
            "INSERT INTO alerts (id, client_id, filled_form_id, form_id, question_id, stream,"
            " level, states, opens, opened_at, acknowledgement)"
            f" VALUES (:id, :id, :id, 'phq-9', 'q9', 'suicide', 'act', '', '[]', '', {given})",
            {"id": each},
        )
    older.execute(
        "INSERT INTO restrictions (id, client_id, reason, restricted_at)"
        " VALUES (:id, :id, 'objection', '')",
        {"id": ids[1]},
    )

    bring_up(older, CASELOAD)

    waits = older.execute("SELECT filled_form_id FROM forms_to_search ORDER BY 1").fetchall()
    assert waits == [(ids[0],), (ids[1],)]
    older.close()


def test_what_changed_last_can_be_looked_at_first(caseload: Caseload, client: Client) -> None:
    made = [a_filled_form(caseload, client) for _each in range(6)]
    for days, each in enumerate(made):
        filled_forms.add(caseload, replace(each, changed_at=each.changed_at + timedelta(days=days)))

    newest = searched_words.waiting(caseload, FORMS, limit=2, newest_first=True)

    assert newest == (made[5].id, made[4].id)


def test_the_beginnings_of_words_find_the_newest_first(caseload: Caseload, client: Client) -> None:
    older = with_words(caseload, client, "choir", "mornings", days=1)
    newer = with_words(caseload, client, "more", "mornings", days=2)

    assert found(caseload, "mor") == (newer.id, older.id)
    assert found(caseload, "morn", "ch") == (older.id,)
    assert found(caseload, "ch", "morning") == (older.id,)
    assert found(caseload, "moor") == ()


def test_forms_of_one_moment_are_kept_apart(caseload: Caseload, client: Client) -> None:
    both = [with_words(caseload, client, "choir") for _each in range(2)]

    assert set(found(caseload, "choir")) == {each.id for each in both}


def test_new_words_take_the_place_of_those_before(caseload: Caseload, client: Client) -> None:
    filled = with_words(caseload, client, "choir", "street")

    searched_words.keep(caseload, filled.id, filled.answered_at, ["street"])
    assert (found(caseload, "choir"), found(caseload, "street")) == ((), (filled.id,))
    searched_words.keep(caseload, filled.id, filled.answered_at, [])

    assert found(caseload, "street") == ()


def test_a_restricted_record_is_neither_found_nor_counted_nor_looked_at(
    caseload: Caseload, client: Client
) -> None:
    with_words(caseload, client, "choir")
    restriction = Restriction(caseload.new_id(), client.id, "objection", caseload.now())
    protection.restrict(caseload, restriction)

    assert searched_words.find(caseload, ["choir"], limit=5).count == 0
    assert searched_words.waiting(caseload, FORMS, limit=5) == ()

    protection.lift_restriction(caseload, client.id, "Settled")
    assert searched_words.find(caseload, ["choir"], limit=5).count == 1
    assert len(searched_words.waiting(caseload, FORMS, limit=5)) == 1


def test_the_words_of_one_client_are_found_without_those_of_any_other(
    caseload: Caseload, client: Client
) -> None:
    with_words(caseload, client, "choir")

    assert searched_words.find(caseload, ["choir"], limit=5, of_client=client.id).count == 1
    assert searched_words.find(caseload, ["choir"], limit=5, of_client="other").newest == ()


def test_a_common_word_is_found_in_every_form_of_one_client_however_old(
    caseload: Caseload, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched_words, "MOST_LOOKED_AT", 3)
    other = a_client(caseload, code="K4-208")
    clients.add(caseload, other)
    oldest = with_words(caseload, client, "choir", "tea")
    for each in range(1, 5):
        with_words(caseload, other, "choir", days=each)

    some = searched_words.find(caseload, ["choir"], limit=2, of_client=client.id)

    assert (some.newest, some.count, some.is_all) == ((oldest.id,), 1, True)
    both = searched_words.find(caseload, ["choir", "coffee"], limit=2, of_client=client.id)
    assert both.count == 0


def test_nothing_is_found_in_the_restricted_record_of_one_client(
    caseload: Caseload, client: Client
) -> None:
    with_words(caseload, client, "choir")
    protection.restrict(
        caseload, Restriction(caseload.new_id(), client.id, "objection", caseload.now())
    )

    assert searched_words.find(caseload, ["choir"], limit=5, of_client=client.id).count == 0


@pytest.mark.parametrize("of_client", ["", "somebody"])
@pytest.mark.parametrize("most", [3, 10_000])
def test_no_form_is_read_to_find_words_but_those_that_are_restricted_or_of_one_client(
    caseload: Caseload, monkeypatch: pytest.MonkeyPatch, of_client: str, most: int
) -> None:
    monkeypatch.setattr(searched_words, "MOST_LOOKED_AT", most)
    asked: list[tuple[str, object]] = []
    rows = caseload.rows

    def noted(statement: str, parameters: dict[str, object]) -> list[tuple[object, ...]]:
        asked.append((statement, parameters))
        return [(most,)] if "count(*)" in statement else rows(statement, parameters)

    monkeypatch.setattr(caseload, "rows", noted)
    searched_words.find(caseload, ["choir", "tea"], limit=5, of_client=of_client)

    plan = [
        step[3]
        for statement, parameters in asked
        for step in rows(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]
    read = {each for each in plan if "filled_forms" in each}
    assert read == {"SEARCH filled_forms USING COVERING INDEX filled_forms_by_client (client_id=?)"}


def test_of_very_many_forms_it_is_said_that_there_are_more(
    caseload: Caseload, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched_words, "MOST_LOOKED_AT", 3)
    forms = [with_words(caseload, client, "choir", days=each) for each in range(4)]

    some = searched_words.find(caseload, ["choir"], limit=2)

    assert (some.count, some.is_all) == (3, False)
    assert some.newest == (forms[3].id, forms[2].id)
    assert searched_words.find(caseload, ["choi", "x"], limit=2).count == 0


def test_two_words_find_their_form_where_the_longer_one_stands_in_very_many(
    caseload: Caseload, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched_words, "MOST_LOOKED_AT", 3)
    wanted = with_words(caseload, client, "mornings", "tea")
    for each in range(1, 5):
        with_words(caseload, client, "mornings", days=each)

    some = searched_words.find(caseload, ["mornings", "tea"], limit=5)

    assert (some.newest, some.count, some.is_all) == ((wanted.id,), 1, True)


def test_of_very_many_forms_the_newest_are_found_whatever_their_words(
    caseload: Caseload, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searched_words, "MOST_LOOKED_AT", 3)
    for each in range(3):
        with_words(caseload, client, "choirs", "mornings", days=each)
    newest = with_words(caseload, client, "choir", "morning", days=3)

    assert found(caseload, "choir")[0] == newest.id
    assert found(caseload, "morn", "choir")[0] == newest.id


def test_the_words_go_with_their_form(caseload: Caseload, client: Client) -> None:
    with_words(caseload, client, "choir")

    caseload.run("DELETE FROM clients WHERE id = ?", (client.id,))

    for table in ("searched_words", "searched_forms", "forms_to_search"):
        assert caseload.rows(f"SELECT * FROM {table}") == []
