"""What came of a case, as it is kept and judged."""

from collections.abc import Sequence
from statistics import fmean
from typing import Any

from tests.campaigns.disclosure.likelihood import Guess

Result = dict[str, Any]


def summary(guesses: Sequence[Guess]) -> Result:
    """Return by how many points guesses beat the base rate, and how many are certain."""
    return {
        "facts": len(guesses),
        "gain": 100 * fmean(each.gain for each in guesses) if guesses else 0.0,
        "certain": sum(each.certain for each in guesses),
        "certain_wrong": sum(each.certain and (each.after > 0.5) != each.holds for each in guesses),
        "by_fact": {each.fact: each.gain for each in guesses},
    }
