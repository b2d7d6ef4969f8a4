"""Figures of a score that were read at second hand: told with their source, and never used.

Nobody read the paper, or the manual, behind such a figure. So it names no band, crosses no line
and classes no change, and whoever reads the score is told that it is left out, and why.
"""

from collections.abc import Iterator

from session_forms.scores.scores import Score
from session_forms.scoring.line_words import limit_in_words
from session_forms.words.number_words import number_words
from session_forms.words.texts import _, pgettext


def second_hand_words(score: Score) -> str:
    """Return in a sentence which figures of a score are at second hand; "" where none is."""
    if score.is_from_memory:
        return _("The range of this score was seen in no source: compare it with itself alone.")
    figures = figures_at_second_hand(score)
    if not figures:
        return ""
    return not_used_words(figures)


def not_used_words(figures: str) -> str:
    """Return in a sentence that some figures are not used, and why."""
    words = _(
        "These figures are not used, because they were found only in other texts, not in the "
        "original paper or manual: {figures}."
    )
    return words.format(figures=figures)


def figures_at_second_hand(score: Score) -> str:
    """Return the figures that are at second hand, each with its source; "" for none."""
    found: dict[str, list[str]] = {}
    for what, source in _figures(score):
        found.setdefault(source, []).append(what)
    each_of = pgettext("figures of a measure and their source", "{figures} ({source})")
    return "; ".join(
        each_of.format(figures=", ".join(figures), source=source)
        for source, figures in found.items()
    )


def _figures(score: Score) -> Iterator[tuple[str, str]]:
    if score.bands_status == "secondary":
        yield pgettext("figure of a measure", "ranges"), score.bands_source
    for line in score.cutoffs:
        if line.status == "secondary":
            words = pgettext("figure of a measure", "“{label}”: {limit}")
            yield words.format(label=line.label, limit=limit_in_words(line)), line.source
    change = score.reliable_change
    if change is not None and change.status == "secondary":
        points = number_words(change.published) if change.published is not None else ""
        words = pgettext("figure of a measure", "reliable change {points}")
        yield words.format(points=points).strip(), change.source
