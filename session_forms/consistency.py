"""What one form must get right beyond each key: everything it names exists, and earlier."""

from collections import Counter
from collections.abc import Iterator, Mapping

from session_forms.answer_tests import AnswerTest
from session_forms.choices import MultiQuestion
from session_forms.conditions import Condition
from session_forms.definition import FormDefinition
from session_forms.entries import EntriesQuestion
from session_forms.explaining import Finding
from session_forms.kinds import Question
from session_forms.places import Path
from session_forms.question import QuestionBase
from session_forms.score_consistency import score_findings


def findings(form: FormDefinition) -> Iterator[Finding]:
    """Yield what is wrong inside `form`, in reading order."""
    yield from _repeated(("questions",), [question.id for question in form.questions], "question")
    yield from _repeated_source(form)
    yield from _repeated(("scores",), [score.id for score in form.scores], "score")
    before: dict[str, Question] = {}
    for index, question in enumerate(form.questions):
        yield from _question(form, before, ("questions", index), question)
        before.setdefault(question.id, question)
    yield from score_findings(form, before)
    for index, left_out in enumerate(form.client_copy.leaves_out if form.client_copy else ()):
        if left_out not in before:
            yield _unknown(("client_copy", "leaves_out", index))


def _question(
    form: FormDefinition, before: Mapping[str, Question], path: Path, question: Question
) -> Iterator[Finding]:
    for key, condition in question.conditions():
        yield from _condition(before, (*path, *_parts(key)), condition)
    if isinstance(question, EntriesQuestion):
        yield from _reason(form, path, question)
    if question.warn_when is not None:
        yield from _test(question, (*path, "warn_when"), question.warn_when)
    for index, alert in enumerate(question.alerts):
        here = (*path, "alerts", index)
        yield from _test(question, (*here, "when"), alert.when)
        if alert.only_if is not None:
            yield from _condition(before, (*here, "only_if"), alert.only_if)


def _condition(
    before: Mapping[str, Question], path: Path, condition: Condition
) -> Iterator[Finding]:
    for question_id, test in condition.tests_of_questions():
        asked = before.get(question_id)
        if asked is None:
            what = "the condition names a question that does not stand before this one"
            yield Finding((*path, "question"), what, "name an earlier question of this form")
        else:
            yield from _test(asked, path, test)


def _test(question: QuestionBase, path: Path, test: AnswerTest) -> Iterator[Finding]:
    if not all(question.possible(value) for value in test.values_named):
        what = f"the test compares with something that {question.id} cannot be answered with"
        yield Finding(path, what, "use the options or the range of that question")
    elif test.values_named and isinstance(question, MultiQuestion) != bool(test.includes_any):
        what = f"the test does not fit the way {question.id} is answered"
        yield Finding(
            path, what, "use includes_any where several options can be chosen, else any_of"
        )
    for mark, allowed in (
        ("cannot_tell", question.cannot_tell),
        ("declined", question.can_decline),
    ):
        if getattr(test, mark) and not allowed:
            what = f"the test asks for an answer that {question.id} does not allow"
            key = "cannot_tell" if mark == "cannot_tell" else "can_decline"
            yield Finding((*path, mark), what, f"set {key} there or drop the test")


def _reason(form: FormDefinition, path: Path, question: EntriesQuestion) -> Iterator[Finding]:
    when = question.min_entries_when
    names = {each.id for each in form.questions} - {question.id}
    if when is not None and when.or_reason_in is not None and when.or_reason_in not in names:
        yield _unknown((*path, "min_entries_when", "or_reason_in"))


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


def _unknown(path: Path) -> Finding:
    return Finding(path, "there is no such question in this form", "name a question of this form")


def _parts(key: str) -> Path:
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))
