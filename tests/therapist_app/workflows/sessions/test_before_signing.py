"""What no session is signed without, whatever the programme's files say."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import CALM, Workplace, answered
from therapist_app.record.clients import appointments, filled_forms, promises
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Client, Ending
from therapist_app.workflows.course.following_a_plan import agenda_of
from therapist_app.workflows.errors import NotReadyToSign
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.before_signing import blockers
from therapist_app.workflows.sessions.closing_a_session import close_page_data, sign_note
from therapist_app.workflows.sessions.holding_a_session import end_session, finish_step, skip_step

AGREED = {"signed": True}


def in_the_way(work: Workplace, appointment_id: str) -> list[str]:
    page = close_page_data(work.workspace, appointment_id)
    found = blockers(work.workspace, page.appointment, page.note.state)
    return [each.kind for each in found]


def tick_off(work: Workplace, appointment_id: str) -> None:
    appointment = appointments.load(work.workspace.caseload, appointment_id)
    for step in agenda_of(work.workspace, appointment):
        finish_step(work.workspace, appointment_id, step.id)


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def test_a_session_of_which_nothing_was_done_cannot_be_signed(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    end_session(work.workspace, appointment, "finished")
    page = close_page_data(work.workspace, appointment)

    with pytest.raises(NotReadyToSign) as refused:
        sign_note(work.workspace, appointment, page.note, page.note.state)

    assert refused.value.kinds == ("safety", "gate", "gate", "steps", "empty")


def test_every_step_ticked_off_does_not_stand_for_the_safety_check(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "limits", {"teach_back": True}, appointment)
    work.fill(client, "agreement", {"signed": True}, appointment)
    tick_off(work, appointment)
    end_session(work.workspace, appointment, "finished")

    assert in_the_way(work, appointment) == ["safety"]

    work.fill(client, "risk-check", CALM, appointment)
    assert in_the_way(work, appointment) == []


@pytest.mark.parametrize("lacking", ["self_harm_thoughts", "worry_about_acting", "events_since"])
def test_a_safety_check_without_a_critical_answer_is_none(
    work: Workplace, client: Client, lacking: str
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", {**CALM, lacking: None}, appointment)
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")

    page = close_page_data(work.workspace, appointment)
    [found] = blockers(work.workspace, page.appointment, page.note.state)

    asked = work.workspace.forms.latest("risk-check").question(lacking)
    assert (found.kind, found.form_id) == ("safety", "risk-check")
    assert found.words in {asked.prompt, asked.prompt_first_use}


def test_a_finished_first_session_has_its_limits_taught_back(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", CALM, appointment)
    work.fill(client, "limits", {"teach_back": False}, appointment)
    work.fill(client, "agreement", {"signed": True}, appointment)
    tick_off(work, appointment)
    end_session(work.workspace, appointment, "finished")
    assert in_the_way(work, appointment) == ["gate"]

    end_session(work.workspace, appointment, "to_be_continued")

    assert in_the_way(work, appointment) == ["gate"]  # every step is done: nothing can follow


@pytest.mark.parametrize(
    ("form_id", "answers", "is_finished", "named"),
    [
        ("agreement", {}, False, ("agreement", "signed", "answer")),
        ("agreement", {"voluntary": True}, False, ("agreement", "signed", "answer")),
        ("agreement", {"voluntary": True}, True, ("agreement", "signed", "correct")),
        ("agreement", {"signed": True}, False, ("agreement", "", "finish")),
        ("agreement", {"signed": False}, True, ("agreement", "signed", "correct")),
        ("limits", {"teach_back": True}, False, ("limits", "jurisdiction_text_version", "answer")),
        ("limits", {"teach_back": False}, True, ("limits", "teach_back", "correct")),
    ],
)
def test_a_gate_that_is_closed_names_the_step_and_the_question_it_turns_on(
    work: Workplace,
    client: Client,
    form_id: str,
    answers: dict[str, object],
    *,
    is_finished: bool,
    named: tuple[str, str, str],
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", CALM, appointment)
    other = "limits" if form_id == "agreement" else "agreement"
    work.fill(client, other, {"teach_back": True} if other == "limits" else AGREED, appointment)
    opened = open_form(work.workspace, client.id, form_id, appointment_id=appointment)
    state = answered(opened.state, answers)
    if is_finished:
        finish_form(work.workspace, opened, state)
    elif answers:
        keep_draft(work.workspace, opened, state)
    tick_off(work, appointment)
    end_session(work.workspace, appointment, "finished")

    page = close_page_data(work.workspace, appointment)
    [found] = blockers(work.workspace, page.appointment, page.note.state)

    step_id, question_id, lack = named
    steps = {each.id: each for each in agenda_of(work.workspace, page.appointment)}
    form = work.workspace.forms.latest(form_id)
    prompt = form.question(question_id).prompt if question_id else ""
    assert (found.step_id, found.form_id) == (step_id, form_id)
    assert (found.step, found.question, found.lack) == (steps[step_id].title, prompt, lack)


def test_a_finished_form_that_is_corrected_to_what_the_course_needs_stands_in_nobodys_way(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "agreement", {"voluntary": True}, appointment)
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")
    assert in_the_way(work, appointment) == ["gate"]
    filled = filled_forms.latest(work.workspace.caseload, client.id, "agreement")
    assert filled is not None

    opened = begin_correction(work.workspace, filled.id, "Both had signed on paper")
    finish_form(work.workspace, opened, answered(opened.state, AGREED))

    assert in_the_way(work, appointment) == []


def test_what_is_to_be_continued_needs_its_safety_check_and_nothing_else(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    finish_step(work.workspace, appointment, "welcome")
    end_session(work.workspace, appointment, "to_be_continued")
    assert in_the_way(work, appointment) == ["safety"]

    work.fill(client, "risk-check", CALM, appointment)

    assert in_the_way(work, appointment) == []


def test_the_rest_of_a_session_asks_about_safety_again(work: Workplace, client: Client) -> None:
    first = work.start(client, "S01")
    work.fill(client, "risk-check", CALM, first)
    finish_step(work.workspace, first, "safety-check")
    end_session(work.workspace, first, "to_be_continued")

    rest = work.start(client, "S01")

    appointment = appointments.load(work.workspace.caseload, rest)
    assert "safety-check" in {each.id for each in agenda_of(work.workspace, appointment)}
    end_session(work.workspace, rest, "to_be_continued")
    assert in_the_way(work, rest) == ["safety"]


def test_meetings_that_go_on_in_a_circle_still_ask_about_safety(
    work: Workplace, client: Client
) -> None:
    first = work.start(client, "S01")
    end_session(work.workspace, first, "to_be_continued")
    rest = work.start(client, "S01")
    begun = appointments.load(work.workspace.caseload, first)
    appointments.save(work.workspace.caseload, replace(begun, continues=rest))
    end_session(work.workspace, rest, "to_be_continued")

    assert in_the_way(work, rest) == ["safety"]


def test_a_step_left_out_with_a_reason_is_no_hindrance(work: Workplace, client: Client) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", CALM, appointment)
    work.fill(client, "limits", {"teach_back": True}, appointment)
    work.fill(client, "agreement", {"signed": True}, appointment)
    found = appointments.load(work.workspace.caseload, appointment)
    for step in agenda_of(work.workspace, found):
        if step.id == "hopes":
            skip_step(work.workspace, appointment, step.id, "client tired")
        elif step.id != "close":
            finish_step(work.workspace, appointment, step.id)
    end_session(work.workspace, appointment, "finished")
    assert in_the_way(work, appointment) == ["steps"]

    finish_step(work.workspace, appointment, "close")

    assert in_the_way(work, appointment) == []


def test_a_session_that_was_broken_off_promises_to_reach_the_client(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    finish_step(work.workspace, appointment, "welcome")

    end_session(work.workspace, appointment, "broken_off")

    assert in_the_way(work, appointment) == []
    [promise] = promises.still_open(work.workspace.caseload, client.id)
    assert (promise.kind, promise.appointment_id) == ("reach_client", appointment)
    assert promise.due_on == work.workspace.today() + timedelta(days=1)
    page = close_page_data(work.workspace, appointment)
    assert page.appointment.rest_follows
    assert "The client left before the end, and the session was broken off." in str(
        page.note.state.answers["summary"]
    )
    assert "Reaching the client is promised by" in str(page.note.state.answers["summary"])


@pytest.mark.parametrize(("days", "promised"), [(0, 1), (1, 1), (2, 2)])
def test_the_note_of_a_session_broken_off_says_no_later_day_than_the_next_contact(
    work: Workplace, client: Client, days: int, promised: int
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", {**CALM, "worry_about_acting": 7}, appointment)
    [alert] = open_alerts(work.workspace, client.id)
    work.answer_alert(alert, days)

    end_session(work.workspace, appointment, "broken_off")

    page = close_page_data(work.workspace, appointment)
    assert str(page.note.state.answers["summary"]).count(" is promised by ") == promised


def test_what_was_not_broken_off_after_all_promises_nothing(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    end_session(work.workspace, appointment, "broken_off")

    end_session(work.workspace, appointment, "to_be_continued")

    assert promises.still_open(work.workspace.caseload, client.id) == ()
    [closed] = promises.for_client(work.workspace.caseload, client.id)
    assert (closed.closed_how, closed.reason) == (
        "let_go",
        "The session was not broken off after all.",
    )


def test_a_note_that_says_nobody_came_is_none_of_a_session_that_was_held(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    work.do_every_step(appointment)
    end_session(work.workspace, appointment, "finished")
    page = close_page_data(work.workspace, appointment)
    from tests.support.workflows.workspaces import answered

    for attendance in ("did_not_attend", "cancelled_client"):
        state = answered(page.note.state, {"attendance": attendance})
        found = blockers(work.workspace, page.appointment, state)
        assert [each.kind for each in found] == ["attendance"]


def test_a_signed_session_keeps_its_ending(work: Workplace, client: Client) -> None:
    appointment = work.hold(client, "S01")

    for ending in ("finished", "to_be_continued", "broken_off"):
        with pytest.raises(AlreadySigned):
            end_session(work.workspace, appointment, _ending(ending))


def test_a_programme_without_gates_before_signing_still_stops_at_an_alert(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", {**CALM, "self_harm_thoughts": "active_plan"}, appointment)
    page = close_page_data(work.workspace, appointment)
    bare = replace(
        work.workspace, programme=work.workspace.programme.model_copy(update={"gates": ()})
    )

    found = blockers(bare, page.appointment, page.note.state)

    assert found[0].kind == "alert"


def test_a_programme_without_a_safety_check_lets_no_session_be_signed(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    end_session(work.workspace, appointment, "to_be_continued")
    page = close_page_data(work.workspace, appointment)
    plans = {
        key: plan.model_copy(
            update={"steps": tuple(each for each in plan.steps if each.form_id != "risk-check")}
        )
        for key, plan in work.workspace.programme.session_plans.items()
    }
    bare = replace(
        work.workspace,
        programme=work.workspace.programme.model_copy(
            update={"frame": None, "session_plans": plans}
        ),
    )

    kinds = [each.kind for each in blockers(bare, page.appointment, page.note.state)]

    assert kinds[0] == "safety"


def _ending(words: str) -> Ending:
    endings: dict[str, Ending] = {
        "finished": "finished",
        "to_be_continued": "to_be_continued",
        "broken_off": "broken_off",
    }
    return endings[words]


def test_a_step_whose_form_lacks_what_the_course_needs_is_not_counted_as_done(
    work: Workplace, client: Client
) -> None:
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", CALM, appointment)
    work.fill(client, "limits", {"teach_back": True}, appointment)
    work.fill(client, "agreement", {"signed": False}, appointment)
    tick_off(work, appointment)
    end_session(work.workspace, appointment, "finished")

    page = close_page_data(work.workspace, appointment)

    assert (page.steps_done, page.steps) == (7, 8)
    written = str(page.note.state.question_state("summary").answer)
    assert written.startswith("7 of 8 steps of the session were done.")
