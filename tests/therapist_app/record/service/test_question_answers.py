"""Answers to the questions of reports: one for each question, the newest counts."""

from dataclasses import replace
from datetime import date

from therapist_app.record.database import audit
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service import question_answers
from therapist_app.record.service.question_answers import QuestionAnswer


def test_an_answer_takes_the_place_of_an_earlier_one_and_its_words_are_in_no_audit(
    service: ServiceFile,
) -> None:
    first = QuestionAnswer(
        "2026-Q1",
        "attended",
        "under_way",
        "Text the day before",
        "M. Weber",
        date(2026, 5, 1),
        "u",
        service.now(),
    )
    other = replace(first, figure="adherence", standing="no_change", who="", by_when=None)
    question_answers.answer(service, first)
    question_answers.answer(service, other)

    question_answers.answer(service, replace(first, standing="done"))

    assert question_answers.answers(service) == (other, replace(first, standing="done"))
    told = [each for each in audit.entries(service, newest=9) if each.action == "question_answered"]
    assert len(told) == 3
    assert "Text the day" not in repr(told)
    assert "Weber" not in repr(told)


def test_the_same_question_of_two_courses_has_two_answers(service: ServiceFile) -> None:
    full = QuestionAnswer(
        "2026-Q1", "attended", "done", "Text", "M. Weber", None, "u", service.now(), "full"
    )
    short = replace(full, course="short")

    for each in (short, full):
        question_answers.answer(service, each)

    assert question_answers.answers(service) == (full, short)
