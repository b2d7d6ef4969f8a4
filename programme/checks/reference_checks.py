"""Checks of a programme against the installed forms: forms, questions, options, measures.

on-track.toml is held to the course as well.
"""

from collections.abc import Iterator, Mapping

from programme.checks.structure_checks import report_twice
from programme.definition.on_track_rules import AnsweredInARow, Condition, RatingAtMost, RatingFell
from programme.definition.requirements import AnswerRequirement, BreakRequirement
from programme.errors import MissingForm
from programme.source_files.content import ContentFolder, Location, did_you_mean
from programme.source_files.sources import ON_TRACK, PROGRAMME, ProgrammeSource
from session_forms.errors import UnknownForm
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import Question, ScoredQuestion

Asked = AnswerRequirement | BreakRequirement
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
            if step.form_id is not None:
                yield (part.path, ("steps", position, "form")), step.form_id
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
        for position, name in enumerate(session.file.measures.optional):
            yield (session.path, ("measures", "optional", position)), name
    for part in source.parts:
        for place, step in enumerate(part.file.steps):
            for position, name in enumerate(step.measures):
                yield (part.path, ("steps", place, "measures", position)), name


def _answers_named(source: ProgrammeSource) -> Iterator[tuple[Place, Asked]]:
    for position, gate in enumerate(source.file.gates):
        for place, requirement in enumerate(gate.requires):
            if isinstance(requirement, Asked):
                yield (PROGRAMME, ("gates", position, "requires", place)), requirement
    for part in source.parts:
        for position, step in enumerate(part.file.steps):
            if step.opens_after is not None:
                yield (part.path, ("steps", position, "opens_after")), step.opens_after


def _check_answer(
    content: ContentFolder, place: Place, form: FormDefinition, requirement: Asked
) -> None:
    path, location = place
    question = find_question(content, (path, (*location, "question")), form, requirement.question)
    if question is not None and not _can_be_met(question, requirement):
        report_impossible(content, place, form, question)


def _can_be_met(question: Question, requirement: Asked) -> bool:
    if isinstance(requirement, BreakRequirement):
        return all(question.possible(value) for value in requirement.any_of)
    if requirement.rows_at_least is not None:
        return question.kind in WITH_ROWS
    wanted = requirement.any_of or (requirement.equals,)
    return all(question.possible(value) for value in wanted)


def check_on_track(content: ContentFolder, source: ProgrammeSource, forms: FormLibrary) -> None:
    """Report every session, form, question and option that on-track.toml names in vain."""
    rules = source.on_track
    report_twice(content, ON_TRACK, "rules", [each.id for each in rules.rules])
    sessions = tuple(each.id for each in source.file.planned_sessions if not each.extra)
    for location, session in _sessions_named(source):
        if session not in sessions:
            what = f'the course has no session "{session}"'
            content.report(ON_TRACK, location, what, did_you_mean(session, sessions))
    pinned = source.file.forms
    if rules.review_form and rules.review_form not in pinned:
        report_unpinned(content, (ON_TRACK, ("review_form",)), rules.review_form, pinned)
    for position, rule in enumerate(rules.rules):
        for place, condition in enumerate(rule.any_of):
            at = ("rules", position, "any_of", place)
            _check_condition(content, at, condition, pinned, forms)


def _sessions_named(source: ProgrammeSource) -> Iterator[tuple[Location, str]]:
    rules = source.on_track
    if rules.watch_from:
        yield ("watch_from",), rules.watch_from
    for position, session in enumerate(rules.review_at):
        yield ("review_at", position), session


def _check_condition(
    content: ContentFolder,
    location: Location,
    condition: Condition,
    pinned: Mapping[str, int],
    forms: FormLibrary,
) -> None:
    if not isinstance(condition, RatingAtMost | RatingFell | AnsweredInARow):
        return
    if condition.form not in pinned:
        report_unpinned(content, (ON_TRACK, (*location, "form")), condition.form, pinned)
        return
    form = forms.get(condition.form, pinned[condition.form])
    if isinstance(condition, AnsweredInARow):
        at = (ON_TRACK, (*location, "question"))
        asked = find_question(content, at, form, condition.question)
        if asked is not None and not asked.possible(condition.equals):
            report_impossible(content, (ON_TRACK, (*location, "equals")), form, asked)
        return
    ratings = [each.id for each in form.questions if isinstance(each, ScoredQuestion)]
    for place, question in enumerate(condition.questions):
        if question not in ratings:
            what = f'the form {form.id} has no rating "{question}"'
            content.report(
                ON_TRACK, (*location, "questions", place), what, did_you_mean(question, ratings)
            )
