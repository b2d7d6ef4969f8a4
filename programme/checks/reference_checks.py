"""Checks of a programme against the installed forms: forms, questions, options, measures."""

from collections.abc import Iterator, Mapping

from programme.definition.requirements import AnswerRequirement
from programme.errors import MissingForm
from programme.source_files.content import ContentFolder, Location, did_you_mean
from programme.source_files.sources import PROGRAMME, ProgrammeSource
from session_forms.errors import UnknownForm
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import Question

WITH_ROWS = ("table", "list", "multi", "directory_list")

Place = tuple[str, Location]


def check_references(
    content: ContentFolder, source: ProgrammeSource, library: FormLibrary, clinic_choice: str
) -> None:
    """Report every form, question, option and measure that does not resolve."""
    pinned = dict(_pinned(content, source, library))
    known = source.file.forms
    for place, form_id in _forms_named(source, clinic_choice):
        if form_id not in known:
            report_unpinned(content, place, form_id, known)
    for place, requirement in _answers_named(source):
        form = pinned.get(requirement.form)
        if form is not None:
            _check_answer(content, place, form, requirement)


def report_unpinned(
    content: ContentFolder, place: Place, form_id: str, pinned: Mapping[str, int]
) -> None:
    """Report a form that is named and of which programme.toml says no version."""
    what = f'the form "{form_id}" has no version in programme.toml'
    to_do = f"add it under [forms], or {did_you_mean(form_id, pinned)}"
    content.report(*place, what, to_do)


def find_question(
    content: ContentFolder, place: Place, form: FormDefinition, question_id: str
) -> Question | None:
    """Return a question of a form by its id; an unknown one is reported."""
    questions = {str(question.id): question for question in form.questions}
    if question_id not in questions:
        what = f'the form {form.id} has no question "{question_id}"'
        content.report(*place, what, did_you_mean(question_id, questions))
    return questions.get(question_id)


def report_impossible(
    content: ContentFolder, place: Place, form: FormDefinition, question: Question
) -> None:
    """Report that an answer is asked for which a question can never have."""
    what = f"no answer to {question.id} can be what is asked for"
    content.report(*place, what, f"look at that question in the form {form.id}")


def _pinned(
    content: ContentFolder, source: ProgrammeSource, library: FormLibrary
) -> Iterator[tuple[str, FormDefinition]]:
    for form_id, version in source.file.forms.items():
        try:
            yield form_id, library.get(form_id, version)
        except UnknownForm:
            what = f"version {version} of the form {form_id} is not installed"
            to_do = "write an installed version"
            if form_id not in library.ids():
                what = f'there is no form "{form_id}"'
                to_do = did_you_mean(form_id, library.ids())
            content.report(PROGRAMME, ("forms", form_id), what, to_do, kind=MissingForm)


def _forms_named(source: ProgrammeSource, clinic_choice: str) -> Iterator[tuple[Place, str]]:
    for part in source.parts:
        for position, step in enumerate(part.file.steps):
            if step.form is not None:
                yield (part.path, ("steps", position, "form")), step.form
    for (path, location), requirement in _answers_named(source):
        yield (path, (*location, "form")), requirement.form
    rules = source.file.measures
    for place, name in _measures_named(source):
        for form_id in rules.resolve(name, clinic_choice):
            yield place, form_id


def _measures_named(source: ProgrammeSource) -> Iterator[tuple[Place, str]]:
    for position, name in enumerate(source.file.measures.every_session):
        yield (PROGRAMME, ("measures", "every_session", position)), name
    for session in source.sessions:
        for position, name in enumerate(session.file.measures.due):
            yield (session.path, ("measures", "due", position)), name


def _answers_named(source: ProgrammeSource) -> Iterator[tuple[Place, AnswerRequirement]]:
    for position, gate in enumerate(source.file.gates):
        for place, requirement in enumerate(gate.requires):
            if isinstance(requirement, AnswerRequirement):
                yield (PROGRAMME, ("gates", position, "requires", place)), requirement
    for part in source.parts:
        for position, step in enumerate(part.file.steps):
            if step.opens_after is not None:
                yield (part.path, ("steps", position, "opens_after")), step.opens_after


def _check_answer(
    content: ContentFolder, place: Place, form: FormDefinition, requirement: AnswerRequirement
) -> None:
    path, location = place
    question = find_question(content, (path, (*location, "question")), form, requirement.question)
    if question is not None and not _can_be_met(question, requirement):
        report_impossible(content, place, form, question)


def _can_be_met(question: Question, requirement: AnswerRequirement) -> bool:
    if requirement.rows_at_least is not None:
        return question.kind in WITH_ROWS
    wanted = requirement.any_of or (requirement.equals,)
    return all(question.possible(value) for value in wanted)
