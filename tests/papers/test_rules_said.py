"""The pages say of a rule the number that the code has."""

import re
from pathlib import Path

import pytest

from therapist_app.record.backups.backing_up import DUE_AFTER
from therapist_app.workflows.policies.idle_limits import LONGEST, LONGEST_IN_SESSION

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "docs/guides").glob("*.md")]
PAGES += (ROOT / "docs/assurance").glob("*.md")
WORDS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
N = rf"({WORDS.replace(' ', '|')}|\d+)"
OTHER = N.replace("(", "(?:")
# How it is said of a rule, and the number that is to stand there.
HELD = (
    (rf"\b{N} hours old\b", DUE_AFTER.total_seconds() / 3600),
    (rf"\bafter {N} minutes,? \(?{OTHER} in a session\b", LONGEST / 60),
    (rf"\bafter {OTHER} minutes,? \(?{N} in a session\b", LONGEST_IN_SESSION / 60),
)


def said_on(path: Path, pattern: str) -> list[float]:
    found = re.findall(pattern, path.read_text("utf-8"), re.IGNORECASE)
    words = WORDS.split()
    return [
        words.index(each) + 1 if each in words else float(each) for each in map(str.lower, found)
    ]


@pytest.mark.parametrize(("pattern", "number"), HELD)
def test_every_page_says_the_number_of_the_rule(pattern: str, number: float) -> None:
    said = {path.name: numbers for path in PAGES if (numbers := said_on(path, pattern))}

    assert len(said) > 1
    assert {name: numbers for name, numbers in said.items() if {*numbers} != {number}} == {}
