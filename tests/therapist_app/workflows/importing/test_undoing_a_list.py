"""A list is undone as a whole, until work with one of its clients has begun."""

import pytest

from tests.support.workflows.client_lists import HEADS, kept, plan_of
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import clients
from therapist_app.record.database import audit
from therapist_app.record.errors import NotPossibleYet
from therapist_app.record.model import Restriction
from therapist_app.record.service import settings
from therapist_app.workflows.course.consenting import FIGURES_USED, PaperConsent, write_down
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.importing.importing_a_list import (
    import_list,
    imported_lists,
    undo_import,
)


def test_a_list_is_undone_as_a_whole_and_nobody_else_goes(work):
    other = work.add_client()
    import_list(work.workspace, plan_of(work, HEADS + "Al,,,,,,\n"))
    import_list(work.workspace, plan_of(work, HEADS + "Bo,,,,,,\nCy,,,,,,\n"))
    newest, oldest = imported_lists(work.workspace)
    assert (newest.clients, oldest.clients) == (2, 1)

    assert undo_import(work.workspace, newest.at) == 2

    assert {each.name for each in kept(work)} == {"", "Al"}
    assert imported_lists(work.workspace) == (oldest,)
    assert clients.load(work.workspace.caseload, other.id) == other
    told = [(each.action, each.fields) for each in audit.entries(work.workspace.caseload)]
    assert ("import_undone", ("2",)) in told
    assert ("clients_imported", ("2",)) in told


def test_nobody_comes_back_to_a_place_of_a_list_that_was_undone(work):
    [al] = import_list(work.workspace, plan_of(work, HEADS + "Al,,,,,,\n"))
    client = clients.load(work.workspace.caseload, al.client_id)
    meeting, other = work.plan(client, "S01"), work.plan(work.add_client(), "S01")
    service = work.workspace.service
    for key, place in (("a", al.client_id), ("b", meeting), ("c", other)):
        settings.save(service, f"came_from:{key}", {"ids": [place]})

    undo_import(work.workspace, imported_lists(work.workspace)[0].at)

    kept_places = [settings.load(service, f"came_from:{key}", object) for key in "abc"]
    assert kept_places == [{}, {}, {"ids": [other]}]


def begin_session(work, client) -> None:
    work.pass_gates(client, "S01")
    work.start(client, "S01")


def fill_a_form(work, client) -> None:
    work.tell_limits(client)


def miss_a_session(work, client) -> None:
    record_missed(work.workspace, work.plan(client, "S01"), "did_not_attend")


def pause(work, client) -> None:
    change_status(work.workspace, client.id, "paused", "Away for the summer")


def restrict(work, client) -> None:
    caseload = work.workspace.caseload
    now = caseload.now()
    protection.restrict(caseload, Restriction(caseload.new_id(), client.id, "objection", now))


def record_a_decision(work, client) -> None:
    at = work.workspace.now()
    decision = PaperConsent(FIGURES_USED, "Leaflet", "1", "given", "spoken", at)
    write_down(work.workspace, client.id, decision)


@pytest.mark.parametrize(
    "begin", [begin_session, miss_a_session, fill_a_form, pause, restrict, record_a_decision]
)
def test_once_work_with_one_of_them_has_begun_a_list_stays(work, begin):
    first, _second = import_list(work.workspace, plan_of(work, HEADS + "Al,,,,,,\nBo,,,,,,\n"))
    work.clock.advance(60)
    begin(work, clients.load(work.workspace.caseload, first.client_id))
    [imported] = imported_lists(work.workspace)

    assert imported.in_use
    with pytest.raises(NotPossibleYet, match="list-in-use"):
        undo_import(work.workspace, imported.at)
    assert (
        clients.count(work.workspace.caseload)
        + clients.count(work.workspace.caseload, status="restricted")
        == 2
    )
