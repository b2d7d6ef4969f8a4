"""A checked programme's files put together: frame merged in, names resolved."""

from collections.abc import Mapping
from typing import TypeVar

from programme.checks.structure_checks import AFTER, BEFORE
from programme.definition.definition import Module, Phase, Programme, SessionPlan, SharedFrame, Step
from programme.source_files.files import StepEntry
from programme.source_files.sections import Section, guidance_of
from programme.source_files.sources import FrameSource, ModuleSource, ProgrammeSource, SessionSource
from session_forms.files.frozen import Definition

Part = TypeVar("Part", bound=Definition)


def assemble(source: ProgrammeSource, clinic_choice: str) -> Programme:
    """Return the programme that checked files describe."""
    return _resolved(
        Programme,
        source.file,
        phases=_phases(source),
        modules={each.file.id: _module(each) for each in source.modules},
        session_plans=_session_plans(source, clinic_choice),
        clinic_choice=clinic_choice,
        frame=_frame(source, clinic_choice),
        on_track=source.on_track,
        training=source.training,
    )


def _resolved(part: type[Part], file: Definition, **resolved: object) -> Part:
    """Return a part of a programme: what was resolved, and the rest as its file says it."""
    said = part.model_fields.keys() & type(file).model_fields.keys()
    return part.model_validate({name: getattr(file, name) for name in said} | resolved)


def _phases(source: ProgrammeSource) -> tuple[Phase, ...]:
    return tuple(
        _resolved(Phase, phase, sessions=source.sessions_in(phase.modules))
        for phase in source.file.phases
    )


def _module(source: ModuleSource) -> Module:
    session_ids = tuple(session.file.id for session in source.sessions)
    return _resolved(Module, source.file, session_ids=session_ids)


def _frame(source: ProgrammeSource, clinic_choice: str) -> SharedFrame:
    frame, rules = source.frame, source.file.measures
    return _resolved(
        SharedFrame,
        frame.file,
        steps=tuple(
            _step(
                entry,
                frame.sections,
                from_frame=True,
                measures=rules.forms_of(entry.measures, clinic_choice),
            )
            for entry in frame.file.steps
        ),
        before=_texts(frame, BEFORE),
        after=_texts(frame, AFTER),
        handout=frame.handout,
    )


def _session_plans(source: ProgrammeSource, clinic_choice: str) -> dict[str, SessionPlan]:
    sessions = {session.file.id: session for session in source.sessions}
    course = (session.id for phase in _phases(source) for session in phase.sessions)
    return {
        session_id: _session_plan(source, sessions[session_id], clinic_choice)
        for session_id in course
        if session_id in sessions
    }


def _session_plan(
    source: ProgrammeSource, session: SessionSource, clinic_choice: str
) -> SessionPlan:
    file = session.file
    frame = source.frame
    return _resolved(
        SessionPlan,
        file,
        module_id=file.module,
        steps=tuple(
            _step(
                entry,
                frame.sections if from_frame else session.sections,
                from_frame=from_frame,
                measures=source.file.measures.forms_of(entry.measures, clinic_choice),
            )
            for entry, from_frame in source.steps_of(session)
        ),
        fidelity=(*(frame.file.fidelity if file.frame else ()), *file.fidelity),
        measures=file.forms_due(source.file.measures, clinic_choice),
        optional_measures=file.measures.optional,
        measures_given_at=file.measures.given_at,
        before=_texts(session, BEFORE),
        after=_texts(session, AFTER),
        handout=session.handout,
    )


def _step(
    entry: StepEntry,
    sections: Mapping[str, Section],
    *,
    from_frame: bool,
    measures: tuple[str, ...],
) -> Step:
    guidance = guidance_of(sections[entry.id])
    return _resolved(Step, entry, from_frame=from_frame, measures=measures, guidance=guidance)


def _texts(part: FrameSource | SessionSource, section_id: str) -> tuple[str, ...]:
    return tuple(point.text for point in part.sections[section_id].points)
