"""Checks of the training files against the programme they belong to."""

from collections.abc import Collection
from dataclasses import dataclass

from programme.checks.structure_checks import report_twice
from programme.checks.style_checks import check_words
from programme.definition.training import (
    FIRST_SESSION,
    KNOWLEDGE_CHECKS,
    VIGNETTES,
    FirstSession,
    KnowledgeChecks,
    TrainingPlace,
)
from programme.definition.vignettes import Vignettes
from programme.source_files.content import ContentFolder, Location, did_you_mean
from programme.source_files.sources import ProgrammeSource
from session_forms.library.library import FormLibrary


def check_training(content: ContentFolder, source: ProgrammeSource, library: FormLibrary) -> None:
    """Report what is wrong with the files of training, where there are any."""
    if content.has(KNOWLEDGE_CHECKS):
        checks = content.toml(KNOWLEDGE_CHECKS, KnowledgeChecks)
        if checks is not None:
            check_words(content, KNOWLEDGE_CHECKS)
            _check_questions(_File(content, source, library, KNOWLEDGE_CHECKS), checks)
    if content.has(FIRST_SESSION):
        first = content.toml(FIRST_SESSION, FirstSession)
        if first is not None:
            check_words(content, FIRST_SESSION)
            _check_first_session(_File(content, source, library, FIRST_SESSION), first)
    if content.has(VIGNETTES):
        vignettes = content.toml(VIGNETTES, Vignettes)
        if vignettes is not None:
            check_words(content, VIGNETTES)
            _check_vignettes(_File(content, source, library, VIGNETTES), vignettes)


@dataclass(frozen=True, slots=True)
class _File:
    """One file, and the programme whose names it uses."""

    content: ContentFolder
    source: ProgrammeSource
    library: FormLibrary
    path: str

    def check_name(
        self, location: Location, name: str, known: Collection[str], place: str = ""
    ) -> bool:
        """Return whether a name is empty or known; an unknown one is reported."""
        if not name or name in known:
            return True
        kind = location[-1]
        what = f'{place or "the programme"} has no {kind} "{name}"'
        self.content.report(self.path, location, what, did_you_mean(name, tuple(known)))
        return False

    def check_step(self, location: Location, session_id: str, step_id: str) -> None:
        session = next(each for each in self.source.sessions if each.file.id == session_id)
        steps = [step.id for step, _from_frame in self.source.steps_of(session)]
        self.check_name(location, step_id, steps, session_id)

    def items_of(self, session_id: str) -> tuple[str, ...]:
        """Return the fidelity items of a session, its own and the shared ones."""
        session = next(each for each in self.source.sessions if each.file.id == session_id)
        shared = self.source.frame.file.fidelity if session.file.frame else ()
        return tuple(each.id for each in (*shared, *session.file.fidelity))

    @property
    def sessions(self) -> tuple[str, ...]:
        return tuple(each.file.id for each in self.source.sessions)

    @property
    def forms(self) -> tuple[str, ...]:
        return tuple(self.library.ids())


def _check_questions(file: _File, checks: KnowledgeChecks) -> None:
    groups = [each.id for each in checks.groups]
    report_twice(file.content, file.path, "groups", groups)
    report_twice(file.content, file.path, "questions", [each.id for each in checks.questions])
    asked = {each.group for each in checks.questions}
    for number, group in enumerate(groups):
        if group not in asked:
            what = "no question is in this group"
            file.content.report(file.path, ("groups", number), what, "add one, or leave it out")
    for number, question in enumerate(checks.questions):
        at: Location = ("questions", number)
        file.check_name((*at, "group"), question.group, groups, "this file")
        for place, wanted in enumerate(question.rests_on):
            _check_place(file, wanted, (*at, "rests_on", place))


def _check_place(file: _File, place: TrainingPlace, at: Location) -> None:
    gates = [each.id for each in file.source.file.gates]
    file.check_name((*at, "form"), place.form, file.forms)
    file.check_name((*at, "gate"), place.gate, gates)
    file.check_name((*at, "course"), place.course, ())
    if file.check_name((*at, "session"), place.session, file.sessions) and place.session:
        file.check_step((*at, "step"), place.session, place.step)


def _check_first_session(file: _File, first: FirstSession) -> None:
    report_twice(file.content, file.path, "tasks", [each.id for each in first.tasks])
    tracks = [each.id for each in file.source.file.tracks]
    file.check_name(("track",), first.track, tracks)
    if not file.check_name(("session",), first.session, file.sessions):
        return
    for number, task in enumerate(first.tasks):
        at: Location = ("tasks", number, "done")
        file.check_step((*at, "step"), first.session, task.done.step)
        file.check_name((*at, "form"), task.done.form, file.forms)


def _check_vignettes(file: _File, vignettes: Vignettes) -> None:
    for number, vignette in enumerate(vignettes.vignettes):
        at: Location = ("vignettes", number)
        if not file.check_name((*at, "session"), vignette.session, file.sessions):
            continue
        for place, each in enumerate(vignette.items):
            items = file.items_of(vignette.session)
            file.check_name((*at, "items", place, "item"), each.item, items, vignette.session)
