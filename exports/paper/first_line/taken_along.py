"""What people of a course take along: its pages, the cases, the questions, the evaluation form.

    data = taken_along_pdf(course, {"crisis_line": "116 123"})

The cases stand without their talk and the questions without their answers.
"""

from collections.abc import Iterator, Mapping, Sequence

from reportlab.platypus import Flowable, PageBreak

from exports.paper.first_line.course_pages import course_sheet, filled
from exports.paper.forms.marks import Lines, Mark
from exports.paper.manual.lines import reading
from exports.paper.pages.keeping import kept, under
from exports.paper.pages.markdown import markdown
from exports.paper.pages.page import WIDTH, make_pdf
from exports.paper.pages.typography import box, prose, ruled_cells, space, words
from programme.definition.placeholders import fill
from programme.first_line.course import Course, CourseQuestion, CourseVignette
from session_forms.words.texts import _, pgettext

SCALE = 1.15
KEYS = "ABCDEF"
MARK_ROOM = 24.0
CONFIDENCE = tuple(str(each) for each in range(11))
AGREEMENT = ("1", "2", "3", "4", "5")
MARK = 17.0
FLAT = [("LEFTPADDING", 0.0), ("TOPPADDING", 1.0), ("BOTTOMPADDING", 1.0)]
WRITTEN_LINES = 2


def taken_along_pdf(
    course: Course, values: Mapping[str, str] | None = None, *, practice: bool = False
) -> bytes:
    """Return all pages for those who are taught; where no value is known is a line to write on."""
    known = filled(course, values or {})
    sheet = course_sheet(known, pgettext("course", "Handouts"), practice=practice)
    return make_pdf(sheet, lambda: list(_story(known)))


def _story(course: Course) -> Iterator[Flowable]:
    for text in course.handouts.values():
        yield from markdown(fill(text, {}), SCALE)
        yield PageBreak()
    yield words(pgettext("course", "Cases"), "title")
    yield space(3)
    yield reading(_("All of them are invented."), "muted")
    yield space(6)
    for case in course.file.vignettes:
        yield from _case(case)
    yield PageBreak()
    yield words(pgettext("course", "Knowledge checks"), "title")
    yield space(3)
    yield reading(
        _("One answer is right. Mark it; nobody collects this page, and nobody sees it."), "muted"
    )
    yield space(6)
    for number, question in enumerate(course.file.questions, 1):
        yield from _question(question, number)
    yield PageBreak()
    yield from _evaluation(course)


def _case(case: CourseVignette) -> Iterator[Flowable]:
    story = prose(fill(case.story, {}), scale=SCALE)
    asked = [
        prose(fill(f"{number}. {each}", {}), scale=SCALE)
        for number, each in enumerate(case.questions, 1)
    ]
    yield from kept([words(case.title, "heading"), space(3), story, space(4), *asked, space(12)])


def _question(question: CourseQuestion, number: int) -> Iterator[Flowable]:
    rows: list[list[Flowable | list[Flowable]]] = [
        [Mark(letter), words(option.text)]
        for letter, option in zip(KEYS, question.options, strict=False)
    ]
    options = box(rows, [MARK_ROOM, WIDTH - MARK_ROOM], FLAT)
    asked = words(f"{number}. {question.asks}", "strong", rank=2)
    yield from kept([asked, space(2), options, space(7)])


def _evaluation(course: Course) -> Iterator[Flowable]:
    asked = course.file.evaluation
    yield words(pgettext("course", "Evaluation"), "title")
    yield space(3)
    yield reading(asked.introduction)
    yield space(8)
    title = _("At the beginning: 0 not at all, 10 completely")
    yield from _rated(title, asked.confidence, CONFIDENCE)
    title = _("At the end: 0 not at all, 10 completely")
    yield from _rated(title, asked.confidence, CONFIDENCE)
    yield from _rated(_("At the end: 1 disagree, 5 agree"), asked.statements, AGREEMENT)
    for each in asked.open:
        yield from kept([words(each, "strong", rank=0), Lines(WRITTEN_LINES)])
        yield space(8)


def _rated(title: str, lines: Sequence[str], marks: Sequence[str]) -> Iterator[Flowable]:
    room = MARK * len(marks) + 6
    head: list[Flowable | list[Flowable]] = [words(title, "label"), words("", "label")]
    rows: list[list[Flowable | list[Flowable]]] = [
        [words(each), box([[Mark(mark) for mark in marks]], [MARK] * len(marks), FLAT)]
        for each in lines
    ]
    yield from under([], [ruled_cells([head, *rows], [WIDTH - room, room], padding=4)])
    yield space(10)
