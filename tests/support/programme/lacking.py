"""Edits of the tiny course, each of which takes away something that keeps people safe."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.support.programme.programmes import change, write_programme

FIRST = "01-begin/s01-first/session.toml"


Edit = tuple[str, str, str]


COURSE, FRAME = "programme.toml", "frame/frame.toml"


SAID_BACK = '    { form = "consent", question = "teach_back", equals = true },\n'
SIGNED_OVER = '"acknowledged_with_action" }]\noverridable = false'
PASSED_BY = 'text = "A recorded agreement."\noverridable = false'
WAITS = (
    'form = "week"\nskippable = "never"\n'
    'opens_after = { form = "consent", question = "teach_back", equals = true }\n'
)
TELLS = 'form = "consent"\nskippable = "never"'
WITHOUT: Mapping[str, Sequence[Edit]] = {
    "a safety check in the shared steps": (
        (FRAME, 'form = "week"\nskippable = "never"', 'form = "week"\nskippable = "brief"'),
        (FRAME, 'form = "week"\nskippable = "never"', 'form = "week"\nskippable = "with_reason"'),
        (FRAME, 'form = "week"\n', ""),
        (FRAME, 'form = "week"\n', 'form = "calm"\n'),
    ),
    "a safety check in a session of its own steps": (
        (FIRST, 'form = "week"\nskippable = "never"', 'form = "week"\nskippable = "with_reason"'),
        (FIRST, 'form = "week"\n', ""),
        (FIRST, 'form = "week"\n', 'form = "calm"\n'),
    ),
    "the limits before the second session": (
        (COURSE, SAID_BACK, ""),
        (COURSE, SAID_BACK, SAID_BACK.replace("true", "false")),
        (COURSE, SAID_BACK, SAID_BACK.replace('"teach_back"', '"told"')),
        (COURSE, 'id = "G1"\nkind = "hard"', 'id = "G1"\nkind = "soft"'),
        (COURSE, 'before = "S02"', 'before = "S03"'),
        (COURSE, 'before = "S02"', 'before = "P2"'),
    ),
    "the limits before the first check": (
        (FIRST, WAITS, 'form = "week"\nskippable = "never"\n'),
        (FIRST, WAITS, WAITS.replace("true", "false")),
    ),
    "limits that nobody is let past": (
        (COURSE, PASSED_BY, PASSED_BY.replace("false", "true")),
        (COURSE, PASSED_BY, PASSED_BY.removesuffix("\noverridable = false")),
    ),
    "the alerts before the signature": (
        (COURSE, SIGNED_OVER, SIGNED_OVER.replace("false", "true")),
        (COURSE, SIGNED_OVER, SIGNED_OVER.removesuffix("\noverridable = false")),
        (COURSE, 'id = "G3"\nkind = "hard"', 'id = "G3"\nkind = "soft"'),
        (COURSE, 'before = "sign_note"', 'before = "S03"'),
    ),
}


def second_in_a_phase_of_its_own(folder: Path) -> Path:
    """Write the tiny course with its second session in the second phase, and the gate before it."""
    course = write_programme(folder)
    change(course, COURSE, '    { id = "S02", module = "M01", title = "Second" },\n', "")
    change(course, COURSE, 'before = "S02"', 'before = "P2"')
    change(course, "01-begin/module.toml", ', "s02-second"', "")
    change(course, FIRST, '"S02"', '"S03"')
    shutil.rmtree(course / "01-begin/s02-second")
    return course
