"""Of every field of an appointment it is decided where it is told, and what undoing a start does.

A new field stands in neither table: put it where it belongs, and the tests say whether it is so.
"""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from therapist_app.record.clients import appointments
from therapist_app.record.model import Appointment
from therapist_app.workflows.course import after_the_end, planning
from therapist_app.workflows.overviews import seeing_calendar, seeing_today
from therapist_app.workflows.rights import course_parts
from therapist_app.workflows.sessions import holding_a_session
from therapist_app.workflows.supervision import day_sheets

EVERYWHERE = {"calendar", "day sheet", "Today", "copy"}
TOLD = {
    "plan_id": EVERYWHERE,
    "plan_version": set(),
    "planned_for": {"calendar", "Today", "copy"},  # the sheet is of its day
    "mode": EVERYWHERE,
    "state": EVERYWHERE,
    "attendance": {"calendar", "copy"},
    "current_step": set(),
    "started_at": set(),
    "resumed_at": set(),
    "seconds_used": set(),
    "ended_at": set(),
    "rest_follows": {"calendar", "Today", "copy"},
    "continues": set(),
    "merged_with": EVERYWHERE,
    "occurrence": set(),
    "broken_off": {"calendar", "Today", "copy"},
    "first_planned_for": {"calendar", "copy"},
    "minutes": {"calendar", "day sheet", "copy"},
    "earlier_programme": {"Today", "copy"},
    "earlier_version": set(),
    "planned_before_start": set(),
    "place": {"calendar", "day sheet", "copy"},
    "held_by": {"copy"},
}
AGREED = planning.Arrangement(mode="video", place="Room 2")
"""Of each field another value than the usual one."""
ARRANGED = {each.name for each in fields(planning.Arrangement)}
SET_BY_A_START = {
    *("state", "attendance", "current_step", "started_at", "resumed_at", "seconds_used"),
    *("ended_at", "rest_follows", "broken_off", "first_planned_for", "planned_before_start"),
    "held_by",
}


@pytest.fixture
def planned(work):
    client = work.add_client()
    found = work.plan(client, "S03", work.clock() + timedelta(hours=2))
    return appointments.load(work.workspace.caseload, found)


def others(planned):
    """Return of each field another value than that of an appointment that is planned."""
    later = planned.planned_for + timedelta(days=1)
    moments = ("planned_for", "started_at", "resumed_at", "ended_at", "first_planned_for")
    return {
        **dict.fromkeys((*moments, "planned_before_start"), later),
        **dict.fromkeys(("rest_follows", "broken_off"), True),
        **dict.fromkeys(("plan_version", "seconds_used", "occurrence", "minutes"), 7),
        "plan_id": "S04",
        "merged_with": "S04",
        "mode": "video",
        "place": "Room 2",
        "held_by": "Ana",
        "state": "signed",
        "attendance": "attended",
        "current_step": "check-in",
        "continues": planned.id,
        "earlier_programme": "another",
        "earlier_version": "1",
    }


def test_of_every_field_of_an_appointment_it_is_decided_where_it_is_told(
    work, planned, monkeypatch
):
    workspace = work.workspace
    codes = {planned.client_id: workspace.client(planned.client_id).code}
    programme = workspace.programme_for(planned.client_id)
    monkeypatch.setattr(seeing_today, "measures_due", lambda *_: ())
    monkeypatch.setattr(seeing_today, "readiness_of", lambda *_: None)
    for each in ("_skipped", "_ratings"):
        monkeypatch.setattr(course_parts, each, lambda *_: ())

    def entry(of):
        return seeing_calendar._entry(of, codes, programme, workspace.now())

    ways = {
        "calendar": entry,
        "day sheet": lambda of: day_sheets._row(entry(of)),
        "Today": lambda of: seeing_today._line(workspace, of),
        "copy": lambda of: course_parts._session(workspace, of),
    }
    as_planned = {where: tell(planned) for where, tell in ways.items()}
    told = {
        name: {
            where
            for where, tell in ways.items()
            if tell(replace(planned, **{name: other})) != as_planned[where]
        }
        for name, other in others(planned).items()
    }

    assert told == TOLD
    assert {each.name for each in fields(Appointment)} == TOLD.keys() | {"id", "client_id"}


def test_undoing_a_start_leaves_all_that_was_agreed_as_it_was(planned):
    begun = replace(planned, **others(planned))

    undone = holding_a_session._as_planned(begun)

    changed = {each for each in TOLD if getattr(undone, each) != getattr(begun, each)}
    assert changed == SET_BY_A_START


def test_whatever_is_agreed_of_an_appointment_is_kept_in_each_way_that_one_is_planned(work):
    client, at = work.add_client(), work.clock() + timedelta(days=2)
    caseload = work.workspace.caseload

    planning.plan_appointment(work.workspace, client.id, "S01", at, AGREED)
    planning.plan_meetings(work.workspace, client.id, "S20", at, AGREED)
    after_the_end.book(work.workspace, client.id, (("B1", at), ("FU3", at)), AGREED)

    planned = appointments.for_client(caseload, client.id)
    assert [planning.arrangement_of(each) for each in planned] == [AGREED] * 5
    assert all(getattr(AGREED, each) != getattr(planning.USUAL, each) for each in ARRANGED)
    assert {each.name for each in fields(Appointment)} >= ARRANGED
