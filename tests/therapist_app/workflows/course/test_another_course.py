"""A client of the short course goes on with the full one, and may be taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from programme.definition.definition import Programme
from tests.support.workflows.two_courses import (
    WHY,
    add_short,
    decide,
    decided,
    go_on,
    short_course,
    with_short_course,
)
from tests.support.workflows.workspaces import CALM, Workplace, open_workplace
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import (
    alerts,
    appointments,
    clients,
    course_moves,
    filled_forms,
    promises,
)
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.model import Client, Restriction
from therapist_app.workflows.content.offered_programmes import offered_programmes
from therapist_app.workflows.course.after_the_end import after_the_end
from therapist_app.workflows.course.another_course import (
    DecidedLine,
    NextCourse,
    courses_to_go_on_with,
    forms_carried,
    go_on_with,
    lines_to_decide,
    move_to_undo,
    undo_going_on,
)
from therapist_app.workflows.course.course_changes import change_status, events_of
from therapist_app.workflows.course.following_a_plan import known_plan, plan_of
from therapist_app.workflows.course.planning import record_missed, what_needs_a_reason
from therapist_app.workflows.errors import CourseMoveRefused, ReasonNeeded, SessionUnderWay
from therapist_app.workflows.exporting.course_files import course_file, course_files
from therapist_app.workflows.measures.measuring import measure_series
from therapist_app.workflows.measures.score_words import chart_data
from therapist_app.workflows.overviews.seeing_calendar import calendar_page_data
from therapist_app.workflows.overviews.seeing_clients import client_page, client_page_data
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.drafting_the_note import drafted_note
from therapist_app.workflows.sessions.fidelity_so_far import sessions_rated
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.passing_gates import gate_facts, gates_before

DAY = timedelta(days=1)
WELL: dict[str, object] = dict.fromkeys([f"q{number}" for number in range(1, 10)], 0)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as workplace:
        yield with_short_course(workplace)


@pytest.fixture
def client(work: Workplace) -> Client:
    """Have a client of the short course who has had S01 and S02."""
    return held_twice(work)


def held_twice(work: Workplace) -> Client:
    client = add_short(work)
    for plan_id in ("S01", "S02"):
        work.pass_gates(client, plan_id)
        work.hold(client, plan_id, "22222")
        work.clock.advance(7 * 24 * 3600)
    return client


def offered_to(work: Workplace, client: Client) -> tuple[Programme, ...]:
    return courses_to_go_on_with(work.workspace, client.id, offered_programmes(work.workspace))


def follows(work: Workplace, client: Client) -> tuple[str, str]:
    found = clients.load(work.workspace.caseload, client.id)
    return found.programme_id, found.programme_version


def test_what_was_held_stays_in_its_course_and_version_and_reads_as_before(
    work: Workplace, client: Client
) -> None:
    before = appointments.for_client(work.workspace.caseload, client.id)
    plans = [plan_of(work.workspace, each) for each in before]
    rated = sessions_rated(work.workspace, client.id)

    go_on(work, client, "S01")

    after = appointments.for_client(work.workspace.caseload, client.id)
    held_in = (short_course().id, short_course().version)
    assert {(each.earlier_programme, each.earlier_version) for each in after} == {held_in}
    assert [replace(each, earlier_programme="", earlier_version="") for each in after] == list(
        before
    )
    assert [plan_of(work.workspace, each) for each in after] == plans
    assert sessions_rated(work.workspace, client.id) == rated
    assert follows(work, client) == ("pps-core", work.workspace.programme.version)


def test_only_what_a_person_counted_is_held_in_the_course_after(
    work: Workplace, client: Client
) -> None:
    go_on(work, client, "S01")

    page = client_page_data(work.workspace, client.id)
    done = [stop.plan_id for phase in page.phases for stop in phase.stops if stop.state == "done"]
    assert done == ["S01"]
    assert page.held == 1
    assert page.next_plan is not None
    assert page.next_plan.id == "S02"
    [row] = (each for each in client_page(work.workspace).rows if each.id == client.id)
    assert (row.sessions_held, row.last_plan) == (1, "S01")
    assert row.last_seen is not None
    assert what_needs_a_reason(work.workspace, client.id, "S02") == ()
    [event] = (each for each in events_of(work.workspace, client.id) if "course" in each.what)
    assert event.what.startswith("Another course: Prevention programme")


def test_where_nothing_counts_the_course_begins_at_its_first_session(
    work: Workplace, client: Client
) -> None:
    go_on(work, client)

    page = client_page_data(work.workspace, client.id)
    assert (page.held, page.next_plan.id if page.next_plan else "") == (0, "S01")
    kept = clients.load(work.workspace.caseload, client.id)
    assert (kept.held_before, kept.held_before_on) == ((), None)


def test_each_line_is_decided_with_a_reason_where_it_counts_and_nothing_is_half_done(
    work: Workplace, client: Client
) -> None:
    whole = decided(work, client, ["S01"])
    silent = replace(whole, lines=(DecidedLine("S01", counts=True, reason=" "), *whole.lines[1:]))

    for wrong, error in (
        (replace(whole, lines=whole.lines[1:]), CourseMoveRefused("undecided")),
        (replace(whole, lines=(*whole.lines, whole.lines[0])), CourseMoveRefused("undecided")),
        (silent, ReasonNeeded(("S01",))),
        (replace(whole, reason=" "), ReasonNeeded(("course",))),
        (replace(whole, programme_id="pps-brief"), CourseMoveRefused("not-on-offer")),
        (replace(whole, track="T-NONE"), CourseMoveRefused("not-on-offer")),
    ):
        with pytest.raises(type(error)) as refused:
            decide(work, client, wrong)
        assert refused.value == error

    assert follows(work, client)[0] == "pps-brief"
    assert course_moves.of_clients(work.workspace.caseload, (client.id,)) == ()


def test_a_session_that_runs_and_a_note_without_a_signature_come_first(work: Workplace) -> None:
    client = add_short(work)
    running = work.start(client, "S01")
    with pytest.raises(SessionUnderWay):
        go_on(work, client)

    other = add_short(work)
    work.hold(other, "S01", sign=False)

    with pytest.raises(CourseMoveRefused) as refused:
        go_on(work, other)
    assert refused.value.detail == "unsigned"
    assert appointments.load(work.workspace.caseload, running).earlier_programme == ""


def test_a_restricted_record_is_not_moved(work: Workplace, client: Client) -> None:
    now = work.workspace.now()
    held = Restriction(work.workspace.caseload.new_id(), client.id, "accuracy", now)
    protection.restrict(work.workspace.caseload, held)

    with pytest.raises(KnownRecordError):
        go_on(work, client)

    assert follows(work, client)[0] == "pps-brief"


def test_the_calendar_keeps_its_days_for_the_sessions_that_come_next(
    work: Workplace, client: Client
) -> None:
    now = work.clock()
    first = work.plan(client, "BC3", now + DAY)
    second = work.plan(client, "BC4", now + 8 * DAY)

    go_on(work, client, "S01", "S02")

    found = {each.id: each for each in appointments.for_client(work.workspace.caseload, client.id)}
    assert [found[each].plan_id for each in (first, second)] == ["S03", "S04"]
    assert [found[each].planned_for for each in (first, second)] == [now + DAY, now + 8 * DAY]
    assert found[first].earlier_programme == ""
    shown = calendar_page_data(work.workspace, (now - 20 * DAY).date(), 40).entries
    assert {each.plan_title for each in shown} == {
        short_course().session_plan("S01").public_title,
        short_course().session_plan("S02").public_title,
        work.workspace.programme.session_plan("S03").public_title,
        work.workspace.programme.session_plan("S04").public_title,
    }


def test_a_session_of_the_same_name_is_held_under_a_number_of_its_own(
    work: Workplace,
) -> None:
    client = add_short(work)
    first = work.start(client, "S01")
    work.fill(client, "phq-9", WELL, first)
    work.do_every_step(first)
    end_session(work.workspace, first, "finished")
    note = close_page_data(work.workspace, first).note
    sign_note(work.workspace, first, note, note.state)
    work.clock.advance(60)
    go_on(work, client)

    again = work.start(client, "S01")
    kept = appointments.load(work.workspace.caseload, again)
    work.fill(client, "phq-9", WELL, again)

    assert kept.occurrence == 2
    slots = {
        each.slot
        for each in filled_forms.for_client(work.workspace.caseload, client.id)
        if each.form_id == "phq-9"
    }
    assert slots == {"phq-9@S01", "phq-9@S01#2"}
    [series] = (each for each in measure_series(work.workspace, client.id) if each.is_main)
    assert [place for place, _point in series.points] == ["S01", "S01#2"]
    assert [title for _place, title in series.phases] == [
        short_course().title,
        work.workspace.programme.phases[0].title,
    ]


def test_a_gate_asks_again_for_what_another_version_of_a_form_said(
    work: Workplace, client: Client
) -> None:
    go_on(work, client, "S01", "S02")
    assert gate_facts(work.workspace, client.id).fillings["safety-plan"]

    full = work.workspace.programme
    other = full.model_copy(update={"forms": {**full.forms, "safety-plan": 2}})
    changed = replace(work, workspace=replace(work.workspace, programme=other))

    assert not gate_facts(changed.workspace, client.id).fillings["safety-plan"]
    assert gate_facts(changed.workspace, client.id).fillings["agreement"]


def test_it_is_said_which_forms_of_the_gates_count_and_which_are_filled_in_again(
    work: Workplace, client: Client
) -> None:
    full = work.workspace.programme
    forms = work.workspace.forms
    newer = forms.latest("boundaries").model_copy(update={"version": 2})
    library = forms.with_more((newer,))
    other = full.model_copy(update={"forms": {**full.forms, "boundaries": 2}})

    found = forms_carried(replace(work.workspace, forms=library), client.id, other)

    titles = {forms.latest(each).short_title: each for each in full.forms}
    asked = {titles[each.title]: each.carried for each in found}
    assert asked["safety-plan"] == "same"
    assert asked["boundaries"] == "other_version"
    assert asked["goals"] == "not_filled"


def test_what_a_supervisor_let_pass_opens_nothing_in_the_course_after(work: Workplace) -> None:
    client = add_short(work)
    work.hold(client, "S01")
    filled = filled_forms.latest(work.workspace.caseload, client.id, "agreement")
    assert filled is not None
    work.workspace.caseload.run("DELETE FROM filled_forms WHERE id = ?", (filled.id,))
    work.pass_gates(client, "S02")
    assert not gates_before(work.workspace, client.id, "S02")

    work.clock.advance(60)
    go_on(work, client)

    assert [each.id for each in gates_before(work.workspace, client.id, "S02")] == ["G1"]
    work.pass_gates(client, "S02")
    assert not gates_before(work.workspace, client.id, "S02")


def test_alerts_and_promises_stay(work: Workplace, client: Client) -> None:
    work.fill(client, "risk-check", {**CALM, "self_harm_thoughts": "active_plan"}, None)
    before = alerts.unacknowledged(work.workspace.caseload, client.id)
    promised = promises.for_client(work.workspace.caseload, client.id)
    assert before

    go_on(work, client)

    assert alerts.unacknowledged(work.workspace.caseload, client.id) == before
    assert promises.for_client(work.workspace.caseload, client.id) == promised


def test_until_the_first_session_begins_it_is_undone_without_a_trace_in_the_course(
    work: Workplace, client: Client
) -> None:
    now = work.clock()
    planned = work.plan(client, "BC3", now + DAY)
    change_status(work.workspace, client.id, "paused", "Away")
    kept = clients.load(work.workspace.caseload, client.id)
    before = appointments.for_client(work.workspace.caseload, client.id)
    work.clock.advance(60)
    go_on(work, client, "S01", "S02")
    since = work.plan(client, "S04", now + 9 * DAY)
    assert move_to_undo(work.workspace, client.id) is not None
    with pytest.raises(ReasonNeeded):
        undo_going_on(work.workspace, client.id, "")

    undo_going_on(work.workspace, client.id, "The client stays after all")

    assert clients.load(work.workspace.caseload, client.id) == kept
    after = {each.id: each for each in appointments.for_client(work.workspace.caseload, client.id)}
    assert after[since].plan_id == "BC4"
    assert {key: each for key, each in after.items() if key != since} == {
        each.id: each for each in before
    }
    assert after[planned].plan_id == "BC3"
    [move] = course_moves.of_clients(work.workspace.caseload, (client.id,))
    assert move.undo_reason == "The client stays after all"
    assert {each.reason for each in move.lines} == {WHY, ""}
    assert move_to_undo(work.workspace, client.id) is None
    assert offered_to(work, client)


def test_once_a_session_began_there_is_no_undo_and_a_missed_one_is_none(
    work: Workplace, client: Client
) -> None:
    go_on(work, client, "S01", "S02")
    record_missed(work.workspace, work.plan(client, "S03"), "did_not_attend")
    assert move_to_undo(work.workspace, client.id) is not None
    work.pass_gates(client, "S03")
    work.start(client, "S03")

    assert move_to_undo(work.workspace, client.id) is None
    with pytest.raises(CourseMoveRefused) as refused:
        undo_going_on(work.workspace, client.id, "Too late")

    assert refused.value.detail == "begun"


def test_nobody_goes_back_to_a_course_that_they_followed(work: Workplace, client: Client) -> None:
    offered = offered_to(work, client)
    assert [each.id for each in offered] == ["pps-core"]

    go_on(work, client)

    assert offered_to(work, client) == ()


def test_a_line_says_when_a_session_of_its_name_was_held(work: Workplace, client: Client) -> None:
    full = work.workspace.programme
    lines = {each.plan_id: each for each in lines_to_decide(work.workspace, client.id, full)}

    assert lines["S01"].held_on is not None
    assert lines["S03"].held_on is None
    assert lines["S01"].title == full.session_plan("S01").title
    assert "FU3" not in lines


def test_more_meetings_than_sessions_left_are_for_the_last_one(
    work: Workplace, client: Client
) -> None:
    course = [
        each.plan_id
        for each in lines_to_decide(work.workspace, client.id, work.workspace.programme)
    ]
    after = [each.id for each in work.workspace.programme.sessions if each.after_end]
    ids = [work.plan(client, "BC3", work.clock() + day * DAY) for day in range(1, len(after) + 3)]

    go_on(work, client, *course)

    found = {each.id: each for each in appointments.for_client(work.workspace.caseload, client.id)}
    plans = [found[each].plan_id for each in ids]
    assert len(set(plans)) == len(after)
    assert set(plans) == set(after)
    assert len({(each.plan_id, each.occurrence) for each in found.values()}) == len(found)
    assert after_the_end(work.workspace, client.id).ended_on is None


def test_a_course_that_is_gone_leaves_what_was_held_in_it_known_by_its_name(
    work: Workplace, client: Client
) -> None:
    go_on(work, client, "S01")
    gone = replace(work, workspace=replace(work.workspace, earlier_programmes=()))

    held = appointments.for_client(gone.workspace.caseload, client.id)

    assert known_plan(gone.workspace, held[0]) is None
    assert client_page_data(gone.workspace, client.id).held == 1


def begin_again(work: Workplace, client: Client) -> None:
    short = short_course()
    lines = lines_to_decide(work.workspace, client.id, short)
    undecided = tuple(DecidedLine(each.plan_id, counts=False, reason="") for each in lines)
    once_more = NextCourse(short.id, short.tracks[0].id, undecided, "Came back after a year")
    go_on_with(work.workspace, client.id, once_more, offered_programmes(work.workspace))


def test_a_course_that_ended_is_begun_once_more_and_nothing_of_the_first_time_counts_in_it(
    work: Workplace,
) -> None:
    client = add_short(work)
    assert short_course() not in offered_to(work, client), "it goes on"
    first = work.start(client, "S01")
    work.fill(client, "phq-9", {**WELL, "q1": 3}, first)
    work.do_every_step(first)
    end_session(work.workspace, first, "finished")
    note = close_page_data(work.workspace, first).note
    sign_note(work.workspace, first, note, note.state)
    asked = [each.id for each in gates_before(work.workspace, client.id, "S02")]
    filled_before = len(course_file(work.workspace, client.id).filled)
    change_status(work.workspace, client.id, "ended", "Moved away")
    work.clock.advance(365 * 24 * 3600)
    assert short_course() in offered_to(work, client)
    carried = forms_carried(work.workspace, client.id, short_course())
    assert {each.carried for each in carried} <= {"again", "not_filled"}

    begin_again(work, client)

    page = client_page_data(work.workspace, client.id)
    assert (page.held, page.next_plan and page.next_plan.id) == (0, "S01")
    assert page.tiles[0].when == "session 1, the first time"
    assert chart_data(measure_series(work.workspace, client.id)[0]).again == ""
    again = [each.id for each in gates_before(work.workspace, client.id, "S02")]
    assert len(again) > len(asked), "what was filled in the first time opens no gate"
    assert short_course() not in offered_to(work, client), "once more, and not again"
    assert events_of(work.workspace, client.id)[0].what.startswith("The same course once more:")

    now = work.start(client, "S01")
    assert course_file(work.workspace, client.id).filled == ()
    work.fill(client, "phq-9", {**WELL, "q1": 2}, now)
    told = course_file(work.workspace, client.id)
    assert [each.form_id for each in told.filled] == ["phq-9"]
    [begun] = course_files(work.workspace, [client.id], as_begun=True)
    assert (begun.status, len(begun.filled)) == ("went_on", len(told.filled) + filled_before)
    tile = client_page_data(work.workspace, client.id).tiles[0]
    assert (tile.value, tile.change, tile.when) == ("2", "first score", "session 1 (2)")
    assert "This is the first score." in drafted_note(work.workspace, work.appointment(now))
    chart = chart_data(measure_series(work.workspace, client.id)[0])
    assert [score for _at, score in chart.comparable] == [2], "not the 3 of the first time"


def test_a_plan_of_the_first_time_is_told_as_one_until_it_was_gone_over(work: Workplace) -> None:
    client = add_short(work)
    work.hold(client, "S01")
    work.write_plan(client, "safety-plan")
    change_status(work.workspace, client.id, "ended", "Moved away")
    work.clock.advance(365 * 24 * 3600)
    begin_again(work, client)

    def of_before() -> list[str]:
        plans = client_page_data(work.workspace, client.id).plans
        return [each.form_id for each in plans if each.is_of_before]

    assert of_before() == ["safety-plan"]

    work.write_plan(client, "safety-plan")

    assert of_before() == []


def test_the_timeline_tells_both_times_apart_and_where_the_second_began(work: Workplace) -> None:
    client = add_short(work)
    work.hold(client, "S01")
    change_status(work.workspace, client.id, "ended", "Moved away")
    work.clock.advance(365 * 24 * 3600)
    begin_again(work, client)
    work.hold(client, "S01")

    told = [
        (each.title, each.facts)
        for each in client_page_data(work.workspace, client.id).timeline
        if each.kind == "notes"
    ]

    assert [facts for title, facts in told if title.startswith("Session 1")] == [
        "signed",
        "signed · course before",
    ]
    assert ("The same course once more", "Came back after a year") in told
