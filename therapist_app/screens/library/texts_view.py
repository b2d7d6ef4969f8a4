"""Local texts, to read: which may be used, what a client would hear, what a lawyer has to say."""

from datetime import date

from PySide6.QtWidgets import QFrame, QWidget

from session_forms.reference.jurisdictions import Jurisdiction, LegalFact, standing
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.commands import LocalTextPage
from therapist_app.screens.library.viewmodel import LibraryState
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.parts import (
    STRETCH,
    LeavingButton,
    Part,
    TwoColumns,
    card,
    chip,
    reading,
    row,
    scroll,
    stack,
    text,
)

STANDINGS = {
    "template": N_("template, not approved"),
    "draft": N_("draft, for practice only"),
    "not_yet": N_("approved from {day}"),
    "in_force": N_("approved, expires on {day}"),
    "expired": N_("expired on {day}"),
}
TO_DO = {
    "template": N_(
        "It is a template and not used with clients. Your service makes its own text "
        "from it, section by section, and a lead approves it."
    ),
    "draft": N_("With a real client it cannot be used until the clinical lead approves it."),
    "not_yet": N_("Before that day it cannot be used for a new agreement."),
    "in_force": N_("From that day it cannot be used for a new agreement."),
    "expired": N_("It cannot be used for a new agreement; what was begun before can be finished."),
}
TONES = {"in_force": "good", "expired": "attention"}
SITUATIONS = {
    "past_offence_identifiable_child": N_("In the past, a child can be named"),
    "past_offence_no_identifiable_child": N_("In the past, no child can be named"),
    "image_offence_past": N_("Images of abuse, used in the past"),
    "image_offence_current": N_("Images of abuse, used now"),
    "current_risk_identifiable_child": N_("A child who can be named is at risk now"),
    "imminent_offence_any_child": N_("An act against any child is about to happen"),
    "client_is_parent_or_carer": N_("The client is a parent or carer"),
    "suicide_or_self_harm_imminent": N_("The client's own life is in danger"),
}
DUTIES = {
    "duty": N_("a duty to tell"),
    "may": NP_("what a rule asks", "may tell"),
    "no": N_("no duty to tell"),
    "unclear": N_("unclear: ask the lead"),
}


def text_table(state: LibraryState) -> DataclassTableView[Jurisdiction]:
    """Return the list of local texts, still empty."""
    columns: list[TableColumn[Jurisdiction]] = [
        TableColumn(
            pgettext("column", "Local text"), lambda local: local.name, strong=True, stretch=True
        ),
        TableColumn(pgettext("column", "Version"), lambda local: str(local.version)),
        TableColumn(pgettext("column", "State"), lambda local: standing_words(local, state.today)),
    ]
    if look().is_large:
        del columns[1]
    table = DataclassTableView(DataclassTableModel(columns))
    table.setAccessibleName(pgettext("table", "Local texts"))
    table.let_rows_grow()
    return table


def standing_words(local: Jurisdiction, today: date) -> str:
    """Return how far a text has come on a day."""
    found = standing(local, today)
    day = local.approved_on if found == "not_yet" else local.expires_on
    return _(STANDINGS[found]).format(day=written_day(day) if day else "")


class ShelvedTextView(QWidget):
    """One local text from top to bottom; nothing of it can be changed here."""

    def __init__(self, local: Jurisdiction, today: date) -> None:
        super().__init__()
        self.write = LeavingButton(_("Write the text of your service"), LocalTextPage(local.id))
        left = stack(
            _state_card(local, today, self.write),
            card(_("What the client hears"), reading(local.client_text.strip()), gap="s"),
            card(_("For the client to take home"), reading(local.take_home_text.strip()), gap="s"),
            card(_("For the therapist"), reading(local.therapist_text.strip()), gap="s"),
            STRETCH,
            gap="l",
        )
        right = stack(
            *_questions(local),
            *_facts(local),
            _situations(local),
            card(pgettext("card", "Sources"), *(reading(each) for each in local.sources), gap="s"),
            STRETCH,
            gap="l",
        )
        columns = TwoColumns(left, right, shares=(5, 4))
        body = stack(columns, STRETCH, margins=("page", "l", "page", "l"))
        self.setLayout(stack(scroll(body), gap="hair"))


def _state_card(local: Jurisdiction, today: date, write: QWidget) -> QFrame:
    found = standing(local, today)
    parts: list[Part] = [
        row(chip(standing_words(local, today), TONES.get(found, "quiet")), STRETCH)
    ]
    parts.append(reading(_(TO_DO[found])))
    if local.approved_by and local.approved_on:
        who = _("Approved by {who} on {day}.")
        parts.append(reading(who.format(who=local.approved_by, day=written_day(local.approved_on))))
    if local.review_on:
        again = _("Its facts must be reviewed by {day}.")
        parts.append(reading(again.format(day=written_day(local.review_on))))
    parts.append(row(write, STRETCH))
    return card(pgettext("card", "State"), *parts, gap="s")


def _questions(local: Jurisdiction) -> list[QFrame]:
    if not local.open_questions:
        return []
    asked = [reading(each) for each in local.open_questions]
    return [card(_("Open questions for the clinic's lawyer"), *asked, gap="s")]


def _facts(local: Jurisdiction) -> list[QFrame]:
    if not local.facts:
        return []
    return [card(_("For orientation; not legal advice"), *map(_fact, local.facts), gap="m")]


def _fact(fact: LegalFact) -> Part:
    mark = (
        pgettext("how a fact is known", "found")
        if fact.mark == "found"
        else _("from memory, to be verified")
    )
    source = text(facts_in_a_line(fact.source, mark), "caption", wrap=True)
    return stack(reading(fact.says), source, gap="hair")


def _situations(local: Jurisdiction) -> QFrame:
    said = [
        reading(_(DUTIES[duty]), strong=f"{_(SITUATIONS[each])}:")
        for each, duty in local.triggers.items()
    ]
    return card(_("What each situation calls for"), *said, gap="s")
