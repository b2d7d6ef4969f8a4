"""What the first session hears only once the limits of confidentiality were said back."""

from collections.abc import Collection, Iterable, Sequence

from programme.definition.definition import StepPart
from programme.definition.requirements import AnswerRequirement, Gate, asks_what_was_said_back


def papers_of(gates: Iterable[Gate], second: Collection[str]) -> frozenset[str]:
    """Return the forms that are asked for where the limits are, as the agreement.

    Args:
        gates: Every gate of the course.
        second: The second session, its module and its phase: names of one point.

    """
    known = tuple(gates)
    points = {each.before for each in known if any(map(asks_what_was_said_back, each.requires))}
    points |= {*second} if points & {*second} else set()
    return frozenset(
        asked.form
        for each in known
        if each.before in points
        for asked in each.requires
        if isinstance(asked, AnswerRequirement)
    )


def heard_too_early(
    steps: Sequence[StepPart], told: str, papers: Collection[str], checks: Collection[int]
) -> tuple[int, ...]:
    """Return the places of the steps that should open once the limits were said back, and do not.

    They are the safety check, and what stands between it and the step that tells the limits.

    Args:
        steps: The steps of the first session, in order.
        told: The form in which the limits are told; a step has it.
        papers: Forms that may be filled in before: those of `papers_of`.
        checks: The places of the safety checks.

    """
    tells = next(place for place, each in enumerate(steps) if each.form_id == told)
    between = range(tells + 1, max(checks, default=tells))
    wanted = {place for place in between if steps[place].form_id not in papers} | {*checks}
    return tuple(place for place in sorted(wanted) if not _waits(steps[place], told))


def _waits(step: StepPart, told: str) -> bool:
    asked = step.opens_after
    return asked is not None and asked.form == told and asks_what_was_said_back(asked)
