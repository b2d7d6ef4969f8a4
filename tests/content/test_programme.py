"""The default programme: complete as far as it goes, safe in what it says, easy to read."""

import re
from importlib.resources import files

import pytest

from programme.authoring.folder_checks import problems_in
from programme.checks.readability import readability
from programme.checks.wording import HELP_LINES, tells_why
from programme.course.gates import GateFacts, closed_gates
from programme.course.progress import next_plan, step_is_open, step_may_be_skipped
from programme.definition.definition import SessionPlan, Step
from programme.definition.placeholders import fill, names_in
from programme.loading.library import DEFAULT, installed
from session_forms.answers import QuestionId
from session_forms.library import library
from tests.support.programme.blueprint import MEASURES, OWN_STEPS

PROGRAMME = installed()
PLANS = tuple(PROGRAMME.session_plans.values())
each_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.id)

TELLING = re.compile(
    r"harm|sex|shame|attract|urge|child|offend|risk|behaviour|suicid|lonel|hopeless", re.IGNORECASE
)
"""What a title of a session must not name: the client sits beside it, and a page may be found."""

WITHOUT_FRAME = {"S01", "FU3", "FU6", "FU12"}
MINUTES = {"FU3": 30, "FU6": 30, "FU12": 45}
FRAME = (
    ("Arrive and safety check", 7),
    ("Look at today's scores together", 3),
    ("Review practice since last time", 8),
    ("Agree practice for the week", 5),
    ("Summary and client feedback", 5),
)


def spoken(step: Step) -> str:
    """Return everything that a step's guidance puts into the therapist's mouth."""
    lines = [line.text for line in step.guidance.say]
    lines += [reply.reply for reply in step.guidance.if_stuck]
    return "\n".join(part for line in lines for part in re.findall(r'"([^"]+)"', line))


def all_words(plan: SessionPlan) -> str:
    return f"{plan.model_dump_json()}\n{plan.handout}"


def test_nothing_is_wrong_with_the_default_programme() -> None:
    folder = files("programme").joinpath("modules", DEFAULT)

    assert problems_in(folder, library.installed()) == ()


@each_plan
def test_every_session_has_a_title_that_a_stranger_may_read(plan: SessionPlan) -> None:
    assert 1 <= len(plan.public_title.split()) <= 7
    assert tells_why(plan.public_title) == ()
    assert not TELLING.search(plan.public_title)


def test_no_two_sessions_have_the_same_title_for_strangers() -> None:
    assert len({plan.public_title for plan in PLANS}) == len(PLANS)


def test_every_session_of_the_course_is_there() -> None:
    course = (
        *(f"S{number:02}" for number in range(1, 21)),
        *("B1", "B2", "B3", "FU3", "FU6", "FU12", "EX"),
    )
    assert PROGRAMME.planned_sessions == course
    assert set(PROGRAMME.session_plans) == set(course)
    assert [phase.id for phase in PROGRAMME.phases] == ["P1", "P2", "P3", "P4", "P5"]


@each_plan
def test_a_session_takes_its_time_in_the_agreed_steps(plan: SessionPlan) -> None:
    own = tuple((step.title, step.minutes) for step in plan.steps if not step.from_frame)
    frame = tuple((step.title, step.minutes) for step in plan.steps if step.from_frame)

    assert own == OWN_STEPS[plan.id]
    assert frame == (() if plan.id in WITHOUT_FRAME else FRAME)
    assert sum(step.minutes for step in plan.steps) == plan.minutes
    assert plan.minutes == MINUTES.get(plan.id, 60)


@pytest.mark.parametrize(
    "plan", [each for each in PLANS if each.minutes == 60], ids=lambda plan: plan.id
)
def test_two_half_sessions_are_about_half_an_hour_each(plan: SessionPlan) -> None:
    minutes = {step.id: step.minutes for step in plan.steps}

    assert 25 <= sum(minutes[step_id] for step_id in plan.split.part_1) <= 35


@each_plan
def test_the_measures_of_a_session_are_those_of_the_schedule(plan: SessionPlan) -> None:
    assert set(plan.measures) == MEASURES[plan.id]
    assert len(plan.measures) == len(set(plan.measures))


def test_no_questionnaire_comes_before_the_limits() -> None:
    first = PROGRAMME.session_plan("S01")
    order = [step.id for step in first.steps]

    assert order.index(first.measures_given_at) > order.index("limits")


def test_the_gates_are_those_that_were_agreed() -> None:
    assert {gate.id: gate.kind for gate in PROGRAMME.gates} == {
        **dict.fromkeys(("G0", "G1", "G2", "G3", "G6", "G7", "G8", "G9"), "hard"),
        **dict.fromkeys(("G4", "G5"), "soft"),
    }


@pytest.mark.parametrize(
    ("before", "closed"),
    [
        ("S01", ""),
        ("S02", "G0 G1"),
        ("S03", "G0 G1 G2"),
        ("S07", "G0 G1 G2"),
        ("S08", "G0 G1 G2 G3"),
        ("S20", "G0 G1 G2 G3 G4 G5 G6"),
    ],
)
def test_with_nothing_recorded_the_gates_keep_the_way_closed(before: str, closed: str) -> None:
    gates = closed_gates(PROGRAMME, before, GateFacts())

    assert [gate.id for gate in gates] == closed.split()


def test_nobody_signs_over_an_open_alert() -> None:
    facts = GateFacts(unacknowledged_alerts=1, overridden=frozenset({"G7"}))

    assert [gate.id for gate in closed_gates(PROGRAMME, "sign_note", facts)] == ["G7"]


def test_the_programme_begins_with_its_first_session() -> None:
    plan = next_plan(PROGRAMME, ())

    assert plan is not None
    assert plan.id == "S01"


@each_plan
def test_the_safety_forms_are_never_skipped(plan: SessionPlan) -> None:
    safety = {"risk-check", "safety-plan", "limits", "agreement", "if-things-slip"}

    last = {step.form_id: step for step in plan.steps if step.form_id in safety}

    for step in last.values():  # what several steps share must be whole at the last of them
        assert step.skippable == "never", step.id


def test_the_suicide_enquiry_stays_while_its_alert_is_open() -> None:
    step = PROGRAMME.session_plan("S02").step("suicide-enquiry")

    assert step_may_be_skipped(step, frozenset())
    assert not step_may_be_skipped(step, frozenset({"suicide"}))


def test_what_the_thoughts_are_like_is_decided_before_boundaries_are_written() -> None:
    plan = PROGRAMME.session_plan("S02")
    order = [step.id for step in plan.steps]
    step = plan.step("boundaries")
    decided = plan.step("kind-of-thoughts")
    assert decided.form_id is not None
    question = library.installed().latest(decided.form_id).question("decision")

    assert order.index("kind-of-thoughts") + 1 == order.index("boundaries")
    assert decided.skippable == "never"
    assert not step_is_open(step, {})
    for option in question.options:
        assert step_is_open(step, {decided.form_id: {QuestionId("decision"): option.id}})


@pytest.mark.parametrize("step_id", ["story", "safety-check"])
def test_questions_about_the_client_wait_for_the_limits(step_id: str) -> None:
    condition = PROGRAMME.session_plan("S01").step(step_id).opens_after

    assert condition is not None
    assert (condition.form, condition.question) == ("limits", "teach_back")


@each_plan
def test_suicide_and_children_in_danger_are_asked_in_plain_words(plan: SessionPlan) -> None:
    key_lines = " ".join(line.text for step in plan.steps for line in step.guidance.say if line.key)

    assert "ending your life?" in key_lines
    assert "Is there a child you are worried about right now?" in key_lines


@each_plan
def test_every_step_has_at_least_three_replies_and_says_what_never_to_do(plan: SessionPlan) -> None:
    for step in plan.steps:
        assert len(step.guidance.if_stuck) >= 3, step.id
        assert len(step.guidance.never) >= 2, step.id


@each_plan
def test_what_is_said_is_easy_to_follow(plan: SessionPlan) -> None:
    for step in plan.steps:
        measured = readability(spoken(step))
        assert measured.grade <= 5, (step.id, measured)
        assert measured.lix <= 25, (step.id, measured)
        assert measured.longest <= 20, (step.id, measured)


@each_plan
def test_no_number_to_call_and_no_address_is_written_in(plan: SessionPlan) -> None:
    words = all_words(plan.model_copy(update={"evidence": ()}))

    assert re.search(r"\d[\d /-]{4,}\d|www\.|https?:|@\w+\.", words) is None


@each_plan
def test_a_session_is_called_by_its_number_as_the_window_calls_it(plan: SessionPlan) -> None:
    told = re.sub(r'"[^" ]*"', "", all_words(plan))  # an id stands alone between its marks

    assert re.findall(r"\bS\d\d\b", told) == []


@each_plan
def test_nothing_is_explicit_and_nothing_estimates(plan: SessionPlan) -> None:
    words = all_words(plan)

    unwanted = r"genital|masturbat|erecti|orgasm|\bnude|\bnaked|child porn|risk score|low risk"
    assert re.search(unwanted, words, flags=re.IGNORECASE) is None
    for step in plan.steps:
        assert "risk" not in spoken(step).lower(), step.id


@each_plan
def test_a_page_for_the_client_names_no_reason_and_no_service(plan: SessionPlan) -> None:
    page = re.sub(r"\{\w+\}", "", plan.handout).lower()

    assert not {"risk", "therapy", "therapist", "clinic", "programme", "patient"} & set(
        re.findall(r"\w+", page)
    )
    assert HELP_LINES in plan.handout


@each_plan
def test_a_filled_page_has_no_placeholder_left(plan: SessionPlan) -> None:
    values = dict.fromkeys(PROGRAMME.placeholders, "something")

    assert names_in(fill(plan.handout, values)) == ()


@each_plan
def test_practice_is_small_and_private(plan: SessionPlan) -> None:
    assert (0 if plan.id.startswith("FU") else 1) <= len(plan.practice) <= 2
    for practice in plan.practice:
        minutes = re.findall(r"(\d+) minutes", practice.size)
        assert all(int(number) <= 15 for number in minutes)


@each_plan
def test_fidelity_is_three_to_five_things_of_its_own(plan: SessionPlan) -> None:
    own = [item for item in plan.fidelity if item.id.startswith(plan.id)]

    assert 3 <= len(own) <= 5
    assert len({item.id for item in plan.fidelity}) == len(plan.fidelity)


@each_plan
def test_every_claim_was_looked_up_or_says_that_it_is_our_own(plan: SessionPlan) -> None:
    assert plan.evidence
    for evidence in plan.evidence:
        assert evidence.checked in {"found", "own"}, evidence.claim
        assert "not yet checked" not in evidence.source.lower()
        assert evidence.source.startswith("This programme's own") == (evidence.checked == "own")


def test_every_adaptation_flag_changes_some_guidance() -> None:
    used = {flag for plan in PLANS for step in plan.steps for flag in step.guidance.adapt}

    assert used == set(PROGRAMME.adaptations)


def test_every_pinned_form_is_the_latest_one() -> None:
    forms = library.installed()

    assert PROGRAMME.forms == {
        form_id: forms.latest(form_id).version for form_id in PROGRAMME.forms
    }


def test_the_programme_says_that_it_is_a_draft_and_what_it_is_not() -> None:
    assert PROGRAMME.status == "draft"
    assert "not been evaluated" in PROGRAMME.source
    assert "does not predict" in PROGRAMME.intended_purpose
