"""A plan counts for the answer to an alert as a whole, and once something of it changed."""

from datetime import timedelta

import pytest

from tests.support.record.records import a_filled_form
from tests.support.workflows.workspaces import Workplace, answered
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import Client
from therapist_app.workflows.course.planning import record_missed
from therapist_app.workflows.forms.correcting_forms import begin_correction
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import open_form
from therapist_app.workflows.sessions.answering_alerts import (
    AskedAction,
    alert_page_data,
    open_alerts,
)

RAISES: dict[str, tuple[str, dict[str, object]]] = {
    "safety-plan": ("phq-9", {"q9": 2}),
    "boundaries": ("risk-check", {"worry_about_acting": 7}),
}


class Plan:
    """A client with an open alert, and the plan that it asks for."""

    def __init__(self, work: Workplace, form_id: str) -> None:
        self.work, self.form_id = work, form_id
        self.client: Client = work.add_client()
        self.alert_id = ""

    def raise_alert(self) -> None:
        self.work.clock.advance(60)
        self.work.fill(self.client, *RAISES[self.form_id], None)
        self.work.clock.advance(60)
        [alert] = open_alerts(self.work.workspace, self.client.id)
        self.alert_id = alert.id

    def finish(self, **answers: object) -> None:
        self.work.clock.advance(60)
        self.work.fill(self.client, self.form_id, answers, None)

    def write(self, **changes: object) -> None:
        given = {**self.work.plan_answers(self.form_id), **changes}
        self.finish(**{each: value for each, value in given.items() if value is not None})

    @property
    def asked(self) -> AskedAction:
        page = alert_page_data(self.work.workspace, self.alert_id)
        return next(each for each in page.asked if each.id == "plan")


@pytest.fixture(params=sorted(RAISES))
def plan(work: Workplace, request: pytest.FixtureRequest) -> Plan:
    made = Plan(work, request.param)
    made.raise_alert()
    return made


@pytest.fixture
def written(work: Workplace) -> Plan:
    """Return a safety plan from before its alert."""
    made = Plan(work, "safety-plan")
    made.write()
    made.raise_alert()
    return made


def test_no_plan_is_in_the_record_and_nothing_is_said_to_lack(plan: Plan) -> None:
    assert plan.asked.done_at is None
    assert plan.asked.lacks == ""


def test_what_is_begun_since_is_said_to_be_saved(plan: Plan) -> None:
    workspace, form_id = plan.work.workspace, plan.form_id
    plan.work.clock.advance(60)
    begun = a_filled_form(workspace.caseload, plan.client, form_id=form_id, filled_by="together")
    filled_forms.add(workspace.caseload, begun)

    assert plan.asked.done_at is None
    assert plan.asked.lacks == "It is begun and saved, and not finished yet."


def test_a_few_lines_are_no_plan_and_the_parts_that_lack_are_named(plan: Plan) -> None:
    plan.finish(status="in_progress")

    assert plan.asked.done_at is None
    assert plan.asked.lacks.startswith("The plan is not complete yet. Still open: “")


def test_saying_that_it_is_complete_makes_no_plan_whole(plan: Plan) -> None:
    plan.finish(status="complete")

    assert plan.asked.done_at is None
    assert plan.asked.lacks.startswith("The plan is not complete yet.")


def test_many_open_parts_are_counted_and_few_are_all_named(work: Workplace) -> None:
    plan = Plan(work, "safety-plan")
    plan.raise_alert()
    plan.finish(status="complete")
    many = plan.asked.lacks
    plan.write(signs=None, used_since_last="not_needed")

    assert many.endswith(", and 6 more.")
    assert plan.asked.lacks == (
        "The plan is not complete yet. Still open: “How do I notice that it is getting worse?”."
    )


def test_a_whole_plan_that_is_not_marked_as_complete_says_so(plan: Plan) -> None:
    plan.write(status="in_progress")

    assert plan.asked.done_at is None
    assert plan.asked.lacks == (
        "All parts of the plan are filled in, but it is not marked as complete yet."
    )


def test_a_whole_plan_since_the_alert_counts(plan: Plan) -> None:
    plan.write()

    assert plan.asked.done_at is not None
    assert plan.asked.lacks == ""


def test_it_goes_on_counting_when_the_days_in_it_are_over(plan: Plan) -> None:
    plan.write()
    plan.work.clock.advance(timedelta(days=9).total_seconds())

    assert plan.asked.done_at is not None


def test_a_plan_that_was_only_finished_again_does_not_count(written: Plan) -> None:
    written.write(used_since_last="not_needed")

    assert written.asked.done_at is None
    assert written.asked.lacks == "The plan was finished since, and nothing in it was changed."


def test_a_plan_with_a_changed_line_counts(written: Plan) -> None:
    written.write(used_since_last="not_needed", own_steps=["Ring at once"])

    assert written.asked.done_at is not None


def test_a_correction_that_changes_nothing_does_not_count(written: Plan) -> None:
    workspace = written.work.workspace
    found = workspace.caseload.rows("SELECT id FROM filled_forms WHERE form_id = 'safety-plan'")
    opened = begin_correction(workspace, str(found[0][0]), "Read again")
    finish_form(workspace, opened, opened.state)
    assert written.asked.done_at is None

    opened = begin_correction(workspace, str(found[0][0]), "A step more")
    finish_form(workspace, opened, answered(opened.state, {"own_steps": ["Ring at once"]}))

    assert written.asked.done_at is not None


def test_what_counted_once_is_not_undone_by_opening_the_plan_again(plan: Plan) -> None:
    plan.write()
    plan.work.clock.advance(60)
    opened = open_form(plan.work.workspace, plan.client.id, plan.form_id)
    finish_form(plan.work.workspace, opened, opened.state)

    assert plan.asked.done_at is not None


def test_the_check_that_opened_an_alert_is_no_way_to_ask_before_its_session_is_over(
    work: Workplace,
) -> None:
    client = work.add_client()
    appointment = work.start(client, "S01")
    work.fill(client, *RAISES["boundaries"], appointment)
    [alert] = open_alerts(work.workspace, client.id)

    def ways() -> list[str]:
        page = alert_page_data(work.workspace, alert.id)
        [enquiry] = [each for each in page.asked if each.id == "enquiry"]
        return [each.form_id for each in enquiry.shown_by]

    assert ways() == ["risk-event"]
    record_missed(work.workspace, appointment, "did_not_attend")  # whatever ends it

    assert ways() == ["risk-check", "risk-event"]
