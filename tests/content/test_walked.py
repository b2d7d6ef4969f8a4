"""The paper on planned and walked minutes: its plans are those of the sessions."""

import re
from pathlib import Path

import pytest

from programme.definition.definition import SessionPlan
from programme.loading.library import installed
from programme.loading.loading import load_programme
from session_forms.library import library

ROOT = Path(__file__).parents[2]
FORMS = library.installed()
OTHERS = [
    load_programme(ROOT / "programme/modules" / each, FORMS)
    for each in ("pps-brief", "pps-consultation")
]
PLANS = {id_: plan for each in (*OTHERS, installed()) for id_, plan in each.session_plans.items()}
NEEDED = {"scores": 4, "practice-review": 5}
"""Of these steps the page counts the lines that one client needs."""
HEAD = "| step | planned | of it sheets | lines |"
ROW = re.compile(r"\| ([^|*]+?) \| (\d+) \| (\d*) ?\| (\d+) \|")
WALKED = {
    part.split(" ", 1)[0]: part
    for part in (ROOT / "docs/walked.md").read_text("utf-8").split("\n## ")[1:]
    if HEAD in part
}


def told(part: str) -> list[tuple[str, int, int, int]]:
    """Return each row as step, minutes, minutes for sheets, lines to say."""
    table = part.partition(HEAD)[2].partition("**In all**")[0]
    return [
        (step, int(all_), int(sheets or 0), int(lines))
        for step, all_, sheets, lines in ROW.findall(table)
    ]


def planned(plan: SessionPlan) -> list[tuple[str, int, int, int]]:
    found: list[tuple[str, int, int, int]] = []
    for each in plan.steps:
        assert each.guidance is not None
        lines = each.guidance.say[: NEEDED.get(each.id)]
        found.append((each.title, each.minutes, each.sheets, len(lines)))
    return found


def test_the_sessions_that_were_walked_are_the_nine_that_the_page_names() -> None:
    assert set(WALKED) == {"S01", "S03", "S10", "S20", "FU3", "BC3", "BP1", "BP2", "K1"}


@pytest.mark.parametrize("id_", sorted(WALKED))
def test_what_was_walked_is_what_the_session_plans_today(id_: str) -> None:
    rows, steps = told(WALKED[id_]), planned(PLANS[id_])

    assert [row[1:] for row in rows] == [step[1:] for step in steps]
    assert all(step[0].startswith(row[0]) for row, step in zip(rows, steps, strict=True))
    total = re.search(r"\*\*In all\*\* \| \*\*(\d+)\*\*", WALKED[id_])
    assert total is not None
    assert int(total[1]) == PLANS[id_].minutes == sum(row[1] for row in rows)
