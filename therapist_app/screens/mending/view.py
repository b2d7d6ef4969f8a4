"""The screen that puts a backup back before anything can be unlocked."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from session_forms.words.texts import NN_, _, counted, ngettext, pgettext
from therapist_app.accessibility.roles import tell_open
from therapist_app.key_widgets.key_file_place import KeyFilePlace
from therapist_app.screens.mending.viewmodel import MendingState, MendingViewModel
from therapist_app.widgets.controls.switches import ChoiceGroup
from therapist_app.widgets.dialogs.choosing_files import ask_for_folder
from therapist_app.widgets.fields.passphrase_field import PassphraseField
from therapist_app.widgets.keyboard_place import KeyboardPlace
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Option,
    Tick,
    button,
    card,
    empty,
    hold,
    page_head,
    read_in_order,
    reading,
    row,
    stack,
    text,
)
from therapist_app.workflows.safekeeping.backup_words import CHOICE
from therapist_app.workflows.safekeeping.mending import BackupOffer, RestoreProposal

SHOWN = 8
MADE_LATER = NN_(
    "{count} backup here was made by a later version of the application. That version can open "
    "it: install it on this laptop.",
    "{count} backups here were made by a later version of the application. That version can open "
    "them: install it on this laptop.",
)
AskFolder = Callable[[QWidget], str]


def ask_for_place(parent: QWidget) -> str:
    """Return the folder that the person picks, or nothing."""
    return ask_for_folder(parent, _("Where your backups are"))


class OfferOption(Option):
    """One backup to choose.

    Signals:
        chosen: The backup.

    """

    chosen = Signal(BackupOffer)

    def __init__(self, offer: BackupOffer, *, tells_place: bool) -> None:
        where = offer.place or _("On this laptop")
        super().__init__(f"{offer.file}: {offer.made}", help_words=where if tells_place else "")
        self.offer = offer
        self.turned.connect(self._on_turned)

    def _on_turned(self) -> None:
        self.chosen.emit(self.offer)


class MendingView(PageView[MendingViewModel]):
    """Which backup, whose passphrase, what it would cost, and only then in its place."""

    HELP = PageHelp(
        "The record cannot be opened, so here you restore a backup. Choose a backup and "
        "type the passphrase of that time; then read what would be lost before you "
        "confirm. The damaged file is kept.",
        read_on="docs/backups-and-moving.md",
    )

    def __init__(
        self, viewmodel: MendingViewModel, *, choose_folder: AskFolder = ask_for_place
    ) -> None:
        super().__init__("mending", viewmodel)
        self._choose_folder = choose_folder
        self._group = ChoiceGroup(self)
        self._shown: tuple[tuple[BackupOffer, ...], int] | None = None
        self._told: RestoreProposal | None = None
        self._limit = SHOWN
        self._keyboard = KeyboardPlace(self)
        self.options: list[OfferOption] = []
        self._list = stack(gap="xs")
        self._words = stack(gap="s")
        self.more = button("", "quiet")
        self.elsewhere = button(_("Look on a USB stick …"), "secondary")
        self.key_file = KeyFilePlace(_("Your key file"))
        self.passphrase = PassphraseField(pgettext("field", "Your &passphrase"))
        self.ask = button(_("Show what would change"), "secondary")
        self.tick = Tick(_("I have read what would be lost, and want to restore this backup"))
        self.accept = Tick(_(CHOICE))
        self.go = MainButton(pgettext("button", "Restore"), is_final=True)
        self.back = button(_("Back to signing in"), "quiet")
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
        self._keyboard.note(is_busy=state.is_busy)
        is_free = not (state.is_busy or state.is_done)
        self._show_offers(state)
        self.key_file.setVisible(state.needs_key_file)
        for each in (
            self.elsewhere,
            self.key_file,
            self.passphrase,
            *self.options,
            self.tick,
            self.accept,
        ):
            each.setEnabled(is_free)
        self.ask.setEnabled(is_free and state.chosen is not None)
        self.back.setEnabled(not state.is_busy)
        self._show_proposal(state.proposal)
        self._show_missing()
        if state.is_done:
            on = _("Go back and sign in. If another file is damaged, come here again.")
            detail = f"{state.given_up} {on}".strip()
            self.message.show_message("good", _("The backup is restored"), detail)
            self.back.setFocus()
        elif state.problem is not None:
            self.message.show_message("attention", state.problem.title, state.problem.sentence)
        elif state.proposal is not None and state.proposal.damaged:
            title = _("This is not the file that is damaged")
            words = _("What cannot be opened: {files}. Choose a backup of that.")
            files = ", ".join(state.proposal.damaged)
            self.message.show_message("attention", title, words.format(files=files))
        else:
            self.message.clear()
        self._keyboard.bring_back()

    @override
    def turn_back(self) -> bool:
        """Go back, unless a backup is being put in its place."""
        return self._go_back_where(may=self.back.isEnabled())

    def _show_offers(self, state: MendingState) -> None:
        if (state.offers, state.made_later) != self._shown:
            self._shown = (state.offers, state.made_later)
            empty(self._list)
            tells = any(each.place for each in state.offers)
            shown = state.offers[: self._limit]
            self.options = [OfferOption(each, tells_place=tells) for each in shown]
            more = len(state.offers) - len(self.options)
            words = ngettext("Show {count} older one", "Show {count} older ones", more)
            self.more.setText(words.format(count=more))
            self.more.setAccessibleName(self.more.text())
            tell_open(self.more, is_open=False)
            self.more.setVisible(more > 0)
            for option in self.options:
                self._group.add(option)
                self._list.addWidget(option)
                option.chosen.connect(self._viewmodel.choose)
            if not state.offers:
                words = _(
                    "There is no backup of yours in the service folder. Look on your USB stick."
                )
                self._list.addWidget(text(words, wrap=True))
            if state.made_later:
                self._list.addWidget(text(counted(MADE_LATER, state.made_later), wrap=True))
            read_in_order(self._list)
        for option in self.options:
            option.setChecked(option.offer == state.chosen)

    def _show_proposal(self, proposal: RestoreProposal | None) -> None:
        if proposal is self._told:
            return
        self._told = proposal
        empty(self._words)
        for line in proposal.lines if proposal else ():
            self._words.addWidget(reading(line))
        read_in_order(self._words)
        self.tick.setChecked(False)
        self.accept.setChecked(False)
        needs_choice = proposal is not None and proposal.comparison.needs_choice
        self.accept.setVisible(needs_choice)
        self._comparison.setVisible(proposal is not None)
        if proposal is not None:
            (self.accept if needs_choice else self.tick).setFocus()
            self._placed.start()

    def _compose(self) -> None:
        why = _(
            "A file of the record cannot be opened. You can restore a verified backup; the "
            "damaged file is kept. If both files are damaged, begin with the service file."
        )
        choice = card(
            pgettext("card", "Which backup"),
            hold(self._list, name=pgettext("card", "Which backup"), told="list"),
            row(self.elsewhere, self.more, STRETCH),
        )
        who = card(_("Who restores it"), self.key_file, self.passphrase, row(self.ask, STRETCH))
        buttons = row(self.go, STRETCH)
        self._comparison = card(
            _("What would change"), self._words, self.accept, self.tick, buttons
        )
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
        head = page_head(_("Restore a backup"), "", actions=(self.back,))
        self._area = self.message.page_of(body)
        self._placed = QTimer(self, singleShot=True, interval=0)
        self._placed.timeout.connect(self._come_to_comparison)
        self.setLayout(whole_page(head, self._area))

    def _listen(self) -> None:
        viewmodel = self._viewmodel
        self.elsewhere.clicked.connect(self._on_elsewhere_clicked)
        self.more.clicked.connect(self._on_more_clicked)
        self.key_file.chosen.connect(self.passphrase.setFocus)
        self.passphrase.entered.connect(self._on_ask_clicked)
        self.ask.clicked.connect(self._on_ask_clicked)
        self.tick.turned.connect(self._show_missing)
        self.accept.turned.connect(self._show_missing)
        self.go.clicked.connect(self._on_go_clicked)
        self.back.clicked.connect(viewmodel.go_back)
        viewmodel.state_changed.connect(self.show_state)

    @Slot()
    def _come_to_comparison(self) -> None:
        if self._comparison.isVisible() and not self.message.isVisible():
            self._area.ensureWidgetVisible(self._comparison)

    @Slot()
    def _on_more_clicked(self) -> None:
        before, self._limit = self._limit, len(self._viewmodel.state.offers)
        self._shown = None
        self.show_state(self._viewmodel.state)
        self.options[before].show()  # a layout would do it, but only later
        self.options[before].setFocus()

    @Slot()
    def _on_elsewhere_clicked(self) -> None:
        place = self._choose_folder(self)
        if place:
            self._viewmodel.look_in(place)

    @Slot()
    def _on_ask_clicked(self) -> None:
        if not self.passphrase.line.text():  # nothing typed is no try
            self.passphrase.setFocus()
            return
        self._viewmodel.propose(self.passphrase.take(), self.key_file.path)

    @Slot()
    def _show_missing(self) -> None:
        state = self._viewmodel.state
        missing = "" if self._is_agreed else _("Tick first that you have read what would be lost.")
        if state.proposal is None:
            missing = _("Look first at what would change.")
        self.go.wait_for(missing)
        self.go.setEnabled(not (missing or state.is_busy or state.is_done))

    def _on_go_clicked(self) -> None:
        self._viewmodel.put_back(accepted=self.accept.isChecked())

    @property
    def _is_agreed(self) -> bool:
        return self.tick.isChecked() and (self.accept.isChecked() or self.accept.isHidden())
