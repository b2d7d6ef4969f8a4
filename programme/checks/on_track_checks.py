"""Checks of on-track.toml against the course and the installed forms."""

from collections.abc import Iterator, Mapping

from programme.checks.reference_checks import find_question, report_impossible, report_unpinned
from programme.checks.structure_checks import report_twice
from programme.definition.on_track_rules import AnsweredInARow, Condition, RatingAtMost, RatingFell
from programme.source_files.content import ContentFolder, Location, did_you_mean
from programme.source_files.sources import ON_TRACK, ProgrammeSource
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
