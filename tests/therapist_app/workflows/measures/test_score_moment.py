"""What is said right after a measure, and when it is opened again later."""

from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.forms.form_store import RecordStore
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Client
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.measures.score_moment import ScoreMoment, score_moment
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import end_session, go_to_step
from therapist_app.workflows.sessions.seeing_a_session import measures_due, next_measure


def scored(*values: int) -> dict[str, object]:
    return {f"q{number}": value for number, value in enumerate(values, start=1)}


def moment(work: Workplace, client: Client, plan: str, *values: int) -> ScoreMoment:
    """Answer the PHQ-9 in a session, and return what is said after it."""
    work.pass_gates(client, plan)
    appointment = work.start(client, plan)
    work.fill(client, "phq-9", scored(*values), appointment)
    return at(work, client, appointment)


@pytest.mark.parametrize("last", [1, 3])
def test_a_change_whose_error_nobody_knows_is_never_called_chance(
    work: Workplace, client: Client, last: int
) -> None:
    for plan, value in (("S05", 2), ("S06", last)):
        work.pass_gates(client, plan)
        appointment = work.start(client, plan)
        work.fill(client, "phq-4", {f"q{number}": value for number in range(1, 5)}, appointment)
        work.clock.advance(timedelta(days=7).total_seconds())

    [found] = [
        each
        for each in filled_forms.for_client(work.workspace.caseload, client.id, "phq-4")
        if each.appointment_id == appointment
    ]
    told = score_moment(work.workspace, found.id)

    assert told is not None
    assert told.change == f"4 {'lower' if last < 2 else 'higher'}, margin of error not known"


def test_the_band_none_is_told_as_a_band(work: Workplace, client: Client) -> None:
    work.pass_gates(client, "S05")
    appointment = work.start(client, "S05")
    work.fill(client, "phq-4", {f"q{number}": 0 for number in range(1, 5)}, appointment)

    [found] = filled_forms.for_client(work.workspace.caseload, client.id, "phq-4")
    told = score_moment(work.workspace, found.id)

    assert told is not None
    assert told.band == "band “none”"


def at(work: Workplace, client: Client, appointment: str | None) -> ScoreMoment:
    found = filled_forms.for_client(work.workspace.caseload, client.id, "phq-9")
    [filled] = [each for each in found if each.appointment_id == appointment]
    told = score_moment(work.workspace, filled.id)
    assert told is not None
    return told


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def test_a_first_score_has_its_band_no_change_and_a_sentence(
    work: Workplace, client: Client
) -> None:
    told = moment(work, client, "S01", 2, 2, 2, 2, 2, 2, 2, 2, 0)

    assert (told.title, told.value, told.answered) == ("PHQ-9, session 1", "16", "9 of 9 answered")
    assert "at or above cut-off" in told.band
    assert (told.change, told.tone) == ("first score", "quiet")
    assert told.say == "“This is how it has been for you lately. Does that fit?”"
    assert told.chart is not None
    assert {each.start for each in told.lines} == {""}


@pytest.mark.parametrize(
    ("later", "told_as", "asks"),
    [
        ((1, 1, 1, 1, 1, 1, 1, 0, 0), ("9 lower, reliable", "good"), "What has helped?”"),
        ((3, 3, 3, 3, 3, 3, 3, 2, 0), ("7 higher, reliable", "attention"), "become harder?”"),
        ((2, 2, 2, 2, 2, 2, 2, 1, 0), ("1 lower, within error", "quiet"), "Does that fit?”"),
    ],
)
def test_a_later_score_says_its_change_against_the_error_and_asks(
    work: Workplace,
    client: Client,
    later: tuple[int, ...],
    told_as: tuple[str, str],
    asks: str,
) -> None:
    moment(work, client, "S01", 2, 2, 2, 2, 2, 2, 2, 2, 0)
    work.clock.advance(timedelta(days=7).total_seconds())

    told = moment(work, client, "S02", *later)

    assert (told.change, told.tone) == told_as
    assert told.say.endswith(asks)
    assert "16" in told.say
    assert [(each.number, each.now, each.start) for each in told.lines[:1]] == [
        ("1", str(later[0]), "2")
    ]


def test_opened_later_it_says_what_was_known_then(work: Workplace, client: Client) -> None:
    first = work.start(client, "S01")
    work.fill(client, "phq-9", scored(2, 2, 2, 2, 2, 2, 2, 2, 0), first)
    then = at(work, client, first)
    work.clock.advance(timedelta(days=7).total_seconds())
    moment(work, client, "S02", 0, 0, 0, 0, 0, 0, 0, 0, 0)

    assert at(work, client, first) == then


def test_question_nine_is_said_in_words_also_when_it_is_nought(
    work: Workplace, client: Client
) -> None:
    moment(work, client, "S01", 2, 2, 2, 2, 2, 2, 2, 2, 1)
    work.clock.advance(timedelta(days=7).total_seconds())

    told = moment(work, client, "S02", 1, 1, 1, 1, 1, 1, 1, 1, 0)

    assert told.critical == ("Question 9 is 0; it was 1 at the start. No alert.",)


def test_an_open_alert_takes_the_place_of_the_sentence_until_it_is_answered(
    work: Workplace, client: Client
) -> None:
    told = moment(work, client, "S01", 1, 1, 1, 1, 1, 1, 1, 1, 3)
    [alert] = open_alerts(work.workspace, client.id)

    assert (told.say, told.alert, told.alert_id) == ("", alert.states, alert.id)
    assert told.critical == ("Question 9 is 3. It opened an alert.",)


def test_with_items_missing_there_is_no_number(work: Workplace, client: Client) -> None:
    told = moment(work, client, "S01", 1, 1, 1, 1, 1, 1)

    assert (told.value, told.change, told.say) == ("", "", "")
    assert told.band == "not scored: 3 of 9 left out"
    assert told.critical == ("Question 9 is not answered. No alert.",)


def test_outside_a_session_a_score_stands_alone(work: Workplace, client: Client) -> None:
    work.fill(client, "phq-9", scored(*[1] * 8, 0), None)

    told = at(work, client, None)

    assert told.value == "8"
    assert (told.change, told.chart) == ("", None)
    assert told.title.startswith("PHQ-9, ")


def test_how_difficult_it_was_stands_in_words_below_the_nine_items(
    work: Workplace, client: Client
) -> None:
    for plan, answer in (("S01", {"difficulty": 2}), ("S02", {"difficulty": 1}), ("S03", {})):
        work.pass_gates(client, plan)
        appointment = work.start(client, plan)
        work.fill(client, "phq-9", {**scored(*[1] * 8, 0), **answer}, appointment)
        work.clock.advance(timedelta(days=7).total_seconds())
    found = filled_forms.for_client(work.workspace.caseload, client.id, "phq-9")
    found = tuple(sorted(found, key=lambda each: each.answered_at))

    last = [told.lines[-1] for each in found if (told := score_moment(work.workspace, each.id))]

    assert [(each.number, each.now, each.start, each.in_words) for each in last] == [
        ("10", "2 · Very difficult", "", True),
        ("10", "1 · Somewhat difficult", "2 · Very difficult", True),
        ("10", "not answered", "2 · Very difficult", True),
    ]
    assert score_moment(work.workspace, found[0].id).answered == "9 of 9 answered"


def test_a_correction_is_scored_in_its_place(work: Workplace, client: Client) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", scored(*[1] * 8, 0), appointment)
    found = filled_forms.for_client(work.workspace.caseload, client.id, "phq-9")
    opened = begin_correction(work.workspace, found[0].id, "Slip")
    finish_form(work.workspace, opened, opened.state)

    told = score_moment(work.workspace, opened.filled.id)

    assert told == at(work, client, appointment)


def test_a_form_without_a_score_and_a_draft_have_no_such_page(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "safety-plan", {"status": "complete"}, None)
    draft = open_form(work.workspace, client.id, "phq-9")
    keep_draft(work.workspace, draft, draft.state)
    plan = filled_forms.for_client(work.workspace.caseload, client.id, "safety-plan")[0]

    assert score_moment(work.workspace, plan.id) is None
    assert score_moment(work.workspace, draft.filled.id) is None


def test_after_a_measure_from_paper_the_others_on_paper_come_next(
    work: Workplace, client: Client
) -> None:
    work.pass_gates(client, "S03")
    appointment = work.start(client, "S03")
    go_to_step(work.workspace, appointment, "health")
    due = measures_due(work.workspace, work.appointment(appointment))
    on_paper = [each.form_id for each in due if each.on_paper and not each.later]
    opened = open_form(work.workspace, client.id, on_paper[0], appointment_id=appointment)
    finish_form(work.workspace, opened, opened.state)

    after_paper = RecordStore(work.workspace).next_measure(opened)
    at_the_screen = next_measure(work.workspace, appointment)

    assert len(on_paper) > 1
    assert after_paper is not None
    assert after_paper.form_id == on_paper[1]
    assert at_the_screen is None or not at_the_screen.on_paper


def test_after_a_measure_from_paper_ahead_of_its_step_those_of_that_step_come_next(
    work: Workplace, client: Client
) -> None:
    work.pass_gates(client, "S03")
    appointment = work.start(client, "S03")
    due = measures_due(work.workspace, work.appointment(appointment))
    on_paper = [each for each in due if each.on_paper]
    opened = open_form(work.workspace, client.id, on_paper[0].form_id, appointment_id=appointment)
    finish_form(work.workspace, opened, opened.state)

    after_paper = RecordStore(work.workspace).next_measure(opened)
    at_the_screen = next_measure(work.workspace, appointment)

    assert on_paper[0].later == on_paper[1].later != ""
    assert after_paper is not None
    assert after_paper.form_id == on_paper[1].form_id
    assert at_the_screen is not None
    assert not at_the_screen.on_paper


def test_beside_a_form_the_client_is_given_what_is_due_now_alone_and_not_from_paper(
    work: Workplace, client: Client
) -> None:
    work.pass_gates(client, "S03")
    appointment = work.start(client, "S03")
    opened = open_form(work.workspace, client.id, "phq-4", appointment_id=appointment)
    store = RecordStore(work.workspace)
    due = measures_due(work.workspace, work.appointment(appointment))
    now = [each.form_id for each in due if each.is_handed_over_now]

    assert store.handed_over_beside(opened) == tuple(each for each in now if each != "phq-4")
    assert len(now) > 1

    end_session(work.workspace, appointment, "broken_off")
    assert store.handed_over_beside(opened) == ()


def test_what_comes_next_is_the_measure_that_is_due_while_the_session_runs(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", scored(*[1] * 8, 0), appointment)
    go_to_step(work.workspace, appointment, "safety-check")

    due = next_measure(work.workspace, appointment)

    assert due is not None
    assert (due.form_id, due.state) == ("gad-7", "due")
    assert next_measure(work.workspace, None) is None
    end_session(work.workspace, appointment, "finished")
    assert next_measure(work.workspace, appointment) is None
