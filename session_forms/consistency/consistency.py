"""What one form must get right beyond each key: everything it names exists, and earlier."""

from collections import Counter
from collections.abc import Iterator

from session_forms.consistency.condition_checks import (
    Known,
    answer_test_findings,
    condition_findings,
)
from session_forms.consistency.reachability import unreachable
from session_forms.consistency.score_consistency import score_findings, unknown
from session_forms.files.explaining import Finding
from session_forms.files.toml_lines import Path, path_of
from session_forms.form.definition import FormDefinition
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.days import DateQuestion, DatetimeQuestion
from session_forms.questions.entries import EntriesQuestion
from session_forms.questions.kinds import Question, ScoredQuestion


def findings(form: FormDefinition) -> Iterator[Finding]:
    """Yield what is wrong inside `form`; what can never happen is looked for in a sound one."""
    found = list(_named(form))
    yield from found
    if not found:
        yield from unreachable(form)


def _named(form: FormDefinition) -> Iterator[Finding]:
    yield from _repeated(("questions",), [question.id for question in form.questions], "question")
    yield from _repeated_source(form)
    yield from _repeated(("scores",), [score.id for score in form.scores], "score")
    yield from _repeated(("parts",), [str(part.id) for part in form.parts], "part")
    yield from part_findings(form)
    before: dict[str, Question] = {}
    for index, question in enumerate(form.questions):
        yield from question_findings(form, before, ("questions", index), question)
        before.setdefault(question.id, question)
    yield from score_findings(form, before)
    for index, left_out in enumerate(form.client_copy.leaves_out if form.client_copy else ()):
        if left_out not in before:
            yield unknown(("client_copy", "leaves_out", index))


def _repeated(path: Path, ids: list[str], noun: str) -> Iterator[Finding]:
    for index, each in enumerate(ids):
        if each in ids[:index]:
            what = f"the {noun} id {each} stands there twice"
            yield Finding((*path, index, "id"), what, "give each its own id")


def _repeated_source(form: FormDefinition) -> Iterator[Finding]:
    times = Counter(question.source_id or question.id for question in form.questions)
    for index, question in enumerate(form.questions):
        if question.source_id and times[question.source_id] > 1:
            what = "another question goes out under the same source_id"
            yield Finding(("questions", index, "source_id"), what, "give each its own")


def question_findings(
    form: FormDefinition, before: Known, path: Path, question: Question
) -> Iterator[Finding]:
    """Yield what is wrong with a question at `path`; `before` are the earlier ones."""
    scores = {score.id: score for score in form.scores}
    for key, condition in question.conditions():
        yield from condition_findings(before, scores, (*path, *path_of(key)), condition)
    if isinstance(question, EntriesQuestion):
        yield from _reason(form, path, question)
    if isinstance(question, ComputedQuestion):
        yield from _computed(form, before, path, question)
    if question.warn_when is not None:
        yield from answer_test_findings(question, (*path, "warn_when"), question.warn_when)
    for index, alert in enumerate(question.alerts):
        yield from answer_test_findings(question, (*path, "alerts", index, "when"), alert.when)


def part_findings(form: FormDefinition) -> Iterator[Finding]:
    """Yield what is wrong with the parts: each is used, and its questions stand together."""
    order = [part.id for part in form.parts]
    at = -1
    for index, question in enumerate(form.questions if order else ()):
        here = ("questions", index, "part")
        if question.part is None and at == -1:
            continue
        if question.part not in order:
            what = "the question names no part of this form"
            yield Finding(here, what, "name one of those under parts")
        elif order.index(question.part) < at:
            what = "the question stands outside its part"
            yield Finding(here, what, "put the questions of a part together, in the order of parts")
        else:
            at = order.index(question.part)
    used = {question.part for question in form.questions}
    for index, part in enumerate(form.parts):
        if part.id not in used:
            yield Finding(("parts", index), "no question names this part", "drop it or use it")


def _reason(form: FormDefinition, path: Path, question: EntriesQuestion) -> Iterator[Finding]:
    when = question.min_entries_when
    names = {each.id for each in form.questions} - {question.id}
    if when is not None and when.or_reason_in is not None and when.or_reason_in not in names:
        yield unknown((*path, "min_entries_when", "or_reason_in"))


def _computed(
    form: FormDefinition, before: Known, path: Path, question: ComputedQuestion
) -> Iterator[Finding]:
    scored = {item for score in form.scores for item in score.items}
    for index, name in enumerate(question.of):
        here, used = (*path, "of", index), before.get(name)
        if used is None:
            what = "the line is computed from a question that does not stand before it"
            yield Finding(here, what, "name an earlier question of this form")
        elif name in scored and question.compute != "count":
            what = "the question is an item of a score"
            yield Finding(here, what, "let the score say it, with the instrument's own rules")
        elif not _can_be_computed(question, used):
            what = f"{question.compute} cannot be made of this kind of answer"
            yield Finding(here, what, _KINDS[question.compute])


_KINDS = dict.fromkeys(("sum", "mean", "difference"), "name rating, scale and number questions") | {
    "count": "name questions that a person answers",
    "weeks_between": "name date and datetime questions",
}


def _can_be_computed(question: ComputedQuestion, used: Question) -> bool:
    if question.compute == "count":
        return used.is_asked
    if question.compute == "weeks_between":
        return isinstance(used, DateQuestion | DatetimeQuestion)
    return isinstance(used, ScoredQuestion)
