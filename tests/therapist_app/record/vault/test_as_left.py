"""How a caseload was left: what is another since and told by nobody, and what cannot be said."""

from collections.abc import Callable

import pytest

from tests.support.record.records import a_client
from therapist_app.record.clients import begun_words, clients
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
