"""Finding clients by code and by the name that they are kept by."""

from dataclasses import replace
from datetime import date, timedelta

from tests.support.record.colleagues import Colleague
from tests.support.record.records import a_client, laid_out
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.clients import clients, identities
from therapist_app.record.database import audit
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.model import Identity
from therapist_app.workflows.overviews import searching
from therapist_app.workflows.overviews.searching import clients_to_find, find_clients
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.rights import data_rights


def named(work, name: str):
    new = NewClient(anonymity="named", name=name, track=work.workspace.programme.tracks[0].id)
    return add_client(work.workspace, new)


def found(work, typed: str, *, with_names: bool = True) -> list[str]:
    known = clients_to_find(work.workspace, with_names=with_names)
    return [each.client_id for each in find_clients(known, typed)]


def test_a_part_of_a_code_finds_with_and_without_its_hyphen(work):
    wanted = [work.add_client() for _each in range(3)][1]

    for typed in (wanted.code, wanted.code.lower(), wanted.code.replace("-", ""), wanted.code[1:]):
        assert wanted.id in found(work, typed)


def test_the_beginnings_of_a_name_find_without_case_and_accents(work):
    wanted, other = named(work, "Édouard Vasseur"), named(work, "Alva Morrow")

    assert found(work, "edou") == [wanted.id]
    assert found(work, "vass éd") == [wanted.id]
    assert found(work, "mor") == [other.id]
    assert found(work, "asseur") == []
    assert found(work, " ") == []


def test_several_by_name_stand_in_the_order_of_their_names(work):
    third, first, second = (named(work, each) for each in ("Morten Z", "Mora B", "Morris A"))

    assert found(work, "mor") == [first.id, second.id, third.id]


def test_without_names_none_is_read_and_none_finds(work):
    named(work, "Alva Morrow")
    before = len(audit.entries(work.workspace.caseload))

    assert found(work, "mor", with_names=False) == []
    assert len(audit.entries(work.workspace.caseload)) == before


def test_that_names_were_searched_is_noted_without_one(work):
    named(work, "Alva Morrow")

    searching.note_names_searched(work.workspace)

    last = audit.entries(work.workspace.caseload)[-1]
    assert (last.action, last.subject) == ("names_searched", "caseload")


def test_a_restricted_record_is_found_by_its_owner(work):
    hidden = named(work, "Alva Morrow")
    data_rights.restrict(work.workspace, hidden.id, "objection")

    assert found(work, "mor") == [hidden.id] == found(work, hidden.code)
    assert searching.codes_of(work.workspace, [hidden.id]) == {}


def test_a_restricted_record_is_hidden_from_who_stands_in_even_in_the_counts(tmp_path):
    service = laid_out(tmp_path, practice=True)
    with service.open() as vault:
        shown, hidden = (
            replace(a_client(vault.caseload), code=code) for code in ("K4-207", "K4-208")
        )
        for client, name in ((shown, "Mora Field"), (hidden, "Alva Morrow")):
            clients.add(vault.caseload, client)
            identities.save(vault.caseload, Identity(client.id, "named", name))
        data_rights.restrict(workspace_for(vault), hidden.id, "objection")
    colleague = Colleague(service)
    with service.open() as vault:
        grant_cover(vault, service.uid, colleague.uid, date(2026, 3, 9))
    with service.open():
        pass  # the owner's session seals the key to whoever stands in

    with colleague.open() as vault:
        vault.use_caseload(service.uid)
        known = clients_to_find(workspace_for(vault), with_names=True)

    assert [(each.client_id, each.name) for each in known] == [(shown.id, "Mora Field")]


def test_without_clients_in_use_nobody_is_found(work):
    named(work, "Alva Morrow")
    work.have_roles("lead")

    before = len(audit.entries(work.workspace.caseload))
    assert clients_to_find(work.workspace, with_names=True) == ()
    searching.note_names_searched(work.workspace)
    assert len(audit.entries(work.workspace.caseload)) == before
    assert searching.clients_of_today(work.workspace) == ()
    assert searching.codes_of(work.workspace, ["x"]) == {}


def test_the_next_appointment_stands_beside(work):
    client = work.add_client()
    later = work.clock() + timedelta(days=3)
    work.plan(client, "S02", later + timedelta(days=7))
    work.plan(client, "S01", later)

    meetings = searching.next_meetings(work.workspace, [client.id, work.add_client().id])

    assert {each: at.plan_id for each, at in meetings.items()} == {client.id: "S01"}
    assert meetings[client.id].at == later


def test_the_clients_of_today_stand_in_the_order_of_their_appointments(work):
    first, second = work.add_client(), work.add_client()
    work.plan(second, "S01", work.clock() + timedelta(hours=2))
    work.plan(first, "S01", work.clock() + timedelta(hours=1))
    work.plan(second, "S02", work.clock() + timedelta(hours=3))
    work.plan(work.add_client(), "S01", work.clock() + timedelta(days=1))

    assert searching.clients_of_today(work.workspace) == (first.id, second.id)
