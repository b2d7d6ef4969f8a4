"""The band that a score falls in, as something to go by in a condition."""

from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from session_forms.files.frozen import Definition
from session_forms.files.spelling import KebabCase, Words

BandNow = Callable[[str, str], str | None]
"""Returns the band of a score now, by form (none: this one) and score; None without a score."""


class BandTest(Definition):
    """Asks which band a score falls in; without a score it does not hold.

    Attributes:
        score: The score's id.
        measure: The form it belongs to, as last finished; left out, this form as it stands.
        any_of: The labels of the bands for which the test holds.

    """

    score: Words
    measure: KebabCase | None = None
    any_of: Annotated[tuple[Words, ...], Field(min_length=1)]

    def passes(self, band_now: BandNow) -> bool:
        """Return whether the score falls in one of the bands."""
        return band_now(self.measure or "", self.score) in self.any_of


def no_band(_form_id: str, _score_id: str) -> None:
    """Return no band: nothing was scored."""
