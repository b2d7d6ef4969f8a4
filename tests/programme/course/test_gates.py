"""Gates: what keeps the way closed, where, and what opens it."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.course.gates import (
    Away,
    GateFacts,
    asks_after_a_break,
    closed_gates,
    forms_after_a_break,
    forms_asked,
    guarded,
    is_met,
)
from programme.definition.requirements import (
    AlertsRequirement,
    AnswerRequirement,
    BreakRequirement,
    Gate,
    ModuleRequirement,
)
from programme.errors import UnknownSession
from session_forms.answers import CANNOT_TELL, DECLINED, AnswerValue, QuestionId
from tests.support.programme.programmes import plan, programme_of
from tests.support.programme.tracks import SIGNED, gate


def facts(answer: AnswerValue | None, times: int = 1, **more: object) -> GateFacts:
    answers = {} if answer is None else {QuestionId("signed"): answer}
    return GateFacts(fillings={"agreement": (answers,) * times}, **more)


def ids(*gates: Gate) -> list[str]:
    return [each.id for each in gates]


@pytest.mark.parametrize("before", ["S02", "S03", "S08", "P2", "M02"])
def test_a_gate_keeps_its_point_and_every_later_one_closed(before: str) -> None:
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02"),))

    closed = closed_gates(programme, before, GateFacts())

    assert ids(*closed) == ["G1"]


@pytest.mark.parametrize("point", ["S03", "M02"])
def test_advice_about_a_session_is_silent_once_it_was_held_and_a_hard_gate_never(
    point: str,
) -> None:
    hard = gate("G1", point)
    advice = hard.model_copy(update={"id": "G2", "kind": "soft"})
    programme = programme_of(plan("S01"), gates=(hard, advice))
    places = {each.id: each.module for phase in programme.phases for each in phase.sessions}
    advised = [each for each, module in places.items() if point in {each, module}]

    def closed(*held: str) -> list[str]:
        return ids(*closed_gates(programme, "S08", GateFacts(held=frozenset(held))))

    assert closed() == ["G1", "G2"]
    assert closed(*(each for each in places if each not in advised)) == ["G1", "G2"]
    assert closed(*advised[:-1]) == ["G1", "G2"]
    assert closed(*advised) == ["G1"]


@pytest.mark.parametrize("before", ["S01", "P1", "M01"])
def test_a_gate_says_nothing_about_earlier_points(before: str) -> None:
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02"),))

    assert closed_gates(programme, before, GateFacts()) == ()


def test_a_gate_before_a_phase_stands_at_its_first_session() -> None:
    programme = programme_of(plan("S01"), gates=(gate("G3", "P2"),))

    assert closed_gates(programme, "S04", GateFacts()) == ()
    assert ids(*closed_gates(programme, "S05", GateFacts())) == ["G3"]


def test_the_answer_asked_for_opens_a_gate() -> None:
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02"),))

    assert closed_gates(programme, "S02", facts(True)) == ()


@pytest.mark.parametrize("answer", [None, False, 1, "true", DECLINED, CANNOT_TELL])
def test_no_other_answer_opens_it(answer: AnswerValue | None) -> None:
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02"),))

    assert ids(*closed_gates(programme, "S02", facts(answer))) == ["G1"]


@pytest.mark.parametrize(
    ("answer", "met"), [("some", True), ("full", True), ("none", False), (("some",), False)]
)
def test_any_of_takes_one_of_its_options(answer: AnswerValue, *, met: bool) -> None:
    requirement = AnswerRequirement(form="agreement", question="signed", any_of=("some", "full"))

    assert is_met(requirement, facts(answer)) is met


@pytest.mark.parametrize(
    ("answer", "met"),
    [((), False), (("a",), False), (("a", "b"), True), (({"x": 1}, {"x": 2}), True), ("ab", False)],
)
def test_rows_are_counted(answer: AnswerValue, *, met: bool) -> None:
    requirement = AnswerRequirement(form="agreement", question="signed", rows_at_least=2)

    assert is_met(requirement, facts(answer)) is met


def test_fillings_with_the_answer_are_counted_when_a_gate_asks() -> None:
    requirement = SIGNED.model_copy(update={"filled_at_least": 2})
    yes, no = {QuestionId("signed"): True}, {QuestionId("signed"): False}

    assert not is_met(requirement, facts(True))
    assert is_met(requirement, facts(True, times=2))
    assert not is_met(requirement, GateFacts(fillings={"agreement": (no, yes)}))
    assert is_met(requirement, GateFacts(fillings={"agreement": (yes, yes, no)}))


def test_without_a_number_the_latest_filling_counts() -> None:
    yes, no = {QuestionId("signed"): True}, {QuestionId("signed"): False}

    assert is_met(SIGNED, GateFacts(fillings={"agreement": (no, yes)}))
    assert not is_met(SIGNED, GateFacts(fillings={"agreement": (yes, no)}))
    assert not is_met(SIGNED, GateFacts())


def test_a_module_is_met_once_it_is_complete() -> None:
    requirement = ModuleRequirement(module="M01", state="complete")

    assert not is_met(requirement, GateFacts())
    assert is_met(requirement, GateFacts(complete_modules=frozenset({"M01"})))


def test_an_unacknowledged_alert_keeps_the_note_from_being_signed() -> None:
    alerts = AlertsRequirement(alerts="acknowledged_with_action")
    programme = programme_of(plan("S01"), gates=(gate("G7", "sign_note", alerts),))

    assert ids(*closed_gates(programme, "sign_note", GateFacts(unacknowledged_alerts=1))) == ["G7"]
    assert closed_gates(programme, "sign_note", GateFacts()) == ()


def test_the_forms_that_gates_ask_about_are_each_named_once() -> None:
    module = ModuleRequirement(module="M01", state="complete")
    programme = programme_of(
        plan("S01"), gates=(gate("G1", "S02"), gate("G2", "S03", SIGNED, module))
    )

    assert forms_asked(programme) == {"agreement"}


def test_signing_and_the_course_do_not_share_gates() -> None:
    alerts = AlertsRequirement(alerts="acknowledged_with_action")
    programme = programme_of(
        plan("S01"), gates=(gate("G1", "S01"), gate("G7", "sign_note", alerts))
    )
    open_alert = GateFacts(unacknowledged_alerts=1)

    assert ids(*closed_gates(programme, "S08", open_alert)) == ["G1"]
    assert ids(*closed_gates(programme, "sign_note", open_alert)) == ["G7"]


def test_an_override_opens_its_own_gate_only() -> None:
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02"), gate("G2", "S02")))

    closed = closed_gates(programme, "S02", GateFacts(overridden=frozenset({"G1"})))

    assert ids(*closed) == ["G2"]


def test_a_gate_that_nobody_may_override_stays_closed() -> None:
    programme = programme_of(plan("S01"), gates=(gate("G7", "S02", overridable=False),))

    closed = closed_gates(programme, "S02", GateFacts(overridden=frozenset({"G7"})))

    assert ids(*closed) == ["G7"]


def test_an_unknown_point_is_refused() -> None:
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02"),))

    with pytest.raises(UnknownSession, match="'S99'"):
        closed_gates(programme, "S99", GateFacts())


ANSWERS = st.one_of(
    st.booleans(),
    st.integers(-1, 2),
    st.sampled_from(["some", "full", "none", "True", ""]),
    st.lists(st.sampled_from(["a", "b", "c"]), max_size=4).map(tuple),
    st.just(DECLINED),
    st.just(CANNOT_TELL),
)
REQUIREMENTS = st.one_of(
    st.just(SIGNED),
    st.just(AnswerRequirement(form="agreement", question="signed", any_of=("some", "full"))),
    st.integers(1, 3).map(
        lambda least: AnswerRequirement(form="agreement", question="signed", rows_at_least=least)
    ),
    st.integers(1, 3).map(lambda least: SIGNED.model_copy(update={"filled_at_least": least})),
)


def _met_by_hand(requirement: AnswerRequirement, known: GateFacts) -> bool:
    fillings: tuple[Mapping[QuestionId, AnswerValue], ...] = known.fillings.get("agreement", ())
    if len(fillings) < max(1, requirement.filled_at_least):
        return False
    answer = fillings[-1].get(QuestionId("signed"))
    if requirement.equals is not None:
        return answer is requirement.equals
    if requirement.any_of:
        return isinstance(answer, str) and answer in requirement.any_of
    return isinstance(answer, tuple) and len(answer) >= (requirement.rows_at_least or 0)


@given(
    requires=st.lists(REQUIREMENTS, min_size=1, max_size=3),
    answer=st.one_of(st.none(), ANSWERS),
    finished=st.integers(0, 3),
    before=st.sampled_from(["S02", "S03", "S05", "S08", "P2"]),
)
def test_a_gate_never_opens_while_a_requirement_is_unmet(
    requires: list[AnswerRequirement], answer: AnswerValue | None, finished: int, before: str
) -> None:
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02", *requires),))
    known = facts(answer, times=finished)

    closed = closed_gates(programme, before, known)

    assert (closed == ()) == all(_met_by_hand(each, known) for each in requires)


def test_the_gates_before_sessions_held_elsewhere_are_told_but_none_that_nobody_may_pass() -> None:
    alerts = AlertsRequirement(alerts="acknowledged_with_action")
    programme = programme_of(
        plan("S01"),
        gates=(
            gate("G1", "S02"),
            gate("G2", "S03"),
            gate("G3", "P2"),
            gate("NEVER", "S02", overridable=False),
            gate("ALERTS", "S02", alerts),
            gate("SIGN", "sign_note"),
        ),
    )

    assert guarded(programme, ("S01", "S02")) == {"G1"}
    assert guarded(programme, ("S03", "gone")) == {"G1", "G2"}
    assert guarded(programme, ()) == frozenset()


BREAK = BreakRequirement(after_weeks=12, form="again", question="limits", any_of=("said", "known"))


def away(days: int, *answers: tuple[int, str | None], was_resumed: bool = False) -> GateFacts:
    filled = tuple((ago, {QuestionId("limits"): said} if said else {}) for ago, said in answers)
    return GateFacts(away=Away(days, was_resumed, {"again": filled} if filled else {}))


@pytest.mark.parametrize(
    ("known", "met"),
    [
        (GateFacts(), True),
        (away(84), True),
        (away(85), False),
        (away(3, was_resumed=True), False),
        (away(85, (1, "said")), True),
        (away(3, (1, "known"), was_resumed=True), True),
        (away(85, (1, "not_yet")), False),
        (away(85, (2, "said"), (1, "not_yet")), False),
        (away(85, (2, "said"), (1, None)), True),
        (away(85, (1, None)), False),
        (away(200, (85, "said")), False),
        (away(200, (84, "said")), True),
    ],
)
def test_after_a_break_it_is_asked_what_still_holds_and_an_old_answer_counts_no_more(
    known: GateFacts, *, met: bool
) -> None:
    assert is_met(BREAK, known) is met


def test_a_gate_after_a_break_is_asked_each_time_also_of_a_course_followed_elsewhere() -> None:
    again = gate("G9", "S02").model_copy(update={"requires": (BREAK,)})
    programme = programme_of(plan("S01"), gates=(gate("G1", "S02"), again))

    assert guarded(programme, ["S04"]) == {"G1"}
    assert forms_after_a_break(programme) == {"again"}
    assert [each.id for each in programme.gates if asks_after_a_break(each)] == ["G9"]
    assert forms_asked(programme) == {"agreement"}
