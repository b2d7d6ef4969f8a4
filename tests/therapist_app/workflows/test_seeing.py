"""Today, the list of clients and one client, computed from what was recorded."""

from dataclasses import replace
from datetime import timedelta

import pytest

from session_forms.form.definition import Continues, SameScore
from session_forms.library.library import FormLibrary, installed
from session_forms.scoring.scoring import ScoreResult, score_form
from session_forms.words.day_words import written_day
from tests.support.record.other_values import others
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import appointments
from therapist_app.record.model import Client, Ending, Identity
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.measures.measuring import Administration, MeasureSeries, measure_series
from therapist_app.workflows.measures.score_words import chart_data, score_tile
from therapist_app.workflows.overviews.seeing_clients import (
    NewClient,
    add_client,
    client_page,
    client_page_data,
    filter_counts,
    identity_of,
)
from therapist_app.workflows.overviews.seeing_today import needs_on, today_page_data, who_needs_me
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import (
    end_session,
    finish_step,
    start_session,
)


def phq(total: int) -> dict[str, object]:
    """PHQ-9 answers with a total, the ninth kept at zero."""
    answers: dict[str, object] = {"q9": 0}
    for number in range(1, 9):
        answers[f"q{number}"] = min(3, max(0, total - 3 * (number - 1)))
    return answers


def hold_with_phq(work: Workplace, client_id: str, plan_id: str, total: int | None) -> str:
    from therapist_app.record.clients import clients

    client = clients.load(work.workspace.caseload, client_id)
    if plan_id == "S01":
        appointment = work.start(client, plan_id)
        work.fill(client, "agreement", {"signed": True}, appointment)
        work.fill(client, "limits", {"teach_back": True}, appointment)
        work.fill(client, "boundaries", {"status": "complete"}, appointment)
        work.fill(client, "safety-plan", {"status": "complete"}, appointment)
    else:
        appointment = work.start(client, plan_id)
    if total is not None:
        work.fill(client, "phq-9", phq(total), appointment)
    end_session(work.workspace, appointment, "finished")
    return appointment


def test_today_shows_the_appointments_of_the_day_only(work: Workplace) -> None:
    client = work.add_client()
    work.plan(client, "S01")
    work.plan(client, "S01", work.clock() + timedelta(days=1))

    page = today_page_data(work.workspace)

    assert [(each.code, each.plan_id) for each in page.appointments] == [(client.code, "S01")]


def test_a_session_begun_today_is_shown_though_it_was_planned_for_another_day(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = work.plan(client, "S01", work.clock() + timedelta(days=3))
    start_session(work.workspace, appointment, "They came early")

    [line] = today_page_data(work.workspace).appointments
    work.clock.advance(timedelta(days=1).total_seconds())
    tomorrow = today_page_data(work.workspace).appointments

    assert (line.appointment_id, line.state) == (appointment, "in_progress")
    assert line.at == appointments.load(work.workspace.caseload, appointment).started_at
    assert tomorrow == ()


def test_an_unsigned_note_stands_under_to_finish_until_it_is_signed(work: Workplace) -> None:
    client = work.add_client()
    appointment = hold_with_phq(work, client.id, "S01", 4)
    before = [each.kind for each in today_page_data(work.workspace).to_finish]
    work.do_every_step(appointment)
    page = close_page_data(work.workspace, appointment)
    sign_note(work.workspace, appointment, page.note, page.note.state)

    after = today_page_data(work.workspace)

    assert before.count("note") == 1
    assert [each for each in after.to_finish if each.kind == "note"] == []
    assert after.week.notes_signed == 1
    assert after.week.sessions_held == 1


@pytest.mark.parametrize("ending", ["to_be_continued", "broken_off"])
def test_a_session_whose_rest_follows_is_not_counted_as_held(
    work: Workplace, ending: Ending
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    finish_step(work.workspace, appointment, "welcome")
    end_session(work.workspace, appointment, ending)

    page = today_page_data(work.workspace)

    assert page.week.sessions_held == 0
    assert page.week.to_be_continued == (ending == "to_be_continued")
    assert page.week.broken_off == (ending == "broken_off")
    assert [each.ending for each in page.appointments] == [ending]
    assert client_page_data(work.workspace, client.id).held == 0


def test_a_plan_comes_up_a_week_before_its_review(work: Workplace) -> None:
    client = work.add_client()
    review = (work.workspace.today() + timedelta(days=20)).isoformat()
    work.fill(client, "safety-plan", {"status": "complete", "review_date": review}, None)
    early = today_page_data(work.workspace).to_finish
    work.clock.advance(timedelta(days=14).total_seconds())

    due = today_page_data(work.workspace).to_finish

    assert early == ()
    assert [(each.kind, each.form_id) for each in due] == [("plan", "safety-plan")]


def test_a_plan_of_an_ended_client_is_not_brought_up(work: Workplace) -> None:
    client = work.add_client()
    review = work.workspace.today().isoformat()
    work.fill(client, "safety-plan", {"status": "complete", "review_date": review}, None)
    assert len(today_page_data(work.workspace).to_finish) == 1

    change_status(work.workspace, client.id, "ended", "As agreed")

    assert today_page_data(work.workspace).to_finish == ()


def test_who_needs_the_therapist_can_be_listed(work: Workplace) -> None:
    calm, open_one = work.add_client(), work.add_client()
    work.fill(open_one, "phq-9", {"q9": 1}, None)

    needing = who_needs_me(work.workspace)
    page = client_page(work.workspace, among=needing)

    assert [row.id for row in page.rows] == [open_one.id]
    assert filter_counts(work.workspace, needing) == {
        "all": 2, "needs_me": 1, "waiting": 0, "active": 2, "follow_up": 0, "paused": 0,
        "ended": 0, "restricted": 0,
    }  # fmt: skip
    change_status(work.workspace, calm.id, "ended", "As agreed")
    assert filter_counts(work.workspace, needing)["ended"] == 1


def test_whatever_stands_on_today_for_a_client_says_that_they_need_me(work: Workplace) -> None:
    alert, left, note, plan, calm = (work.add_client() for _each in range(5))
    work.fill(alert, "phq-9", {"q9": 1}, None)
    end_session(work.workspace, work.start(left, "S01"), "broken_off")
    end_session(work.workspace, work.start(note, "S01"), "finished")
    review = work.workspace.today().isoformat()
    work.fill(plan, "safety-plan", {"status": "complete", "review_date": review}, None)

    found = who_needs_me(work.workspace)

    assert found == {alert.id: "alert", left.id: "promise", note.id: "note", plan.id: "task"}
    assert needs_on(today_page_data(work.workspace)) == found
    assert calm.id not in found


def test_a_new_client_is_asked_for_every_field_of_an_identity_and_it_is_kept(
    work: Workplace,
) -> None:
    changed = others(Identity("", "pseudonym"))
    said = {name: getattr(row, name) for name, row in changed.items() if name != "client_id"}

    client = add_client(work.workspace, NewClient(**said))

    assert identity_of(work.workspace, client.id) == Identity(client.id, **said)


def test_a_code_only_client_leaves_no_name_in_the_record(work: Workplace) -> None:
    new = NewClient(anonymity="code_only", name="Typed By Mistake")

    client = add_client(work.workspace, new)

    assert identity_of(work.workspace, client.id).name == ""


def test_a_missed_appointment_is_no_session(work: Workplace) -> None:
    client = work.add_client()
    record_missed(work.workspace, work.plan(client, "S01"), "did_not_attend")

    page = client_page_data(work.workspace, client.id)

    assert page.held == 0
    assert page.next_plan is not None
    assert page.next_plan.id == "S01"


def test_the_map_says_what_is_done_next_and_not_included(work: Workplace) -> None:
    plans = {**work.workspace.programme.session_plans}
    del plans["S05"]
    programme = work.workspace.programme.model_copy(update={"session_plans": plans})
    client = work.add_client()
    hold_with_phq(work, client.id, "S01", 4)
    work = replace(work, workspace=replace(work.workspace, programme=programme))

    stops = {
        stop.plan_id: stop.state
        for phase in client_page_data(work.workspace, client.id).phases
        for stop in phase.stops
    }

    assert [stops[each] for each in ("S01", "S02", "S03", "S05")] == [
        "done", "next", "open", "not_included",
    ]  # fmt: skip


def test_a_zero_is_drawn_and_a_missed_measure_is_a_gap_but_none_where_it_was_not_due(
    work: Workplace,
) -> None:
    client = work.add_client()
    hold_with_phq(work, client.id, "S01", 0)
    work.clock.advance(7 * 24 * 3600)
    hold_with_phq(work, client.id, "S02", None)
    work.clock.advance(7 * 24 * 3600)
    start_through_gates(work, client, "S10")

    [series] = measure_series(work.workspace, client.id)

    assert chart_data(series).points == (("1", 0), ("10", None))


def test_a_fall_of_seven_is_reliable_and_of_six_is_within_error(work: Workplace) -> None:
    better, same = work.add_client(), work.add_client()
    for client, last in ((better, 11), (same, 12)):
        hold_with_phq(work, client.id, "S01", 18)
        work.clock.advance(7 * 24 * 3600)
        hold_with_phq(work, client.id, "S02", last)

    tiles = [score_tile(measure_series(work.workspace, each.id)[0]) for each in (better, same)]

    assert [(tile.change, tile.tone) for tile in tiles if tile] == [
        ("7 lower, reliable", "good"),
        ("6 lower, within error", "quiet"),
    ]


def with_second_version(work: Workplace, *continues: Continues) -> Workplace:
    """Return the same workplace after PHQ-9 was installed in a second version."""
    forms = work.workspace.forms
    update = {"version": 2, "continues": continues}
    second = forms.latest("phq-9").model_copy(update=update)
    pinned = {**work.workspace.programme.forms, "phq-9": 2}
    programme = work.workspace.programme.model_copy(update={"forms": pinned})
    shelf = FormLibrary((*forms.all(), second))
    return replace(work, workspace=replace(work.workspace, forms=shelf, programme=programme))


def test_a_new_version_breaks_the_line_and_starts_the_comparison_anew(work: Workplace) -> None:
    client = work.add_client()
    hold_with_phq(work, client.id, "S01", 18)
    later = with_second_version(work)
    for plan_id, total in (("S02", 12), ("S03", 5)):
        later.clock.advance(7 * 24 * 3600)
        hold_with_phq(later, client.id, plan_id, total)

    [series] = measure_series(later.workspace, client.id)

    chart = chart_data(series)
    assert chart.breaks == (("2", "version 2"),)
    assert series.change.difference == -7
    assert [each.result.value for each in series.scored] == [18, 12, 5]


def test_a_version_that_goes_on_keeps_the_line_whole(work: Workplace) -> None:
    client = work.add_client()
    hold_with_phq(work, client.id, "S01", 18)
    same = SameScore(old="total", new="total")
    later = with_second_version(work, Continues(version=1, scores=(same,), why="same items"))
    later.clock.advance(7 * 24 * 3600)
    hold_with_phq(later, client.id, "S02", 12)

    [series] = measure_series(later.workspace, client.id)

    assert chart_data(series).breaks == ()
    assert series.change.difference == -6


def test_an_earlier_version_without_the_score_is_no_point(work: Workplace) -> None:
    client = work.add_client()
    hold_with_phq(work, client.id, "S01", 18)
    later = with_second_version(work)
    forms = later.workspace.forms
    renamed = forms.latest("phq-9").score("total").model_copy(update={"id": "sum"})
    second = forms.latest("phq-9").model_copy(update={"scores": (renamed,)})
    later = replace(
        later, workspace=replace(later.workspace, forms=FormLibrary((*forms.all(), second)))
    )
    later.clock.advance(7 * 24 * 3600)
    hold_with_phq(later, client.id, "S02", 12)

    [series] = measure_series(later.workspace, client.id)

    assert chart_data(series).points == (("1", None), ("2", 12))


def test_a_series_is_told_to_the_client_in_plain_words(work: Workplace) -> None:
    client = work.add_client()
    hold_with_phq(work, client.id, "S01", 18)
    work.clock.advance(7 * 24 * 3600)
    hold_with_phq(work, client.id, "S02", 9)

    [series] = measure_series(work.workspace, client.id)

    assert series.for_client.startswith("Your PHQ-9 went from 18 to 9. Lower is better here.")


def test_a_chart_names_the_phases_of_the_course(work: Workplace) -> None:
    client = work.add_client()
    for plan_id in ("S01", "S02", "S03"):
        hold_with_phq(work, client.id, plan_id, 9)
        work.clock.advance(7 * 24 * 3600)

    [series] = measure_series(work.workspace, client.id)

    assert chart_data(series).phases == (
        ("1", "Engage and make safe"),
        ("3", "Understand and plan"),
    )


def start_through_gates(work: Workplace, client: Client, plan_id: str) -> str:
    work.pass_gates(client, plan_id)
    return work.start(client, plan_id)


def test_parts_of_a_measure_have_their_own_names_and_stand_after_the_measures(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = start_through_gates(work, client, "S10")
    effects = ({"occurred": True, "impact": 2, "cause": "treatment"}, *({"occurred": False},) * 31)
    work.fill(client, "neq", {"reports": effects}, appointment)
    work.fill(client, "audit-c", {"q1": 1, "q2": 1, "q3": 1}, None)
    work.clock.advance(5 * 60)
    work.fill(client, "csbd-7", {f"q{at}": 3 for at in range(1, 8)}, appointment)

    series = [each for each in measure_series(work.workspace, client.id) if each.scored]

    parts = [
        "effects put down to other things",
        "impact of all effects",
        "impact of one effect on average",
    ]
    assert [each.name for each in series] == ["NEQ", "CSBD-7", *(f"NEQ: {part}" for part in parts)]
    tile = score_tile(series[1])
    assert tile is not None
    assert tile.band == "no published bands"


def test_a_total_without_an_item_is_not_compared_with_one_that_has_it(work: Workplace) -> None:
    whole = score_of("wsas", {"q1": 8, "q2": 4, "q3": 4, "q4": 4, "q5": 4})
    less = score_of("wsas", {"not_working": True, "q2": 2, "q3": 2, "q4": 2, "q5": 2})
    again = score_of("wsas", {"not_working": True, "q2": 1, "q3": 1, "q4": 1, "q5": 1})
    form = work.workspace.forms.latest("wsas")
    at = work.clock()
    points = tuple(
        (plan, Administration(plan, at, result))
        for plan, result in (("S01", whole), ("S02", less), ("S03", again))
    )

    series = MeasureSeries(form, form.scores[0], points)

    assert series.ends == (8, 4)


def score_of(form_id: str, answers: dict[str, object]) -> ScoreResult:
    [score] = score_form(installed().latest(form_id), answers).values()
    return score


def test_a_line_for_a_group_is_named_with_its_people(work: Workplace) -> None:
    client = work.add_client()
    appointment = start_through_gates(work, client, "S02")
    work.fill(client, "audit-c", {"q1": 1, "q2": 1, "q3": 1}, appointment)

    [series] = [each for each in measure_series(work.workspace, client.id) if each.scored]

    tile = score_tile(series)
    assert tile is not None
    assert tile.band == "positive for women (US)"


def test_what_a_client_began_alone_stands_there_until_somebody_finishes_it(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    opened = open_form(
        work.workspace, client.id, "phq-9", appointment_id=appointment, filled_by="client"
    )
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 1}))

    lines = [each for each in today_page_data(work.workspace).to_finish if each.kind == "hand_over"]
    finish_form(work.workspace, opened, answered(opened.state, phq(4)))

    assert [(each.form_id, each.appointment_id) for each in lines] == [("phq-9", appointment)]
    after = today_page_data(work.workspace).to_finish
    assert [each for each in after if each.kind == "hand_over"] == []


def test_the_newest_score_from_outside_the_sessions_is_told_beside_the_chart(
    work: Workplace,
) -> None:
    client = work.add_client()
    for total, later in ((12, 0), (4, 2)):
        work.clock.advance(timedelta(days=later).total_seconds())
        opened = open_form(work.workspace, client.id, "phq-9")
        finish_form(work.workspace, opened, answered(opened.state, phq(total)))
    left_open = open_form(work.workspace, client.id, "gad-7")
    keep_draft(work.workspace, left_open, left_open.state)

    page = client_page_data(work.workspace, client.id)

    day = written_day(work.workspace.today())
    assert page.series == ()
    assert page.beside == f"Outside the sessions: PHQ-9 4 on {day}."


def test_a_score_of_a_session_is_not_told_beside_its_chart(work: Workplace) -> None:
    client = work.add_client()
    hold_with_phq(work, client.id, "S01", 10)

    assert client_page_data(work.workspace, client.id).beside == ""


def test_what_is_planned_for_today_comes_before_an_earlier_one_that_nobody_answered(
    work: Workplace,
) -> None:
    client, today = work.add_client(), work.clock()
    earlier = work.plan(client, "S01", today - timedelta(days=9))
    later = work.plan(client, "S01", today + timedelta(days=7))

    def following() -> str:
        found = client_page_data(work.workspace, client.id).next_appointment
        assert found is not None
        return found.id

    assert following() == earlier
    of_today = work.plan(client, "S01", today)
    assert following() == of_today
    record_missed(work.workspace, of_today, "cancelled_client")
    record_missed(work.workspace, earlier, "cancelled_client")
    assert following() == later
