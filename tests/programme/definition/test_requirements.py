"""What a gate asks for, and that nobody overrides what a client said back of the limits."""

import pytest

from programme.definition.requirements import (
    OWN,
    TEACH_BACK,
    AlertsRequirement,
    AnswerRequirement,
    Gate,
    with_limits_apart,
)

LIMITS = AnswerRequirement(form="consent", question=TEACH_BACK, equals=True)
ALERTS = AlertsRequirement(alerts="acknowledged_with_action")


def gate(*requires: AnswerRequirement | AlertsRequirement) -> Gate:
    return Gate(id="G1", kind="hard", before="S02", text="First things first.", requires=requires)


def test_a_gate_that_asks_for_the_limits_alone_stays_one_that_nobody_overrides() -> None:
    [kept] = with_limits_apart([gate(LIMITS)])

    assert kept == gate(LIMITS).model_copy(update={"overridable": False})


def test_of_a_gate_that_asks_for_more_nobody_overrides_what_was_said_back() -> None:
    limits, rest = with_limits_apart([gate(LIMITS, ALERTS)])

    assert (limits.id, limits.requires, limits.overridable) == (f"{OWN}-G1", (LIMITS,), False)
    assert (rest.id, rest.requires, rest.overridable) == ("G1", (ALERTS,), True)


@pytest.mark.parametrize("changes", [{"overridable": False}, {"kind": "soft"}])
def test_a_gate_that_nobody_overrides_or_that_keeps_nothing_closed_stays_as_it_is(
    changes: dict[str, object],
) -> None:
    whole = gate(LIMITS, ALERTS).model_copy(update=changes)

    assert with_limits_apart([whole]) == (whole,)
