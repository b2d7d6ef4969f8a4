"""An alert at an answer that was changed stays, says so, and is answered by what happened."""

import pytest

from session_forms.answers import QuestionId
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import alerts
from therapist_app.record.model import Alert, Client
from therapist_app.workflows.errors import AnswerIncomplete
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_answers import fact_words, opening_answer, said_words
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.rights.form_parts import alerts_part
from therapist_app.workflows.sessions.answering_alerts import (
    acknowledge_changed,
    alert_page_data,
    open_alerts,
)
from therapist_app.workflows.sessions.closing_a_session import close_page_data
from therapist_app.workflows.sessions.holding_a_session import end_session
from therapist_app.workflows.sessions.promising import open_promises
from therapist_app.workflows.sessions.safety_thread import safety_threads
from therapist_app.workflows.sessions.seeing_a_session import session_page_data
from therapist_app.workflows.supervision.supervising import supervision_pack

WORDS = "Meant another line; asked directly, no such thoughts."


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


@pytest.fixture
def session(work: Workplace, client: Client) -> str:
    return work.start(client, "S01")


def slip(work: Workplace, client: Client, session: str, now: int = 0) -> Alert:
    """Open an alert in a draft, change the answer, and finish the form."""
    opened = open_form(work.workspace, client.id, "phq-9", appointment_id=session)
    keep_draft(work.workspace, opened, answered(opened.state, {"q9": 3}))
    finish_form(work.workspace, opened, answered(opened.state, {"q9": now}))
    return next(each for each in open_alerts(work.workspace, client.id) if each.level == "act")


def test_an_answer_that_stands_is_said(work: Workplace, client: Client, session: str) -> None:
    work.fill(client, "phq-9", {"q9": 3}, session)
    [alert] = open_alerts(work.workspace, client.id)

    assert opening_answer(work.workspace, alert).standing == "stands"
    assert said_words(work.workspace, alert).endswith("”: 3 · Nearly every day")
    assert fact_words(work.workspace, alert) == alert.states


def test_one_that_was_changed_in_a_draft_is_quoted_no_longer(
    work: Workplace, client: Client, session: str
) -> None:
    opened = open_form(work.workspace, client.id, "phq-9", appointment_id=session)
    keep_draft(work.workspace, opened, answered(opened.state, {"q9": 3}))
    keep_draft(work.workspace, opened, answered(opened.state, {"q9": None}))
    [alert] = open_alerts(work.workspace, client.id)

    assert opening_answer(work.workspace, alert).standing == "open"
    said = said_words(work.workspace, alert)
    assert said.endswith("The answer was changed since, to: no answer.")
    with pytest.raises(AnswerIncomplete) as refused:
        acknowledge_changed(work.workspace, alert.id, "slip", WORDS)
    assert refused.value.missing == ("standing",)


def test_one_that_was_changed_before_the_form_was_finished_says_so_everywhere(
    work: Workplace, client: Client, session: str
) -> None:
    alert = slip(work, client, session)
    said = "The answer was changed before the form was finished, to: 0 · Not at all."
    workspace = work.workspace

    [thread] = safety_threads(workspace, client.id)
    page = alert_page_data(workspace, alert.id)
    [item] = alerts_part(workspace, client.id).items
    [line] = supervision_pack(workspace).alerts

    assert page.standing == "changed"
    assert page.said.endswith(said)
    assert page.alert.states == alert.states
    assert thread.is_unanswered
    assert thread.marks[0].detail.endswith(said)
    assert session_page_data(workspace, session).alert_facts[alert.id].endswith(said)
    assert any(each.value.endswith(said) for each in item.lines)
    assert line.states == f"{alert.states} The answer was changed since."


def test_what_was_corrected_afterwards_is_no_slip_before_it_was_finished(
    work: Workplace, client: Client, session: str
) -> None:
    work.fill(client, "phq-9", {"q9": 3}, session)
    [alert] = open_alerts(work.workspace, client.id)
    opened = begin_correction(work.workspace, alert.filled_form_id, "The wrong line")
    finish_form(work.workspace, opened, answered(opened.state, {"q9": 0}))

    assert opening_answer(work.workspace, alert).standing == "corrected"
    with pytest.raises(AnswerIncomplete) as refused:
        acknowledge_changed(work.workspace, alert.id, "slip", WORDS)
    assert refused.value.missing == ("standing",)


def test_an_answer_that_stands_cannot_be_called_a_slip(
    work: Workplace, client: Client, session: str
) -> None:
    work.fill(client, "phq-9", {"q9": 3}, session)
    [alert] = open_alerts(work.workspace, client.id)

    with pytest.raises(AnswerIncomplete):
        acknowledge_changed(work.workspace, alert.id, "talked_about", WORDS)

    assert open_alerts(work.workspace, client.id) == (alert,)


def test_nothing_is_answered_until_a_person_says_which_and_in_words(
    work: Workplace, client: Client, session: str
) -> None:
    alert = slip(work, client, session)
    for how, facts, lacking in (("", WORDS, "how"), ("slip", "a slip", "facts")):
        with pytest.raises(AnswerIncomplete) as refused:
            acknowledge_changed(work.workspace, alert.id, how, facts)
        assert refused.value.missing == (lacking,)

    assert open_alerts(work.workspace, client.id) == (alert,)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("slip", "A slip: the first answer was not meant"),
        ("talked_about", "Talked about with the client: the answer that stands now is meant"),
    ],
)
def test_what_a_person_says_of_it_stands_in_the_thread_and_in_the_note(
    work: Workplace, client: Client, session: str, how: str, said: str
) -> None:
    alert = slip(work, client, session)

    acknowledge_changed(work.workspace, alert.id, how, WORDS)

    kept = alerts.load(work.workspace.caseload, alert.id).acknowledgement
    assert kept is not None
    assert (kept.actions, kept.facts, kept.by) == ((how,), WORDS, "Ana Example")
    assert open_promises(work.workspace) == ()
    [thread] = safety_threads(work.workspace, client.id)
    assert thread.closed.startswith("Closed: alert (act) of ")
    assert thread.marks[-1].title == "The answer was changed"
    assert thread.marks[-1].detail.startswith(said)
    end_session(work.workspace, session, "to_be_continued")
    note = close_page_data(work.workspace, session).note.state
    summary = str(note.question_state(QuestionId("summary")).answer)
    assert "The answer was changed before the form was finished, to: 0 · Not at all." in summary
    assert said in summary


def test_a_slip_leaves_the_other_answer_of_concern_open(
    work: Workplace, client: Client, session: str
) -> None:
    alert = slip(work, client, session, now=1)
    assert open_alerts(work.workspace, client.id) == (alert,)

    acknowledge_changed(work.workspace, alert.id, "slip", WORDS)

    assert [each.level for each in open_alerts(work.workspace, client.id)] == ["watch"]
