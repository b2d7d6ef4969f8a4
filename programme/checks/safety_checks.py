"""What keeps people safe stands in every course, whoever wrote it: four things that none lacks.

A safety check in the shared steps and in each session without them, an answer to each of its
critical questions, a gate before the second session that asks whether the limits of
confidentiality were said back, and the gate of alerts before the signature. Neither gate may be
overridden, no critical question hidden, and no step in which the limits are told left out; the
first session has that step, and neither its check nor what stands before that is heard earlier. A
course without them is refused, and so is a pack that holds it.
"""

from collections.abc import Iterator
from typing import Literal

from programme.definition.first_session import heard_too_early, papers_of
from programme.definition.parts import PlannedSession
from programme.definition.requirements import (
    SIGN_NOTE,
    TEACH_BACK,
    AnswerRequirement,
    Gate,
    asks_what_was_said_back,
    holds_the_signature,
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
from session_forms.conditions.conditions import Condition
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import Question

Part = FrameSource | SessionSource
STREAMS: frozenset[Literal["suicide", "child_safety"]] = frozenset({"suicide", "child_safety"})
FRAME_FILE = f"{FRAME}/frame.toml"
LATER_ON = Condition(first_use=False)
"""The one condition that a critical question may hang on: what is asked since the last meeting."""


def check_safety(content: ContentFolder, source: ProgrammeSource, library: FormLibrary) -> None:
    """Report each of the four that a course lacks; every form that it pins is there."""
    if not any(_is_safety_check(source, library, each) for each in source.frame.file.steps):
        content.report(
            FRAME_FILE,
            ("steps",),
            "no step that is never left out asks about the client's safety and children's, with an"
            " urgent alert for each",
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
        _check_told(content, source, part)
    _check_first_session(content, source, library)
    if not any(_asks_for_limits(source, library, each) for each in source.file.gates):
        content.report(
            PROGRAMME,
            ("gates",),
            "no hard gate before the second session, which nobody may override, asks whether the"
            " limits of confidentiality were said back",
            f'require form = "limits", question = "{TEACH_BACK}", equals = true, in a gate with'
            " overridable = false",
        )
    if not any(holds_the_signature(each) for each in source.file.gates):
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
    part: Part,
) -> None:
    """Report each question of a safety check that can open an alert and need not be answered."""
    for at, step in enumerate(part.file.steps):
        if not _is_safety_check(source, library, step):
            continue
        form = _pinned(source, library, step.form_id or "")
        for question in form.questions if form else ():
            for what, to_do in _lacking(question):
                said = f'"{question.id}" of {step.form_id} {what}'
                content.report(part.path, ("steps", at, "form"), said, to_do)


def _lacking(question: Question) -> Iterator[tuple[str, str]]:
    """Yield what lets a critical question of a safety check pass without its alert."""
    if not question.alerts:
        return
    is_urgent = any(each.level == "urgent" for each in question.alerts)
    if not question.required:
        yield (
            "can open an alert and may be left open",
            "write required = true there, with cannot_tell = true",
        )
    if question.shown_when is not None and (is_urgent or question.shown_when != LATER_ON):
        yield "can open an alert and may be hidden", "leave its shown_when out"
    if not is_urgent:
        return
    opening = [each.when for each in question.alerts if each.opens_always]
    if question.cannot_tell and not any(each.cannot_tell for each in opening):
        yield (
            'can be urgent, and "cannot tell" opens no alert',
            "give it an alert with when = { cannot_tell = true }",
        )
    if question.can_decline and not any(each.declined for each in opening):
        yield "can be urgent, and declining opens no alert", "leave can_decline out"


def _check_told(content: ContentFolder, source: ProgrammeSource, part: Part) -> None:
    """Report each step that tells the limits and may be left out."""
    told = {*_forms_said_back(source)}
    for at, step in enumerate(part.file.steps):
        if step.form_id in told and step.skippable != "never":
            content.report(
                part.path,
                ("steps", at, "skippable"),
                "the limits of confidentiality are told in this step, and it may be left out",
                'write skippable = "never"',
            )


def _forms_said_back(source: ProgrammeSource) -> Iterator[str]:
    for gate in source.file.gates:
        for each in gate.requires:
            if isinstance(each, AnswerRequirement) and asks_what_was_said_back(each):
                yield each.form


def _check_first_session(
    content: ContentFolder, source: ProgrammeSource, library: FormLibrary
) -> None:
    """Report a first session that does not tell the limits, or hears too much before."""
    first = [each.id for each in source.course[:1]]
    session = next((each for each in source.sessions if each.file.id in first), None)
    told = next(_forms_said_back(source), None)
    if session is None or told is None:
        return
    steps = [step for step, _is_shared in source.steps_of(session)]
    if not any(each.form_id == told for each in steps):
        content.report(
            session.path,
            ("steps",),
            "no step of the first session tells the limits of confidentiality",
            f'give one form = "{told}" and skippable = "never", before anything is asked',
        )
        return
    checks = [at for at, each in enumerate(steps) if _is_safety_check(source, library, each)]
    second = {name for each in source.course[1:2] for name in _points_of(source, each)}
    for at in heard_too_early(steps, told, papers_of(source.file.gates, second), checks):
        own = steps[at] in session.file.steps
        where = ("steps", session.file.steps.index(steps[at])) if own else ("frame",)
        content.report(
            session.path,
            where,
            f'the step "{steps[at].id}" may be held before the limits of confidentiality were said'
            " back",
            f'write opens_after = {{ form = "{told}", question = "{TEACH_BACK}", equals = true }}'
            if own
            else "write frame = false, and give the session a check of its own that opens after it",
        )


def _points_of(source: ProgrammeSource, session: PlannedSession) -> Iterator[str]:
    yield session.id
    yield session.module
    yield from (each.id for each in source.file.phases if session.module in each.modules)


def _is_safety_check(source: ProgrammeSource, library: FormLibrary, step: StepEntry) -> bool:
    return step.skippable == "never" and _asks_of_both(source, library, step.form_id)


def _asks_of_both(source: ProgrammeSource, library: FormLibrary, form_id: str | None) -> bool:
    form = _pinned(source, library, form_id or "")
    if form is None:
        return False
    alerts = [alert for each in form.questions for alert in each.alerts if alert.opens_always]
    return {each.stream for each in alerts if each.level == "urgent"} >= STREAMS


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
        for place, each in enumerate(source.course)
        if each.id == gate.before or each.module in modules
    )
    return next(found, len(source.course)) <= 1


def _pinned(source: ProgrammeSource, library: FormLibrary, form_id: str) -> FormDefinition | None:
    version = source.file.forms.get(form_id)
    return None if version is None else library.get(form_id, version)
