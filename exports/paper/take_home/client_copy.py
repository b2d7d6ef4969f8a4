"""The copy that a client takes along: on A4, in large print, or as a card for the wallet.

    data = client_copy_pdf(state, "pocket_card", directory)

Headings and lines, no numbers, no codes: a stranger who finds it learns no name, no service and
no reason for coming.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import assert_never

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate

from exports.errors import NothingToExport
from exports.paper.drawing.colours import ink
from exports.paper.drawing.fonts import REGULAR, printable, register
from exports.paper.drawing.tags import DocumentPart, TaggedCanvas, language_tag, tagged
from exports.paper.forms.answer_layout import AnswerLayout, cell_words, spoken
from exports.paper.forms.choice_marks import options_of
from exports.paper.forms.origin_words import figure_of
from exports.paper.pages.page import Sheet, document_facts, make_pdf, said_once
from exports.paper.pages.typography import (
    LARGE,
    SIZES,
    UNDER_A_HEADING,
    Role,
    TaggedWords,
    prose,
    space,
    words,
)
from session_forms.answers import AnswerValue, CannotTell, Declined
from session_forms.filling.filling import FormState
from session_forms.filling.states import QuestionState
from session_forms.form.licences import ClientCopy, CopySize
from session_forms.questions.choices import ChoiceQuestion, MultiQuestion, YesNoQuestion
from session_forms.questions.kinds import Question
from session_forms.questions.ratings import RatingQuestion, ScaleQuestion
from session_forms.questions.references import DirectoryKind, DirectoryListQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.reference.directory import DirectoryEntry, is_printed
from session_forms.reference.service_words import neutral_words
from session_forms.words.texts import N_, _, pgettext

NUMBERS = (
    ("emergency_number", N_("If you or someone else is in danger now, call {number}.")),
    ("crisis_line", N_("If you have thoughts of ending your life, call {number}.")),
    ("prevention_line", N_("If your worry gets stronger, call {number}.")),
    ("clinic_phone", N_("If you want to reach us, call {number}.")),
    ("clinic_hours", N_("We are here {number}.")),
)
"""What is said about each number that a service settled, by its name."""
NEVER_MISSING = frozenset({"emergency_number", "crisis_line"})
OF_CHOSEN: Mapping[DirectoryKind, str] = MappingProxyType(
    {"emergency": "emergency_number", "crisis_line": "crisis_line"}
)
"""Which of these a service that the client chose stands in for, by its kind."""
TO_WRITE = "_" * 18


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One line of a copy; `strong` for what the lines below it belong to.

    Of several entries each is a line of one list.
    """

    words: str
    strong: bool = False
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One question's heading and what was answered to it; `language` where it is not the form's."""

    heading: str
    lines: tuple[CopyLine, ...]
    language: str = ""


def passages(
    state: FormState, copy: ClientCopy, services: Mapping[str, str]
) -> tuple[Passage, ...]:
    """Return what stands on a client's copy of a form: every answer that is not left out.

    `services` says each service in words that name none, by its id in answers.
    """
    made = (
        Passage(each.prompt, tuple(_said(each, services)))
        for each in state.question_states()
        if each.shown and each.question.id not in copy.leaves_out
    )
    return tuple(each for each in made if each.lines)


def services_on(state: FormState, copy: ClientCopy) -> tuple[str, ...]:
    """Return the ids of the services that stand on a client's copy of a form."""
    return tuple(
        str(entry)
        for each in state.question_states()
        if each.shown and each.question.id not in copy.leaves_out
        if isinstance(each.question, DirectoryListQuestion) and isinstance(each.answer, tuple)
        for entry in each.answer
    )


def numbers_passage(numbers: Mapping[str, str]) -> Passage:
    """Return whom to call, as the last passage of every copy.

    Args:
        numbers: What the service settled, by its name in `NUMBERS`; for danger there is a line to
            write on where nothing is settled.

    """
    return Passage(
        pgettext("part", "Numbers"),
        tuple(
            CopyLine(_(words).format(number=numbers.get(name) or TO_WRITE))
            for name, words in NUMBERS
            if numbers.get(name) or name in NEVER_MISSING
        ),
        language_tag(),
    )


def _chosen_numbers(
    state: FormState, copy: ClientCopy, directory: Sequence[DirectoryEntry]
) -> Mapping[str, str]:
    """Return the numbers that the client chose, by what is said of them; of a kind the first."""
    known = {each.id: each for each in directory if is_printed(each)}
    chosen = [known[each] for each in services_on(state, copy) if each in known]
    return {
        OF_CHOSEN[each.kind]: each.phone.replace(" ", "\N{NO-BREAK SPACE}")
        for each in reversed(chosen)
        if each.kind in OF_CHOSEN
    }


def _said(state: QuestionState, services: Mapping[str, str]) -> Iterator[CopyLine]:
    if figure := figure_of(state):
        yield CopyLine(figure)
    if state.answer is not None:
        yield from _lines(state.question, state.answer, services)


def _lines(
    question: Question, answer: AnswerValue, services: Mapping[str, str]
) -> Iterator[CopyLine]:
    match answer:
        case Declined() | CannotTell():
            return
        case tuple():
            for entry in answer:
                yield from _entry(question, entry, services)
        case bool() | int() | float() | str():
            yield CopyLine(_plain(question, answer))
        case _:
            assert_never(answer)


def _entry(
    question: Question,
    entry: str | Mapping[str, str | int | bool],
    services: Mapping[str, str],
) -> Iterator[CopyLine]:
    match question:
        case TableQuestion():
            assert isinstance(entry, Mapping)
            yield from _row(question, entry)
        case DirectoryListQuestion():
            if str(entry) in services:
                yield CopyLine(services[str(entry)], is_entry=True)
        case MultiQuestion():
            yield CopyLine(_label(question, (str(entry),)), is_entry=True)
        case _:
            yield CopyLine(f"\N{BULLET} {entry}", is_entry=True)


def _row(question: TableQuestion, row: Mapping[str, str | int | bool]) -> Iterator[CopyLine]:
    cells = [(column.label, cell_words(column, row.get(column.id))) for column in question.columns]
    filled = [(label, said) for label, said in cells if said]
    for at, (label, said) in enumerate(filled):
        yield CopyLine(f"{label}: {said}" if at else said, strong=at == 0)


def _plain(question: Question, answer: AnswerValue) -> str:
    match question:
        case ChoiceQuestion() | YesNoQuestion():
            return _label(question, answer)
        case RatingQuestion() | ScaleQuestion():
            assert isinstance(answer, int)
            return _number(question, answer)
        case _:
            return spoken(question, answer, AnswerLayout(blank=False))


def _label(question: ChoiceQuestion | MultiQuestion | YesNoQuestion, answer: AnswerValue) -> str:
    """Return the words of the option; an entry of the client's own menu says itself."""
    chosen = (each.label for each in options_of(question, answer) if each.chosen)
    return next(chosen, str(answer))


def _number(question: RatingQuestion | ScaleQuestion, number: int) -> str:
    words = next((each.label for each in question.points if each.value == number), "")
    if words:
        return f"{number} = {words}"
    return _("{number}, from {low} = {low_words} to {high} = {high_words}").format(
        number=number,
        low=question.low.value,
        low_words=question.low.label,
        high=question.high.value,
        high_words=question.high.label,
    )


PANEL_WIDTH, PANEL_HEIGHT = 85.6 * mm, 54.0 * mm
ROWS = 4
A_SHEET = 2 * ROWS
LEFT = (float(A4[0]) - 2 * PANEL_WIDTH) / 2
TOP = (float(A4[1]) + ROWS * PANEL_HEIGHT) / 2
PADDING = 3.2 * mm
FOOT = 2.2 * mm
TYPE = 7.5
"""The smallest type that is read without effort at arm's length by most; points."""
SCALE = TYPE / SIZES["body"][1]
SMALL = 6.0


def card_pdf(card: Sheet, found: Sequence[Passage]) -> bytes:
    """Return the passages on as many cards as they need, each with two sides."""
    sides = _build(card, found, 0)[1]
    return _build(card, found, sides)[0]


def _build(card: Sheet, found: Sequence[Passage], sides: int) -> tuple[bytes, int]:
    """Build once; return the bytes and the number of sides with words on them."""
    register()
    out = io.BytesIO()
    document = BaseDocTemplate(out, pagesize=A4, **document_facts(card))
    frames = [_frame(at) for at in range(A_SHEET)]

    def furnish(page: Canvas, _document: object) -> None:
        canvas = tagged(page)
        first = (canvas.getPageNumber() - 1) * A_SHEET
        canvas.saveState()
        _draw_sheet(canvas, first, max(0, min(A_SHEET, sides - first)), card, sides)
        canvas.restoreState()

    document.addPageTemplates([PageTemplate("cards", frames, onPage=furnish)])
    document.build(
        list(_card_story(card, found)),
        canvasmaker=lambda *to, **how: TaggedCanvas(*to, **how).tagging(),
    )
    last = frames.index(document.frame)
    return out.getvalue(), (document.page - 1) * A_SHEET + last + 1


def _frame(at: int) -> Frame:
    left, bottom = _corner(at)
    return Frame(
        left + PADDING,
        bottom + PADDING + FOOT,
        PANEL_WIDTH - 2 * PADDING,
        PANEL_HEIGHT - 2 * PADDING - FOOT,
        0,
        0,
        0,
        0,
    )


def _corner(at: int) -> tuple[float, float]:
    """Return the lower left corner of one side of a card on its sheet."""
    row, column = divmod(at, 2)
    return LEFT + column * PANEL_WIDTH, TOP - (row + 1) * PANEL_HEIGHT


def _card_story(card: Sheet, found: Sequence[Passage]) -> Iterator[Flowable]:
    yield words(card.title, "heading", SCALE)
    yield space(2)
    for passage in found:
        heading, lines = _set(passage, partial(words, scale=SCALE))
        yield KeepTogether([heading, *lines, space(4)])


def _set(
    passage: Passage, set_line: Callable[..., TaggedWords]
) -> tuple[TaggedWords, list[TaggedWords]]:
    """Return heading and lines of a passage as they are set, those that are entries as one list."""
    heading = set_line(passage.heading, "strong", rank=UNDER_A_HEADING, language=passage.language)
    entries = DocumentPart("L")
    lines = []
    for line in passage.lines:
        role: Role = "strong" if line.strong else "body"
        made = set_line(line.words, role, language=passage.language)
        if line.is_entry:
            made.part = DocumentPart("LBody", parent=DocumentPart("LI", parent=entries))
        lines.append(made)
    return heading, lines


def _draw_sheet(canvas: TaggedCanvas, first: int, used: int, card: Sheet, sides: int) -> None:
    """Draw where to cut and to fold, and which side is which."""
    rows = -(-used // 2)
    canvas.setStrokeColor(ink("line-control"))
    canvas.setLineWidth(0.5)
    with canvas.aside():
        _draw_lines(canvas, rows)
    canvas.setFillColor(ink("text-muted"))
    canvas.setFont(REGULAR, 8)
    right = LEFT + 2 * PANEL_WIDTH
    how = _("Cut along the lines; fold each strip in the middle.")
    with said_once(canvas, is_said=not first):
        canvas.drawString(LEFT, TOP + 4 * mm, how)
    if card.practice:
        with said_once(canvas, is_said=not first):
            canvas.drawRightString(right, TOP + 4 * mm, printable(_("Practice: invented data")))
    canvas.setFont(REGULAR, SMALL)
    for at in range(used):
        left, low = _corner(at)
        number = _("{number} of {count}").format(number=first + at + 1, count=sides)
        with canvas.aside():
            canvas.drawRightString(left + PANEL_WIDTH - PADDING, low + PADDING, number)


def _draw_lines(canvas: TaggedCanvas, rows: int) -> None:
    bottom = TOP - rows * PANEL_HEIGHT
    right, middle = LEFT + 2 * PANEL_WIDTH, LEFT + PANEL_WIDTH
    for row in range(rows + 1):
        canvas.line(LEFT, TOP - row * PANEL_HEIGHT, right, TOP - row * PANEL_HEIGHT)
    canvas.line(LEFT, bottom, LEFT, TOP)
    canvas.line(right, bottom, right, TOP)
    canvas.setDash([2, 3])
    canvas.line(middle, bottom, middle, TOP)
    canvas.setDash([])


A4_SCALE = 1.2
"""11.4 points: what a client reads at home is larger than a page for the clinic."""
MOST_TITLE_SCALE = 1.4


def client_copy_pdf(
    state: FormState,
    size: CopySize,
    directory: Sequence[DirectoryEntry],
    *,
    numbers: Mapping[str, str] = MappingProxyType({}),
    practice: bool = False,
) -> bytes:
    """Return the client's copy of a form as it stands, with the numbers to call at its end.

    Args:
        state: The form.
        size: On what it is printed.
        directory: The services that answers may name.
        numbers: What this service settled for the pages of its clients, by its name in `NUMBERS`;
            where it settled none for danger, the one that the client chose stands there.
        practice: Whether the client is invented.

    Raises:
        NothingToExport: The form has no copy of that size, or nothing that belongs on it is
            answered yet.

    """
    copy = state.form.client_copy
    if copy is None or size not in copy.sizes:
        raise NothingToExport(
            _("{id}: it has no copy of that size; choose another.").format(id=state.form.id)
        )
    found = passages(state, copy, {each.id: neutral_words(each) for each in directory})
    if not found:
        raise NothingToExport(
            _("{id}: nothing that belongs on the copy is answered yet; fill it in first.").format(
                id=state.form.id
            )
        )
    chosen = _chosen_numbers(state, copy, directory)
    found = (*found, numbers_passage({**chosen, **numbers}))
    sheet = Sheet(
        title=copy.title,
        practice=practice,
        scale=A4_SCALE,
        language=language_tag(state.form.language),
    )
    return _in_size(sheet, found, size)


def _in_size(sheet: Sheet, found: Sequence[Passage], size: CopySize) -> bytes:
    match size:
        case "a4":
            return make_pdf(sheet, lambda: list(_story(sheet, found)))
        case "a4_large_print":
            large = replace(sheet, scale=LARGE)
            return make_pdf(large, lambda: list(_story(large, found)))
        case "pocket_card":
            return card_pdf(sheet, found)
        case _:
            assert_never(size)


def _story(sheet: Sheet, found: Sequence[Passage]) -> Iterator[Flowable]:
    scale = sheet.scale
    yield words(sheet.title, "title", min(scale, MOST_TITLE_SCALE))
    yield space(10)
    for passage in found:
        heading, lines = _set(passage, partial(prose, scale=scale))
        yield KeepTogether([heading, space(2), *lines, space(10 * scale)])
