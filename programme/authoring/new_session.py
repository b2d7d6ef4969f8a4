"""A new session in a programme's folder: its files, and the lines that name it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from programme.authoring.folder_checks import TO_WRITE
from programme.authoring.new_files import starter
from programme.authoring.toml_edits import with_table, with_text
from programme.checks.wording import HELP_LINES, PART_LIMITS
from programme.definition.parts import PlannedSession
from programme.errors import ContentError
from programme.source_files.content import did_you_mean
from programme.source_files.sources import PROGRAMME, ProgrammeSource
from session_forms.exchange.plain_data.naming import KEBAB, free_name, natural_name
from session_forms.exchange.plain_data.toml_writer import pairs

LONGEST_TITLE = 120
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class NewSession:
    """What a session to be made is called and where it stands; no title means the planned one."""

    id: str
    module: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Additions:
    """What makes a session part of a programme.

    Attributes:
        new: The texts of files that are not there yet, by path.
        changed: The texts of files that are there, by path.

    """

    new: Mapping[str, str]
    changed: Mapping[str, str]


def additions(source: ProgrammeSource, texts: Mapping[str, str], wanted: NewSession) -> Additions:
    """Return what adds a session to a programme.

    Args:
        source: The programme's files.
        texts: The texts of programme.toml and of every module.toml, by path.
        wanted: The session.

    Raises:
        ContentError: The session cannot be added; it says why.

    """
    planned = _planned(source, wanted)
    folder = natural_name(f"{planned.id} {planned.title}", "s", KEBAB)
    module = next((each for each in source.modules if each.file.id == planned.module), None)
    top = _with_planned(source, texts[PROGRAMME], planned)
    if module is None:
        home = natural_name(planned.module, "m", KEBAB)
        named = {"id": planned.module, "folder": folder}
        new = {f"{home}/module.toml": _filled(starter("session")["module.toml"], named)}
        changed = {PROGRAMME: _with_module(source, top, planned.module, home)}
    else:
        home, new = module.folder, {}
        listed = with_text(texts[module.path], "sessions", folder)
        changed = {module.path: _found(listed, module.path, "sessions"), PROGRAMME: top}
    for name, text in session_texts(source, planned).items():
        new[f"{home}/{folder}/{name}"] = text
    return Additions(new, changed)


def _planned(source: ProgrammeSource, wanted: NewSession) -> PlannedSession:
    """Return the session as the course plans it, or will.

    Raises:
        ContentError: It has a plan already, or what is wanted is not clear.

    """
    for session in source.sessions:
        if session.file.id == wanted.id:
            what = f'the session "{wanted.id}" has a plan already'
            raise ContentError(session.path, None, "id", what, "choose another id")
    planned = next((each for each in source.file.planned_sessions if each.id == wanted.id), None)
    if planned is None:
        return _new_planned(source, wanted)
    if wanted.module != planned.module or wanted.title not in ("", planned.title):
        what = f'the course plans "{planned.title}" in {planned.module} as {planned.id}'
        raise _refusal("planned_sessions", what, "ask for the same, or choose another id")
    return planned


def _new_planned(source: ProgrammeSource, wanted: NewSession) -> PlannedSession:
    modules = _module_ids(source)
    if not _ID.fullmatch(wanted.id):
        to_do = "use a letter first, then letters, digits and hyphens, 20 at most, as S21"
        raise _refusal("planned_sessions", "the id is spelt wrongly", to_do)
    if wanted.module not in modules:
        what = f'no phase has a module "{wanted.module}"'
        raise _refusal("phases", what, did_you_mean(wanted.module, modules))
    title = wanted.title
    if not title.isprintable() or title != title.strip() or not 0 < len(title) <= LONGEST_TITLE:
        to_do = f"give --title with 1 to {LONGEST_TITLE} characters on one line"
        raise _refusal("planned_sessions", "the session needs a title", to_do)
    return PlannedSession(id=wanted.id, module=wanted.module, title=title)


def _with_planned(source: ProgrammeSource, text: str, planned: PlannedSession) -> str:
    """Return programme.toml with the session after the last one of its module, or before it."""
    sessions = source.file.planned_sessions
    if planned in sessions:
        return text
    order = _module_ids(source)
    place = order.index(planned.module)
    at = max(
        (
            position
            for position, each in enumerate(sessions, 1)
            if order.index(each.module) <= place
        ),
        default=0,
    )
    entry = {"id": planned.id, "module": planned.module, "title": planned.title}
    return _found(with_table(text, "planned_sessions", entry, at), PROGRAMME, "planned_sessions")


def _with_module(source: ProgrammeSource, text: str, module_id: str, folder: str) -> str:
    order = _module_ids(source)
    place = order.index(module_id)
    at = sum(order.index(each.id) < place for each in source.file.modules)
    entry = {"id": module_id, "folder": folder}
    return _found(with_table(text, "modules", entry, at), PROGRAMME, "modules")


def _found(text: str | None, path: str, key: str) -> str:
    if text is None:
        what = "no place was found for a new entry"
        raise ContentError(path, None, key, what, "write the list with an entry on each line")
    return text


def _module_ids(source: ProgrammeSource) -> tuple[str, ...]:
    return tuple(module for phase in source.file.phases for module in phase.modules)


def _refusal(key: str, what: str, to_do: str) -> ContentError:
    return ContentError(PROGRAMME, None, key, what, to_do)


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
