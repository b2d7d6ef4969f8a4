"""The courses that ship: whole, careful, 90 minutes long, and a page to a handout."""

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader

from exports.paper.first_line.taken_along import taken_along_pdf
from programme.first_line.course import Course, handout_path
from programme.first_line.courses import (
    SHIPPED,
    installed_courses,
    problems_in_course,
    shipped_folder,
)

COURSES = tuple(installed_courses().values())
LENGTH = 90  # minutes
LONGEST_SENTENCE = 40  # words, as in what a therapist reads
OF_CASES, OF_CHECKS, OF_EVALUATION = 2, 2, 1  # the most pages of each


def _texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, each in data.items():
            if key != "evidence":
                yield from _texts(each)
    elif isinstance(data, tuple):
        for each in data:
            yield from _texts(each)


@pytest.fixture(params=COURSES, ids=lambda course: course.file.id)
def course(request: pytest.FixtureRequest) -> Course:
    found: Course = request.param
    return found


@pytest.mark.parametrize("course_id", SHIPPED)
def test_nothing_is_wrong_with_a_course_that_ships(course_id: str) -> None:
    assert problems_in_course(shipped_folder(course_id)) == ()
    assert installed_courses()[course_id].file.id == course_id


def test_it_takes_ninety_minutes(course: Course) -> None:
    assert sum(each.minutes for each in course.file.parts) == course.file.minutes == LENGTH


def test_every_question_gives_a_whole_reason_for_every_option(course: Course) -> None:
    for question in course.file.questions:
        assert all(each.why.endswith((".", "!", "?")) for each in question.options), question.id


def test_neither_place_nor_length_gives_the_right_answer_away(course: Course) -> None:
    questions = course.file.questions
    places = [[each.right for each in question.options].index(True) for question in questions]
    longest = [max(each.options, key=lambda option: len(option.text)).right for each in questions]

    assert {0, 1, 2} == set(places)
    assert max(places.count(each) for each in set(places)) <= len(places) * 0.6
    assert sum(longest) <= len(longest) * 0.6


def test_every_handout_is_one_page(course: Course) -> None:
    pages = PdfReader(io.BytesIO(taken_along_pdf(course))).pages
    titles = [text.splitlines()[0].removeprefix("# ") for text in course.handouts.values()]

    for at, title in enumerate(titles):
        assert title in pages[at].extract_text(), handout_path(course.file.handout_ids[at])
    assert len(pages) <= len(titles) + OF_CASES + OF_CHECKS + OF_EVALUATION


def test_every_handout_says_whom_to_call_in_danger(course: Course) -> None:
    for handout, text in course.handouts.items():
        assert "{emergency_number}" in text, handout


def test_no_sentence_is_too_long_to_be_said(course: Course) -> None:
    for text in _texts(course.file.model_dump()):
        for sentence in text.replace("?", ".").replace("!", ".").split(". "):
            assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


def test_every_claim_says_how_far_it_was_checked(course: Course) -> None:
    assert all(each.source and each.grade for each in course.file.evidence)
    assert any(each.checked == "found" for each in course.file.evidence)
    assert {each.checked for each in course.file.evidence} <= {"found", "own"}


def test_the_cases_begin_with_the_safety_of_a_child_and_ask_about_suicide(course: Course) -> None:
    assert any("suicide" in line for case in course.file.vignettes for line in case.debrief)
    assert all("child" in each.child_first.lower() for each in course.file.vignettes)
