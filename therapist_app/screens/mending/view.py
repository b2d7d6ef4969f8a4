"""The screen that puts a backup back before anything can be unlocked."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from session_forms.texts import translate as _
from therapist_app.screens.mending.viewmodel import MendingState, MendingViewModel
from therapist_app.widgets.choosing_files import ask_for_folder
from therapist_app.widgets.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    Option,
    Tick,
    button,
    card,
    page_head,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.widgets.passphrase_field import PassphraseField
from therapist_app.workflows.mending import Offer, Proposal

SHOWN = 8
AskFolder = Callable[[QWidget], str]


def ask_for_place(parent: QWidget) -> str:
    """Return the folder that the person picks, or nothing."""
    return ask_for_folder(parent, _("Where your backups are"))


class OfferOption(Option):
    """One backup to choose.

    Signals:
        chosen: The backup.

    """

    chosen = Signal(Offer)

    def __init__(self, offer: Offer) -> None:
        super().__init__(f"{offer.file}: {offer.made}")
        self.offer = offer
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self.offer)


class MendingView(QWidget):
    """Which backup, whose passphrase, what it would cost, and only then in its place."""

    def __init__(
        self,
        viewmodel: MendingViewModel,
        parent: QWidget | None = None,
        *,
        choose_folder: AskFolder = ask_for_place,
    ) -> None:
        super().__init__(parent)
        viewmodel.setParent(self)  # it goes with the page, and its jobs with it
        self.setObjectName("mending")
        self._viewmodel = viewmodel
        self._choose_folder = choose_folder
        self._group = QButtonGroup(self)
        self._shown: tuple[Offer, ...] | None = None
        self._told: Proposal | None = None
        self.options: list[OfferOption] = []
        self._list = stack(gap="xs")
        self._words = stack(gap="s")
        self.elsewhere = button(_("Look on a stick …"), "secondary")
        self.passphrase = PassphraseField(_("Your &passphrase"))
        self.ask = button(_("See what it would bring"), "secondary")
        self.tick = Tick(_("I have read what would be lost, and want this backup back"))
        self.go = button(_("Restore"), "primary")
        self.back = button(_("Back to unlocking"), "quiet")
        self.message = MessagePlace()
        self._compose()
        self._listen()
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard on the backup that is chosen, else on the way to others."""
        chosen = [each for each in self.options if each.isChecked()]
        (chosen[0] if chosen else self.elsewhere).setFocus()

    def show_state(self, state: MendingState) -> None:
        """Show `state`."""
        self._show_offers(state)
        self._show_proposal(state.proposal)
        is_free = not (state.is_busy or state.is_done)
        for each in (self.elsewhere, self.passphrase, *self.options, self.tick):
            each.setEnabled(is_free)
        self.ask.setEnabled(is_free and state.chosen is not None)
        self.back.setEnabled(not state.is_busy)
        self.go.setEnabled(is_free and state.proposal is not None and self.tick.isChecked())
        if state.is_done:
            detail = _(
                "Go back and unlock the record. If another file is damaged, come here again."
            )
            self.message.show_message("good", _("The backup is in place"), detail)
            self.back.setFocus()
        elif state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        else:
            self.message.clear()

    def _show_offers(self, state: MendingState) -> None:
        if state.offers != self._shown:
            self._shown = state.offers
            _empty(self._list)
            self.options = [OfferOption(each) for each in state.offers[:SHOWN]]
            for option in self.options:
                self._group.addButton(option)
                self._list.addWidget(option)
                option.chosen.connect(self._viewmodel.choose)
            if not state.offers:
                words = _("There is no backup of yours in the service folder. Look on your stick.")
                self._list.addWidget(text(words, wrap=True))
        for option in self.options:
            option.setChecked(option.offer == state.chosen)

    def _show_proposal(self, proposal: Proposal | None) -> None:
        if proposal is self._told:
            return
        self._told = proposal
        _empty(self._words)
        for line in proposal.lines if proposal else ():
            self._words.addWidget(reading(line))
        self.tick.setChecked(False)
        self._comparison.setVisible(proposal is not None)
        if proposal is not None:
            self.tick.setFocus()

    def _compose(self) -> None:
        why = _(
            "A file of the record cannot be opened. A verified backup can take its place; the "
            "damaged file is kept beside it. If both are damaged, begin with the service file."
        )
        choice = card(_("Which backup"), self._list, row(self.elsewhere, STRETCH))
        who = card(_("Who puts it back"), self.passphrase, row(self.ask, STRETCH))
        buttons = row(self.go, STRETCH)
        self._comparison = card(_("What it would do"), self._words, self.tick, buttons)
        self._comparison.hide()
        body = stack(
            text(why, wrap=True),
            self.message,
            choice,
            who,
            self._comparison,
            STRETCH,
            gap="l",
            margins=("page", "l", "page", "l"),
        )
        head = page_head(_("Put a backup back"), "", actions=(self.back,))
        whole = stack(head, scroll(body), gap="hair")
        whole.setSpacing(0)
        self.setLayout(whole)

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.elsewhere.clicked.connect(self._on_elsewhere_clicked)
        self.passphrase.entered.connect(self._on_ask_clicked)
        self.ask.clicked.connect(self._on_ask_clicked)
        self.tick.clicked.connect(self._on_tick_clicked)
        self.go.clicked.connect(viewmodel.put_back)
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)

    @Slot()
    def _on_elsewhere_clicked(self) -> None:
        place = self._choose_folder(self)
        if place:
            self._viewmodel.look_in(place)

    @Slot()
    def _on_ask_clicked(self) -> None:
        self._viewmodel.propose(self.passphrase.take())

    @Slot()
    def _on_tick_clicked(self) -> None:
        self.go.setEnabled(self.tick.isChecked())


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
