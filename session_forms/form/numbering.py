"""The number of each question, on screen and on paper alike."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from string import ascii_lowercase

from session_forms.form.definition import FormDefinition
from session_forms.questions.kinds import Question


def numbers(form: FormDefinition) -> Mapping[str, str]:
    """Return the number of each question by its id, such as "3" or "3a", in reading order.

    A question that is asked only sometimes stands under the one that it hangs on, in the same
    part of the form, so that no number is missing while it is hidden. An instrument keeps the
    numbers that it was published with: one for each question.
    """
    if form.measure is not None or form.licence.status != "own":
        return {each.id: str(at) for at, each in enumerate(form.questions, start=1)}
    return _numbered(form.questions)


def whole_count(labels: Iterable[str]) -> int:
    """Return how many of these numbers stand for themselves, without a letter."""
    return sum(each.isdigit() for each in labels)


def _numbered(questions: Iterable[Question]) -> dict[str, str]:
    found: dict[str, str] = {}
    head_of: dict[str, Question] = {}
    head: Question | None = None
    whole, letters = 0, _letters()
    for question in questions:
        if head is None or not _hangs_on(question, head, head_of):
            head, whole, letters = question, whole + 1, _letters()
            found[question.id] = str(whole)
        else:
            found[question.id] = f"{whole}{next(letters)}"
        head_of[question.id] = head
    return found


def _hangs_on(question: Question, head: Question, head_of: Mapping[str, Question]) -> bool:
    """Return whether `question` is asked only sometimes, by an answer at `head` or by no answer."""
    if question.shown_when is None or question.part != head.part:
        return False
    asked = [name for name, _test in question.shown_when.tests_of_questions()]
    return not asked or any(head_of.get(name) is head for name in asked)


def _letters() -> Iterator[str]:
    """Yield a to z, then aa to zz."""
    yield from ascii_lowercase
    yield from map("".join, product(ascii_lowercase, repeat=2))
