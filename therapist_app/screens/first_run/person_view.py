"""Who makes the service: name, passphrase, and what happens if they can no longer work."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QWidget

from session_forms.words.texts import translate as _
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.key_widgets.suggesting import suggest
from therapist_app.screens.first_run.viewmodel import FirstRunState, Founder
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    Option,
    TextLine,
    Tick,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    stack,
)


class PersonView(QWidget):
    """The founder.

    Signals:
        founded: The `Founder` and the passphrase, to be wiped by whoever uses it.
        went_back: They want to go back.

    """

    founded = Signal(Founder, bytearray)
    went_back = Signal()

    def __init__(
        self, *, suggest_words: Callable[[], str] = suggest, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name = TextLine()
        self.name_field = LabelledField(
            _("Your &name"),
            self.name,
            hint=_("As it will stand on the unlock window. Initials will do."),
        )
        self.leads = Tick(_("I also lead the service: I approve texts and review exports"))
        self.secret = NewPassphrase(suggest_words=suggest_words)
        self.with_continuity = Option(
            _("With a continuity sheet (usual)"),
            help_words=_("A sealed envelope outside this room can open every caseload."),
        )
        self.without_continuity = Option(
            _("Without"),
            help_words=_("If a therapist and their sheet are gone, so are their records."),
        )
        self.problem = MessagePlace()
        self.make = button(_("Make the service"), "primary")
        self.go_back = button(_("Back"))
        self._compose()
        self.make.clicked.connect(self._on_make_clicked)
        self.secret.entered.connect(self._on_make_clicked)
        self.go_back.clicked.connect(self.went_back)

    def focus_first(self) -> None:
        """Put the keyboard on the name."""
        self.name.setFocus()

    def show_state(self, state: FirstRunState) -> None:
        """Show `state`."""
        self.make.setEnabled(not state.is_busy)
        self.go_back.setEnabled(not state.is_busy)
        self.make.setText(_("Making it …") if state.is_busy else _("Make the service"))
        if state.problem is None:
            self.problem.clear()
            return
        self.problem.show_message("attention", state.problem.title, state.problem.sentence)
        self.secret.setFocus()

    def _compose(self) -> None:
        group = QButtonGroup(self)
        for option in (self.with_continuity, self.without_continuity):
            group.addButton(option)
        self.with_continuity.setChecked(True)
        you = card(_("You"), self.name_field, self.leads, gap="m")
        secret = card(
            _("Your passphrase"),
            reading(
                _(
                    "At least 15 characters: several words that do not belong together. "
                    "Nobody can look it up or reset it. Your recovery sheet comes next."
                )
            ),
            self.secret,
        )
        continuity = card(
            _("If somebody can no longer work here"),
            reading(
                _(
                    "Each caseload opens only to its therapist. A continuity sheet is the one "
                    "way round that. Every therapist is told what you choose."
                )
            ),
            self.with_continuity,
            self.without_continuity,
        )
        left, right = stack(you, secret, STRETCH), stack(continuity, STRETCH)
        body = stack(
            self.problem,
            Columns(left, right, shares=(5, 4)),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        foot = foot_bar(self.go_back, STRETCH, self.make)
        head = page_head(_("You"), _("You keep the list of people here; others can be added later"))
        self.setLayout(stack(head, self.problem.page_of(body), foot, gap="hair"))

    @Slot()
    def _on_make_clicked(self) -> None:
        if not self.name.text().strip():
            self.name_field.show_problem(_("Please write a name, or initials."))
            self.name.setFocus()
            return
        self.name_field.show_problem("")
        if not self.secret.is_typed_twice():
            self.problem.show_message(
                "attention",
                _("The two passphrases differ"),
                _("Nothing was made yet. Type the passphrase again in the second field."),
            )
            return
        founder = Founder(
            self.name.text().strip(), self.leads.isChecked(), self.with_continuity.isChecked()
        )
        self.founded.emit(founder, self.secret.take())
