"""Checks of a programme by itself: ids, minutes, order, sections, flags, placeholders."""

from collections.abc import Collection, Sequence

from programme.definition.parts import ARRIVAL
from programme.definition.placeholders import names_in
from programme.source_files.content import ContentFolder, did_you_mean
from programme.source_files.files import StepEntry
from programme.source_files.sections import Section, check_section, flags
from programme.source_files.sources import FrameSource, ProgrammeSource, SessionSource

BEFORE = "before"
AFTER = "after"
SHARE = "name every step of the session once, in part_1 or part_2"


def check_structure(content: ContentFolder, source: ProgrammeSource) -> None:
    """Report what does not fit together in the frame, the modules and the sessions."""
    _check_frame(content, source.frame)
    _check_prose(content, source, source.frame, source.frame.file.steps)
    for module in source.modules:
        for session in module.sessions:
            if session.file.module != module.file.id:
                content.report(
                    session.path,
                    ("module",),
                    f"the session stands in the folder of {module.file.id}",
                    "write that module's id, or move the folder",
                )
            _check_session(content, source, session)
            _check_prose(content, source, session, session.file.steps)


def report_twice(content: ContentFolder, path: str, key: str, ids: Sequence[str]) -> None:
    """Report each id of a list that stands there a second time."""
    for position, each in enumerate(ids):
        if each in ids[:position]:
            content.report(
                path, (key, position, "id"), f'the id "{each}" is there already', "choose another"
            )


def _check_frame(content: ContentFolder, frame: FrameSource) -> None:
    file = frame.file
    total = file.core_minutes + sum(step.minutes for step in file.steps)
    _check_minutes(content, frame.path, total, file.minutes)
    _check_sheets(content, frame.path, file.steps)
    ids = [step.id for step in file.steps]
    report_twice(content, frame.path, "steps", ids)
    if file.core_after not in ids:
        advice = did_you_mean(file.core_after, tuple(ids))
        content.report(frame.path, ("core_after",), "the frame has no such step", advice)


def _check_session(content: ContentFolder, source: ProgrammeSource, session: SessionSource) -> None:
    file = session.file
    steps = [step for step, _ in source.steps_of(session)]
    ids = [step.id for step in steps]
    _check_minutes(content, session.path, sum(step.minutes for step in steps), file.minutes)
    _check_sheets(content, session.path, file.steps)
    for position, step in enumerate(file.steps):
        if ids.count(step.id) > 1:
            content.report(
                session.path,
                ("steps", position, "id"),
                f'two steps of this session are called "{step.id}"',
                "choose another id; the shared frame has its own",
            )
    shared = (*file.split.part_1, *file.split.part_2)
    if sorted(shared) != sorted(ids):
        content.report(session.path, ("split",), _split_slip(shared, ids), SHARE)
    if file.measures.given_at not in (ARRIVAL, *ids):
        advice = did_you_mean(file.measures.given_at, (ARRIVAL, *ids))
        content.report(session.path, ("measures", "given_at"), "there is no such step", advice)
    _check_given(content, source, session)
    items = [item.id for item in (*source.frame.file.fidelity * file.frame, *file.fidelity)]
    for position, item in enumerate(file.fidelity):
        if items.count(item.id) > 1:
            content.report(
                session.path,
                ("fidelity", position, "id"),
                f'two items of this session are called "{item.id}"',
                "choose another id",
            )


def _check_given(content: ContentFolder, source: ProgrammeSource, session: SessionSource) -> None:
    """Report what a step hands over though it is not due, or is handed over at another too."""
    measures = session.file.measures
    due = (*source.file.measures.every_session, *measures.due, *measures.optional)
    given: set[str] = set()
    for place, step in enumerate(session.file.steps):
        for position, name in enumerate(step.measures):
            location = ("steps", place, "measures", position)
            if name not in due:
                slip = f'"{name}" is not due in this session'
                content.report(session.path, location, slip, did_you_mean(name, due))
            elif name in given:
                slip = f'"{name}" is handed over at two steps'
                content.report(session.path, location, slip, "leave it at one of them")
            given.add(name)


def _check_minutes(content: ContentFolder, path: str, total: int, minutes: int) -> None:
    if total != minutes:
        content.report(
            path,
            ("minutes",),
            f"the steps take {total} minutes, not {minutes}",
            "change the minutes of a step, or these",
        )


def _check_sheets(content: ContentFolder, path: str, steps: Sequence[StepEntry]) -> None:
    for position, step in enumerate(steps):
        if step.sheets > step.minutes:
            content.report(
                path,
                ("steps", position, "sheets"),
                f"{step.sheets} of {step.minutes} minutes cannot be for the sheets",
                "give the step more minutes, or the sheets fewer",
            )


def _split_slip(shared: Sequence[str], ids: Sequence[str]) -> str:
    left_out = sorted(set(ids) - set(shared))
    unknown = sorted(set(shared) - set(ids))
    if left_out:
        return f"the split leaves out {', '.join(left_out)}"
    if unknown:
        return f"the split names {', '.join(unknown)}, which this session does not have"
    return "the split names a step twice"


def _check_prose(
    content: ContentFolder,
    source: ProgrammeSource,
    part: FrameSource | SessionSource,
    steps: Sequence[StepEntry],
) -> None:
    path = f"{part.folder}/therapist.md"
    wanted = [BEFORE, *(step.id for step in steps), AFTER]
    if list(part.sections) != wanted:
        what = f"the sections are {', '.join(part.sections) or 'missing'}"
        content.report_line(path, None, "", what, f"write {', '.join(wanted)}, in this order")
    for section in part.sections.values():
        if section.id not in (BEFORE, AFTER):
            check_section(content, path, section)
            _check_flags(content, path, section, source.file.adaptations)
    if not part.handout.strip():
        content.report_line(
            f"{part.folder}/handout.md", None, "", "the page is empty", "write the handout"
        )
    for name in ("therapist.md", "handout.md"):
        _check_placeholders(content, f"{part.folder}/{name}", source.file.placeholders)


def _check_flags(
    content: ContentFolder, path: str, section: Section, known: Collection[str]
) -> None:
    lines = section.parts.get("Adapt", [])
    for flag, text in flags(section):
        if flag not in known:
            line = next(point.line for point in lines if point.text.endswith(text))
            advice = did_you_mean(flag, tuple(known))
            content.report_line(
                path, line, section.id, f'there is no adaptation flag "{flag}"', advice
            )


def _check_placeholders(content: ContentFolder, path: str, known: Collection[str]) -> None:
    for number, line in enumerate(content.text(path).splitlines(), 1):
        for name in names_in(line):
            if name not in known:
                advice = did_you_mean(name, tuple(known))
                content.report_line(path, number, "", f'there is no placeholder "{name}"', advice)
