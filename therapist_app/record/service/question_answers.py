"""What was answered to the questions that reports ask: what is done, by whom, and until when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from therapist_app.record.database.columns import MOMENT, OPTIONAL_DAY, QUARTER
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import GONE, SharedTable

_ANSWERED = "question_answered"
AnswerStanding = Literal["under_way", "done", "no_change"]


@dataclass(frozen=True, slots=True)
class QuestionAnswer:
    """The answer to one question of one quarter's report.

    Attributes:
        quarter: The quarter whose report asked, as 2026-Q3.
        figure: The id of the figure that the question is about.
        what: What is done; where nothing is changed, why.
        who: Who does it; empty where nothing is changed.
        by_when: The day until which it is to be done; None where nothing is changed.
        answered_by: The uid of who answered, or said last what became of it.
        course: The id of the course whose report asked; empty for one of before there were
            several, which is of the course in use.

    """

    quarter: str
    figure: str
    standing: AnswerStanding
    what: str
    who: str
    by_when: date | None
    answered_by: str
    answered_at: datetime
    course: str = ""


_ANSWERS = SharedTable(
    "question_answers",
    QuestionAnswer,
    key=("quarter", "figure", "course"),
    columns={"quarter": QUARTER, "by_when": OPTIONAL_DAY, "answered_at": MOMENT},
)


def answer(service: ServiceFile, given: QuestionAnswer) -> None:
    """Keep an answer, in the place of one that was given before."""
    told = (given.figure, given.standing, _ANSWERS.told(given))
    with service.change(_ANSWERED, f"quarter:{given.quarter}", told) as change:
        _ANSWERS.replace(change, given)


def answers(service: ServiceFile) -> tuple[QuestionAnswer, ...]:
    """Return every answer, by quarter, figure and course."""
    return _ANSWERS.select(service, "ORDER BY quarter, figure, course")


def not_as_answered(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each answer that is gone, or that nobody gave as it stands, with a mark of it."""
    for each in answers(service):
        if not is_signed(service, each):
            yield f"question_answers:{each.quarter}:{each.figure}", _ANSWERS.told(each)
    yield from ((key, GONE) for key in _ANSWERS.gone(service, (_ANSWERED,)))


def is_signed(service: ServiceFile, given: QuestionAnswer) -> bool:
    """Return whether whoever an answer names signed it as it stands."""
    subject = f"quarter:{given.quarter}"
    return given.answered_by in _ANSWERS.signers(service, given, (_ANSWERED,), subject)
