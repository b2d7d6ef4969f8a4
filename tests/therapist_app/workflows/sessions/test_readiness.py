"""What a planned session rests on is known before the client comes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from programme.loading.library import installed_folder
from programme.loading.loading import load_programme
from session_forms.answers import QuestionId
from tests.support.workflows.local_texts import bring_into_force
from tests.support.workflows.workspaces import Workplace, answered, open_workplace
from therapist_app.record.clients import appointments
from therapist_app.record.model import Client
from therapist_app.workflows.content.signing_off import sign_off
from therapist_app.workflows.course.consenting import (
    WORKING_AGREEMENT,
    PaperConsent,
    refused_to_work,
    write_down,
)
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.errors import NoLocalText
from therapist_app.workflows.forms.keeping_forms import finish_form, keep_draft
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.holding_a_session import hold, start_session
from therapist_app.workflows.sessions.readiness import (
    Readiness,
    ReadyLine,
    lacks_text,
    readiness_before,
    readiness_of,
)
from therapist_app.workflows.sessions.seeing_a_session import session_page_data, still_waiting

DAY = timedelta(days=1)


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path / "service", practice=False) as work:
        yield work


def readiness(work: Workplace, client: Client, plan_id: str) -> Readiness:
    appointment = appointments.load(work.workspace.caseload, work.plan(client, plan_id))
    found = readiness_of(work.workspace, appointment)
    assert found is not None
    return found


def line(found: Readiness, kind: str) -> ReadyLine:
    return next(each for each in found.lines if each.kind == kind)


def test_gates_before_a_session_in_no_calendar_are_told_on_the_page_of_the_client(
    work: Workplace,
) -> None:
    client = work.add_client()
    plan = work.workspace.programme.session_plans["S05"]

    found = readiness_before(work.workspace, client.id, plan)

    gates = line(found, "gates")
    assert (gates.state, gates.count > 0) == ("first", True)
    assert "measures" not in {each.kind for each in found.lines}


def test_a_plan_to_look_at_is_told_however_many_others_wait(work: Workplace) -> None:
    client = work.add_client()
    for _each in range(51):
        day = work.workspace.today()
        work.fill(work.add_client(), "safety-plan", {"review_date": day.isoformat()}, None)
    work.clock.advance(DAY.total_seconds())
    day = work.workspace.today()
    work.fill(client, "safety-plan", {"review_date": day.isoformat()}, None)

    found = readiness(work, client, "S03")

    assert line(found, "safety-plan") == ReadyLine("safety-plan", "first", day=day)


def test_a_first_session_is_barred_until_a_text_is_approved_and_ready_at_once_after(
    real: Workplace,
) -> None:
    client = real.add_client()
    found = readiness(real, client, "S01")
    assert found.state == "barred"
    assert [each.kind for each in found.lacking] == ["text"]
    assert lacks_text(real.workspace, client.id, "S01")

    bring_into_force(real.workspace, days=100)

    found = readiness(real, client, "S01")
    assert found.state == "ready"
    assert line(found, "text").day == real.workspace.today() + 100 * DAY
    assert not lacks_text(real.workspace, client.id, "S01")


def test_a_session_with_a_client_who_does_not_agree_is_looked_at_first(work: Workplace) -> None:
    client = work.add_client()
    assert "agreement" not in [each.kind for each in readiness(work, client, "S01").lines]
    decision = PaperConsent(WORKING_AGREEMENT, "", "", "withdrawn", "spoken", work.clock())
    write_down(work.workspace, client.id, decision)

    found = readiness(work, client, "S01")

    assert line(found, "agreement") == ReadyLine("agreement", "first")
    change_status(work.workspace, client.id, "ended", "They do not want to")
    assert refused_to_work(work.workspace, client.id) is None


def test_a_session_whose_client_nobody_decided_on_is_looked_at_first(work: Workplace) -> None:
    client = work.add_client()
    assert "right-help" not in [each.kind for each in readiness(work, client, "S01").lines]
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)

    found = readiness(work, client, "S01")

    assert line(found, "right-help") == ReadyLine("right-help", "first", form_id="eligibility")
    work.fill(client, "eligibility", {"first": ["none"], "decision": "this_programme"}, None)
    assert "right-help" not in [each.kind for each in readiness(work, client, "S01").lines]


def test_one_conversation_asks_for_no_decision_before_it(work: Workplace) -> None:
    folder = Path(str(installed_folder())).parent / "pps-consultation"
    once = load_programme(folder, work.workspace.forms)
    work.workspace = replace(work.workspace, earlier_programmes=(once,))
    client = add_client(work.workspace, NewClient("code_only", "25-34", track="T-ONCE"))
    work.fill(client, "first-contact", {"life_in_danger": "no", "child_in_danger": "no"}, None)

    assert "right-help" not in [each.kind for each in readiness(work, client, "K1").lines]


def test_an_expired_text_bars_again(real: Workplace) -> None:
    bring_into_force(real.workspace, days=10)
    client = real.add_client()

    real.clock.advance(10 * DAY.total_seconds())

    assert readiness(real, client, "S01").state == "barred"


def test_a_client_to_whom_a_text_was_read_goes_on_when_it_expired(real: Workplace) -> None:
    bring_into_force(real.workspace, days=10)
    client = real.add_client()
    for form_id in ("limits", "agreement"):
        real.fill(client, form_id, {}, None)

    real.clock.advance(20 * DAY.total_seconds())

    assert not lacks_text(real.workspace, client.id, "S01")


def signed_off(work: Workplace) -> Workplace:
    work.have_roles("lead", "therapist")
    sign_off(work.workspace, work.workspace.programme, "Clinical lead")
    work.have_roles("therapist")
    return work


def test_a_first_session_does_not_begin_without_a_text_whoever_asks(real: Workplace) -> None:
    signed_off(real)
    client = real.add_client()
    appointment_id = real.plan(client, "S01")

    with pytest.raises(NoLocalText) as refused:
        start_session(real.workspace, appointment_id, "There is no time to write one")
    kept = appointments.load(real.workspace.caseload, appointment_id)
    assert refused.value.form_id == "limits"
    assert kept.state == "planned"

    bring_into_force(real.workspace)
    assert start_session(real.workspace, appointment_id).appointment.state == "in_progress"


def test_a_session_that_began_goes_on_when_the_text_expired(real: Workplace) -> None:
    signed_off(real)
    bring_into_force(real.workspace, days=10)
    client = real.add_client()
    appointment_id = real.start(client, "S01")
    hold(real.workspace, appointment_id)

    real.clock.advance(20 * DAY.total_seconds())

    assert start_session(real.workspace, appointment_id).appointment.state == "in_progress"


def test_closed_gates_come_first_and_measures_are_counted_with_their_minutes(
    work: Workplace,
) -> None:
    found = readiness(work, work.add_client(), "S02")

    assert line(found, "gates").state == "first"
    assert line(found, "gates").count > 0
    assert line(found, "measures").count > 0
    assert found.minutes == line(found, "measures").minutes > 0
    assert all(each.kind != "text" for each in found.lines)


def test_a_session_whose_gates_are_met_says_so(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S02")

    assert line(readiness(work, client, "S02"), "gates") == ReadyLine("gates", "ready")


def test_gates_that_only_advise_keep_nobody_and_are_not_called_met(work: Workplace) -> None:
    client = work.add_client()
    work.pass_gates(client, "S20")

    gates = line(readiness(work, client, "S20"), "gates")

    assert (gates.state, gates.count) == ("ready", 2)


def test_a_plan_past_its_day_is_to_be_looked_at_first(work: Workplace) -> None:
    client, other = work.add_client(), work.add_client()
    day = work.workspace.today()
    work.fill(client, "safety-plan", {QuestionId("review_date"): day.isoformat()}, None)

    found = readiness(work, client, "S03")

    assert line(found, "safety-plan") == ReadyLine("safety-plan", "first", day=day)
    assert all(each.kind != "safety-plan" for each in readiness(work, other, "S03").lines)


def test_a_follow_up_is_barred_without_the_client_s_consent(work: Workplace) -> None:
    found = readiness(work, work.add_client(), "FU3")

    assert found.state == "barred"
    assert found.lacking[0] == ReadyLine("consent", "barred", is_asked=False)


def test_a_session_that_runs_has_no_light(work: Workplace) -> None:
    client = work.add_client()
    appointment = appointments.load(work.workspace.caseload, work.start(client, "S01"))

    assert readiness_of(work.workspace, appointment) is None


def test_what_bars_stands_before_what_is_to_be_done_first() -> None:
    lines = (ReadyLine("gates", "first"), ReadyLine("text", "barred"), ReadyLine("paper", "first"))

    assert [each.kind for each in Readiness(lines).lacking] == ["text", "gates", "paper"]


def test_before_and_in_the_session_the_same_measures_count(work: Workplace) -> None:
    client = work.add_client()
    before = line(readiness(work, client, "S10"), "measures")
    work.pass_gates(client, "S10")

    page = session_page_data(work.workspace, work.start(client, "S10"))

    waiting = still_waiting(page.due)
    assert any(each.on_paper for each in waiting)
    assert before.count == len(waiting)
    assert before.minutes == sum(each.minutes for each in waiting)


def test_a_session_rests_on_a_first_contact_that_is_finished(work: Workplace) -> None:
    client = work.add_client()
    planned = appointments.load(work.workspace.caseload, work.plan(client, "S01"))

    def lacking() -> list[str]:
        found = readiness_of(work.workspace, planned)
        assert found is not None
        return [each.kind for each in found.lacking]

    assert "first-contact" not in lacking()
    opened = open_form(work.workspace, client.id, "first-contact")
    keep_draft(work.workspace, opened, opened.state)
    assert "first-contact" in lacking()
    safe = {"life_in_danger": "no", "child_in_danger": "no"}
    finish_form(work.workspace, opened, answered(opened.state, safe))
    assert "first-contact" not in lacking()
