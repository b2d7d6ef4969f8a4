"""Forms that were filled in on paper and are entered later."""

from datetime import date, timedelta

import pytest

from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import Client
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft, latest_answers
from therapist_app.workflows.forms.opening_forms import open_form, reopen_form
from therapist_app.workflows.forms.paper_entry import (
    PaperForm,
    PaperSlot,
    begin_paper_form,
    day_problem,
    first_day,
    likely_slot,
    open_slots,
)
from therapist_app.workflows.forms.paper_facts import paper_words
from therapist_app.workflows.measures.measuring import measure_series
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.seeing_a_session import measures_due, session_page_data

CALM = {f"q{number}": 0 for number in range(1, 10)}
DAY = timedelta(days=1)


@pytest.fixture
def client(work: Workplace) -> Client:
    client = work.add_client()
    work.clock.advance(DAY.total_seconds() * 10)
    return client


def hold(work: Workplace, client: Client, plan_id: str, *, signed: bool = False) -> str:
    appointment = work.start(client, plan_id)
    work.clock.advance(50 * 60)
    end_session(work.workspace, appointment, "finished")
    if signed:
        work.do_every_step(appointment)
        page = close_page_data(work.workspace, appointment)
        sign_note(work.workspace, appointment, page.note, page.note.state)
    return appointment


def enter(work: Workplace, paper: PaperForm, answers: dict[str, object]) -> str:
    opened = begin_paper_form(work.workspace, paper)
    finish_form(work.workspace, opened, answered(opened.state, answers))
    return opened.filled.id


def test_both_dates_and_the_rater_are_kept(work: Workplace, client: Client) -> None:
    day = work.workspace.today() - 3 * DAY

    filled_id = enter(work, PaperForm(client.id, "phq-9", day, "interpreter"), CALM)

    kept = filled_forms.load(work.workspace.caseload, filled_id)
    assert (kept.filled_on, kept.rater, kept.filled_by) == (day, "interpreter", "paper")
    assert kept.started_at.astimezone().date() == work.workspace.today()
    assert kept.is_late
    assert paper_words(kept) == (
        "On paper, 9 March 2026, with an interpreter, entered later, 12 March 2026"
    )


def test_a_form_at_the_screen_and_one_of_today_say_no_more_than_there_is(
    work: Workplace, client: Client
) -> None:
    today = enter(work, PaperForm(client.id, "phq-9", work.workspace.today(), ""), CALM)
    screen = open_form(work.workspace, client.id, "gad-7").filled

    assert (
        paper_words(filled_forms.load(work.workspace.caseload, today)) == "On paper, 12 March 2026"
    )
    assert paper_words(screen) == ""


@pytest.mark.parametrize(
    ("days", "problem"), [(1, "future"), (0, ""), (-375, ""), (-376, "before_start")]
)
def test_the_day_lies_between_a_year_before_the_work_began_and_today(
    work: Workplace, client: Client, days: int, problem: str
) -> None:
    day = work.workspace.today() + days * DAY

    assert first_day(work.workspace, client.id) == work.workspace.today() - 375 * DAY
    assert day_problem(work.workspace, client.id, day) == problem
    if problem:
        with pytest.raises(RecordBug):
            begin_paper_form(work.workspace, PaperForm(client.id, "phq-9", day, "client"))


def test_a_paper_form_fills_the_slot_of_its_session_and_only_that(
    work: Workplace, client: Client
) -> None:
    appointment = hold(work, client, "S01")
    [slot] = open_slots(work.workspace, client.id, "phq-9")
    paper = PaperForm(client.id, "phq-9", work.workspace.today(), "client", slot)

    enter(work, paper, CALM)

    kept = filled_forms.in_slot(work.workspace.caseload, client.id, "phq-9@S01")
    assert kept is not None
    assert kept.appointment_id == appointment
    assert open_slots(work.workspace, client.id, "phq-9") == ()
    due = measures_due(work.workspace, session_page_data(work.workspace, appointment).appointment)
    assert next(each for each in due if each.form_id == "phq-9").state == "finished"


def test_a_slot_of_a_signed_session_is_filled_without_touching_the_session(
    work: Workplace, client: Client
) -> None:
    hold(work, client, "S01", signed=True)
    [slot] = open_slots(work.workspace, client.id, "phq-9")

    filled_id = enter(work, PaperForm(client.id, "phq-9", slot.day, "client", slot), CALM)

    kept = filled_forms.load(work.workspace.caseload, filled_id)
    assert (kept.slot, kept.appointment_id) == ("phq-9@S01", None)


def test_a_form_that_is_no_measure_of_a_session_has_no_slot(
    work: Workplace, client: Client
) -> None:
    hold(work, client, "S01")

    assert open_slots(work.workspace, client.id, "boundaries") == ()


def test_the_likely_slot_is_that_of_the_nearest_session_within_three_days() -> None:
    first = PaperSlot("phq-9@S01", "S01", date(2026, 3, 2), None)
    second = PaperSlot("phq-9@S02", "S02", date(2026, 3, 9), None)

    likely = {day: likely_slot((first, second), date(2026, 3, day)) for day in (2, 4, 6, 7, 12, 13)}

    assert likely == {2: first, 4: first, 6: second, 7: second, 12: second, 13: None}
    assert likely_slot((), date(2026, 3, 2)) is None


def test_the_series_uses_the_day_on_the_paper(work: Workplace, client: Client) -> None:
    hold(work, client, "S01")
    session_day = work.workspace.today()
    [slot] = open_slots(work.workspace, client.id, "phq-9")
    work.clock.advance((14 * DAY).total_seconds())

    enter(work, PaperForm(client.id, "phq-9", session_day, "client", slot), CALM)

    series = next(each for each in measure_series(work.workspace, client.id) if each.scored)
    assert series.scored[0].at.astimezone().date() == session_day
    filled = case_file(work.workspace, client.id).filled
    assert [each.week for each in filled if each.form_id == "phq-9"] == [0]


def test_a_paper_form_is_gone_on_with_and_never_mixed_with_one_at_the_screen(
    work: Workplace, client: Client
) -> None:
    paper = PaperForm(client.id, "gad-7", work.workspace.today() - DAY, "client")
    first = begin_paper_form(work.workspace, paper)
    keep_draft(work.workspace, first, answered(first.state, {"q1": 2}))

    again = begin_paper_form(work.workspace, paper)
    at_the_screen = open_form(work.workspace, client.id, "gad-7")
    other_day = begin_paper_form(
        work.workspace, PaperForm(client.id, "gad-7", work.workspace.today(), "client")
    )

    assert again.filled.id == first.filled.id
    assert again.state.answers == {"q1": 2}
    assert at_the_screen.state.answers == {}
    assert other_day.filled.id != first.filled.id


def test_limits_of_days_and_first_use_go_by_the_day_on_the_paper(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "risk-check", {"mood": 5}, None)
    day = work.workspace.today() - 5 * DAY

    opened = begin_paper_form(work.workspace, PaperForm(client.id, "risk-check", day, "together"))

    assert opened.state.context.today == day
    assert opened.state.context.first_use


def test_what_is_answered_later_on_paper_does_not_take_the_place_of_newer_answers(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "risk-check", {"mood": 7}, None)
    day = work.workspace.today() - 5 * DAY

    enter(work, PaperForm(client.id, "risk-check", day, "together"), {"mood": 2})

    assert latest_answers(work.workspace, client.id)["risk-check"]["mood"] == 7


def test_a_critical_answer_on_paper_opens_its_alert_now(work: Workplace, client: Client) -> None:
    day = work.workspace.today() - 5 * DAY

    enter(work, PaperForm(client.id, "phq-9", day, "client"), {**CALM, "q9": 2})

    [alert] = alerts.unacknowledged(work.workspace.caseload, client.id)
    assert alert.opened_at.astimezone().date() == work.workspace.today()


def test_a_form_of_totals_has_its_own_questions_answered_by_the_same_facts(
    work: Workplace, client: Client
) -> None:
    day = work.workspace.today() - 2 * DAY

    opened = begin_paper_form(work.workspace, PaperForm(client.id, "csq-8", day, "client"))

    assert opened.state.answers == {"completed_on": day.isoformat(), "source": "alone"}
    together = begin_paper_form(work.workspace, PaperForm(client.id, "srs", day, "together"))
    assert together.state.answers == {"completed_on": day.isoformat()}


def test_a_total_entered_in_its_session_keeps_the_day_and_the_rater_it_says(
    work: Workplace, client: Client
) -> None:
    day = work.workspace.today() - DAY
    answers = {"total": 20, "completed_on": day.isoformat(), "source": "read_aloud"}

    work.fill(client, "csq-8", answers, None)

    [kept] = filled_forms.for_client(work.workspace.caseload, client.id, "csq-8")
    assert (kept.filled_on, kept.rater, kept.filled_by) == (day, "read_aloud", "paper")


def test_numbers_of_a_form_without_words_come_from_paper(work: Workplace, client: Client) -> None:
    work.fill(client, "who-5", {"q1": 3}, None)
    work.fill(client, "gad-7", {"q1": 3}, None)

    [typed] = filled_forms.for_client(work.workspace.caseload, client.id, "who-5")
    [asked] = filled_forms.for_client(work.workspace.caseload, client.id, "gad-7")
    assert (typed.filled_by, asked.filled_by) == ("paper", "together")


def test_a_draft_of_a_total_is_gone_on_with_at_the_screen(work: Workplace, client: Client) -> None:
    opened = open_form(work.workspace, client.id, "csq-8")
    keep_draft(work.workspace, opened, answered(opened.state, {"completed_on": "2026-03-10"}))

    again = open_form(work.workspace, client.id, "csq-8")

    assert again.filled.id == opened.filled.id


def test_what_was_entered_from_paper_is_read_only_and_can_be_corrected(
    work: Workplace, client: Client
) -> None:
    filled_id = enter(work, PaperForm(client.id, "phq-9", date(2026, 3, 10), "client"), CALM)

    after = reopen_form(work.workspace, filled_id)

    assert after.read_only
    assert after.may_correct
    assert after.client_code == client.code
    assert after.saved_at is not None
