"""Who stands behind a code: a page of its own, behind a deliberate click."""

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QLayout
from typing_extensions import override

from session_forms.words.day_words import written_day
from session_forms.words.texts import N_, _, pgettext
from therapist_app.form_widgets.contact_details import known_by, rules_before_calling
from therapist_app.form_widgets.identity_fields import IdentityFields
from therapist_app.form_widgets.values.days import read_any_day
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.layout.page_view import TurnedPage
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Part,
    button,
    card,
    reading,
    row,
    scroll,
    stack,
    symbol,
    text,
)

ANONYMITY = {
    "named": N_("The client gave a name."),
    "pseudonym": N_("The client chose another name; it is not a real one."),
    "code_only": N_("The client is known by the code only."),
}


def _in_reading_width(sheet: QFrame) -> QLayout:
    """Return a sheet as wide as a form at most: on a wide screen a name needs no wider field."""
    sheet.setMaximumWidth(look().size("form_width"))
    line = row(STRETCH, sheet, STRETCH)
    line.setStretch(1, 1000)
    return stack(line, STRETCH, margins=("page", "l", "page", "l"))


def _birth(kept: str) -> Iterator[tuple[str, str]]:
    if kept:
        born = read_any_day(kept)
        yield _("Date of birth"), written_day(born) if born else kept


class IdentityView(TurnedPage):
    """The few words that say who it is; nothing of them stands anywhere else.

    Signals:
        correction_chosen: Something of it is wrong, or has changed.

    """

    correction_chosen = Signal()

    HELP = PageHelp(
        "Who this client is: name, contact, whom to call. This is shown only here and "
        "when you have to reach the client; every other page shows the code only. You "
        "may leave all of it empty, and correct what has changed or was mistyped.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        reach = viewmodel.look_up_reach()
        person = reach.identity
        self.back = button(pgettext("button", "Hide identity"))
        self.correct = button(pgettext("button", "Correct"), "quiet")
        parts: list[Part] = [
            text(_(ANONYMITY[person.anonymity]), wrap=True),
            *rules_before_calling(reach.rules),
        ]
        for label, words in (*known_by(reach), *_birth(person.birth_date)):
            parts += [text(label, "strong"), reading(words)]
        noted = row(
            symbol("info"),
            text(_("The record notes that you looked."), "small", tone="muted", wrap=True),
            gap="s",
        )
        noted.setStretch(1, 1)
        sheet = card(
            pgettext("card", "Identity"),
            *parts,
            noted,
            row(self.back, self.correct, STRETCH),
            gap="s",
        )
        self.setLayout(stack(scroll(_in_reading_width(sheet))))
        self.back.clicked.connect(self.back_chosen)
        self.correct.clicked.connect(self.correction_chosen)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the way back."""
        self.back.setFocus()


class CorrectIdentityView(TurnedPage):
    """The same as fields, to put right what is wrong or has changed."""

    HELP = PageHelp(
        "Change how the client is known, or a number that is new or was mistyped. What stood "
        "there before is not kept, and the record notes that it was changed.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(self, viewmodel: ClientViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.fields = IdentityFields(viewmodel.state.today)
        self.fields.show_known(viewmodel.look_up_identity())
        self.save = MainButton(pgettext("button", "Save"), loses_words=True)
        self.back = button(pgettext("button", "Back"))
        told = _("What stood there before is not kept. The record notes that it was changed.")
        sheet = card(
            pgettext("card", "Correct the identity"),
            self.fields,
            text(told, "small", tone="muted", wrap=True),
            row(self.save, self.back, STRETCH),
            gap="m",
        )
        self.setLayout(stack(scroll(_in_reading_width(sheet))))
        self.save.clicked.connect(self._on_save_clicked)
        self.back.clicked.connect(self.back_chosen)

    @override
    def focus_first(self) -> None:
        """Put the keyboard on how the client is known."""
        self.fields.focus_first()

    @Slot()
    def _on_save_clicked(self) -> None:
        known = self.fields.known_as()
        if known is not None:
            self._viewmodel.correct_identity(known)
            self.back_chosen.emit()
