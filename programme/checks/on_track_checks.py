"""Checks of on-track.toml against the course and the installed forms."""

from collections.abc import Iterator, Mapping

from programme.checks.structure_checks import report_twice
from programme.definition.on_track_rules import AnsweredInARow, Condition, RatingAtMost, RatingFell
from programme.source_files.content import ContentFolder, Location, did_you_mean
from programme.source_files.sources import ON_TRACK, ProgrammeSource
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import ScoredQuestion


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
        _report_form(content, ("review_form",), rules.review_form, pinned)
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


def _report_form(
    content: ContentFolder, location: Location, form_id: str, pinned: Mapping[str, int]
) -> None:
    what = f'the form "{form_id}" has no version in programme.toml'
    to_do = f"add it under [forms], or {did_you_mean(form_id, pinned)}"
    content.report(ON_TRACK, location, what, to_do)


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
        _report_form(content, (*location, "form"), condition.form, pinned)
        return
    form = forms.get(condition.form, pinned[condition.form])
    if isinstance(condition, AnsweredInARow):
        _check_option(content, location, condition, form)
        return
    ratings = [each.id for each in form.questions if isinstance(each, ScoredQuestion)]
    for place, question in enumerate(condition.questions):
        if question not in ratings:
            what = f'the form {form.id} has no rating "{question}"'
            at = (*location, "questions", place)
            content.report(ON_TRACK, at, what, did_you_mean(question, ratings))


def _check_option(
    content: ContentFolder, location: Location, condition: AnsweredInARow, form: FormDefinition
) -> None:
    questions = {each.id: each for each in form.questions}
    question = questions.get(condition.question)
    if question is None:
        what = f'the form {form.id} has no question "{condition.question}"'
        advice = did_you_mean(condition.question, questions)
        content.report(ON_TRACK, (*location, "question"), what, advice)
    elif not question.possible(condition.equals):
        what = f"no answer to {condition.question} can be what is asked for"
        advice = f"look at that question in the form {form.id}"
        content.report(ON_TRACK, (*location, "equals"), what, advice)
