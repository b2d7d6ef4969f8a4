"""What becomes of a course whose files are spoiled, and what its authors are told."""

from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

from programme.errors import ContentError
from programme.first_line.course import TOPICS
from programme.first_line.courses import installed_courses, problems_in_course, read_course
from tests.support.programme.courses import COVERS, FILE, PAGE, write_course

COURSE, ON_PAGE = "course.toml", "handouts/page.md"


def told(folder: Traversable) -> str:
    return "\n".join(str(each) for each in problems_in_course(folder))


def changed(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


def test_a_course_that_is_in_order_is_read_with_its_pages(tmp_path: Path) -> None:
    course = read_course(write_course(tmp_path))

    assert told(tmp_path) == ""
    assert course.file.handout_ids == ("page",)
    assert dict(course.handouts) == {"page": PAGE}
    part = course.part("last")
    assert part is not None
    assert part.minutes == 10
    assert course.part("gone") is None


def test_its_questions_have_ids_that_no_other_course_has(tmp_path: Path) -> None:
    [check] = read_course(write_course(tmp_path)).knowledge_checks

    assert check.id == "small.when"
    assert [(each.course, each.step) for each in check.rests_on] == [("small", "first")]


@pytest.mark.parametrize("topic", TOPICS)
def test_a_course_without_one_of_its_topics_is_not_taught(tmp_path: Path, topic: str) -> None:
    covered = ", ".join(f'"{each}"' for each in TOPICS if each != topic)
    folder = write_course(tmp_path, {COURSE: changed(COVERS, covered)})

    with pytest.raises(ContentError, match=f'no part covers "{topic}"'):
        read_course(folder)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("minutes = 30", "minutes = 90", "the parts take 30 minutes and the course 90"),
        ('vignettes = ["case"]', "vignettes = []", "the case is worked on in 0 parts"),
        ('vignettes = ["case"]', 'vignettes = ["cse"]', 'the course has no case "cse"'),
        ('vignettes = ["case"]', 'vignettes = ["case", "case"]', "worked on in 2 parts"),
        ('rests_on = "first"', 'rests_on = "frst"', 'the course has no part "frst"'),
        ("asks_questions = true", "", "not one part has asks_questions"),
        ("evaluates = true", "evaluates = true\nasks_questions = true", "asks_questions"),
        ("evaluates = true", "", "not one part has evaluates"),
        ('debrief = ["You listened.", "You told your lead."]', "", "debrief"),
        ('child_first = "The child is safe."', "", "child_first"),
        (', why = "It cannot wait."', "", "why"),
        (", right = true", "", "exactly one option"),
        ('text = "Later"', 'text = "Now"', "has an option twice"),
        ('id = "last"', 'id = "first"', "has the part first twice"),
        ('handouts = ["page"]', 'handouts = ["page", "page"]', "has the handout page twice"),
        ('handouts = ["page"]', 'handouts = ["other"]', "other.md"),
        ('checked = "verify"', 'checked = "surely"', "checked"),
        ('title = "A small course"', 'titel = "A small course"', "titel"),
    ],
)
def test_a_course_that_cannot_be_taught_is_refused(
    tmp_path: Path, old: str, new: str, what: str
) -> None:
    folder = write_course(tmp_path, {COURSE: changed(old, new)})

    with pytest.raises(ContentError):
        read_course(folder)
    assert what in told(folder)


def test_a_page_without_a_heading_is_refused(tmp_path: Path) -> None:
    folder = write_course(tmp_path, {ON_PAGE: "Call.\n"})

    with pytest.raises(ContentError, match="the page has no heading"):
        read_course(folder)


@pytest.mark.parametrize(
    ("path", "old", "new", "what"),
    [
        (COURSE, "Somebody rings.", "A predator rings.", '"predator" is a word to avoid'),
        (COURSE, "Somebody rings.", "Gray.", "British spelling"),
        (COURSE, "Somebody rings.", "Ring 0800 1000 900.", "is a number to call"),
        (COURSE, "Somebody rings.", "They ring Preventell.", "is a service of the directory"),
        (COURSE, "{crisis_line}", "{crisis_lime}", 'nothing fills "{crisis_lime}"'),
        (COURSE, "Somebody rings.", "TO WRITE", "still to be written"),
        (ON_PAGE, "Call", "Ask the victim, call", '"victim" is a word to avoid'),
        (ON_PAGE, "Call {emergency_number}.", "Call 112.", "is a number to call"),
        (ON_PAGE, "Call {emergency_number}.", "See www.example.org.", "is an address"),
        (ON_PAGE, "Call", f"{'so ' * 26}call", "the longest sentence has 28 words"),
        (ON_PAGE, "Call", f"{'Do it. ' * 226}Call", "the page has"),
        (ON_PAGE, "Call", "Organisational responsibilities. Call", "Flesch-Kincaid grade"),
    ],
)
def test_its_authors_are_told_of_wording_that_keeps_it_from_nobody(
    tmp_path: Path, path: str, old: str, new: str, what: str
) -> None:
    text = {COURSE: FILE, ON_PAGE: PAGE}[path]
    assert old in text
    folder = write_course(tmp_path, {path: text.replace(old, new, 1)})

    assert what in told(folder)
    assert read_course(folder).file.id == "small"


def test_what_a_publication_is_called_keeps_its_words(tmp_path: Path) -> None:
    folder = write_course(tmp_path)

    assert "Offenders and victims" in (folder / COURSE).read_text()
    assert told(folder) == ""


def test_the_courses_that_ship_are_read_once() -> None:
    assert installed_courses() is installed_courses()
