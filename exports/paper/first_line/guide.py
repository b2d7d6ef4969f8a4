"""The guide of a trainer: the time, each part, the cases with their talk, answers, sources.

data = guide_pdf(course, {"crisis_line": "116 123"})
"""

from collections.abc import Iterator, Mapping

from reportlab.platypus import Flowable, PageBreak

from exports.paper.drawing.tags import language_tag
from exports.paper.first_line.course_pages import course_sheet, draft_line, filled
from exports.paper.manual.lines import Point, points, reading, section
from exports.paper.manual.session import CHECKED
from exports.paper.pages.keeping import Line, kept, under
from exports.paper.pages.page import WIDTH, make_pdf
from exports.paper.pages.typography import Role, Ruled, ruled, shaded, space, words
from programme.definition.parts import Evidence
from programme.first_line.course import Course, CourseQuestion, CourseVignette, TaughtPart
from session_forms.words.texts import _, pgettext

MINUTES_WIDTH = 80.0
LETTERS = "ABCDEF"
HOUR = 60


def guide_pdf(
    course: Course, values: Mapping[str, str] | None = None, *, practice: bool = False
) -> bytes:
    """Return the trainer's guide; where no value is known stands a line to write on."""
    known = filled(course, values or {})
    sheet = course_sheet(known, _("Trainer's guide"), practice=practice)
    return make_pdf(sheet, lambda: list(_story(known)))


def _story(course: Course) -> Iterator[Flowable]:
    yield from _front(course)
    for part in course.file.parts:
        yield from _part(part, course)
    yield PageBreak()
    yield words(_("Answers to the knowledge checks"), "title")
    yield space(6)
    for number, question in enumerate(course.file.questions, 1):
        yield from _answers(question, number, course)
    yield space(10)
    yield words(_("What this course rests on"), "title")
    yield space(6)
    yield reading(
        _(
            "What is marked as not yet checked is not told as a fact. Read a source before you "
            "quote a figure from it."
        )
    )
    yield space(4)
    for each in course.file.evidence:
        yield from _evidence(each)


def _front(course: Course) -> Iterator[Flowable]:
    file = course.file
    yield words(file.title, "title", rank=1)
    yield space(3)
    yield reading(draft_line(course), "strong")
    yield space(6)
    yield Point(pgettext("course", "For"), file.audience, sign="")
    yield Point(pgettext("course", "Group"), file.group, sign="")
    yield Point(pgettext("course", "Aim"), file.aim, sign="")
    yield from points(pgettext("course", "Goals"), file.goals)
    yield from points(_("What it is not"), file.is_not)
    yield space(6)
    yield from section(pgettext("course", "Before the day"), points("", file.prepare))
    heading = words(pgettext("course", "The time"), "heading")
    table = _time(course)
    yield from kept([heading, space(4), ruled(table)])


def _time(course: Course) -> Ruled:
    rows: list[tuple[str, ...]] = []
    at = 0
    for part in course.file.parts:
        pages = ", ".join(_title_of(course, each) for each in part.handouts)
        rows.append((_clock(at), part.title, pages, str(part.minutes)))
        at += part.minutes
    rows.append((_clock(at), pgettext("course", "End"), "", str(course.file.minutes)))
    head = (
        pgettext("column", "At"),
        pgettext("column", "Part"),
        pgettext("column", "Pages given"),
        pgettext("column", "Min."),
    )
    widths = (0.1, 0.42, 0.38, 0.1)
    return Ruled(head, tuple(rows), frozenset({3}), tuple(WIDTH * each for each in widths))


def _clock(minutes: int) -> str:
    return f"{minutes // HOUR}:{minutes % HOUR:02}"


def _title_of(course: Course, handout: str) -> str:
    return course.handouts[handout].splitlines()[0].removeprefix("# ")


def _part(part: TaughtPart, course: Course) -> Iterator[Flowable]:
    minutes = _("{minutes} min").format(minutes=part.minutes)
    cells = [[words(part.title, "heading"), words(minutes, "heading", align="right", rank=0)]]
    yield space(8)
    above = [shaded(cells, [WIDTH - MINUTES_WIDTH, MINUTES_WIDTH]), space(4)]
    yield from under(above, _guidance(part, course))
    cases = {each.id: each for each in course.file.vignettes}
    for each in part.vignettes:
        yield from _case(cases[each])


def _guidance(part: TaughtPart, course: Course) -> Iterator[Line]:
    yield Point(pgettext("step", "Purpose"), part.purpose, sign="")
    pages = [_title_of(course, each) for each in part.handouts]
    yield from points(pgettext("course", "Give out"), pages)
    yield from points(pgettext("course", "Do"), part.do)
    yield from points(pgettext("step", "Say"), part.say)
    for at, each in enumerate(part.if_asked):
        label = "" if at else pgettext("course", "If they say")
        yield [Point(label, each.says, "strong"), Point("", each.answer, sign="")]
    yield from points(pgettext("step", "Never"), part.never)


def _case(case: CourseVignette) -> Iterator[Flowable]:
    title = _("Case: {title}").format(title=case.title)
    heading = words(title, "strong", rank=3, language=language_tag())
    yield space(4)
    yield from under([heading, space(2)], _talk(case))
    yield space(4)


def _talk(case: CourseVignette) -> Iterator[Line]:
    yield Point(pgettext("course", "Read aloud"), case.story, sign="")
    yield from points(pgettext("course", "Ask"), case.questions)
    yield Point(pgettext("course", "Child first"), case.child_first, "strong", sign="")
    yield from points(pgettext("course", "Debrief"), case.debrief)


def _answers(question: CourseQuestion, number: int, course: Course) -> Iterator[Flowable]:
    asked = words(f"{number}. {question.asks}", "strong", rank=2)
    yield from under([asked, space(2)], _options(question, course))
    yield space(5)


def _options(question: CourseQuestion, course: Course) -> Iterator[Line]:
    for letter, option in zip(LETTERS, question.options, strict=False):
        sign = pgettext("answer", "right") if option.right else ""
        role: Role = "strong" if option.right else "body"
        yield [
            Point(sign, f"{letter}  {option.text}", role, sign=""),
            Point("", option.why, "muted", sign=""),
        ]
    part = course.part(question.rests_on)
    assert part is not None
    again = _("Read again: {part}").format(part=part.title)
    yield Point("", again, "caption", sign="")


def _evidence(each: Evidence) -> Iterator[Flowable]:
    facts = _("{kind} · {checked}").format(kind=each.grade, checked=_(CHECKED[each.checked]))
    lines = [Point("", each.source, "muted", sign=""), Point("", facts, "caption", sign="")]
    yield from under([Point("", each.claim)], lines)
    yield space(3)
