"""What of the first session opens only once the limits of confidentiality were said back."""

import pytest

from programme.definition.definition import StepPart
from programme.definition.first_session import heard_too_early, papers_of
from programme.definition.requirements import AnswerRequirement, Gate

SAID_BACK = AnswerRequirement(form="limits", question="teach_back", equals=True)
OTHER = AnswerRequirement(form="limits", question="told", equals=True)
ELSEWHERE = AnswerRequirement(form="notes", question="teach_back", equals=True)


def step(name: str, opens_after: AnswerRequirement | None = None) -> StepPart:
    form = name if name in ("limits", "agreement", "check") else None
    return StepPart(
        id=name, title=name, minutes=5, form_id=form, skippable="never", opens_after=opens_after
    )


@pytest.mark.parametrize(
    ("steps", "early"),
    [
        ([step("welcome"), step("limits"), step("check", SAID_BACK), step("close")], []),
        ([step("limits"), step("agreement"), step("check", SAID_BACK)], []),
        ([step("limits"), step("story"), step("check", SAID_BACK)], ["story"]),
        ([step("limits"), step("story", OTHER), step("check", SAID_BACK)], ["story"]),
        ([step("limits"), step("story", ELSEWHERE), step("check", SAID_BACK)], ["story"]),
        ([step("limits"), step("story", SAID_BACK), step("check")], ["check"]),
        ([step("check"), step("limits"), step("story")], ["check"]),
        ([step("limits"), step("story")], []),
    ],
)
def test_what_is_heard_before_the_check_waits_for_the_limits(
    steps: list[StepPart], early: list[str]
) -> None:
    checks = [at for at, each in enumerate(steps) if each.id == "check"]

    found = heard_too_early(steps, "limits", {"limits", "agreement"}, checks)

    assert [steps[at].id for at in found] == early


def gate(before: str, asked: AnswerRequirement) -> Gate:
    return Gate(id="G", kind="hard", before=before, text="Before.", requires=(asked,))


@pytest.mark.parametrize(
    ("limits_before", "papers"),
    [
        ("S02", {"limits", "agreement"}),
        ("M02", {"limits", "agreement"}),
        ("S99", {"limits"}),
    ],
)
def test_what_is_asked_for_at_the_same_point_may_be_filled_in_before(
    limits_before: str, papers: set[str]
) -> None:
    signed = AnswerRequirement(form="agreement", question="signed", equals=True)

    found = papers_of([gate(limits_before, SAID_BACK), gate("S02", signed)], ("S02", "M02", "P1"))

    assert found == papers
