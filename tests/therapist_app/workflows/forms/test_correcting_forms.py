"""A finished form is read; it is corrected openly, and the correction counts everywhere."""

from dataclasses import replace
from datetime import timedelta

import pytest

from programme.definition.requirements import AnswerRequirement
from session_forms.answers import QuestionId
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.client_rights import consents, protection
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.database import audit
from therapist_app.record.errors import AlreadyFinished
from therapist_app.record.model import Client
from therapist_app.workflows.errors import ReasonNeeded
from therapist_app.workflows.exporting.case_files import case_file
from therapist_app.workflows.forms.correcting_forms import (
    begin_correction,
    corrections,
    open_correction,
)
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft, latest_answers
from therapist_app.workflows.forms.opening_forms import open_form, reopen_form
from therapist_app.workflows.measures.measuring import measure_series, prompts_in, read_rows
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.rights.form_parts import forms_part
from therapist_app.workflows.sessions.before_signing import blockers
from therapist_app.workflows.sessions.closing_a_session import amend_note, close_page_data
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step
from therapist_app.workflows.sessions.looking_back import last_time
from therapist_app.workflows.sessions.passing_gates import gate_facts

ZEROS: dict[str, object] = {f"q{number}": 0 for number in range(1, 10)}


def filled(work: Workplace, client: Client, form_id: str, appointment: str | None = None) -> str:
    found = filled_forms.for_client(work.workspace.caseload, client.id, form_id)
    return next(each.id for each in reversed(found) if each.appointment_id == appointment)


def correct(work: Workplace, filled_id: str, answers: dict[str, object], why: str = "Slip") -> str:
    work.clock.advance(timedelta(days=3).total_seconds())
    opened = begin_correction(work.workspace, filled_id, why)
    finish_form(work.workspace, opened, answered(opened.state, answers))
    return opened.filled.id


@pytest.mark.parametrize("in_session", [True, False])
def test_a_finished_form_is_read_only_at_once(work: Workplace, *, in_session: bool) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01") if in_session else None
    work.fill(client, "phq-9", dict(ZEROS), appointment)

    opened = reopen_form(work.workspace, filled(work, client, "phq-9", appointment))

    assert opened.read_only
    assert opened.may_correct
    changed = answered(opened.state, {"q1": 3})
    for keep in (keep_draft, finish_form):
        with pytest.raises(AlreadyFinished):
            keep(work.workspace, opened, changed)


def test_a_stale_draft_does_not_write_over_what_was_finished_meanwhile(work: Workplace) -> None:
    client = work.add_client()
    stale = open_form(work.workspace, client.id, "phq-9")
    keep_draft(work.workspace, stale, answered(stale.state, {"q1": 1}))
    finish_form(work.workspace, stale, answered(stale.state, ZEROS))

    with pytest.raises(AlreadyFinished):
        keep_draft(work.workspace, stale, answered(stale.state, {"q1": 3}))

    assert latest_answers(work.workspace, client.id)["phq-9"]["q1"] == 0


def test_a_draft_is_gone_on_with_and_needs_no_reason(work: Workplace) -> None:
    client = work.add_client()
    opened = open_form(work.workspace, client.id, "phq-9")
    keep_draft(work.workspace, opened, answered(opened.state, {"q1": 1}))

    again = reopen_form(work.workspace, opened.filled.id)

    assert not again.read_only
    assert not again.may_correct


def test_a_form_of_several_steps_is_gone_on_with_until_the_last_of_them_is_done(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {}, appointment)

    def is_read_only() -> bool:
        opened = open_form(work.workspace, client.id, "agreement", appointment_id=appointment)
        return opened.read_only

    found = [is_read_only()]
    for step in ("records", "hopes", "agreement"):
        finish_step(work.workspace, appointment, step)
        found.append(is_read_only())

    assert found == [False, False, False, True]


def test_correcting_keeps_the_first_answers_and_says_what_changed_and_why(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    first = filled(work, client, "phq-9")
    before = filled_forms.load(work.workspace.caseload, first)

    later = correct(work, first, {"q1": 2}, "Read the wrong line")

    assert filled_forms.load(work.workspace.caseload, first) == before
    assert filled_forms.load(work.workspace.caseload, later).amends == first
    [correction] = corrections(work.workspace, before)
    assert correction.reason == "Read the wrong line"
    assert correction.by == "Ana Example"
    [changed] = correction.changed
    assert changed.question_id == "q1"
    assert (changed.before, changed.after) == ("0 · Not at all", "2 · More than half the days")
    assert "form_corrected" in [each.action for each in audit.entries(work.workspace.caseload)]


def test_whoever_finishes_a_correction_is_the_one_who_corrected(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    first = filled(work, client, "phq-9")
    opened = begin_correction(work.workspace, first, "Read the wrong line")
    vault = work.workspace.vault
    vault.person = replace(vault.person, name="Ben Cover")

    finish_form(work.workspace, opened, answered(opened.state, {"q1": 2}))

    before = filled_forms.load(work.workspace.caseload, first)
    assert before.amended_by == ""
    assert [each.by for each in corrections(work.workspace, before)] == ["Ben Cover"]


def test_a_second_correction_begins_with_what_counts_and_shows_only_its_own_changes(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    first = filled(work, client, "phq-9")
    later = correct(work, first, {"q1": 2})

    correct(work, later, {"q2": 1})

    answers = latest_answers(work.workspace, client.id)["phq-9"]
    assert (answers["q1"], answers["q2"]) == (2, 1)
    found = corrections(work.workspace, filled_forms.load(work.workspace.caseload, later))
    assert [[each.question_id for each in one.changed] for one in found] == [["q1"], ["q2"]]


def test_a_correction_needs_a_reason_and_a_finished_form(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    draft = open_form(work.workspace, client.id, "gad-7")
    keep_draft(work.workspace, draft, answered(draft.state, {"q1": 1}))

    for form, why in ((filled(work, client, "phq-9"), "  "), (draft.filled.id, "Slip")):
        with pytest.raises(ReasonNeeded):
            begin_correction(work.workspace, form, why)


def test_a_restricted_record_is_not_corrected(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    restrict(work.workspace, client.id, "accuracy")
    assert protection.restriction_of(work.workspace.caseload, client.id) is not None

    assert not reopen_form(work.workspace, filled(work, client, "phq-9")).may_correct
    with pytest.raises(ReasonNeeded):
        begin_correction(work.workspace, filled(work, client, "phq-9"), "Slip")


def test_a_correction_counts_only_when_it_is_finished_and_is_gone_on_with(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    first = filled(work, client, "phq-9")
    begun = begin_correction(work.workspace, first, "Slip")
    keep_draft(work.workspace, begun, answered(begun.state, {"q1": 3}))

    again = begin_correction(work.workspace, first, "Slip, once more")

    assert again.filled.id == begun.filled.id
    assert again.filled.amend_reason == "Slip, once more"
    assert begin_correction(work.workspace, begun.filled.id, "").filled.id == begun.filled.id
    assert again.state.answers["q1"] == 3
    assert not again.read_only
    assert reopen_form(work.workspace, first).state.answers["q1"] == 0
    assert latest_answers(work.workspace, client.id)["phq-9"]["q1"] == 0
    assert open_correction(work.workspace, first) is not None
    finish_form(work.workspace, again, again.state)
    assert open_correction(work.workspace, first) is None


def test_a_form_of_a_signed_session_is_corrected_and_the_correction_stays_then(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = work.hold(client, "S01")
    first = filled(work, client, "risk-check", appointment)

    later = correct(work, first, {"mood": 2})

    assert reopen_form(work.workspace, first).state.answers["mood"] == 2
    kept = filled_forms.load(work.workspace.caseload, later)
    opened = reopen_form(work.workspace, later)
    assert opened.filled.id == first
    with pytest.raises(AlreadyFinished):
        keep_draft(work.workspace, replace(opened, filled=kept), opened.state)


def test_what_was_answered_keeps_its_time_and_its_place_in_the_course(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, "phq-9", dict(ZEROS), appointment)
    first = filled(work, client, "phq-9", appointment)
    before = filled_forms.load(work.workspace.caseload, first)

    correct(work, first, {"q1": 3})

    [series] = [each for each in measure_series(work.workspace, client.id) if each.is_main]
    [point] = series.scored
    assert (point.plan_id, point.at, point.result.value) == ("S01", before.answered_at, 3)
    slot = filled_forms.in_slot(work.workspace.caseload, client.id, "phq-9@S01")
    assert slot is not None
    assert (slot.id, slot.changed_at) == (first, before.changed_at)


def test_a_later_correction_of_an_older_form_does_not_make_it_the_newest(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    older = filled(work, client, "phq-9")
    work.clock.advance(timedelta(days=1).total_seconds())
    work.fill(client, "phq-9", {**ZEROS, "q1": 1}, None)

    correct(work, older, {"q1": 3})

    assert latest_answers(work.workspace, client.id)["phq-9"]["q1"] == 1
    newest = filled_forms.latest(work.workspace.caseload, client.id, "phq-9", finished=True)
    assert newest is not None
    assert work.workspace.answers_of(newest)["q1"] == 1


def test_a_critical_answer_of_a_correction_opens_its_alert_in_the_same_transaction(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    opened = begin_correction(work.workspace, filled(work, client, "phq-9"), "Missed")

    kept = finish_form(work.workspace, opened, answered(opened.state, {"q9": 3}))

    [alert] = kept.alerts
    assert alert.level == "act"
    assert alerts.unacknowledged(work.workspace.caseload, client.id) == (alert,)
    assert workspace_answer(work, alert.filled_form_id) == 3


def workspace_answer(work: Workplace, filled_id: str) -> object:
    kept = filled_forms.load(work.workspace.caseload, filled_id)
    return work.workspace.answers_of(kept)[QuestionId("q9")]


def test_a_correction_that_leaves_a_critical_answer_opens_no_second_alert(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", {**ZEROS, "q9": 2}, None)

    correct(work, filled(work, client, "phq-9"), {"q1": 1})

    assert len(alerts.for_client(work.workspace.caseload, client.id)) == 1


def test_the_safety_check_before_signing_reads_the_correction(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")
    page = close_page_data(work.workspace, appointment)
    first = filled(work, client, "risk-check", appointment)

    opened = begin_correction(work.workspace, first, "Not asked in fact")
    without = answered(opened.state, {"self_harm_thoughts": None})
    finish_form(work.workspace, opened, without)

    found = blockers(work.workspace, page.appointment, page.note.state)
    assert [each.kind for each in found] == ["safety"]


def test_a_gate_reads_the_correction(work: Workplace) -> None:
    client = work.add_client()
    programme = work.workspace.programme_of(client)
    asked = next(
        each
        for gate in programme.gates
        for each in gate.requires
        if isinstance(each, AnswerRequirement) and each.equals is not None
    )
    work.fill(client, asked.form, {asked.question: asked.equals}, None)
    first = filled(work, client, asked.form)

    correct(work, first, {asked.question: None})

    [answers] = gate_facts(work.workspace, client.id).fillings[asked.form]
    assert QuestionId(asked.question) not in answers


def test_exports_read_the_correction_and_search_for_what_was_written_first(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = work.hold(client, "S01")
    work.fill(client, "safety-plan", {"status": "complete", "signs": ("Walnut lane",)}, None)
    first = filled(work, client, "safety-plan")
    week = case_file(work.workspace, client.id).filled[-1].week

    correct(work, first, {"signs": ("I sleep badly",)}, "Peppermint")
    amend_note(work.workspace, appointment, "Tangerine", "Left out")

    case = case_file(work.workspace, client.id)
    [plan] = [each for each in case.filled if each.form_id == "safety-plan"]
    assert plan.answers[QuestionId("signs")] == ["I sleep badly"]
    assert plan.week == week
    assert {"Walnut lane", "I sleep badly", "Peppermint", "Tangerine"} <= set(case.note_texts)
    assert [each.form_id for each in case.filled].count("session-note") == 1


def test_the_page_of_the_client_and_last_time_read_the_correction(work: Workplace) -> None:
    client = work.add_client()
    before = work.start(client, "S01")
    work.fill(client, "practice-plan", {"what": "Walk"}, before)
    work.do_every_step(before)
    end_session(work.workspace, before, "finished")
    work.clock.advance(timedelta(days=7).total_seconds())
    appointment = work.plan(client, "S02")

    correct(work, filled(work, client, "practice-plan", before), {"what": "Call a friend"})

    page = client_page_data(work.workspace, client.id)
    assert [each.what for each in page.practice] == ["Call a friend"]
    looked = last_time(work.workspace, page.next_appointment, "practice-plan")
    assert looked is not None
    assert appointment == page.next_appointment.id
    assert "Call a friend" in [each.words for each in looked.items]
    assert [each.words for each in looked.same_form] == ["Call a friend"]


def test_what_a_measure_suggests_and_a_review_that_is_due_follow_the_correction(
    work: Workplace,
) -> None:
    client = work.add_client()
    soon = work.workspace.today() + timedelta(days=5)
    late = soon + timedelta(days=300)
    work.fill(client, "safety-plan", {"status": "complete", "review_date": soon.isoformat()}, None)
    first = filled(work, client, "safety-plan")
    caseload = work.workspace.caseload
    due = soon + timedelta(days=10)
    assert filled_forms.reviews_due(caseload, "safety-plan", due) == ((client.id, soon),)

    correct(work, first, {"review_date": late.isoformat()})
    none_due = filled_forms.reviews_due(caseload, "safety-plan", due)
    correct(work, first, {"review_date": due.isoformat()})

    assert none_due == ()
    assert filled_forms.reviews_due(caseload, "safety-plan", due) == ((client.id, due),)
    assert prompts_in(work.workspace, read_rows(work.workspace, client.id)) == ()


def test_the_copy_for_the_client_tells_both_and_the_score_of_the_one_that_counts(
    work: Workplace,
) -> None:
    client = work.add_client()
    work.fill(client, "phq-9", dict(ZEROS), None)
    first = filled(work, client, "phq-9")

    later = correct(work, first, {"q1": 3}, "Read the wrong line")

    lines = {
        line.id: line.value
        for item in forms_part(work.workspace, client.id).items
        for line in item.lines
    }
    assert lines[f"form:{first}:q1"] == "0 · Not at all"
    assert lines[f"form:{later}:q1"] == "3 · Nearly every day"
    assert lines[f"form:{later}:amends"] == "Read the wrong line"
    assert "the correction counts" in lines[f"form:{first}:corrected"]
    assert not [key for key in lines if key.startswith(f"form:{first}:score")]
    assert [key for key in lines if key.startswith(f"form:{later}:score")]


def test_a_consent_follows_the_correction_of_its_form(work: Workplace) -> None:
    client = work.add_client()
    work.fill(client, "agreement", {"pseudonymised_use": "agreed"}, None)

    correct(work, filled(work, client, "agreement"), {"pseudonymised_use": "declined"})

    kept = consents.for_client(work.workspace.caseload, client.id)
    assert [each.decision for each in kept if each.topic == "figures_used"] == [
        "given",
        "withdrawn",
    ]


def test_a_note_is_amended_and_never_replaced(work: Workplace) -> None:
    client = work.add_client()
    appointment = work.hold(client, "S01")
    note = filled(work, client, "session-note", appointment)
    words = reopen_form(work.workspace, note).state.answers["summary"]

    amend_note(work.workspace, appointment, "One thing more", "Left out")

    opened = reopen_form(work.workspace, note)
    assert opened.state.answers["summary"] == words
    assert not opened.may_correct
