"""A score is computed when shown: whoever decides that one does not count has these places."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[4]
COMPUTED = {
    "exports/case/pseudonymise.py",
    "therapist_app/workflows/measures/measuring.py",
    "therapist_app/workflows/measures/score_moment.py",
    "therapist_app/workflows/rights/form_parts.py",
}


def test_a_score_is_computed_in_these_places_alone() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("exports", "programme", "therapist_app")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"\b(scores_in|score_form|item_values)\(", path.read_text("utf-8"))
    }

    assert found == COMPUTED
