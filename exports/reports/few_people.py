"""Means that the first page says where too few main figures are told.

A mean is sure with fewer people than a share.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from exports.document.tables import Tables, row_of, value_of
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_
from session_forms.words.texts import translate as _


@dataclass(frozen=True, slots=True)
class MeanPlace:
    """Where a mean stands, and the sentence about it.

    Attributes:
        most: How far its ends may lie apart in it.

    """

    table: str
    row: str
    column: str
    says: str
    most: float


MEANS = (
    MeanPlace(
        "waits",
        "waits.first",
        "mean",
        N_(
            "From the first contact to the first session it took about {now} weeks on average "
            "({low} to {high})."
        ),
        13,
    ),
    MeanPlace(
        "experience",
        "feedback.worked_on_what_matters",
        "mean",
        N_("Whether sessions were about what matters, clients rate {now} of 10 ({low} to {high})."),
        6,
    ),
    MeanPlace(
        "experience",
        "feedback.felt_respected",
        "mean",
        N_("Whether they felt respected, clients rate {now} of 10 ({low} to {high})."),
        6,
    ),
    MeanPlace(
        "dose",
        "dose.0",
        "mean",
        N_("Each client had about {now} sessions on average ({low} to {high})."),
        13,
    ),
)
"""What is said in the place of main figures that are not told, the first that is known first."""


def said_means(tables: Tables) -> Iterator[str]:
    """Yield a sentence for each mean that is told closely enough."""
    for each in MEANS:
        cells = row_of(tables, each.table, each.row)
        now, low, high = (value_of(cells, name) for name in (each.column, "low", "high"))
        if now is None or low is None or high is None or high - low > each.most:
            continue
        yield _(each.says).format(
            now=number_words(now, 1), low=number_words(max(0.0, low), 1), high=number_words(high, 1)
        )
