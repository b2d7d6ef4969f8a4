"""The files of a new session, with a mark in place of each text that is to be written.

Where a mark was left, the checks of a folder say so.
"""

import re
from collections.abc import Iterator, Mapping

from programme.authoring.new_files import starter
from programme.checks.wording import HELP_LINES, PART_LIMITS
from programme.definition.parts import PlannedSession
from programme.source_files.content import ContentFolder
from programme.source_files.sources import ProgrammeSource
from session_forms.exchange.plain_data.naming import KEBAB, free_name
from session_forms.exchange.plain_data.toml_writer import pairs

TO_WRITE = "TO WRITE"
_HINT = re.compile(rf"{TO_WRITE}(?:: *(?P<hint>[^\"*]*[^\"*. ]))?")
_STEPS = ("first-part", "second-part")


def session_texts(source: ProgrammeSource, planned: PlannedSession) -> Mapping[str, str]:
    """Return session.toml, therapist.md and handout.md of a session in the shared frame."""
    files = starter("session")
    steps = dict(_steps(source))
    part_1, part_2 = _parts(source, tuple(steps))
    flags = tuple(source.file.adaptations)[: PART_LIMITS["Adapt"].fewest]
    adapt = "".join(f"- `{flag}`: {TO_WRITE}: what changes.\n" for flag in flags)
    values = {
        "id": planned.id,
        "module": planned.module,
        "plain_title": planned.title,
        "title": _toml(planned.title),
        "minutes": str(source.frame.file.minutes),
        "part_1": _toml(part_1),
        "part_2": _toml(part_2),
        "steps": "\n".join(
            _filled(files["step.toml"], {"step": step, "step_minutes": str(minutes)})
            for step, minutes in steps.items()
        ),
        "sections": "".join(
            _filled(files["section.md"], {"step": step, "adapt": adapt}) for step in steps
        ),
        "help_lines": HELP_LINES,
    }
    wanted = ("session.toml", "therapist.md", "handout.md")
    return {name: _filled(files[name], values) for name in wanted}


def module_text(module_id: str, folder: str) -> str:
    """Return module.toml of a module that begins with the session in a folder."""
    return _filled(starter("session")["module.toml"], {"id": module_id, "folder": folder})


def _steps(source: ProgrammeSource) -> Iterator[tuple[str, int]]:
    """Yield the ids and minutes of two steps that fill the core, or of one where it is short."""
    taken = {step.id for step in source.frame.file.steps}
    core = source.frame.file.core_minutes
    for name, minutes in zip(_STEPS, (core - core // 2, core // 2), strict=True):
        if minutes:
            yield free_name(name, taken, KEBAB), minutes


def _parts(source: ProgrammeSource, own: tuple[str, ...]) -> tuple[list[str], list[str]]:
    frame = [step.id for step in source.frame.file.steps]
    core = frame.index(source.frame.file.core_after) + 1
    return [*frame[:core], *own[:1]], [*own[1:], *frame[core:]]


def _toml(value: str | list[str]) -> str:
    return "\n".join(pairs({"_": value})).removeprefix("_ = ")


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def check_to_write(content: ContentFolder) -> None:
    """Report every line of the files that were read on which something is still to be written."""
    for path, data in content.held.items():
        lines = (data or b"").decode(errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if found := _HINT.search(line):
                what = f"still to be written: {found['hint'] or 'this line'}"
                to_do = f"write it, and take out the words {TO_WRITE}"
                content.report_line(path, number, "", what, to_do)
