"""A form on paper: blank, to be filled in by hand, or with its answers.

data = worksheet_pdf(form)                                  # blank
data = worksheet_pdf(form, fillable=True)                   # blank, to type in
data = worksheet_pdf(form, Filled(answers, code="K7-412"))  # stays in the clinic
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Table, TableStyle

from exports.errors import NotForExport
from exports.paper.drawing.fonts import width
from exports.paper.drawing.tags import TableCells, language_tag
from exports.paper.forms.answer_layout import NO_NAMES, AnswerLayout
from exports.paper.forms.answer_space import answer_space
from exports.paper.forms.choice_marks import MarkedOption, option_field
from exports.paper.forms.condition_words import applies_in_words
from exports.paper.forms.marks import Field, Mark
from exports.paper.forms.origin_words import figure_of, origin_of, origin_words
from exports.paper.pages.page import WIDTH, Sheet, make_pdf
from exports.paper.pages.typography import (
    LARGE,
    SIZES,
    UNDER_A_HEADING,
    Cells,
    prose,
    ruled_cells,
    space,
    words,
)
from session_forms.answers import Answers, QuestionId
from session_forms.filling.filling import FormState
from session_forms.form.definition import FormDefinition
from session_forms.form.numbering import numbers
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.from_form import FromFormQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.questions.writing import LongTextQuestion
from session_forms.words.texts import _

OPTION_WIDTH = 21 * mm
MOST_OPTION_SCALE = 1.1
LEAST_QUESTION = 70 * mm
"""The least room for the questions themselves; with less, each question stands by itself."""
MOST_COLUMNS = 5
PADDING = 10.0
MOST_PADDING_SCALE = 1.5


def grid_key(question: Question) -> tuple[object, ...]:
    """Return what questions share that can stand in one grid."""
    if isinstance(question, RatingQuestion) and question.options:
        return ("grid", question.options, question.shown_when is None, question.part)
    return ("single", question.id)


def fits_in_a_grid(questions: Sequence[Question], scale: float) -> bool:
    """Return whether questions of one key can stand as one table, at a size of type."""
    first = questions[0]
    return (
        len(questions) > 1
        and isinstance(first, RatingQuestion)
        and first.shown_when is None
        and _has_room(first, scale)
        and not any(each.cannot_tell or each.can_decline or each.help for each in questions)
    )


def rating_grid(
    lines: Sequence[tuple[str, Question]],
    answers: Answers,
    layout: AnswerLayout,
    field_of: Callable[[Question], Field | None],
) -> Table:
    """Return the table; `lines` are the questions, each with its number and its words."""
    first = lines[0][1]
    assert isinstance(first, RatingQuestion)
    head: Cells = [
        words("", "label", layout.scale),
        *(words(point.label, "label", layout.scale, align="centre") for point in first.options),
    ]
    rows: list[Cells] = []
    for asked, question in lines:
        answer = answers.get(QuestionId(question.id))
        here = AnswerLayout(layout.blank, layout.scale, field_of(question), layout.names)
        marks = [
            Mark(
                str(point.value),
                chosen=type(answer) is int and answer == point.value,
                scale=layout.scale,
                field=option_field(MarkedOption(str(point.value), point.label), here),
            )
            for point in first.options
        ]
        rows.append([words(asked, "body", layout.scale), *marks])
    column = _column(layout.scale)
    widths = [WIDTH - column * len(first.options), *([column] * len(first.options))]
    padding = 6 * min(layout.scale, MOST_PADDING_SCALE)
    made = ruled_cells([head, *rows], widths, padding, TableCells(beside=True))
    made.setStyle(
        TableStyle(
            [
                ("ALIGN", (1, 1), (-1, -1), "CENTER"),
                ("NOSPLIT", (0, 0), (-1, 2)),
                ("NOSPLIT", (0, -2), (-1, -1)),
            ]
        )
    )
    return made


def _column(scale: float) -> float:
    return OPTION_WIDTH * min(scale, MOST_OPTION_SCALE)


def _has_room(question: RatingQuestion, scale: float) -> bool:
    """Return whether no word of the head is broken and the questions keep enough room."""
    size = SIZES["label"][1] * scale
    column = _column(scale)
    longest = max(
        (
            width(word, size, strong=True)
            for each in question.options
            for word in each.label.split()
        ),
        default=0.0,
    )
    columns = len(question.options)
    room_left = WIDTH - column * columns
    return columns <= MOST_COLUMNS and longest <= column - PADDING and room_left >= LEAST_QUESTION


MOST_TITLE_SCALE = 1.4
PARTS_APART = 8.0
TABLE_BEGINNING = 130.0
"""The room that the question above a table needs with the table's first lines, in points."""


@dataclass(frozen=True, slots=True)
class Filled:
    """The answers to print on pages that stay in the clinic.

    Attributes:
        answers: The answers.
        code: The client code, for the head of every page.
        facts: What is said above the questions: when it was filled in, by whom.
        prompts: The questions to print, each in the words it was asked in; empty for all.
        origins: From which form and day lines were taken over, by question.
        figures: What computed lines say, by question.
        names: What services and local texts are called, by the ids that answers hold.

    """

    answers: Answers
    code: str = ""
    facts: tuple[str, ...] = ()
    prompts: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def filled_from(
    state: FormState,
    code: str,
    facts: tuple[str, ...] = (),
    names: Mapping[str, str] = NO_NAMES,
) -> Filled:
    """Return what to print of a form as it stands: the questions that are shown now."""
    shown = {each.question.id: each for each in state.question_states() if each.shown}
    return Filled(
        state.answers_to_keep,
        code,
        facts,
        prompts={key: each.prompt for key, each in shown.items()},
        origins={key: origin_of(each) for key, each in shown.items()},
        figures={key: figure_of(each) for key, each in shown.items()},
        names=names,
    )


def worksheet_pdf(
    form: FormDefinition,
    filled: Filled | None = None,
    *,
    large: bool = False,
    fillable: bool = False,
    practice: bool = False,
) -> bytes:
    """Return a form as a PDF to print.

    Args:
        form: The form.
        filled: The answers to print; without them the form is blank.
        large: Print in type of 18 points.
        fillable: Lay fields over a blank form, so that it can be filled in on a screen.
        practice: Say on every page that its data are invented.

    Raises:
        NotForExport: The words of the form may not be printed by us.

    """
    if form.licence.permission:
        raise NotForExport(
            _("{id}: its wording belongs to its publisher; print the publisher's own form.").format(
                id=form.id
            )
        )
    scale = LARGE if large else 1.0
    sheet = Sheet(
        title=form.title,
        chip=filled.code if filled else "",
        foot=(_("Version {version}").format(version=form.version),),
        practice=practice,
        scale=scale,
        language=language_tag(form.language),
    )
    worksheet = _Worksheet(form, filled, scale, fillable=fillable and filled is None)
    return make_pdf(sheet, lambda: list(worksheet.story()), has_fields=worksheet.has_fields)


def blank_story(form: FormDefinition) -> Iterator[Flowable]:
    """Yield a blank form as it is set among other pages; its title comes first."""
    return _Worksheet(form, None, 1.0, fillable=False).story()


@dataclass(frozen=True, slots=True)
class _Block:
    """One question, or several in one grid, with what stands below.

    Attributes:
        main: What may go on on the next page.
        kept: What stands together with what is below, so that no line is on a page alone.
        below: Empty room; below the last question also whose words these are.

    """

    main: list[Flowable]
    kept: list[Flowable]
    below: list[Flowable]

    def set(self) -> list[Flowable]:
        """Return it as it is set on the page."""
        if self.kept:
            return [*self.main, KeepTogether([*self.kept, *self.below])]
        return [*self.main, *self.below]


class _Worksheet:
    """One form being set."""

    def __init__(
        self, form: FormDefinition, filled: Filled | None, scale: float, *, fillable: bool
    ) -> None:
        self._form = form
        self._filled = filled
        self._scale = scale
        self.has_fields = fillable
        self._numbers = numbers(form)
        self._prompts = filled.prompts if filled else {}
        self._answers: Answers = filled.answers if filled else {}

    def story(self) -> Iterator[Flowable]:
        """Yield what stands on the pages."""
        form, scale = self._form, self._scale
        yield words(form.title, "title", min(scale, MOST_TITLE_SCALE))
        yield space(5)
        yield from self._head()
        if form.introduction:
            yield prose(form.introduction, "body", scale)
            yield space(10)
        if form.standing_note and any(isinstance(q, LongTextQuestion) for q in form.questions):
            yield prose(form.standing_note, "caption", scale)
            yield space(10)
        *blocks, last = self._blocks()
        for block in blocks:
            yield from block.set()
        yield from replace(last, below=[*last.below, *self._licence()]).set()

    def _head(self) -> Iterator[Flowable]:
        """Yield who and when, or room to write them in, and the time that is asked about."""
        if self._filled is None:
            yield from self._write_in()
        for fact in self._filled.facts if self._filled else ():
            yield prose(fact, "muted", self._scale, language=language_tag())
        frame = self._form.time_frame
        if frame:
            yield space(6)
            yield words(frame[:1].upper() + frame[1:], "strong", self._scale)
        yield space(8)

    def _write_in(self) -> Iterator[Flowable]:
        """Yield room for code, day and who filled it in, which the clinic writes in."""
        blank = "\N{NO-BREAK SPACE}" + "_" * 14
        text = _("Code {blank}     Day {blank}     Filled in by {blank}").format(blank=blank)
        size = min(self._scale, MOST_TITLE_SCALE)
        yield words(text, "muted", size, language=language_tag())

    def _blocks(self) -> Iterator[_Block]:
        """Yield the questions, each as what it takes on the page."""
        asked = [q for q in self._form.questions if not self._prompts or q.id in self._prompts]
        part: int | str | None = None
        for _key, group in groupby(asked, key=grid_key):
            questions = list(group)
            above: list[Flowable] = []
            if questions[0].part not in {None, part}:
                part = questions[0].part
                above = self._part(part)
            if fits_in_a_grid(questions, self._scale):
                yield _Block([*above, self._grid(questions)], [], [space(12 * self._scale)])
            else:
                for question in questions:
                    yield self._question(question, above)
                    above = []

    def _part(self, part: int | str | None) -> list[Flowable]:
        """Return the heading of a part, with its introduction if it has one."""
        known = next((each for each in self._form.parts if each.id == part), None)
        title = known.title if known else _part_words(part)
        heading = words(title, "heading", max(1.0, self._scale * 0.9))
        made: list[Flowable] = [space(PARTS_APART), heading, space(3)]
        if known and known.introduction:
            made += [prose(known.introduction, "body", self._scale), space(6)]
        return made

    def _grid(self, questions: list[Question]) -> Flowable:
        lines = [(self._prompt(each), each) for each in questions]
        return rating_grid(lines, self._answers, self._layout, self._field)

    def _question(self, question: Question, above: list[Flowable]) -> _Block:
        scale = self._scale
        prompt = words(self._prompt(question), "strong", scale, rank=UNDER_A_HEADING)
        shown = [*above, prompt]
        shown += [
            prose(hint, "caption", scale, language=language)
            for hint, language in self._hints(question)
            if hint
        ]
        layout = AnswerLayout(
            self._filled is None, scale, self._field(question), self._layout.names
        )
        places = self._places(question, layout)
        below = space(11 * min(scale, MOST_TITLE_SCALE))
        if isinstance(question, TableQuestion):
            first, *others = places
            beginning = CondPageBreak(TABLE_BEGINNING * scale)
            apart = space(8 * scale)
            middle = [KeepTogether([each, apart]) for each in others[:-1]]
            gap = [apart] if others else []
            return _Block([beginning, *shown, space(3), first, *gap, *middle], others[-1:], [below])
        return _Block([], [*shown, space(3), *places], [below])

    def _hints(self, question: Question) -> tuple[tuple[str, str], ...]:
        """Return what stands below a prompt, each with its language: the form's or ours."""
        theirs, ours = language_tag(self._form.language), language_tag()
        if self._filled is not None:
            return (question.help, theirs), (self._filled.origins.get(question.id, ""), ours)
        return (
            (applies_in_words(self._form, question), ours),
            (question.help, theirs),
            (origin_words(self._form, question), ours),
        )

    def _places(self, question: Question, layout: AnswerLayout) -> list[Flowable]:
        """Return the room for an answer; what is only read has none on a blank form."""
        if layout.blank and isinstance(question, FromFormQuestion) and not question.is_asked:
            return []
        answer = self._answers.get(QuestionId(question.id))
        if self._filled is not None and isinstance(question, ComputedQuestion):
            answer = self._filled.figures.get(question.id) or None
        return answer_space(question, answer, layout)

    @property
    def _layout(self) -> AnswerLayout:
        names = self._filled.names if self._filled else NO_NAMES
        return AnswerLayout(self._filled is None, self._scale, None, names)

    def _prompt(self, question: Question) -> str:
        asked = self._prompts.get(question.id, question.prompt)
        return f"{self._numbers[question.id]}.  {asked}"

    def _field(self, question: Question) -> Field | None:
        if not self.has_fields:
            return None
        most = getattr(question, "max_characters", getattr(question, "max_characters_each", 0))
        return Field(question.id, self._prompt(question), most=most)

    def _licence(self) -> Iterator[Flowable]:
        licence = self._form.licence
        for line in (licence.notice, licence.attribution):
            if line:
                yield prose(line, "caption", min(self._scale, MOST_TITLE_SCALE))


def _part_words(part: int | str | None) -> str:
    return _("Part {number}").format(number=part) if isinstance(part, int) else str(part or "")
