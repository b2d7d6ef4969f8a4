"""One score over time: the difference, and whether it is more than chance.

Source: Jacobson & Truax 1991, J Consult Clin Psychol 59:12-19. A change that equals the
criterion counts as reliable. A figure that was not traced is never the ground for a class.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Literal

from session_forms.scores.score_rules import Cutoff, Figure, exact, is_traced
from session_forms.scores.scores import Score

Outcome = Literal[
    "reliable-improvement", "no-reliable-change", "reliable-deterioration", "not-calculable"
]

Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Change:
    """How a score changed from the first to the last time.

    Attributes:
        difference: Last minus first, or None when one of them is missing.
        criterion: How much change counts, or None when no figure is good enough.
        criterion_source: `published`, or `computed` from what a paper says of the error.
        outcome: What that makes of the difference.

    """

    difference: Figure | None
    criterion: float | None
    criterion_source: Literal["published", "computed"] | None
    outcome: Outcome


def classify(score: Score, first: Figure | None, last: Figure | None) -> Change:
    """Return the change from `first` to `last`; None stands for no score."""
    criterion, source = _criterion(score)
    if first is None or last is None:
        return Change(None, criterion, source, "not-calculable")
    difference = exact(last) - exact(first)
    return Change(_figure(difference), criterion, source, _outcome(score, difference, criterion))


def is_case(score: Score, value: Figure | None) -> bool:
    """Return whether `value` lies on or beyond the caseness line.

    That is the cut-off whose name speaks of caseness, else the first one. Without a value
    or a cut-off the answer is no.
    """
    line = caseness(score)
    return line is not None and value is not None and line.beyond(value)


def caseness(score: Score) -> Cutoff | None:
    """Return the cut-off whose name speaks of caseness, else the first one, else None.

    A line for one group or one country is nobody's line in general, and a figure that was not
    traced is never the ground for a class, so both are passed over. So is a line that lies beyond
    another one of a group, as "dependence" beyond "drug problem in men": who stands below it
    may still be a case.
    """
    lines = [cutoff for cutoff in sourced_lines(score) if cutoff.is_general]
    lines = [line for line in lines if not any(_is_nearer(each, line) for each in score.cutoffs)]
    named = (cutoff for cutoff in lines if "caseness" in cutoff.name.casefold())
    return next(named, next(iter(lines), None))


def sourced_lines(score: Score) -> tuple[Cutoff, ...]:
    """Return the lines that were traced, of a score whose rule was seen as well."""
    if score.is_from_memory:
        return ()
    return tuple(cutoff for cutoff in score.cutoffs if is_traced(cutoff.status))


def recovered(score: Score, first: Figure | None, last: Figure | None) -> bool | None:
    """Return whether somebody who started as a case is one no longer.

    None where the question does not arise: a score is missing, or the first was no case.
    Recovery says nothing about the size of the change; with a reliable improvement as well
    it is a reliable recovery.
    """
    if last is None or not is_case(score, first):
        return None
    return not is_case(score, last)


def rci(sd: float, r: float, z: float = Z95) -> float:
    """Return the change that chance alone exceeds in 5 of 100, z x sd x sqrt(2) x sqrt(1 - r)."""
    return z * sd * sqrt(2) * sqrt(1 - r)


def cutoff_c(m0: float, sd0: float, m1: float, sd1: float) -> float:
    """Return cut-off c, (sd0 x m1 + sd1 x m0) / (sd0 + sd1); 0 general, 1 clinical."""
    return (sd0 * m1 + sd1 * m0) / (sd0 + sd1)


def _is_nearer(other: Cutoff, line: Cutoff) -> bool:
    """Return whether a group's line of another name is crossed before `line` is."""
    if other.is_general or not is_traced(other.status) or other.name == line.name:
        return False
    return other.beyond(_edge(line)) and not line.beyond(_edge(other))


def _edge(line: Cutoff) -> Figure:
    if line.at is not None:
        return line.at
    assert line.at_most is not None
    return line.at_most


def _criterion(score: Score) -> tuple[float | None, Literal["published", "computed"] | None]:
    figures = score.reliable_change
    if figures is None or not is_traced(figures.status) or score.is_from_memory:
        return None, None
    if figures.published is not None:
        return figures.published, "published"
    if figures.sem is not None:
        return rci(figures.sem, 0), "computed"
    assert figures.sd is not None
    assert figures.r is not None
    return rci(figures.sd, figures.r), "computed"


def _outcome(score: Score, difference: Fraction, criterion: float | None) -> Outcome:
    if criterion is None:
        return "not-calculable"
    if abs(difference) < exact(criterion):
        return "no-reliable-change"
    fell = difference < 0
    better = fell if score.direction == "higher-worse" else not fell
    return "reliable-improvement" if better else "reliable-deterioration"


def _figure(value: Fraction) -> Figure:
    return value.numerator if value.denominator == 1 else float(value)
