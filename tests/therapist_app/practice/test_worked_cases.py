"""Three worked cases play whole through the workflows, and come out as their files say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from programme.checks.wording import words_to_avoid
from programme.course.order import course_order, extra_sessions
from session_forms.scoring.change import classify
from tests.support.workflows.workspaces import Workplace, open_workplace
from therapist_app.practice import worked_cases
from therapist_app.practice.case_files import CASES, CaseMeeting, WorkedCase, shipped_case
from therapist_app.practice.worked_cases import (
    add_worked_cases,
    case_of,
    case_stops,
    teaching_at,
    worked_case_ids,
    writings_at,
)
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_events,
    filled_forms,
    signatures,
)
from therapist_app.workflows.measures.measuring import MeasureSeries, measure_series
from therapist_app.workflows.measures.staying_on_track import on_track_of
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.workspace import Workspace

FOLDER = Path(worked_cases.__file__).parent / "cases"
AHEAD = "FU12"
NOT_BRITISH = re.compile(
    r"\b(?:color|behavior|center|favor|program|counsel(?:or|ing)|practic(?:ed|ing))\b",
    re.IGNORECASE,
)
each_case = pytest.mark.parametrize("case_id", CASES)


@dataclass(frozen=True)
class Played:
    """One case, and the client who played it."""

    workspace: Workspace
    case: WorkedCase
    client_id: str

    def series(self, form_id: str) -> MeasureSeries:
        found = measure_series(self.workspace, self.client_id)
        return next(each for each in found if each.is_main and each.form.id == form_id)


def _changed(case: WorkedCase, **changes: object) -> WorkedCase:
    first = case.meetings[0].model_copy(update=changes)
    return case.model_copy(update={"meetings": (first, *case.meetings[1:3])})


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with open_workplace(tmp_path_factory.mktemp("cases")) as work:
        told: list[int] = []
        morning = work.clock()
        played = add_worked_cases(work.workspace, work.clock, told.append)
        assert len(played) == len(told) == len(CASES)
        assert work.clock() >= morning
        yield work


@pytest.fixture
def played(work: Workplace, case_id: str) -> Played:
    ids = {case: client for client, case in worked_case_ids(work.workspace).items()}
    return Played(work.workspace, shipped_case(case_id), ids[case_id])


@each_case
def test_no_gate_is_overridden_and_only_the_soft_gates_of_the_file_stood_closed(
    played: Played,
) -> None:
    events = course_events.for_client(played.workspace.caseload, played.client_id)
    soft = [(each.plan_id, each.detail) for each in events if each.kind == "soft_gate"]

    assert course_events.overrides_for_client(played.workspace.caseload, played.client_id) == ()
    assert soft == [
        (meeting.plan, gate) for meeting in played.case.held for gate in meeting.soft_gates
    ]
    assert all(each.reason for each in events)
    assert {each.kind for each in events} <= {"soft_gate", "status"}


@each_case
def test_every_session_is_held_in_the_order_of_the_track_up_to_half_a_year_after(
    played: Played,
) -> None:
    found = appointments.for_client(played.workspace.caseload, played.client_id)
    held = [
        plan_id
        for each in found
        if each.state == "signed"
        for plan_id in (each.plan_id, *([each.merged_with] if each.merged_with else []))
    ]
    course = course_order(played.workspace.programme, played.case.track)

    extra = extra_sessions(played.workspace.programme)
    in_order = [each for each in dict.fromkeys(held) if each not in extra]

    assert tuple(in_order[: len(course)]) == course
    assert set(in_order) == set(played.workspace.programme.planned_sessions) - extra - {AHEAD}
    assert [each.plan_id for each in found if each.state == "planned"] == [AHEAD]
    assert client_page_data(played.workspace, played.client_id).next_plan.id == AHEAD


@each_case
def test_every_total_comes_out_as_the_file_says(played: Played) -> None:
    series = measure_series(played.workspace, played.client_id)
    points = {each.form.id: dict(each.points) for each in series if each.is_main}
    checked = 0
    for meeting in played.case.held:
        for form_id, total in meeting.totals.items():
            point = points[form_id][meeting.plan]
            assert point is not None
            assert point.result.value == total, (meeting.plan, form_id)
            checked += 1

    assert checked > 40


@each_case
def test_each_course_changes_as_the_file_says(played: Played) -> None:
    for form_id, outcome in played.case.courses.items():
        series = played.series(form_id)
        values = [each.result.value for each in series.scored]
        assert classify(series.score, values[0], values[-1]).outcome == outcome, form_id


def test_one_improves_one_slowly_with_reviews_and_one_is_mixed(work: Workplace) -> None:
    by_case = {case: client for client, case in worked_case_ids(work.workspace).items()}
    reviews = {
        case: len(filled_forms.for_client(work.workspace.caseload, client, "on-track-review"))
        for case, client in by_case.items()
    }

    assert reviews == {"prevention": 0, "online": 2, "distress": 3}
    assert set(shipped_case("distress").courses.values()) == {
        "reliable-improvement",
        "no-reliable-change",
    }


@each_case
def test_no_rule_is_left_asking_for_a_look(played: Played) -> None:
    [(_client, course)] = on_track_of(played.workspace, (played.client_id,))
    assert course.asking == ()


@each_case
def test_every_alert_is_answered_and_every_note_signed(played: Played) -> None:
    caseload = played.workspace.caseload
    found = appointments.for_client(caseload, played.client_id)
    opened = alerts.for_client(caseload, played.client_id)

    answered = [each for each in opened if each.acknowledgement is not None]
    assert answered
    assert not any(each.is_open for each in opened)
    assert len(answered) == sum(len(meeting.alerts) for meeting in played.case.held)
    for each in found:
        if each.state not in ("missed", "planned"):
            assert signatures.for_appointment(caseload, each.id)


@each_case
def test_one_meeting_is_missed_and_one_begins_late(played: Played) -> None:
    found = appointments.for_client(played.workspace.caseload, played.client_id)

    assert sum(each.state == "missed" for each in found) == 1
    assert sum(each.attendance == "late" for each in found) == 1


def test_the_hard_week_is_shared_between_two_meetings_two_days_apart(work: Workplace) -> None:
    by_case = {case: client for client, case in worked_case_ids(work.workspace).items()}
    found = appointments.for_client(work.workspace.caseload, by_case["distress"])
    first, second = (each for each in found if each.plan_id == "S11")

    assert first.rest_follows
    assert second.continues == first.id
    assert (second.planned_for - first.planned_for).days == 2
    levels = [each.level for each in alerts.for_appointment(work.workspace.caseload, first.id)]
    assert levels.count("act") >= 3


@each_case
def test_every_measure_that_was_due_is_given_or_says_why_not(case_id: str) -> None:
    case = shipped_case(case_id)
    reasons = [reason for each in case.held for reason in each.not_given.values()]

    assert all(len(reason) > 20 for reason in reasons)
    assert len(reasons) <= 2


@each_case
def test_every_meeting_teaches_something_in_two_or_three_sentences(case_id: str) -> None:
    for meeting in shipped_case(case_id).meetings:
        sentences = re.findall(r"[.!?](?:\s|$)", meeting.comment)
        assert 2 <= len(sentences) <= 4, (meeting.plan, len(sentences))


@each_case
def test_no_file_labels_blames_estimates_or_leaves_british_spelling(case_id: str) -> None:
    text = (FOLDER / f"{case_id}.toml").read_text("utf-8")

    assert words_to_avoid(text) == ()
    assert NOT_BRITISH.findall(text) == []


def test_there_is_one_case_for_each_track(work: Workplace) -> None:
    tracks = [shipped_case(each).track for each in CASES]

    assert sorted(tracks) == sorted(each.id for each in work.workspace.programme.tracks)


def test_a_comment_stands_beside_each_meeting_of_a_case_and_beside_no_other(
    work: Workplace,
) -> None:
    client_id = next(iter(worked_case_ids(work.workspace)))
    other = work.add_client()
    stops = case_stops(work.workspace, client_id)

    assert len(stops) == len(case_of(work.workspace, client_id).meetings)
    teaching = teaching_at(work.workspace, stops[0].appointment_id, "limits")
    assert teaching.comment == stops[0].comment
    assert teaching.written
    assert "Note" in [each.title for each in writings_at(work.workspace, stops[0].appointment_id)]
    assert case_of(work.workspace, other.id) is None
    assert case_stops(work.workspace, other.id) == ()
    assert teaching_at(work.workspace, work.plan(other, "S01")) is None


def test_what_a_trainee_adds_to_a_case_has_no_comment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worked_cases, "shipped_cases", lambda: (_changed(shipped_case("online")),))
    with open_workplace(tmp_path) as work:
        client_id = add_worked_cases(work.workspace, work.clock, lambda _done: None)[0]
        client = clients.load(work.workspace.caseload, client_id)
        before = case_stops(work.workspace, client_id)

        added = work.plan(client, "S02", work.clock() + timedelta(days=3))

        assert case_stops(work.workspace, client_id) == before
        assert teaching_at(work.workspace, added) is None


def test_a_real_record_holds_no_worked_case(tmp_path: Path) -> None:
    with open_workplace(tmp_path, practice=False) as work:
        client = work.add_client()

        assert worked_case_ids(work.workspace) == {}
        assert teaching_at(work.workspace, work.plan(client, "S01")) is None


def _first(case_id: str) -> CaseMeeting:
    return shipped_case(case_id).meetings[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"plan": "S99"},
        {"plan": "S02"},
        {"forms": {}},
        {"measures": {}},
        {"alerts": ()},
        {"note": None},
        {"forms": {**_first("online").forms, "chain": {}}},
        {"forms": {**_first("online").forms, "limits": {"teach_back": True, "nothing": 1}}},
        {"measures": {**_first("online").measures, "gad-7": (9,) * 7}},
        {"measures": {**_first("online").measures, "gad-7": (1,) * 8}},
        {"also": {"suicide-enquiry": {"means_within_reach": True}}},
        {"also": {"unheard-of": {}}},
    ],
    ids=str,
)
def test_a_case_that_fits_no_longer_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: dict[str, object]
) -> None:
    broken = _changed(shipped_case("online"), **changes)
    monkeypatch.setattr(worked_cases, "shipped_cases", lambda: (broken,))

    with open_workplace(tmp_path) as work:
        assert add_worked_cases(work.workspace, work.clock, lambda _done: None) == ()

        assert clients.count(work.workspace.caseload) == 0
        assert worked_case_ids(work.workspace) == {}


def test_a_programme_of_a_clinic_without_a_session_is_practised_without_the_cases(
    tmp_path: Path,
) -> None:
    with open_workplace(tmp_path) as work:
        programme = work.workspace.programme
        plans = {key: plan for key, plan in programme.session_plans.items() if key != "S03"}
        workspace = replace(
            work.workspace, programme=programme.model_copy(update={"session_plans": plans})
        )

        assert add_worked_cases(workspace, work.clock, lambda _done: None) == ()

        assert clients.count(work.workspace.caseload) == 0
