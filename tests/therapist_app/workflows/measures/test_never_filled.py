"""A measure that was due in a closed session is told until it is there."""

from dataclasses import replace
from datetime import timedelta

from tests.support.record.records import a_filled_form
from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import appointments, clients, filled_forms
from therapist_app.record.model import Client
from therapist_app.screens.client.overview.overview_view import never_filled_words
from therapist_app.workflows.course.following_a_plan import slots_of
from therapist_app.workflows.measures.never_filled import never_filled
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.sessions.seeing_a_session import measures_due
from therapist_app.workflows.supervision.caseload_figures import figures_of


def closed(work: Workplace, client: Client, plan_id: str = "S01", days: int = 7) -> str:
    """Return a session that was held some days ago and whose note is signed."""
    held = work.plan(client, plan_id, work.clock() - timedelta(days=days))
    kept = appointments.load(work.workspace.caseload, held)
    appointments.save(work.workspace.caseload, replace(kept, state="signed", attendance="attended"))
    return held


def fill_slot(work: Workplace, client: Client, slot: str) -> None:
    form_id = slot.partition("@")[0]
    filled_forms.add(
        work.workspace.caseload,
        a_filled_form(
            work.workspace.caseload, client, form_id=form_id, slot=slot, status="finished"
        ),
    )


def test_a_measure_of_a_closed_session_is_told_until_it_is_filled_in(work: Workplace) -> None:
    client = work.add_client()
    held = appointments.load(work.workspace.caseload, closed(work, client))
    due = measures_due(work.workspace, held)

    before = never_filled(work.workspace, client.id)
    for slot in slots_of(work.workspace, held):
        fill_slot(work, client, slot.name)

    assert due
    assert [(each.form_id, each.place) for each in before] == [
        (each.form_id, "S01") for each in due
    ]
    assert never_filled(work.workspace, client.id) == ()


def test_the_lead_counts_it_among_the_measures_overdue(work: Workplace) -> None:
    client = work.add_client()
    closed(work, client)

    figures = figures_of(work.workspace, work.workspace.caseload)

    assert figures.measures_overdue == len(never_filled(work.workspace, client.id))


def test_who_has_ended_the_course_is_asked_no_more(work: Workplace) -> None:
    client = work.add_client()
    closed(work, client)
    clients.save(work.workspace.caseload, replace(client, status="ended"))

    assert never_filled(work.workspace, client.id) == ()


def test_who_only_waits_for_a_place_is_not_counted_among_those_in_treatment(
    work: Workplace,
) -> None:
    work.add_client()
    waiting = work.add_client()
    work.fill(waiting, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)

    figures = figures_of(work.workspace, work.workspace.caseload)

    assert figures.clients == {"active": 1, "waiting": 1}


def test_where_many_were_met_nobody_counts(work: Workplace, monkeypatch) -> None:
    monkeypatch.setattr("therapist_app.workflows.supervision.caseload_figures.MOST_MET", 0)
    closed(work, work.add_client())

    assert figures_of(work.workspace, work.workspace.caseload).measures_overdue is None


def test_a_later_filling_of_the_same_measure_makes_the_earlier_one_no_task(
    work: Workplace,
) -> None:
    client = work.add_client()
    closed(work, client, "S01", 14)
    later = appointments.load(work.workspace.caseload, closed(work, client, "S02", 7))
    left = {each.form_id for each in never_filled(work.workspace, client.id)}
    for slot in slots_of(work.workspace, later):
        fill_slot(work, client, slot.name)

    now = {each.form_id for each in never_filled(work.workspace, client.id)}

    assert now == left - {each.form_id for each in slots_of(work.workspace, later)}


def test_the_page_of_the_client_tells_it_with_its_session(work: Workplace) -> None:
    client = work.add_client()
    closed(work, client)

    said = list(never_filled_words(client_page_data(work.workspace, client.id)))

    assert said[0] == "Not filled in: PHQ-9, due in session 1 on Monday 23 February 2026"
