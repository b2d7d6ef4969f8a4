"""What the page of a client says about the course: the facts in words, and what answers them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.workflows.workspaces import Workplace
from therapist_app.record.clients import clients
from therapist_app.record.model import Client
from therapist_app.record.service import settings
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.measures.staying_on_track import (
    CoursePrompt,
    OnTrackData,
    on_track_of,
    rules_of,
)
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.policies.settling_policies import RULES, switch_rule
from therapist_app.workflows.sessions.holding_a_session import end_session

WEEK = 7 * 24 * 3600


def phq(total: int) -> dict[str, object]:
    """PHQ-9 answers with a total, the ninth kept at zero."""
    answers: dict[str, object] = {"q9": 0}
    for number in range(1, 9):
        answers[f"q{number}"] = min(3, max(0, total - 3 * (number - 1)))
    return answers


def hold(work: Workplace, client: Client, plan_id: str, **forms: dict[str, object]) -> None:
    appointment = work.start(client, plan_id)
    if plan_id == "S01":
        work.fill(client, "agreement", {"signed": True}, appointment)
        work.fill(client, "limits", {"teach_back": True}, appointment)
        work.fill(client, "boundaries", {"status": "complete"}, appointment)
        work.fill(client, "safety-plan", {"status": "complete"}, appointment)
    for name, answers in forms.items():
        work.fill(client, name.replace("_", "-"), answers, appointment)
    end_session(work.workspace, appointment, "finished")
    work.clock.advance(WEEK)


def on_track(work: Workplace, client_id: str) -> OnTrackData:
    """Return what holds for one client."""
    [(_client, found)] = on_track_of(work.workspace, (client_id,))
    return found


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


def asked(work: Workplace, client: Client) -> list[str]:
    return [id_of(work, each) for each in on_track(work, client.id).asking]


def id_of(work: Workplace, prompt: CoursePrompt) -> str:
    """Return which rule a prompt tells, in words alone."""
    return next(
        each.id for each in work.workspace.programme.on_track.rules if each.title == prompt.rule
    )


def test_a_new_client_asks_for_nothing(work: Workplace, client: Client) -> None:
    view = on_track(work, client.id)

    assert (view.asking, view.watching, view.reviewed_on, view.discuss_by) == ((), (), None, None)
    assert view.form_id == "on-track-review"


def test_a_score_that_is_worse_is_said_with_its_numbers_and_its_rule(
    work: Workplace, client: Client
) -> None:
    for plan_id, total in (("S01", 8), ("S02", 15)):
        hold(work, client, plan_id, phq_9=phq(total))

    [prompt] = on_track(work, client.id).asking

    assert prompt.facts == ("PHQ-9: 8 at first, 15 now; 7 points are more than error.",)
    assert prompt.rule == "A score is reliably worse than at the start"
    assert not prompt.says_its_rule


def test_of_a_course_that_was_ended_nothing_is_suggested(work: Workplace, client: Client) -> None:
    for plan_id, total in (("S01", 8), ("S02", 15)):
        hold(work, client, plan_id, phq_9=phq(total))

    clients.save(work.workspace.caseload, replace(client, status="ended"))

    assert on_track(work, client.id).asking == ()


def test_feedback_is_said_line_by_line(work: Workplace, client: Client) -> None:
    same = {"worked_on_what_matters": 6}
    hold(work, client, "S01", session_feedback=same | {"felt_respected": 9, "useful_today": 9})
    hold(work, client, "S02", session_feedback=same | {"felt_respected": 7, "useful_today": 6})

    [prompt] = on_track(work, client.id).asking

    assert prompt.facts == (
        "Feedback, “We worked on what matters to me”: 6.",
        "Feedback, “Today I felt respected”: 7 now, 9 the time before.",
        "Feedback, “Today was useful to me”: 6 now, 9 the time before.",
    )


def test_missed_sessions_are_counted_unless_the_service_cancelled(
    work: Workplace, client: Client
) -> None:
    for attendance in ("did_not_attend", "cancelled_service", "cancelled_client"):
        record_missed(work.workspace, work.plan(client, "S01"), attendance)
        work.clock.advance(WEEK)

    [prompt] = on_track(work, client.id).asking

    assert prompt.facts == ("2 sessions in a row did not take place.",)
    assert prompt.says_its_rule


def test_practice_that_was_not_done_is_said_in_the_words_of_the_form(
    work: Workplace, client: Client
) -> None:
    for plan_id in ("S01", "S02", "S03"):
        hold(work, client, plan_id, practice_review={"done": "not_done"})

    [prompt] = on_track(work, client.id).asking

    assert prompt.facts == (
        (
            "Practice, “How did it go with the practice we agreed?”: “I did not get to it” "
            "3 times running."
        ),
    )


def test_a_fall_of_confidence_is_said(work: Workplace, client: Client) -> None:
    for plan_id, sure in (("S01", 9), ("S02", 5)):
        hold(work, client, plan_id, urge_week={"confidence": sure})

    assert asked(work, client) == ["NOT6"]


def test_no_improvement_is_only_shown_at_s04(work: Workplace, client: Client) -> None:
    for plan_id in ("S01", "S02", "S03", "S04"):
        hold(work, client, plan_id, phq_9=phq(16))
        if plan_id == "S03":
            work.fill(client, "formulation", {"shared_with_client": True}, None)

    view = on_track(work, client.id)

    assert view.asking == ()
    assert [id_of(work, each) for each in view.watching] == ["NOT2"]


def test_a_review_answers_the_prompt_and_names_the_day_for_supervision(
    work: Workplace, client: Client
) -> None:
    for plan_id, total in (("S01", 8), ("S02", 15)):
        hold(work, client, plan_id, phq_9=phq(total))
    until = work.workspace.today() + timedelta(days=10)
    answers = {"alliance": "fits", "decision": "go_on", "review_date": until.isoformat()}

    work.fill(client, "on-track-review", answers, None)

    view = on_track(work, client.id)
    assert view.asking == ()
    assert (view.reviewed_on, view.discuss_by) == (work.workspace.today(), until)


def test_a_review_without_a_day_for_supervision_is_a_review(
    work: Workplace, client: Client
) -> None:
    work.fill(client, "on-track-review", {"alliance": "fits"}, None)

    view = on_track(work, client.id)

    assert view.reviewed_on == work.workspace.today()
    assert view.discuss_by is None


def test_what_happens_after_the_review_asks_again(work: Workplace, client: Client) -> None:
    hold(work, client, "S01", session_feedback={"felt_respected": 5})
    work.fill(client, "on-track-review", {"alliance": "needs_work"}, None)
    assert asked(work, client) == []

    hold(work, client, "S02", session_feedback={"felt_respected": 9})
    hold(work, client, "S03", session_feedback={"felt_respected": 6})

    assert asked(work, client) == ["NOT3"]


def test_the_page_of_the_client_holds_the_same(work: Workplace, client: Client) -> None:
    hold(work, client, "S01", session_feedback={"felt_respected": 5})

    assert client_page_data(work.workspace, client.id).on_track == on_track(work, client.id)


def test_a_service_may_turn_a_rule_off(work: Workplace, client: Client) -> None:
    hold(work, client, "S01", session_feedback={"felt_respected": 5})

    switch_rule(work.workspace, "NOT3", on=False)

    assert asked(work, client) == []
    assert [each.id for each in rules_of(work.workspace, work.workspace.programme).rules] == [
        "NOT1", "NOT2", "NOT4", "NOT5", "NOT6",
    ]  # fmt: skip


def test_a_choice_that_cannot_be_read_leaves_the_rule_as_it_is(
    work: Workplace, client: Client
) -> None:
    settings.save(
        work.workspace.service, RULES, {"NOT3": {"off": "perhaps"}, "NOT4": {"off": True}}
    )

    hold(work, client, "S01", session_feedback={"felt_respected": 5})

    assert asked(work, client) == ["NOT3"]
