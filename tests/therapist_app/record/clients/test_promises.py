"""Promises: kept in the order they fall due, closed once, their tries beside them."""

from datetime import date, timedelta

import pytest

from tests.support.record.records import a_client
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import clients, promises
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import NoSuchRow
from therapist_app.record.model import Client, Contact, Promise, Restriction


def a_promise(caseload: Caseload, client: Client, due_on: date, words: str = "") -> Promise:
    promise = Promise(
        caseload.new_id(),
        client.id,
        "next_contact",
        None,
        None,
        due_on,
        words,
        caseload.now(),
        "Ana Example",
    )
    promises.add(caseload, promise)
    return promise


@pytest.fixture
def client(caseload: Caseload) -> Client:
    client = a_client(caseload)
    clients.add(caseload, client)
    return client


def test_open_promises_come_in_the_order_in_which_they_fall_due(
    caseload: Caseload, client: Client
) -> None:
    today = caseload.now().date()
    later = a_promise(caseload, client, today + timedelta(days=3))
    sooner = a_promise(caseload, client, today)

    assert promises.still_open(caseload) == (sooner, later)
    assert promises.still_open(caseload, client.id) == (sooner, later)
    assert promises.still_open(caseload, "0" * 32) == ()


def test_what_closed_a_promise_first_stays(caseload: Caseload, client: Client) -> None:
    promise = a_promise(caseload, client, caseload.now().date())

    promises.close(caseload, promise.id, "contact", "Ana Example")
    promises.close(caseload, promise.id, "let_go", "Bo Example", "Moved away")

    [kept] = promises.for_client(caseload, client.id)
    assert (kept.closed_how, kept.closed_by, kept.reason) == ("contact", "Ana Example", "")
    assert kept.closed_at is not None
    assert promises.still_open(caseload) == ()


def test_a_promise_that_is_not_there_cannot_be_closed(caseload: Caseload) -> None:
    with pytest.raises(NoSuchRow):
        promises.close(caseload, "0" * 32, "told", "Ana Example")


def test_promises_of_a_restricted_client_stand_on_no_list_but_their_own(
    caseload: Caseload, client: Client
) -> None:
    promise = a_promise(caseload, client, caseload.now().date())
    protection.restrict(
        caseload, Restriction(caseload.new_id(), client.id, "accuracy", caseload.now())
    )

    assert promises.still_open(caseload) == ()
    assert promises.still_open(caseload, client.id) == (promise,)


def test_tries_are_kept_and_no_audit_entry_holds_a_word_of_them(
    caseload: Caseload, client: Client
) -> None:
    promise = a_promise(caseload, client, caseload.now().date(), words="Ring at nine")
    tried = Contact(
        caseload.new_id(),
        client.id,
        promise.id,
        "telephone",
        "no_answer",
        "Rang twice",
        caseload.now(),
        "Ana Example",
    )

    promises.add_contact(caseload, tried)

    assert promises.contacts_for_client(caseload, client.id) == (tried,)
    entries = audit.entries(caseload, newest=2)
    assert {each.action for each in entries} == {"promise_made", "contact_noted"}
    assert "Ring" not in repr(entries)
    assert "Rang" not in repr(entries)


def test_a_promise_that_was_closed_by_mistake_stands_open_again_as_it_was_made(
    caseload: Caseload, client: Client
) -> None:
    promise = a_promise(caseload, client, caseload.now().date())
    promises.close(caseload, promise.id, "let_go", "Ana Example", "Moved away")

    promises.open_again(caseload, promise.id)

    assert promises.still_open(caseload) == (promise,)
