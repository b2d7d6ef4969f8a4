"""Handing a first contact over: to which service, with whose yes, and where the file goes."""

from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from exports.package.hand_over_file import ENDING
from session_forms.words.texts import _, pgettext
from therapist_app.screens.client.handing_on import HandOnState, HandOnViewModel
from therapist_app.screens.client.turned_sheet import TurnedSheet
from therapist_app.widgets.dialogs.choosing_files import ask_where_to_save
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Tick,
    button,
    card,
    lay_in,
    reading,
    row,
    stack,
)


def ask_for_place(parent: QWidget) -> str:
    """Return where a person wants the file, or nothing; its name tells nothing."""
    return ask_where_to_save(
        parent, _("Save the sealed file"), f"age (*{ENDING})", f"hand-over{ENDING}"
    )


class HandOnView(TurnedSheet):
    """A page of a client who waits: their first contact goes to another service."""

    HELP = PageHelp(
        "Here you hand a first contact over to another service, with the person's own yes. "
        "The file is sealed: only that service opens it. You send or carry it yourself.",
        read_on="docs/way-in.md",
    )

    def __init__(self, viewmodel: HandOnViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.to: DecisionField | None = None
        self.agreed: Tick | None = None
        self.save: QPushButton | None = None
        self.recipients: QPushButton | None = None
        self.message = MessagePlace()
        viewmodel.look_again()
        services = viewmodel.state.services
        sheet = self._sheet(services) if services else self._nobody()
        page = stack(self.message, sheet, STRETCH, gap="m", margins=("page", "l", "page", "l"))
        lay_in(self.area, page)
        viewmodel.state_changed.connect(self.show_state)
        self.focus_first()

    def show_state(self, state: HandOnState) -> None:
        """Say what came of it."""
        if state.problem:
            self.message.show_message("attention", _("The file is not saved"), state.problem)
        elif state.saved:
            words = _(
                "{name} is saved. Send or carry it, and tell the service that it comes. Then "
                "write down under “Is this the right help?” what was decided."
            )
            self.message.show_message(
                "good", _("The file is saved"), words.format(name=state.saved)
            )
        else:
            self.message.clear()

    @override
    def focus_first(self) -> None:
        """Put the keyboard on the first service, or on the way to enter one."""
        if self.to is not None:
            self.to.start_focus()
        elif self.recipients is not None:
            self.recipients.setFocus()

    def _sheet(self, services: tuple[str, ...]) -> QFrame:
        self.to = DecisionField(
            ((each, each) for each in services), name=pgettext("field", "Which service")
        )
        self.agreed = Tick(_("They said yes to this themselves"))
        self.save = MainButton(_("Save the sealed file"))
        self.save.clicked.connect(self._on_save_clicked)
        return card(
            _("Hand the first contact over"),
            reading(
                _(
                    "The file holds what they may be called, the safe number, and the answers of "
                    "the first contact. What you promised stays with you: it is not in it."
                )
            ),
            self.to,
            self.agreed,
            row(STRETCH, self.save),
            gap="m",
        )

    def _nobody(self) -> QFrame:
        self.recipients = button(_("Show recipients and keys"))
        self.recipients.clicked.connect(self._viewmodel.open_recipients)
        return card(
            _("Hand the first contact over"),
            reading(
                _(
                    "No other service is known whose key was compared. Enter its key and compare "
                    "it by telephone; or print the page for a helpline and write on paper."
                )
            ),
            row(self.recipients, STRETCH),
            gap="m",
        )

    def _on_save_clicked(self) -> None:
        assert self.to is not None
        assert self.agreed is not None
        if not self.to.chosen_id:
            self.to.show_problem(pgettext("choice", "Choose one."))
            self.to.start_focus()
        elif not self.agreed.isChecked():
            said = _("Ask them first: nothing is handed over without their own yes.")
            self.message.show_message("attention", _("The file is not saved"), said)
            self.agreed.setFocus()
        else:
            self._viewmodel.hand_over(self.to.chosen_id, partial(ask_for_place, self))
