"""A signed note: words on paper. What is wrong in it is corrected beside it, never in it."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from session_forms.words.day_words import moment_in_words
from session_forms.words.reason_words import says_why
from session_forms.words.texts import N_, _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.form_widgets.fidelity_rows import RATINGS, WORDS
from therapist_app.screens.close.fidelity_view import adherence_words
from therapist_app.screens.close.viewmodel import CloseState, CloseViewModel
from therapist_app.widgets.controls.buttons import MainButton
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.layout.into_view import bring_into_view
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Part,
    TextArea,
    TextLine,
    box,
    button,
    card,
    chip,
    hold,
    reading,
    row,
    rule,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines, lines_of
from therapist_app.workflows.sessions.closing_a_session import OpenCorrection

AMENDS_FIRST = N_("Enter what is right instead, and why, first.")
CORRECTS_FIRST = N_("Choose which, enter what is right instead, and why, first.")
STAYS = N_("The signed note stays as it is; the amendment is shown below it.")


class SignedView(QWidget):
    """The note as it was signed, its corrections, and the way to make one.

    Attributes:
        places: What was written, by its question, and each amendment, by the id of its form.

    """

    def __init__(self, viewmodel: CloseViewModel, state: CloseState) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        signature, held_by = state.page.signature, state.page.held_by_another
        signed = (
            _("signed by {name}, {time}").format(
                name=signature.signed_by, time=_moment(signature.signed_at)
            )
            if signature
            else ""
        )
        held = (
            [hold(row(chip(_("held by {name}").format(name=held_by)), STRETCH))] if held_by else []
        )
        self.amend = button(pgettext("button", "Amend"))
        self.words = TextArea(lines=4)
        self.reason = TextLine()
        self.keep = MainButton(_("Save the amendment"), is_final=True)
        self.keep.wait_for(_(AMENDS_FIRST))
        parts: list[Part] = [*held, row(chip(signed, "good"), STRETCH)]
        said = [signed]
        self.places: dict[str, QWidget] = {}
        for line in state.lines:
            self.places[line.question_id] = reading(line.words)
            parts += [text(line.label, "strong", wrap=True), self.places[line.question_id]]
            said += [line.label, *lines_of(line.words)]
        for each in state.page.amendments:
            amended = self.places[each.signature.filled_form_id] = _amendment(each)
            parts.append(amended)
            said += [_amended(each), *lines_of(each.text)]
        self.read = ReadByLines(_("The signed note"))
        self.read.hold_lines(said, stack(*parts, gap="s"))
        self.form = self._make_form()
        note = pgettext("card", "Note")
        self.setLayout(stack(card(note, self.read, self.form, action=self.amend, gap="s")))
        self.amend.clicked.connect(self._on_amend_clicked)
        self.keep.clicked.connect(self._on_keep_clicked)
        self.words.edited.connect(self._on_edited)
        self.reason.edited.connect(self._on_edited)

    def _make_form(self) -> QWidget:
        return _folded(
            LabelledField(_("What is right instead"), self.words),
            LabelledField(_("Why it is corrected"), self.reason),
            text(_(STAYS), "small", wrap=True),
            row(STRETCH, self.keep),
        )

    def _on_amend_clicked(self) -> None:
        self.form.show()
        self.amend.hide()
        self.words.setFocus()
        announce(self, _(STAYS))
        bring_into_view(self.form)

    def _on_edited(self) -> None:
        whole = bool(self.words.toPlainText().strip()) and says_why(self.reason.text())
        self.keep.wait_for("" if whole else _(AMENDS_FIRST))

    def _on_keep_clicked(self) -> None:
        self._viewmodel.amend(self.words.toPlainText(), self.reason.text())


def _amended(amendment: OpenCorrection) -> str:
    signature = amendment.signature
    return _("Amended by {name}, {time}: {reason}").format(
        name=signature.signed_by,
        time=_moment(signature.signed_at),
        reason=amendment.reason,
    )


def _amendment(amendment: OpenCorrection) -> QWidget:
    return box(
        "well",
        stack(
            text(_amended(amendment), "strong", wrap=True),
            reading(amendment.text),
            gap="xs",
            margins=("m",) * 4,
        ),
    )


class RatedView(QWidget):
    """How the session went, once it is signed: an item, its word, and corrections beside it."""

    def __init__(self, viewmodel: CloseViewModel, state: CloseState) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.amend = button(_("Correct a rating"), "quiet")
        self.item = ChoiceBox((each.item.id, each.item.text) for each in state.page.items)
        self.rating = ChoiceBox((each, _(WORDS[each])) for each in RATINGS)
        for each in (self.item, self.rating):
            each.show_chosen(None)
        self.reason = TextLine()
        self.keep = MainButton(_("Save the correction"), is_final=True)
        self.keep.wait_for(_(CORRECTS_FIRST))
        self.form = self._make_form()
        parts: list[Part] = []
        texts = {each.item.id: each.item.text for each in state.page.items}
        for line in state.page.items:
            words = _(WORDS[line.rating]) if line.rating else pgettext("rating", "not rated")
            shown = row(text(line.item.text, "reading", wrap=True), text(words, "strong"), gap="m")
            shown.setStretch(0, 1)
            parts.append(shown)
            if line.reason:
                parts.append(text(line.reason, "small", tone="muted", wrap=True))
            parts.append(rule())
        for later in state.page.rating_amendments:
            words = _("{item}: corrected to “{rating}” by {name}, {time}. {reason}").format(
                item=texts.get(later.item_id, later.item_id),
                rating=_(WORDS[later.rating]),
                name=later.amended_by,
                time=_moment(later.amended_at),
                reason=later.amend_reason,
            )
            parts.append(text(words, "small", tone="muted", wrap=True))
        parts.append(text(adherence_words(state), wrap=True))
        sheet = card(_("How the session went"), *parts, self.form, action=self.amend, gap="s")
        self.setLayout(stack(sheet))
        self.amend.clicked.connect(self._on_amend_clicked)
        self.item.chosen.connect(self._on_edited)
        self.rating.chosen.connect(self._on_edited)
        self.reason.edited.connect(self._on_edited)
        self.keep.clicked.connect(self._on_keep_clicked)

    def _make_form(self) -> QWidget:
        return _folded(
            LabelledField(pgettext("field", "Which"), self.item),
            LabelledField(_("What is right instead"), self.rating),
            LabelledField(_("Why it is corrected"), self.reason),
            row(STRETCH, self.keep),
        )

    def _on_amend_clicked(self) -> None:
        self.form.show()
        self.amend.hide()
        self.item.setFocus()

    def _on_edited(self) -> None:
        whole = self.item.chosen_id and self.rating.chosen_id and says_why(self.reason.text())
        self.keep.wait_for("" if whole else _(CORRECTS_FIRST))

    def _on_keep_clicked(self) -> None:
        self._viewmodel.amend_rating(self.item.chosen_id, self.rating.chosen_id, self.reason.text())


def _folded(*parts: Part) -> QWidget:
    """Return the form of a correction; it is not there before somebody asks for it."""
    form = box("well", stack(*parts, gap="s", margins=("m",) * 4))
    form.hide()
    return form


def _moment(at: datetime) -> str:
    return moment_in_words(at.astimezone())
