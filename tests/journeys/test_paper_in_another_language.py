"""Every kind of paper in the language that nobody speaks (en_XA): all marked, none of it cut."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import pairwise
from random import Random

import pytest
from pypdf import PdfReader

from exports.access.access_bundle import access_pdf, covering_pdf
from exports.access.access_record import AccessItem, AccessLine, AccessPart, AccessRecord
from exports.case.leak_search import identifiers_of
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.client_summary import client_summary
from exports.document.document import Report
from exports.package.package import REPORT, package_files
from exports.paper.forms.hand_over_page import hand_over_pdf
from exports.paper.forms.worksheet import filled_from, worksheet_pdf
from exports.paper.manual.printing import session_manual_pdf, whole_manual_pdf
from exports.paper.pages.page import MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from exports.paper.pages.page_reading import drawn_pages
from exports.paper.take_home.client_copy import LEFT, client_copy_pdf
from exports.paper.take_home.handout import handout_pdf
from exports.reports.service_report import service_report, tabulated
from exports.supervision.supervision_paper import finished_pack
from programme.loading import library as programmes
from session_forms.filling.filling import FormState, start
from session_forms.filling.states import Context
from session_forms.form.licences import CopySize
from session_forms.library import library
from session_forms.reference.directory import installed_directory
from tests.support.another_language import spoken, unmarked_on_paper
from tests.support.exports.book_reading import end_of, lines_of
from tests.support.exports.cases import case_file, many, occasion, pseudonym, record_key
from tests.support.exports.packs import FULL
from tests.support.sampling import sampled
from tests.support.session_forms.random_answers import random_answers
from tests.support.windows.unmarked import Unmarked
from therapist_app.i18n import pseudo_language
from therapist_app.key_widgets.sheet_paper import save_sheet
from therapist_app.key_widgets.sheets import SheetState
from therapist_app.practice.answering import Situation, fill_in
from therapist_app.practice.simulation import Week
from therapist_app.workflows.supervision.supervising import FORM

TODAY = date(2026, 11, 24)
FORMS = {form.id: form for form in library.installed().all()}
PLANS = dict(programmes.installed().session_plans)
COPIES = [
    (form.id, size)
    for form in FORMS.values()
    if form.client_copy
    for size in form.client_copy.sizes
]
EDGE = min(MARGIN, LEFT)
"""Cards to be cut out have a margin of their own."""
NEARLY = 0.1
"""A tenth of a point is not seen."""


REASONS = [each.what for each in (*FULL.overrides, *FULL.deviations)]
NAMES = ("word", "half-yearly", "Ana Example", "ein Gespräch", "ein", "“quoted”", "true", *REASONS)
"""What is typed or answered on these sheets."""
WEEK = Week("attended", 0.3, 1, event=False, leaves_out=0, forgets_measures=False)


@pytest.fixture(scope="module")
def said() -> Iterator[Unmarked]:
    """What content and names say, while the language is spoken."""
    with spoken(
        ("word", "half-yearly", "Ana Example", "ein Gespräch", "ein", "“quoted”", "true", *REASONS)
    ) as known:
        yield known


def filled(form_id: str) -> FormState:
    """Return a form with an answer to every question that is shown at first."""
    form = FORMS[form_id]
    return start(form, Context(TODAY), random_answers(form, Random(1)))


def copy(form_id: str, size: CopySize) -> bytes:
    """Return the copy for the client of a form in which all that belongs on it is answered."""
    situation = Situation(
        Week("held", 0.3, 1, event=False, leaves_out=0, forgets_measures=False),
        "in_person",
        agrees_to_data_use=True,
        chance=Random(1),
    )
    state = fill_in(start(FORMS[form_id], Context(TODAY)), situation)
    return client_copy_pdf(state, size, installed_directory(), practice=True)


def report(make: Callable[..., Report], count: int) -> bytes:
    forms, programme = library.installed(), programmes.installed()
    context = ExportContext(pseudonym, record_key, forms, programme)
    cases = [pseudonymise(each, context) for each in many(count)]
    counted = [tabulated(cases, forms=forms, programme=programme)] if count > 1 else cases[0]
    made = make(counted, occasion(), forms=forms, programme=programme)
    return package_files(made, occasion())[REPORT]


def supervision() -> bytes:
    return finished_pack(FULL, FORMS[FORM], identifiers_of([case_file(1)]), practice=True).pdf


def access() -> bytes:
    line = AccessLine("form:1:a", "word", "word")
    item = AccessItem("form:1", "word", (line, replace(line, is_about_others=True)))
    empty = AccessItem("form:2", "word", ())
    parts = (AccessPart("identity", "word", ()), AccessPart("forms", "word", (item, empty)))
    return access_pdf(AccessRecord("K4-207", TODAY, parts), practice=True)


def manual(plan: str) -> bytes:
    return session_manual_pdf(programmes.installed(), plan, library.installed())


def worksheet(form: str, how: str) -> bytes:
    if how == "filled":
        return worksheet_pdf(FORMS[form], filled_from(filled(form), "K4-207"), practice=True)
    return worksheet_pdf(FORMS[form], large=how == "large", fillable=how == "fillable")


SHEETS: dict[str, Callable[[], bytes]] = {
    **{
        f"{how} {form}": partial(worksheet, form, how)
        for form in FORMS
        for how in ("blank", "fillable", "large", "filled")
    },
    **{
        f"handout of {plan.id}{' in large print' * large}": partial(
            handout_pdf, plan.handout, {}, large=large, practice=True
        )
        for plan in PLANS.values()
        for large in (False, True)
        if plan.handout
    },
    **{f"manual of {plan}": partial(manual, plan) for plan in PLANS},
    **{f"copy of {form}, {size}": partial(copy, form, size) for form, size in COPIES},
    "client summary": partial(report, client_summary, 1),
    "page for a helpline": lambda: hand_over_pdf(FORMS["first-contact"]),
    "service report": partial(report, service_report, 40),
    "supervision pack": supervision,
    "copy for the client": access,
    "page with a sealed copy": partial(covering_pdf, practice=True),
    "whole manual": lambda: whole_manual_pdf(programmes.installed(), library.installed()),
}


@pytest.mark.parametrize("name", sampled(SHEETS, 58))
def test_every_text_of_a_sheet_is_marked_and_has_room_to_grow(said, name):
    data = SHEETS[name]()

    assert unmarked_on_paper(said, io.BytesIO(data)) == []
    assert cut_on(data) == []


@pytest.mark.parametrize("kind", ["recovery", "continuity"])
@pytest.mark.usefixtures("qapp")
def test_every_text_of_a_sheet_for_a_key_is_marked_and_stands_on_one_page(said, tmp_path, kind):
    groups = ("7H2K-9QWE",) * 8
    state = SheetState(kind, groups, "Ana Example", TODAY, practice=True, service="12")

    assert save_sheet(state, str(tmp_path / "sheet.pdf"))

    [page] = PdfReader(tmp_path / "sheet.pdf").pages
    assert unmarked_on_paper(said, tmp_path / "sheet.pdf") == []
    words = pseudo_language.plain(" ".join(page.extract_text().split()))
    assert words.endswith("shows the same number. Made on 24 November 2026. Page 1 of 1")


def cut_on(data: bytes) -> list[str]:
    """Return the words that run over the margins, off the page, or into the next ones."""
    lines = [line for page in drawn_pages(data) for line in lines_of(page)]
    over = [
        words.text
        for line in lines
        for words in line.words
        if words.x < EDGE - NEARLY
        or end_of(words) > PAGE_WIDTH - EDGE + NEARLY
        or not 0 < line.y < PAGE_HEIGHT
    ]
    into = [
        f"{left.text} | {right.text}"
        for line in lines
        for left, right in pairwise(line.words)
        if end_of(left) > right.x + NEARLY
    ]
    return over + into
