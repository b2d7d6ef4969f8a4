"""Forms as PDF: made in memory, and written only where a person wants them."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exports.errors import ExportError
from exports.paper.forms.hand_over_page import hand_over_pdf
from exports.paper.forms.order import PaperOffer, PaperOrder, SaveOutcome, What, paper_offers
from exports.paper.forms.worksheet import filled_from, worksheet_pdf
from exports.paper.take_home.client_copy import client_copy_pdf, services_on
from session_forms.filling.filling import FormState
from session_forms.form.definition import FormDefinition
from session_forms.reference.directory import is_printed, is_stale
from session_forms.words.list_words import together
from session_forms.words.texts import _, ngettext
from therapist_app.record.database import audit
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.forms.opening_forms import OpenForm, reopen_form
from therapist_app.workflows.forms.paper_facts import paper_words
from therapist_app.workflows.forms.prefilling_forms import is_living_plan
from therapist_app.workflows.forms.reference import reference_names
from therapist_app.workflows.policies.page_numbers import as_printed, page_numbers
from therapist_app.workflows.workspace import Workspace

Left = Literal["form_sent_to_printer", "form_saved"]
PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class PaperCopies:
    """What can be had of one form on paper; it fits `form_widgets.paper_card.PaperSource`."""

    workspace: Workspace
    make: Callable[[PaperOrder], bytes]
    name: Callable[[PaperOrder], str]
    note: Callable[[PaperOrder, Left], None] = lambda _order, _action: None
    check: Callable[[PaperOrder], str] = lambda _order: ""

    def pdf(self, order: PaperOrder) -> bytes | None:
        """Return a PDF, or None while there is nothing to print."""
        try:
            return self.make(order)
        except ExportError:
            return None

    def save(self, order: PaperOrder, path: str, made: bytes | None = None) -> SaveOutcome:
        """Write a PDF for the person alone, made now or before; never beside the record.

        What stood there under that name is replaced: the dialog asked.
        """
        outcome = save_pdf(self.workspace, path, lambda: made or self.pdf(order))
        if outcome == "written":
            self.note(order, "form_saved")
        return outcome

    def to_check(self, order: PaperOrder) -> str:
        """Return which numbers to check before the sheet is given, as a sentence, or nothing."""
        return self.check(order)

    def sent(self, order: PaperOrder) -> None:
        """Note that the printer took it; what becomes of it there nobody knows."""
        self.note(order, "form_sent_to_printer")


@dataclass(frozen=True, slots=True)
class FormOnPaper:
    """A form as it stands, what can be had of it on paper, and which of it is meant first."""

    title: str
    copies: PaperCopies
    offers: tuple[PaperOffer, ...]
    first: What


def on_paper(
    workspace: Workspace,
    opened: OpenForm,
    state: Callable[[], FormState],
    *,
    is_finished: bool = False,
) -> FormOnPaper:
    """Return what can be had of a form that is open; `state` is asked again for each sheet.

    Of a plan that was opened, and in which nobody wrote, it is the last version: half of its
    questions are asked afresh, and would stand on the paper without an answer.
    """
    last = _last_whole(workspace, opened)
    if last is not None and state().answers == opened.state.answers:
        return on_paper(workspace, last, lambda: last.state)
    now = state()
    has_answers = bool(now.answers_to_keep)
    could_be = has_answers and not now.blocking
    is_over = is_finished or opened.filled.status == "finished"
    offers = paper_offers(now.form, has_answers=has_answers, is_whole=is_over or could_be)
    copies = copies_of(workspace, opened, state)
    return FormOnPaper(now.form.short_title, copies, offers, "filled" if has_answers else "blank")


def _last_whole(workspace: Workspace, opened: OpenForm) -> OpenForm | None:
    """Return the finished plan from which a fresh version goes on; None of everything else.

    What was kept already, or takes nothing over, goes on from none.
    """
    is_own = opened.saved_at is not None or opened.read_only or not opened.state.answers
    if is_own or not is_living_plan(opened.state.form):
        return None
    last = fitting_forms.latest(
        workspace, opened.filled.client_id, opened.filled.form_id, finished=True
    )
    return None if last is None else reopen_form(workspace, last.id)


def save_pdf(workspace: Workspace, path: str, make: Callable[[], bytes | None]) -> SaveOutcome:
    """Write a PDF for the person alone; never beside the record."""
    if not may_be_saved_as(workspace, path):
        return "wrong_place"
    data = make()
    if data is None:
        return "nothing"
    try:
        _write(Path(path), data)
    except OSError:
        return "not_written"
    return "written"


def blank_copies(workspace: Workspace, form: FormDefinition) -> PaperCopies:
    """Return what can be had of a form that nobody filled in."""

    def make(order: PaperOrder) -> bytes:
        if order.what == "hand_over":
            return hand_over_pdf(form)
        is_large = order.size == "a4_large_print"
        return worksheet_pdf(form, large=is_large, fillable=order.fillable)

    def name(order: PaperOrder) -> str:
        is_page = order.what == "hand_over"
        return _("Hand-over page from a helpline") if is_page else form.title

    return PaperCopies(workspace, make, name)


def copies_of(
    workspace: Workspace, opened: OpenForm, state: Callable[[], FormState]
) -> PaperCopies:
    """Return what can be had of a form as it stands when it is printed.

    A page that holds answers leaves the record when the printer took it, or a file holds it:
    that is an audit event, and one that was only made is none.
    """
    blank = blank_copies(workspace, opened.state.form)

    def make(order: PaperOrder) -> bytes:
        if not order.is_of_client:
            return blank.make(order)
        now = state()
        if order.what == "filled":
            return _filled_pdf(workspace, opened, now, order)
        return client_copy_pdf(
            now,
            order.size,
            workspace.directory,
            numbers=as_printed(page_numbers(workspace)),
            practice=workspace.practice,
        )

    def note(order: PaperOrder, action: Left) -> None:
        if order.is_of_client:
            fields = (opened.state.form.id, order.what)
            audit.note(workspace.caseload, action, opened.filled.id, fields)

    def name(order: PaperOrder) -> str:
        copy = opened.state.form.client_copy
        return copy.title if order.what == "copy" and copy else blank.name(order)

    def check(order: PaperOrder) -> str:
        return _to_check(workspace, state()) if order.what == "copy" else ""

    return PaperCopies(workspace, make, name, note, check)


def _to_check(workspace: Workspace, state: FormState) -> str:
    """Return which services on a client's copy nobody checked lately, and which it leaves out."""
    copy = state.form.client_copy
    named = services_on(state, copy) if copy else ()
    found = [each for each in workspace.directory if each.id in named] if named else []
    stale = [each.name for each in found if is_printed(each) and is_stale(each, workspace.today())]
    left_out = [each.name for each in found if each.phone and not is_printed(each)]
    words = ngettext(
        "Check this number before you give the copy, which does not say so itself: {names}.",
        "Check these numbers before you give the copy, which does not say so itself: {names}.",
        len(stale),
    )
    gap = ngettext(
        "The copy leaves this number out, because no day is known on which it was right: {names}. "
        "Check it, then write it on the copy.",
        "The copy leaves these numbers out, because no day is known on which they were right: "
        "{names}. Check them, then write them on the copy.",
        len(left_out),
    )
    said = ((words, stale), (gap, left_out))
    return " ".join(each.format(names=together(names)) for each, names in said if names)


def may_be_saved_as(workspace: Workspace, path: str) -> bool:
    """Return whether a file may stand there: not in the service folder."""
    folder = workspace.vault.place.path.resolve()
    return not Path(path).resolve().is_relative_to(folder)


def _filled_pdf(
    workspace: Workspace, opened: OpenForm, state: FormState, order: PaperOrder
) -> bytes:
    facts = tuple(each for each in (paper_words(opened.filled),) if each)
    return worksheet_pdf(
        state.form,
        filled_from(state, opened.client_code, facts, reference_names(workspace)),
        large=order.size == "a4_large_print",
        practice=workspace.practice,
    )


def _write(path: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, PRIVATE), "wb") as file:
        file.write(data)
