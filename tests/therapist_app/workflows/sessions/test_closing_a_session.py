"""The close of a session: fidelity, note, signature."""

from dataclasses import replace
from datetime import timedelta

import pytest

from session_forms.answers import QuestionId
from session_forms.words.day_words import clock_time, written_day
from tests.support.workflows.workspaces import CALM, Workplace, answered
from therapist_app.record.clients import alerts, appointments, filled_forms
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Acknowledgement, Appointment
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.errors import AnswerIncomplete, NotReadyToSign
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions import closing_a_session
from therapist_app.workflows.sessions.answering_alerts import (
    ToTell,
    acknowledge,
    alert_page_data,
    asked_actions,
    open_alerts,
)
from therapist_app.workflows.sessions.before_signing import blockers
from therapist_app.workflows.sessions.closing_a_session import (
    amend_note,
    close_page_data,
    rate,
    sign_note,
)
from therapist_app.workflows.sessions.drafting_the_note import LONGEST_DRAFT, drafted_note
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step, skip_step
from therapist_app.workflows.sessions.seeing_a_session import LONGEST_MEETING
from therapist_app.workflows.workspace import Workspace


def _answer(level: str) -> Acknowledgement:
    return Acknowledgement(
        actions=tuple(each.id for each in asked_actions(level)),
        facts="Asked directly, plan gone through.",
        told="Clinical lead",
        told_when="today",
        next_contact="2026-03-04",
        reason_for_open_actions="",
        by="Ana Example",
    )


def test_the_note_is_drafted_from_what_was_done(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {f"q{number}": 1 for number in range(1, 9)} | {"q9": 0}, appointment)
    finish_step(work.workspace, appointment, "welcome")
    skip_step(work.workspace, appointment, "hopes", "client tired")
    work.clock.advance(55 * 60)
    end_session(work.workspace, appointment, "finished")

    note = close_page_data(work.workspace, appointment).note.state

    assert note.answers["duration_min"] == 55
    assert note.answers["attendance"] == "attended"
    summary = str(note.answers["summary"])
    welcome, hopes = (plan_step(work, appointment, each) for each in ("welcome", "hopes"))
    assert summary.splitlines() == [
        (
            f"This step was done: “{welcome}”. The step “{hopes}” was skipped: client tired. "
            "GAD-7 was due and was not filled in. My measure was due and was not filled in."
        ),
        "PHQ-9 is 8: mild, below cut-off. This is the first score.",
    ]


def test_one_page_drafts_the_note_once_and_the_next_one_anew(
    work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    appointment = work.start(work.add_client(), "S01")
    drafts: list[str] = []

    def draft(workspace: Workspace, of: Appointment) -> str:
        drafts.append(of.id)
        return drafted_note(workspace, of)

    monkeypatch.setattr(closing_a_session, "drafted_note", draft)

    def open_the_close() -> object:
        with work.workspace.reading_once():
            page = close_page_data(work.workspace, appointment)
            return closing_a_session.drafted_answers(work.workspace, page.appointment)["summary"]

    assert open_the_close() == ""
    finish_step(work.workspace, appointment, "welcome")

    assert plan_step(work, appointment, "welcome") in str(open_the_close())
    assert drafts == [appointment] * 2


def test_titles_that_hold_semicolons_stand_in_quotation_marks(work: Workplace) -> None:
    appointment = work.start(work.add_client(), "S01")
    for each in ("welcome", "agreement"):
        finish_step(work.workspace, appointment, each)
    first, second = (plan_step(work, appointment, each) for each in ("welcome", "agreement"))
    assert ";" in first

    note = drafted_note(work.workspace, appointments.load(work.workspace.caseload, appointment))

    assert note == f"These steps were done: “{first}”, “{second}”."


def test_the_note_says_what_was_agreed_wished_and_put_in_the_calendar(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    practice = {"what": "Walk after supper.", "when_where": "Mondays, in the park"}
    work.fill(client, "practice-plan", practice, appointment)
    work.fill(client, "session-feedback", {"change_next_time": "Shorter forms!"}, appointment)
    work.fill(client, "limits", {"questions": "Is my boss told?"}, appointment)
    at = work.workspace.now() + timedelta(days=7)
    work.plan(client, "S02", at)

    note = drafted_note(work.workspace, appointments.load(work.workspace.caseload, appointment))

    day, time = written_day(at.astimezone().date()), clock_time(at.astimezone())
    assert note == (
        "The agreed practice is “Walk after supper”, at this time and place: Mondays, in the "
        "park. The client asked: “Is my boss told?” For next time the client wrote: “Shorter "
        "forms!”. "
        f"The next appointment is on {day} at {time}."
    )


def test_a_draft_that_would_be_too_long_ends_with_a_whole_sentence(work: Workplace) -> None:
    appointment = work.start(work.add_client(), "S01")
    skip_step(work.workspace, appointment, "hopes", "tired " * 200)
    skip_step(work.workspace, appointment, "story", "tired " * 200)

    note = drafted_note(work.workspace, appointments.load(work.workspace.caseload, appointment))

    assert len(note) <= LONGEST_DRAFT
    assert note.count("The step “") == 1
    assert note.endswith("tired.")


def test_a_practice_that_was_agreed_before_is_not_said_to_be_agreed_today(work: Workplace) -> None:
    client = work.add_client()
    first = work.start(client, "S01")
    work.fill(client, "practice-plan", {"what": "Walk after supper"}, first)
    end_session(work.workspace, first, "finished")
    work.clock.advance(7 * 24 * 3600)
    second = work.start(client, "S01")

    note = drafted_note(work.workspace, appointments.load(work.workspace.caseload, second))

    assert "practice" not in note


@pytest.mark.parametrize(
    ("items", "said"),
    [
        (0, "0: minimal, below cut-off. That is 16 lower than at the start, more than "),
        (2, "16: moderately severe, at or above cut-off. That is the same as at the start."),
        (3, "24: severe, at or above cut-off. That is 8 higher than at the start, more than "),
    ],
)
def test_the_note_says_a_score_with_its_change_in_words(
    work: Workplace, items: int, said: str
) -> None:
    client = work.add_client()
    for plan, each in (("S01", 2), ("S02", items)):
        work.pass_gates(client, plan)
        appointment = work.start(client, plan)
        answers = dict.fromkeys((f"q{number}" for number in range(1, 9)), each) | {"q9": 0}
        work.fill(client, "phq-9", answers, appointment)
        end_session(work.workspace, appointment, "finished")
        work.clock.advance(7 * 24 * 3600)

    note = drafted_note(work.workspace, appointments.load(work.workspace.caseload, appointment))

    assert f"PHQ-9 is {said}" in note


def test_a_plan_that_was_gone_through_leaves_the_note_to_the_therapist(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.do_every_step(appointment)

    whole = drafted_note(work.workspace, appointments.load(work.workspace.caseload, appointment))
    skip_step(work.workspace, appointment, "hopes", "client tired")
    rest = drafted_note(work.workspace, appointments.load(work.workspace.caseload, appointment))

    note = work.workspace.forms.latest("session-note").question("summary")
    assert whole.splitlines()[0] == "All steps of the session were done."
    assert rest.startswith("7 of 8 steps of the session were done. The step “")
    assert "client tired" in rest
    assert note.max_characters >= 2 * LONGEST_DRAFT


def test_a_session_that_was_left_running_drafts_no_length(work: Workplace) -> None:
    appointment = work.start(work.add_client(), "S01")
    work.clock.advance(2 * 24 * 3600)

    page = close_page_data(work.workspace, appointment)

    assert "duration_min" not in page.note.state.answers
    assert page.note.state.problems == {}
    asked = work.workspace.forms.latest("session-note").question("duration_min")
    assert asked.maximum == LONGEST_MEETING


def test_a_note_with_an_open_alert_cannot_be_signed(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {"q9": 2}, appointment)
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")
    page = close_page_data(work.workspace, appointment)
    found = blockers(work.workspace, page.appointment, page.note.state)
    assert [each.kind for each in found] == ["alert"]

    with pytest.raises(NotReadyToSign):
        sign_note(work.workspace, appointment, page.note, page.note.state)

    [alert] = open_alerts(work.workspace, client.id)
    work.fill(client, "suicide-enquiry", {}, appointment)
    work.write_plan(client, "safety-plan", appointment)
    acknowledge(work.workspace, alert.id, _answer("act"))
    signature = sign_note(work.workspace, appointment, page.note, page.note.state)
    assert signature.signed_by == "Ana Example"


@pytest.mark.parametrize(
    ("written", "drafted"),
    [
        ("Asked directly; no plan", "Asked directly; no plan."),
        ("He calls on Thursday", "Asked directly; no plan. He calls on Thursday."),
        ("", "Asked directly; no plan."),
        ("x" * 390, "Asked directly; no plan."),
    ],
)
def test_what_was_written_at_an_alert_stands_in_the_note_and_is_not_typed_again(
    work: Workplace, written: str, drafted: str
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    assert "risk_changes" not in close_page_data(work.workspace, appointment).note.state.answers
    for form_id, answers, said in (
        ("phq-9", {"q9": 2}, "Asked directly;  no plan."),
        ("risk-check", {**CALM, "worry_about_acting": 7}, written),
    ):
        work.fill(client, form_id, answers, appointment)
        [alert] = open_alerts(work.workspace, client.id)
        alerts.acknowledge(work.workspace.caseload, alert.id, replace(_answer("act"), facts=said))
        work.clock.advance(60)

    note = close_page_data(work.workspace, appointment).note.state

    assert note.question_state(QuestionId("risk_changes")).answer == drafted
    assert note.problems == {}


def test_a_running_session_cannot_be_signed(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    page = close_page_data(work.workspace, appointment)

    with pytest.raises(NotReadyToSign):
        sign_note(work.workspace, appointment, page.note, page.note.state)


@pytest.mark.parametrize(
    ("changed", "missing"),
    [
        ({"actions": ()}, ("reason",)),
        ({"actions": ("contact",)}, ("reason",)),
        ({"actions": ("contact",), "reason_for_open_actions": "tomorrow"}, ()),
        ({"facts": "ok"}, ("facts",)),
        ({"told": " "}, ("told",)),
        ({"next_contact": "2026-03-06"}, ("next_contact",)),
        ({"next_contact": "soon"}, ("next_contact",)),
    ],
)
def test_an_alert_is_answered_with_what_its_level_asks_for(
    work: Workplace, changed: dict[str, object], missing: tuple[str, ...]
) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", {"q9": 3}, work.start(client, "S01"))
    [alert] = open_alerts(work.workspace, client.id)
    work.fill(client, "suicide-enquiry", {}, None)
    work.write_plan(client, "safety-plan")
    answer = replace(_answer("act"), **changed)

    if missing:
        with pytest.raises(AnswerIncomplete) as refused:
            acknowledge(work.workspace, alert.id, answer)
        assert refused.value.missing == missing
    else:
        acknowledge(work.workspace, alert.id, answer)
    assert bool(open_alerts(work.workspace, client.id)) == bool(missing)


def test_adherence_counts_what_applies(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    items = [line.item.id for line in close_page_data(work.workspace, appointment).items]
    rate(work.workspace, appointment, items[0], "2")
    rate(work.workspace, appointment, items[1], "1")
    rate(work.workspace, appointment, items[2], "na", "not this time")

    page = close_page_data(work.workspace, appointment)

    assert page.adherence.percent == 75
    assert page.items[2].reason == "not this time"


@pytest.mark.parametrize("put_back", [0, 60])
def test_a_signed_note_is_amended_openly(work: Workplace, put_back: int) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")
    page = close_page_data(work.workspace, appointment)
    state = answered(page.note.state, {"summary": "First words."})
    sign_note(work.workspace, appointment, page.note, state)
    work.clock.advance(-put_back)

    with pytest.raises(NotReadyToSign):
        amend_note(work.workspace, appointment, "The date was the 3rd.", "x")
    amend_note(work.workspace, appointment, "The date was the 3rd.", "wrong day")

    after = close_page_data(work.workspace, appointment)
    assert after.note.state.answers["summary"] == "First words."
    assert [(each.text, each.reason) for each in after.amendments] == [
        ("The date was the 3rd.", "wrong day")
    ]
    with pytest.raises(AlreadySigned):
        sign_note(work.workspace, appointment, page.note, state)
    with pytest.raises(AlreadySigned):
        rate(work.workspace, appointment, page.items[0].item.id, "2")


def test_what_is_not_in_the_record_is_not_taken_from_an_answer(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "safety-plan", {}, None)
    work.clock.advance(60)
    work.fill(client, "phq-9", {"q9": 3}, None)
    [alert] = open_alerts(work.workspace, client.id)
    claimed = replace(_answer("act"), actions=("enquiry", "plan"))

    with pytest.raises(AnswerIncomplete) as refused:
        acknowledge(work.workspace, alert.id, claimed)

    assert refused.value.missing == ("actions", "reason")


def test_a_form_counts_from_the_alert_on_and_never_the_one_that_opened_it(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, None)
    [alert] = open_alerts(work.workspace, client.id)
    assert _shown(work, alert.id) == {"enquiry": False, "plan": False}
    work.clock.advance(60)

    work.write_plan(client, "boundaries")
    assert _shown(work, alert.id) == {"enquiry": False, "plan": True}
    work.fill(client, "risk-event", {}, None)

    assert _shown(work, alert.id) == {"enquiry": True, "plan": True}


def test_a_paper_form_from_before_the_alert_shows_nothing(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", {"q9": 3}, None)
    [alert] = open_alerts(work.workspace, client.id)
    day = work.workspace.today()
    for filled_on, shown in ((day - timedelta(days=2), False), (day, True)):
        paper = open_form(work.workspace, client.id, "safety-plan", filled_by="paper")
        filled = replace(paper.filled, filled_on=filled_on)
        given = {**work.plan_answers("safety-plan"), "own_steps": [f"Walk on {filled_on}"]}
        again = {} if paper.state.context.first_use else {"used_since_last": "not_needed"}
        state = answered(paper.state, given | again)
        finish_form(work.workspace, replace(paper, filled=filled), state)
        assert _shown(work, alert.id)["plan"] is shown


def test_a_plan_from_before_the_alert_is_changed_by_its_correction(work: Workplace) -> None:
    client = work.add_client()
    work.write_plan(client, "safety-plan")
    plan = filled_forms.for_client(work.workspace.caseload, client.id, "safety-plan")[0]
    work.clock.advance(60)
    work.fill(client, "phq-9", {"q9": 3}, None)
    [alert] = open_alerts(work.workspace, client.id)
    before = _shown(work, alert.id)["plan"]

    opened = begin_correction(work.workspace, plan.id, "It was not safe enough")
    finish_form(work.workspace, opened, answered(opened.state, {"own_steps": ["Ring at once"]}))

    assert not before
    assert _shown(work, alert.id)["plan"]


def test_an_enquiry_that_opened_an_alert_itself_is_not_asked_for_again(work: Workplace) -> None:
    client = work.add_client()
    asked = work.workspace.forms.latest("suicide-enquiry")
    raising = [each for each in asked.questions if each.alerts and each.kind == "yes_no"]
    work.fill(client, "suicide-enquiry", {each.id: True for each in raising}, None)

    found = [each for each in open_alerts(work.workspace, client.id) if each.form_id == asked.id]

    assert found
    assert all(_shown(work, each.id)["enquiry"] for each in found if each.level != "urgent")


def _shown(work: Workplace, alert_id: str) -> dict[str, bool]:
    asked = alert_page_data(work.workspace, alert_id).asked
    return {each.id: each.done_at is not None for each in asked if each.shown_by}


def test_the_note_says_what_was_done_about_each_alert_and_what_was_promised(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", {"q9": 3}, appointment)
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, appointment)
    work.write_plan(client, "safety-plan", appointment)
    told, untold = open_alerts(work.workspace, client.id)
    answer = replace(_answer("act"), reason_for_open_actions="The client had to leave")
    acknowledge(work.workspace, told.id, answer)
    tomorrow = work.workspace.today() + timedelta(days=1)
    acknowledge(
        work.workspace, untold.id, replace(answer, told=""), ToTell("the supervisor", tomorrow)
    )

    note = drafted_note(work.workspace, appointments.load(work.workspace.caseload, appointment))

    assert "Clinical lead was told." in note
    assert "The supervisor is to be told by 3 March 2026." in note
    assert note.count("An alert (act) was answered: ") == 2
    assert "Plan gone through together and updated" in note
    assert note.count("The next contact is promised by 4 March 2026.") == 1


def plan_step(work: Workplace, appointment_id: str, step_id: str) -> str:
    """Return the title of a step."""
    appointment = appointments.load(work.workspace.caseload, appointment_id)
    return plan_of(work.workspace, appointment).step(step_id).title
