"""What keeps people safe stands in every course, whoever wrote it: four things that none lacks.

A safety check in the shared steps and in each session without them, an answer to each of its
critical questions, a gate before the second session that asks whether the limits of
confidentiality were said back, and the gate of alerts before the signature. Neither gate may be
overridden. A course without them is refused, and so is a pack that holds it.
"""

from typing import Literal

from programme.definition.requirements import (
    SIGN_NOTE,
    TEACH_BACK,
    AlertsRequirement,
    AnswerRequirement,
    Gate,
    asks_what_was_said_back,
)
from programme.source_files.content import ContentFolder
from programme.source_files.files import StepEntry
from programme.source_files.sources import (
    FRAME,
    PROGRAMME,
    FrameSource,
    ProgrammeSource,
    SessionSource,
)
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary

STREAMS: frozenset[Literal["suicide", "child_safety"]] = frozenset({"suicide", "child_safety"})
FRAME_FILE = f"{FRAME}/frame.toml"


def check_safety(content: ContentFolder, source: ProgrammeSource, library: FormLibrary) -> None:
    """Report each of the four that a course lacks; every form that it pins is there."""
    if not any(_is_safety_check(source, library, each) for each in source.frame.file.steps):
        content.report(
            FRAME_FILE,
            ("steps",),
            "no step that is never left out asks about the client's safety and children's",
            'give one form = "risk-check" and skippable = "never"',
        )
    for session in source.sessions:
        steps = [step for step, _ in source.steps_of(session)]
        if not session.file.frame and not any(
            _is_safety_check(source, library, each) for each in steps
        ):
            content.report(
                f"{session.folder}/session.toml",
                ("steps",),
                "the session does without the shared steps and has no safety check of its own",
                'give one step form = "risk-check" and skippable = "never", or write frame = true',
            )
    for part in source.parts:
        _check_critical(content, source, library, part)
    if not any(_asks_for_limits(source, library, each) for each in source.file.gates):
        content.report(
            PROGRAMME,
            ("gates",),
            "no hard gate before the second session, which nobody may override, asks whether the"
            " limits of confidentiality were said back",
            f'require form = "limits", question = "{TEACH_BACK}", equals = true, in a gate with'
            " overridable = false",
        )
    if not any(_holds_the_signature(each) for each in source.file.gates):
        content.report(
            PROGRAMME,
            ("gates",),
            f'no hard gate before "{SIGN_NOTE}" asks for an answer to every alert',
            'require alerts = "acknowledged_with_action", with overridable = false',
        )


def _check_critical(
    content: ContentFolder,
    source: ProgrammeSource,
    library: FormLibrary,
    part: FrameSource | SessionSource,
) -> None:
    """Report each question of a safety check that can open an alert and need not be answered."""
    for at, step in enumerate(part.file.steps):
        if not _is_safety_check(source, library, step):
            continue
        form = _pinned(source, library, step.form_id or "")
        for question in form.questions if form else ():
            if question.alerts and not (question.required or question.required_when):
                content.report(
                    part.path,
                    ("steps", at, "form"),
                    f'"{question.id}" of {step.form_id} can open an alert and may be left open',
                    "write required = true there, with cannot_tell = true",
                )


def _is_safety_check(source: ProgrammeSource, library: FormLibrary, step: StepEntry) -> bool:
    return step.skippable == "never" and _asks_of_both(source, library, step.form_id)


def _asks_of_both(source: ProgrammeSource, library: FormLibrary, form_id: str | None) -> bool:
    form = _pinned(source, library, form_id or "")
    if form is None:
        return False
    return {alert.stream for each in form.questions for alert in each.alerts} >= STREAMS


def _asks_for_limits(source: ProgrammeSource, library: FormLibrary, gate: Gate) -> bool:
    forms = (
        _pinned(source, library, each.form)
        for each in gate.requires
        if isinstance(each, AnswerRequirement) and asks_what_was_said_back(each)
    )
    return (
        gate.kind == "hard"
        and not gate.overridable
        and _stands_before_the_second(source, gate)
        and any(form is not None and form.needs_local_text for form in forms)
    )


def _stands_before_the_second(source: ProgrammeSource, gate: Gate) -> bool:
    """Return whether a gate stands before the second session in every track.

    Before a phase it does not stand before a module that a track brings forward out of it.
    """
    phases = {each.id: each.modules for each in source.file.phases}
    moved = {each.module for track in source.file.tracks for each in track.bring_forward}
    if moved & {*phases.get(gate.before, ())}:
        return False
    modules = phases.get(gate.before, (gate.before,))
    found = (
        place
        for place, each in enumerate(source.file.planned_sessions)
        if each.id == gate.before or each.module in modules
    )
    return next(found, len(source.file.planned_sessions)) <= 1


def _holds_the_signature(gate: Gate) -> bool:
    return (
        gate.kind == "hard"
        and gate.before == SIGN_NOTE
        and not gate.overridable
        and any(isinstance(each, AlertsRequirement) for each in gate.requires)
    )


def _pinned(source: ProgrammeSource, library: FormLibrary, form_id: str) -> FormDefinition | None:
    version = source.file.forms.get(form_id)
    return None if version is None else library.get(form_id, version)
