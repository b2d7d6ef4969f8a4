"""What a change of scores means, in plain words for the client.

    change_for_client("PHQ-9", score, first=16, last=9)
    # Your PHQ-9 went from 16 to 9. Lower is better here. A change of 6 or more is larger ...

Short sentences and everyday words; the same facts as the classes of `session_forms.scoring.change`,
and no more: no diagnosis, no forecast.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from session_forms.scores.score_rules import Cutoff, Figure, exact
from session_forms.scores.scores import Score
from session_forms.scoring.change import Change, caseness, classify, recovered
from session_forms.words.number_words import number_words
from session_forms.words.texts import _


def change_for_client(
    title: str, score: Score, first: Figure | None, last: Figure | None = None
) -> str:
    """Return what the first and the last score say together; empty without a first score."""
    if first is None:
        return ""
    if last is None:
        return _(
            "Your {title} is {first}. One score is a start. There is no change to see yet."
        ).format(title=title, first=number_words(first))
    change = classify(score, first, last)
    return " ".join(
        (
            *_moved(title, score, first, last),
            *_meaning(score, change),
            *_line_words(score, first, last),
        )
    )


def least_change(score: Score, criterion: float) -> Figure:
    """Return the smallest change the score can show that reaches the criterion."""
    scale: int = 10**score.decimals
    units = ceil(exact(criterion) * scale)
    return units if scale == 1 else float(Fraction(units, scale))


def _moved(title: str, score: Score, first: Figure, last: Figure) -> Iterator[str]:
    said = {"title": title, "first": number_words(first), "last": number_words(last)}
    if exact(first) == exact(last):
        yield _("Your {title} was {first} at the start and is {last} now.").format(**said)
        return
    yield _("Your {title} went from {first} to {last}.").format(**said)
    higher_is_better = score.direction == "higher-better"
    yield _("Higher is better here.") if higher_is_better else _("Lower is better here.")


def _meaning(score: Score, change: Change) -> Iterator[str]:
    if change.criterion is None:
        yield _("We do not know how much of a change is more than chance here.")
        return
    least = number_words(least_change(score, change.criterion))
    yield _("A change of {least} or more is larger than chance alone would make it.").format(
        least=least
    )
    if change.outcome == "reliable-improvement":
        yield _("So this is a real change for the better.")
    elif change.outcome == "reliable-deterioration":
        yield _("So this is a real change for the worse. Let us look at it together.")
    else:
        yield _("So this may be chance. It does not mean that your work was for nothing.")


def _line_words(score: Score, first: Figure, last: Figure) -> Iterator[str]:
    """Yield where somebody stands who began on the far side of the published line."""
    crossed = recovered(score, first, last)
    line = caseness(score)
    if crossed is None or line is None:
        return
    near, far = _sides(line)
    if crossed:
        yield _("You began at {far}, where a closer look helps. Now you are at {near}.").format(
            far=far, near=near
        )
    else:
        yield _("You are still at {far}, where a closer look helps.").format(far=far)


def _sides(line: Cutoff) -> tuple[str, str]:
    """Return the near and the far side of a line as ranges in words."""
    if line.at is not None:
        at = number_words(line.at)
        return _("less than {at}").format(at=at), _("{at} or more").format(at=at)
    assert line.at_most is not None
    at = number_words(line.at_most)
    return _("more than {at}").format(at=at), _("{at} or less").format(at=at)
