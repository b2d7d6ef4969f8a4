"""What a course for the first line must get right.

A course that leaves out a topic, does not fill its time, or has a case that nobody talks through
is not taught at all; how it is worded is told to those who write it.
"""

from collections.abc import Collection, Iterator

from programme.checks.readability import Readability, readability
from programme.checks.style_checks import services_by_name
from programme.checks.wording import (
    addresses,
    american_spellings,
    numbers_to_call,
    services_named,
    words_to_avoid,
)
from programme.definition.definition import HEADING
from programme.definition.placeholders import names_in
from programme.first_line.course import COURSE, TOPICS, CourseFile, handout_path
from programme.source_files.content import ContentFolder, Location, did_you_mean

PLACEHOLDERS = frozenset(
    {
        "emergency_number",
        "crisis_line",
        "prevention_line",
        "clinic_phone",
        "clinic_hours",
        "child_protection",
    }
)
"""What is filled in by the service, or by hand where the course is held."""
MOST_WORDS = 450
LONGEST_SENTENCE = 25
HIGHEST_GRADE = 8
"""A page is read by tired people on duty, often in their second language."""
TO_WRITE = "TO WRITE"
_CITES = ("source =", "grade =")
"""Lines that keep the words and the numbers of a publication."""


def check_structure(content: ContentFolder, course: CourseFile) -> None:
    """Report what would keep a course from being taught as it stands."""
    _check_time(content, course)
    _check_topics(content, course)
    _check_moments(content, course)
    _check_cases(content, course)
    parts = tuple(each.id for each in course.parts)
    for number, question in enumerate(course.questions):
        _check_known(content, ("questions", number, "rests_on"), question.rests_on, parts, "part")
    for handout in course.handout_ids:
        path = handout_path(handout)
        if not content.text(path).startswith(HEADING):
            what, to_do = "the page has no heading", 'begin with "# " and its title'
            content.report_line(path, 1, "", what, to_do)


def _check_time(content: ContentFolder, course: CourseFile) -> None:
    planned = sum(each.minutes for each in course.parts)
    if planned != course.minutes:
        what = f"the parts take {planned} minutes and the course {course.minutes}"
        content.report(COURSE, ("minutes",), what, "change the minutes of a part")


def _check_topics(content: ContentFolder, course: CourseFile) -> None:
    covered = {topic for part in course.parts for topic in part.covers}
    for topic in TOPICS:
        if topic not in covered:
            to_do = "teach it in a part, and name it in its covers"
            content.report(COURSE, ("parts",), f'no part covers "{topic}"', to_do)


def _check_moments(content: ContentFolder, course: CourseFile) -> None:
    for key in ("asks_questions", "evaluates"):
        if sum(getattr(each, key) for each in course.parts) != 1:
            content.report(COURSE, ("parts",), f"not one part has {key}", "give it to one part")


def _check_cases(content: ContentFolder, course: CourseFile) -> None:
    known = tuple(each.id for each in course.vignettes)
    used: list[str] = []
    for number, part in enumerate(course.parts):
        for place, case in enumerate(part.vignettes):
            _check_known(content, ("parts", number, "vignettes", place), case, known, "case")
            used.append(case)
    for number, case in enumerate(known):
        if used.count(case) != 1:
            what = f"the case is worked on in {used.count(case)} parts"
            content.report(COURSE, ("vignettes", number), what, "name it in one part")


def _check_known(
    content: ContentFolder, at: Location, name: str, known: Collection[str], kind: str
) -> None:
    if name not in known:
        content.report(COURSE, at, f'the course has no {kind} "{name}"', did_you_mean(name, known))


def check_wording(content: ContentFolder, course: CourseFile) -> None:
    """Report where a course that can be taught leaves the writing guide."""
    paths = [handout_path(each) for each in course.handout_ids]
    for path in (COURSE, *paths):
        for number, line in enumerate(content.text(path).splitlines(), 1):
            if not line.startswith(_CITES):
                for what, to_do in _wrong_in(line):
                    content.report_line(path, number, "", what, to_do)
                for each in addresses(line) if path != COURSE else ():
                    what = f'"{each}" is an address, which may change'
                    content.report_line(path, number, "", what, "leave a line to write on")
    for path in paths:
        for what, to_do in _hard_to_read(readability(content.text(path))):
            content.report_line(path, None, "", what, to_do)


def _wrong_in(line: str) -> Iterator[tuple[str, str]]:
    for word in words_to_avoid(line):
        yield f'"{word}" is a word to avoid', "find another in the writing guide"
    for word in american_spellings(line):
        yield f'"{word}" is not British spelling', "spell it as in Britain"
    for each in numbers_to_call(line):
        yield f'"{each}" is a number to call, which may change', "write {crisis_line} or the like"
    for each in services_named(line, services_by_name()):
        yield f'"{each}" is a service of the directory, which may close', "write {prevention_line}"
    for each in names_in(line):
        if each not in PLACEHOLDERS:
            yield f'nothing fills "{{{each}}}"', did_you_mean(each, PLACEHOLDERS)
    if TO_WRITE in line:
        yield "still to be written", f"write it, and take out the words {TO_WRITE}"


def _hard_to_read(measured: Readability) -> Iterator[tuple[str, str]]:
    if measured.words > MOST_WORDS:
        yield f"the page has {measured.words} words", f"write {MOST_WORDS} at most"
    if measured.longest > LONGEST_SENTENCE:
        yield f"the longest sentence has {measured.longest} words", f"stop at {LONGEST_SENTENCE}"
    if measured.grade > HIGHEST_GRADE:
        what = f"the Flesch-Kincaid grade is {measured.grade:.1f}"
        yield what, f"stay at {HIGHEST_GRADE} with shorter words"
