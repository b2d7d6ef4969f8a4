"""How closely a session kept to its plan: the items, and a page to tick them on."""

from collections.abc import Iterator, Sequence

from reportlab.platypus import Flowable

from exports.paper.forms.marks import Mark
from exports.paper.manual.entries import key_of
from exports.paper.manual.lines import Material, reading, said
from exports.paper.pages.page import WIDTH
from exports.paper.pages.typography import Role, box, ruled_cells, space, words
from programme.definition.definition import SessionPlan
from programme.definition.parts import FidelityBand, FidelityItem
from session_forms.words.texts import _, pgettext

RATINGS = ("0", "1", "2", "na")
FLAT = [("LEFTPADDING", 0.0), ("TOPPADDING", 1.0), ("BOTTOMPADDING", 1.0)]
MARKS_WIDTH = 86.0
MARK_WIDTH = 19.0
REASON_WIDTH = 128.0
LINE = "\N{NO-BREAK SPACE}" + "_" * 12
SHORT_LINE = "\N{NO-BREAK SPACE}" + "_" * 5


def sheet_story(plan: SessionPlan, material: Material) -> Iterator[Flowable]:
    """Yield the sheet of one session, to be ticked; it names nobody."""
    title = _("Fidelity sheet: {session}").format(session=f"{plan.id}  {plan.title}")
    yield material.headed(key_of("sheet", plan.id), words(title, "title"))
    yield space(6)
    write_in = _("Code {line}     Day {line}     Rater {line}     Second rater {line}")
    yield _apart(write_in.format(line=LINE), "muted")
    yield space(2)
    yield reading(_("Codes or roles only, no names."), "caption")
    yield space(6)
    yield words(rating_words())
    yield space(6)
    yield _rated(plan.fidelity)
    yield space(8)
    yield from _sums(material.programme.fidelity_bands)


def rating_words() -> str:
    """Return what the ratings stand for."""
    return _("0 not done, 1 partly, 2 done as described, na does not apply (write the reason).")


def adherence_words(bands: Sequence[FidelityBand]) -> str:
    """Return what adherence is called from how many per cent on."""
    said_bands = (
        _("{percent} % or more {label}").format(percent=band.at_least, label=band.label)
        for band in bands
        if band.at_least
    )
    lowest = (
        _("below that {label}").format(label=band.label) for band in bands if not band.at_least
    )
    return "; ".join((*said_bands, *lowest))


def items_table(items: Sequence[FidelityItem]) -> Flowable:
    """Return the items of a session, each with what makes it a 2."""
    head = [words(pgettext("column", "Item"), "label"), words(_("Done as described when"), "label")]
    rows = [[said(f"{item.id}  {item.text}"), said(item.done_when, "muted")] for item in items]
    return ruled_cells([head, *rows], [WIDTH * 0.42, WIDTH * 0.58])


def _rated(items: Sequence[FidelityItem]) -> Flowable:
    head = [
        words(_("Item, and when it is done as described"), "label"),
        words("", "label"),
        words(_("Reason, for na"), "label"),
    ]
    rows = [_rated_row(item) for item in items]
    widths = [WIDTH - MARKS_WIDTH - REASON_WIDTH, MARKS_WIDTH, REASON_WIDTH]
    return ruled_cells([head, *rows], widths, padding=5)


def _rated_row(item: FidelityItem) -> list[Flowable | list[Flowable]]:
    name = said(f"{item.id}  {item.text}", "strong")
    marks = box([[Mark(rating) for rating in RATINGS]], [MARK_WIDTH] * len(RATINGS), FLAT)
    return [[name, said(item.done_when, "caption")], marks, words("")]


def _apart(text: str, role: Role = "body") -> Flowable:
    """Return a line whose parts stand as far apart as they are written."""
    return words(text.replace("  ", "\N{NO-BREAK SPACE} "), role)


def _sums(bands: Sequence[FidelityBand]) -> Iterator[Flowable]:
    sums = _(
        "Sum of ratings {line}     Items that apply {line}     "
        "100 \N{MULTIPLICATION SIGN} sum / (2 \N{MULTIPLICATION SIGN} items) = {line} %"
    )
    yield _apart(sums.format(line=SHORT_LINE))
    yield space(3)
    yield reading(_("Adherence: {bands}.").format(bands=adherence_words(bands)), "caption")
