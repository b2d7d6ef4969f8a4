"""Checks of the course as a whole: phases, modules, sessions planned, tracks, gates."""

from collections.abc import Iterator

from programme.checks.structure_checks import report_twice
from programme.definition.requirements import SIGN_NOTE, ModuleRequirement
from programme.source_files.content import ContentFolder, Location, did_you_mean
from programme.source_files.sources import PROGRAMME, ProgrammeSource


def check_course(content: ContentFolder, source: ProgrammeSource) -> None:
    """Report what does not fit together in programme.toml and with the modules it names."""
    _check_ids(content, source)
    _check_names(content, source)
    _check_modules(content, source)
    _check_links(content, source)
    _check_bands(content, source)


def _check_ids(content: ContentFolder, source: ProgrammeSource) -> None:
    file = source.file
    report_twice(content, PROGRAMME, "phases", [each.id for each in file.phases])
    report_twice(
        content, PROGRAMME, "planned_sessions", [each.id for each in file.planned_sessions]
    )
    report_twice(content, PROGRAMME, "modules", [each.id for each in file.modules])
    report_twice(content, PROGRAMME, "tracks", [each.id for each in file.tracks])
    report_twice(content, PROGRAMME, "gates", [each.id for each in file.gates])


def _check_names(content: ContentFolder, source: ProgrammeSource) -> None:
    file = source.file
    modules = tuple(module for phase in file.phases for module in phase.modules)
    sessions = tuple(session.id for session in file.planned_sessions)
    phases = tuple(phase.id for phase in file.phases)
    points = (*sessions, *modules, *phases)
    for location, name in _modules_named(source):
        _check_known(content, location, name, modules)
    for location, name in _points_named(source):
        _check_known(content, location, name, points)
        _check_reached(content, source, location, name)
    for position, track in enumerate(file.tracks):
        for place, moved in enumerate(track.bring_forward):
            where = ("tracks", position, "bring_forward", place, "after")
            _check_in_order(content, source, where, moved.after)
        for place, pair in enumerate(track.may_merge):
            for name in pair:
                _check_known(content, ("tracks", position, "may_merge", place), name, sessions)
    for name in file.measures.not_due:
        _check_known(content, ("measures", "not_due", name), name, sessions)
    choices = tuple(file.measures.wellbeing_brief)
    _check_known(content, ("measures", "clinic_choice"), file.measures.clinic_choice, choices)


def _check_known(
    content: ContentFolder, location: Location, name: str, known: tuple[str, ...]
) -> None:
    if name not in known:
        content.report(PROGRAMME, location, f'there is no "{name}"', did_you_mean(name, known))


def _check_reached(
    content: ContentFolder, source: ProgrammeSource, location: Location, point: str
) -> None:
    """Report a module or a phase in which no session of the course stands."""
    phases = {phase.id: phase.modules for phase in source.file.phases}
    modules = phases.get(point, (point,))
    planned = source.file.planned_sessions
    known = point in phases or any(point in each for each in phases.values())
    if known and not any(session.module in modules for session in planned):
        what, to_do = f'the course has no session in "{point}"', "name a point that it reaches"
        content.report(PROGRAMME, location, what, to_do)


def _check_in_order(
    content: ContentFolder, source: ProgrammeSource, location: Location, point: str
) -> None:
    """Report a point after which nothing can be brought forward: none of it has a place."""
    phases = {phase.id: phase.modules for phase in source.file.phases}
    named = (point, *phases.get(point, ()))
    meant = [each for each in source.file.planned_sessions if {each.id, each.module} & {*named}]
    if meant and all(each.extra or each.after_end for each in meant):
        what = f'"{point}" stands outside the order of the course'
        content.report(PROGRAMME, location, what, "name a session that has its place in it")


def _modules_named(source: ProgrammeSource) -> Iterator[tuple[Location, str]]:
    file = source.file
    for position, entry in enumerate(file.modules):
        yield ("modules", position, "id"), entry.id
    for position, session in enumerate(file.planned_sessions):
        yield ("planned_sessions", position, "module"), session.module
    for position, track in enumerate(file.tracks):
        for place, name in enumerate(track.emphasis):
            yield ("tracks", position, "emphasis", place), name
        for place, moved in enumerate(track.bring_forward):
            yield ("tracks", position, "bring_forward", place, "module"), moved.module
    yield from _modules_required(source)


def _modules_required(source: ProgrammeSource) -> Iterator[tuple[Location, str]]:
    for position, gate in enumerate(source.file.gates):
        for place, requirement in enumerate(gate.requires):
            if isinstance(requirement, ModuleRequirement):
                yield ("gates", position, "requires", place, "module"), requirement.module


def _points_named(source: ProgrammeSource) -> Iterator[tuple[Location, str]]:
    for position, gate in enumerate(source.file.gates):
        if gate.before != SIGN_NOTE:
            yield ("gates", position, "before"), gate.before
    for position, track in enumerate(source.file.tracks):
        for place, moved in enumerate(track.bring_forward):
            yield ("tracks", position, "bring_forward", place, "after"), moved.after


def _check_modules(content: ContentFolder, source: ProgrammeSource) -> None:
    planned = {session.id: session for session in source.file.planned_sessions}
    for entry, module in zip(source.file.modules, source.modules, strict=True):
        if module.file.id != entry.id:
            content.report(
                module.path,
                ("id",),
                f'programme.toml calls this module "{entry.id}"',
                "write the same id in both",
            )
        for session in module.sessions:
            file = session.file
            session_plan = planned.get(file.id)
            if session_plan is None:
                advice = did_you_mean(file.id, tuple(planned))
                content.report(session.path, ("id",), "the course plans no such session", advice)
            elif (session_plan.title, session_plan.module) != (file.title, file.module):
                content.report(
                    session.path,
                    ("title",),
                    f'programme.toml plans "{session_plan.title}" in {session_plan.module}',
                    "write the same title and module in both",
                )
    plans = [session.file.id for session in source.sessions]
    for position, session in enumerate(source.sessions):
        if session.file.id in plans[:position]:
            content.report(session.path, ("id",), "another session has this id", "choose another")


def _check_links(content: ContentFolder, source: ProgrammeSource) -> None:
    planned = tuple(session.id for session in source.file.planned_sessions)
    for session in source.sessions:
        for position, link in enumerate(session.file.links):
            place = ("links", position, "session")
            if link.session not in planned:
                advice = did_you_mean(link.session, planned)
                content.report(session.path, place, f'there is no "{link.session}"', advice)
            elif link.session == session.file.id:
                what, to_do = "a session does not lead to itself", "name another, or take it out"
                content.report(session.path, place, what, to_do)


def _check_bands(content: ContentFolder, source: ProgrammeSource) -> None:
    limits = [band.at_least for band in source.file.fidelity_bands]
    if limits != sorted(set(limits), reverse=True) or limits[-1:] != [0]:
        content.report(
            PROGRAMME,
            ("fidelity_bands",),
            "the bands are not in order down to 0",
            "write the highest at_least first and 0 last",
        )
