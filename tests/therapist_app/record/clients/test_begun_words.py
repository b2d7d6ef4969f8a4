"""What was being typed when it locked waits for whoever typed it, and goes with its client."""

import json
from dataclasses import fields, replace
from datetime import timedelta

from tests.support.record.records import a_client, an_appointment
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import appointments, begun_words, clients, identities
from therapist_app.record.database import audit
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import BegunWords, Client, Identity, Restriction


def begun(caseload: Caseload, client: Client | None, words: str, person: str = "ana") -> BegunWords:
    client_id = client.id if client else None
    place = f'ClientPage ["{client_id}"]'
    return BegunWords(caseload.new_id(), client_id, person, place, f'"{words}"', caseload.now())


def test_words_wait_for_who_typed_them_the_newest_of_a_page_alone(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    first, second = (begun(caseload, client, each) for each in ("first", "second"))
    another = begun(caseload, client, "of a colleague", "ben")
    of_nobody = begun(caseload, None, "a page of no client")

    for each in (first, second, another, of_nobody):
        begun_words.keep(caseload, [each])

    mine = begun_words.of_person(caseload, "ana")
    assert {each.id for each in mine} == {second.id, of_nobody.id}
    assert {each.id for each in begun_words.of_client(caseload, client.id)} == {
        second.id,
        another.id,
    }
    begun_words.take_up(caseload, [second.id])
    assert [each.id for each in begun_words.of_person(caseload, "ana")] == [of_nobody.id]


def test_of_a_restricted_client_and_of_one_who_is_gone_nothing_is_kept(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    gone = replace(client, id=caseload.new_id())
    protection.restrict(
        caseload, Restriction(caseload.new_id(), client.id, "objection", caseload.now())
    )

    begun_words.keep(caseload, [begun(caseload, client, "x"), begun(caseload, gone, "y")])

    assert begun_words.of_client(caseload, client.id) == ()
    assert begun_words.of_client(caseload, gone.id) == ()


def test_a_page_tells_by_its_rows_whom_it_is_about(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    meeting = an_appointment(caseload, client)
    appointments.add(caseload, meeting)

    assert begun_words.client_behind(caseload, [meeting.id]) == client.id
    assert begun_words.client_behind(caseload, [client.id]) == client.id
    assert begun_words.client_behind(caseload, [caseload.new_id()]) is None


def test_whatever_an_identity_holds_tells_whom_begun_words_are_about(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    texts = {each.name for each in fields(Identity) if each.type is str} - {"client_id"}
    held = {each: f"held-in-{each}" for each in texts}
    identities.save(caseload, Identity(client.id, "named", **held))

    assert {*held.values()} <= begun_words.telling_of(caseload, client.id) | {held["name"]}
    assert {"held", "name"} <= begun_words.telling_of(caseload, client.id)


def test_words_are_kept_as_they_were_begun_and_of_none_nothing_is_noted(
    caseload: Caseload,
) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    row = begun_words.begun(caseload, "ana", "ClientPage", client.id, {"note": "Wörter"})
    before = audit.entries(caseload)

    begun_words.keep(caseload, [])
    begun_words.take_up(caseload, [])

    assert audit.entries(caseload) == before
    begun_words.keep(caseload, [row])
    [kept] = begun_words.of_person(caseload, "ana")
    assert (kept, json.loads(kept.words)) == (row, {"note": "Wörter"})


def test_what_was_typed_long_ago_on_a_page_is_let_go_and_what_is_newer_stays(
    caseload: Caseload,
) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    oldest = caseload.now()
    before = oldest - timedelta(microseconds=1)
    old = replace(begun(caseload, client, "old"), kept_at=before)
    of_a_colleague = replace(begun(caseload, None, "old as well", "ben"), kept_at=before)
    newer = replace(begun(caseload, None, "newer"), kept_at=oldest)
    plan = replace(begun(caseload, client, "a plan"), place=begun_words.PLAN, kept_at=before)
    begun_words.keep(caseload, [old, of_a_colleague, newer, plan])

    begun_words.forget_old(caseload, oldest)

    assert {each.id for each in begun_words.of_person(caseload, "ana")} == {newer.id, plan.id}
    assert begun_words.of_person(caseload, "ben") == ()
    [entry] = audit.entries(caseload, newest=1)
    assert entry.action == "begun_words_forgotten"

    begun_words.forget_old(caseload, oldest)
    assert audit.entries(caseload, newest=1) == (entry,)


def test_old_words_about_a_restricted_client_stay_as_they_are(caseload: Caseload) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)
    old = begun(caseload, client, "old")
    begun_words.keep(caseload, [old])
    protection.restrict(
        caseload, Restriction(caseload.new_id(), client.id, "objection", caseload.now())
    )

    begun_words.forget_old(caseload, caseload.now() + timedelta(days=1))

    assert begun_words.of_client(caseload, client.id) == (old,)
