"""A checked programme's files put together: frame merged in, names resolved."""

from collections.abc import Mapping

from programme.checks.structure_checks import AFTER, BEFORE
from programme.definition.definition import Module, Phase, Programme, SessionPlan, SharedFrame, Step
from programme.source_files.files import StepEntry, due_in
from programme.source_files.sections import Section, guidance_of
from programme.source_files.sources import FrameSource, ModuleSource, ProgrammeSource, SessionSource


def assemble(source: ProgrammeSource, clinic_choice: str) -> Programme:
    """Return the programme that checked files describe."""
    file = source.file
    return Programme(
        id=file.id,
        version=file.version,
        language=file.language,
        title=file.title,
        status=file.status,
        approved_by=file.approved_by,
        approved_on=file.approved_on,
        population=file.population,
        intended_purpose=file.intended_purpose,
        source=file.source,
        licence=file.licence,
        phases=_phases(source),
        modules={each.file.id: _module(each) for each in source.modules},
        session_plans=_session_plans(source, clinic_choice),
        gates=file.gates,
        tracks=file.tracks,
        exclusions=file.exclusions,
        adaptations=file.adaptations,
        fidelity_bands=file.fidelity_bands,
        second_rated_one_in=file.second_rated_one_in,
        placeholders=file.placeholders,
        forms=file.forms,
        clinic_choice=clinic_choice,
        frame=_frame(source.frame),
        on_track=source.on_track,
        training=source.training,
    )


def _phases(source: ProgrammeSource) -> tuple[Phase, ...]:
    return tuple(
        Phase(
            id=phase.id,
            title=phase.title,
            modules=phase.modules,
            sessions=tuple(
                session
                for session in source.file.planned_sessions
                if session.module in phase.modules
            ),
        )
        for phase in source.file.phases
    )


def _module(source: ModuleSource) -> Module:
    file = source.file
    return Module(
        id=file.id,
        version=file.version,
        title=file.title,
        aim=file.aim,
        rationale=file.rationale,
        completion=file.completion,
        session_ids=tuple(session.file.id for session in source.sessions),
    )


def _frame(source: FrameSource) -> SharedFrame:
    file = source.file
    return SharedFrame(
        version=file.version,
        title=file.title,
        aim=file.aim,
        status=file.status,
        core_after=file.core_after,
        evidence=file.evidence,
        steps=tuple(_step(entry, source.sections, from_frame=True) for entry in file.steps),
        fidelity=file.fidelity,
        before=_texts(source, BEFORE),
        after=_texts(source, AFTER),
        handout=source.handout,
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
    return SessionPlan(
        id=file.id,
        version=file.version,
        module_id=file.module,
        title=file.title,
        aim=file.aim,
        rationale=file.rationale,
        minutes=file.minutes,
        status=file.status,
        evidence=file.evidence,
        prepares=file.prepares,
        links=file.links,
        steps=tuple(
            _step(entry, frame.sections if from_frame else session.sections, from_frame=from_frame)
            for entry, from_frame in source.steps_of(session)
        ),
        practice=file.practice,
        fidelity=(*(frame.file.fidelity if file.frame else ()), *file.fidelity),
        measures=due_in(file, source.file.measures, clinic_choice),
        measures_given_at=file.measures.given_at,
        split=file.split,
        before=_texts(session, BEFORE),
        after=_texts(session, AFTER),
        handout=session.handout,
    )


def _step(entry: StepEntry, sections: Mapping[str, Section], *, from_frame: bool) -> Step:
    return Step(
        id=entry.id,
        code=entry.code,
        title=entry.title,
        minutes=entry.minutes,
        form_id=entry.form,
        skippable=entry.skippable,
        not_skippable_when=entry.not_skippable_when,
        opens_after=entry.opens_after,
        shows=entry.shows,
        from_frame=from_frame,
        guidance=guidance_of(sections[entry.id]),
    )


def _texts(part: FrameSource | SessionSource, section_id: str) -> tuple[str, ...]:
    return tuple(point.text for point in part.sections[section_id].points)
