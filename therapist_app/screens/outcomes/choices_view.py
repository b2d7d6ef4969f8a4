"""For whom, what kind, about whom, what for."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QButtonGroup, QComboBox, QWidget

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.screens.outcomes.viewmodel import KINDS, OutcomesState, OutcomesViewModel
from therapist_app.widgets.parts import (
    STRETCH,
    LabelledField,
    Option,
    TextLine,
    button,
    stack,
    text,
)


class ChoicesView(QWidget):
    """The left side; changing anything here starts the release again."""

    def __init__(self, viewmodel: OutcomesViewModel) -> None:
        super().__init__()
        state = viewmodel.state
        self._viewmodel = viewmodel
        self.recipient = QComboBox()
        self.recipient.addItems(list(state.choices.recipients))
        self.kinds = QButtonGroup(self)
        self.options = [Option(_("The service, in figures")), Option(_("One client, a summary"))]
        for number, option in enumerate(self.options):
            self.kinds.addButton(option, number)
        self._clients = [each.client_id for each in state.choices.clients]
        self.client = QComboBox()
        self.client.addItem(_("Choose a client"))
        self.client.addItems([each.code for each in state.choices.clients])
        self.client_field = LabelledField(_("Whose summary"), self.client)
        self.purpose = TextLine()
        self.prepare = button(_("Show what would leave"))
        self.covers = text("", "small", wrap=True)
        self._build()
        self.recipient.textActivated.connect(viewmodel.choose_recipient)
        self.kinds.idClicked.connect(self._on_kinds_id_clicked)
        self.client.activated.connect(self._on_client_activated)
        self.purpose.edited.connect(viewmodel.write_purpose)
        self.purpose.returnPressed.connect(viewmodel.prepare)
        self.prepare.clicked.connect(viewmodel.prepare)

    def show_state(self, state: OutcomesState) -> None:
        """Show what is chosen."""
        self.options[KINDS.index(state.kind)].setChecked(True)
        is_single = state.kind == "client_summary"
        self.client_field.setVisible(is_single)
        blocker = QSignalBlocker(self.client)
        known = state.client_id in self._clients
        self.client.setCurrentIndex(self._clients.index(state.client_id) + 1 if known else 0)
        blocker.unblock()
        self.purpose.show_words(state.purpose)
        self.covers.setText(covers_words(state))
        self.prepare.setEnabled(state.can_prepare and not state.is_busy)
        self.prepare.setText(_("Preparing …") if state.is_busy else _("Show what would leave"))

    def focus_first(self) -> None:
        """Put the keyboard on the kind."""
        (self.kinds.checkedButton() or self.options[0]).setFocus()

    def _build(self) -> None:
        hint = _("One recipient and purpose keep the same pseudonyms over time.")
        page = stack(
            text(_("For whom"), "lead"),
            LabelledField(_("Recipient"), self.recipient),
            text(_("What kind"), "strong"),
            *self.options,
            self.client_field,
            LabelledField(_("What it is for"), self.purpose, hint=hint),
            self.covers,
            self.prepare,
            STRETCH,
            gap="s",
            margins=("l",) * 4,
        )
        self.setLayout(page)

    def _on_kinds_id_clicked(self, number: int) -> None:
        self._viewmodel.choose_kind(KINDS[number])

    def _on_client_activated(self, index: int) -> None:
        self._viewmodel.choose_client(self._clients[index - 1] if index else "")


def covers_words(state: OutcomesState) -> str:
    """Return whose figures these would be."""
    if state.kind == "client_summary":
        return _("Carries a pseudonym, weeks and scores; no day, no word of the client.")
    return ngettext(
        "Covers {caseloads}: {count} client who agreed to it. Counts below {least} become *.",
        "Covers {caseloads}: {count} clients who agreed to it. Counts below {least} become *.",
        state.choices.agreed,
    ).format(
        caseloads=state.choices.caseloads,
        count=state.choices.agreed,
        least=state.choices.smallest_shown,
    )
