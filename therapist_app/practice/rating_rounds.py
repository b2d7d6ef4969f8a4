"""A rater's rounds through the vignettes, kept in practice and nowhere else.

The reference ratings are shown once a round is whole. So the first round is blind, and every later
one is by somebody who may have seen them.
"""

from dataclasses import dataclass, replace

from programme.fidelity.rater_training import Round
from therapist_app.record.service import settings
from therapist_app.workflows.workspace import Workspace

KEY = "rating_vignettes"


@dataclass(frozen=True, slots=True)
class RatingRound:
    """Where a rater stands.

    Attributes:
        given: The ratings by vignette, then by item.
        is_blind: Whether nobody saw the reference before this round.
        of: The pack of the vignettes; empty for those of the programme.

    """

    given: Round
    is_blind: bool = True
    of: str = ""

    def rated(self, vignette_id: str, item_id: str, rating: str) -> "RatingRound":
        """Return the round with one more rating."""
        own = {**self.given.get(vignette_id, {}), item_id: rating}
        return replace(self, given={**self.given, vignette_id: own})


def kept_round(workspace: Workspace, of: str = "") -> RatingRound:
    """Return the round that is under way or was the last; an empty one outside practice.

    A round through other vignettes than those `of` this pack is none through these.
    """
    if not workspace.practice:
        return RatingRound({}, of=of)
    kept = settings.load(workspace.service, KEY, _Kept)
    if kept is None or kept.of != of:
        return RatingRound({}, of=of)
    return RatingRound(kept.given, kept.blind, of)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A round as it is kept."""

    given: dict[str, dict[str, str]]
    blind: bool = True
    of: str = ""


def keep_round(workspace: Workspace, now: RatingRound) -> None:
    """Keep a round, in practice; in a real record nothing is kept."""
    if workspace.practice:
        given = {vignette: dict(ratings) for vignette, ratings in now.given.items()}
        settings.save(workspace.service, KEY, {"given": given, "blind": now.is_blind, "of": now.of})
