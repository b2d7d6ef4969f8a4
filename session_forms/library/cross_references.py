"""What a form names outside itself: forms to open, to take over from, measures to go by."""

from collections.abc import Collection, Iterator

from session_forms.conditions.conditions import BandTest
from session_forms.consistency.condition_checks import band_label_findings
from session_forms.errors import UnknownForm
from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path, path_of
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.references import DirectoryListQuestion, JurisdictionQuestion


def named_elsewhere(
    form: FormDefinition, names: Collection[str], library: FormLibrary
) -> Iterator[Finding]:
    """Yield what `form` names that does not exist.

    `names` are all forms there are; `library` holds those that can be looked into, in all the
    versions there are.
    """
    for at, question in enumerate(form.questions):
        path = ("questions", at)
        yield from _opened(names, path, question)
        if isinstance(question, FromFormQuestion):
            yield from _source(names, library, path, question)
        for key, condition in question.conditions():
            for place, part in condition.parts():
                test = part.band_of
                if test is not None and test.measure is not None:
                    here = (*path, *path_of(key), *place, "band_of")
                    yield from _measure(names, library, here, test)


def forms_named(form: FormDefinition) -> Iterator[str]:
    """Yield the ids of the forms that `form` opens, takes over from or goes by."""
    for question in form.questions:
        for alert in question.alerts:
            yield from alert.opens
        if isinstance(question, FromFormQuestion):
            yield question.form
        for _key, condition in question.conditions():
            for _place, part in condition.parts():
                if part.band_of is not None and part.band_of.measure is not None:
                    yield part.band_of.measure


def _opened(names: Collection[str], path: Path, question: Question) -> Iterator[Finding]:
    for at, alert in enumerate(question.alerts):
        for at_form, opened in enumerate(alert.opens):
            if opened not in names:
                place = (*path, "alerts", at, "opens", at_form)
                what = "the alert opens a form that does not exist"
                yield Finding(place, what, "name a form that does")


def _source(
    names: Collection[str], library: FormLibrary, path: Path, question: FromFormQuestion
) -> Iterator[Finding]:
    source = _known(library, question.form)
    if question.form not in names:
        what = "lines are taken over from a form that does not exist"
        yield Finding((*path, "form"), what, "name a form that does")
    elif source is not None:
        asked = next((each for each in source.questions if each.id == question.question), None)
        if asked is None:
            what = "the form that lines are taken over from has no such question"
            yield Finding((*path, "question"), what, f"name a question of {question.form}")
        elif isinstance(asked, DirectoryListQuestion | JurisdictionQuestion):
            what = "services and local texts have no lines to take over"
            yield Finding((*path, "question"), what, f"ask with kind {asked.kind} here as well")


def _measure(
    names: Collection[str], library: FormLibrary, path: Path, test: BandTest
) -> Iterator[Finding]:
    measure = _known(library, test.measure or "")
    if test.measure not in names:
        what = "the condition goes by a measure that does not exist"
        yield Finding((*path, "measure"), what, "name a form that has the score")
    elif measure is not None:
        score = next((each for each in measure.scores if each.id == test.score), None)
        if score is None:
            what = "the measure has no such score"
            yield Finding((*path, "score"), what, f"name a score of {test.measure}")
        else:
            yield from band_label_findings(score, path, test)


def _known(library: FormLibrary, form_id: str) -> FormDefinition | None:
    try:
        return library.latest(form_id)
    except UnknownForm:
        return None
