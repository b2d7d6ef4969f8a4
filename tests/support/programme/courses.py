"""A small course for the first line, as files, for tests that spoil it."""

from collections.abc import Mapping
from pathlib import Path

from programme.first_line.course import TOPICS

COVERS = ", ".join(f'"{each}"' for each in TOPICS)
FILE = f"""\
id = "small"
version = 1
status = "draft"
language = "en"
title = "A small course"
audience = "Everybody"
group = "Two people"
minutes = 30
aim = "To be read by tests."
is_not = ["It is no course."]
goals = ["One", "Two"]
prepare = ["Read it."]

[[parts]]
id = "first"
title = "The first part"
minutes = 20
purpose = "It begins."
covers = [{COVERS}]
do = ["Begin."]
say = ["Call {{crisis_line}}."]
if_asked = [{{ says = "Now?", answer = "Yes, now." }}]
never = ["Never wait."]
handouts = ["page"]
vignettes = ["case"]
asks_questions = true

[[parts]]
id = "last"
title = "The last part"
minutes = 10
purpose = "It ends."
do = ["End."]
evaluates = true

[[vignettes]]
id = "case"
title = "A case"
story = "Somebody rings."
questions = ["What now?"]
child_first = "The child is safe."
debrief = ["You listened.", "You told your lead."]

[[questions]]
id = "when"
asks = "When?"
rests_on = "first"
options = [
    {{ text = "Now", why = "It cannot wait.", right = true }},
    {{ text = "Later", why = "Then it is too late." }},
]

[evaluation]
introduction = "No name."
confidence = ["I can."]
statements = ["It fitted."]
open = ["What was missing?"]

[[evidence]]
claim = "It was read."
source = "Offenders and victims of 2020, doi 10.1111/sltb.12368"
grade = "a test"
checked = "verify"
"""
PAGE = "# A page\n\nCall {emergency_number}.\n"
FILES: Mapping[str, str] = {"course.toml": FILE, "handouts/page.md": PAGE}


def write_course(folder: Path, changed: Mapping[str, str] | None = None) -> Path:
    """Write the course into a folder, with other text for some of its files."""
    for path, text in {**FILES, **(changed or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder
