"""The first run: one page after another, until the service is made and its sheets are safe."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QStackedWidget, QWidget

from session_forms.words.texts import translate as _
from therapist_app.key_widgets.new_passphrase import NewPassphrase
from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.key_widgets.suggesting import suggest
from therapist_app.messages.rules import with_rules
from therapist_app.screens.first_run.viewmodel import FirstRunState, FirstRunViewModel, Founder
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.parts import (
    STRETCH,
    Columns,
    LabelledField,
    Option,
    TextLine,
    Tick,
    banner,
    button,
    card,
    foot_bar,
    page_head,
    reading,
    row,
    scroll,
    stack,
    text,
)
from therapist_app.workflows.entering.first_run import EnvironmentCheck
from therapist_app.workflows.entering.laptop_words import tell_finding


class WelcomeView(QWidget):
    """Two ways in.

    Signals:
        real_chosen: To set up a service.
        practice_chosen: To practise.

    """

    real_chosen = Signal()
    practice_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.real = button(_("Set up for real work"), "primary")
        self.practice = button(_("Practise"), "secondary")
        real = card(
            _("For your clinic"),
            reading(
                _(
                    "One encrypted record for this laptop. You choose a passphrase and print a "
                    "recovery sheet: have a printer or a pen ready. It takes about five minutes."
                )
            ),
            row(self.real, STRETCH),
            gap="m",
        )
        practice = card(
            _("To learn it first"),
            reading(
                _(
                    "Invented clients, the whole programme, nothing at stake. "
                    "Practice and real work are never mixed."
                )
            ),
            row(self.practice, STRETCH),
            gap="m",
        )
        body = stack(
            reading(
                _(
                    "This application guides therapists through a prevention programme. It works "
                    "without any network: what you write stays on this laptop."
                )
            ),
            Columns(real, practice),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(_("Welcome"), _("There is no record on this laptop yet"))
        self.setLayout(stack(head, scroll(body), gap="hair"))
        self.real.clicked.connect(self.real_chosen)
        self.practice.clicked.connect(self.practice_chosen)

    def focus_first(self) -> None:
        """Put the keyboard on the first way."""
        self.real.setFocus()


class LaptopView(QWidget):
    """Each finding in words, and whether one may go on.

    Signals:
        went_on: The person has read it.
        went_back: They want to go back.

    """

    went_on = Signal()
    went_back = Signal()

    def __init__(self, state: FirstRunState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.go_on = button(_("Go on"), "primary")
        self.go_back = button(_("Back"))
        self._waiting = text(_("Looking at this laptop …"), "muted")
        self._body = stack(
            self._waiting,
            text(_place(state.folder), "small", tone="muted", wrap=True),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        self._why = text("", "small")
        self.findings: list[QFrame] = []
        head = page_head(_("This laptop"), _("What protects the record besides its own encryption"))
        foot = foot_bar(self.go_back, STRETCH, self._why, self.go_on)
        self.setLayout(stack(head, scroll(self._body), foot, gap="hair"))
        self.go_on.clicked.connect(self.went_on)
        self.go_back.clicked.connect(self.went_back)
        self.show_state(state)

    def show_state(self, state: FirstRunState) -> None:
        """Show what was found, once it was."""
        self.go_on.setEnabled(state.may_go_on)
        if self.findings or not state.checks:
            return
        self._waiting.hide()
        self._why.setText(_("A record cannot be made in this place.") if state.is_refused else "")
        self.findings = [_finding(each) for each in state.checks]
        for at, each in enumerate(self.findings):
            self._body.insertWidget(at, each)
        if self.isVisible():
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the next step."""
        (self.go_on if self.go_on.isEnabled() else self.go_back).setFocus()


def _finding(check: EnvironmentCheck) -> QFrame:
    return banner(*tell_finding(check))


def _place(folder: Path) -> str:
    return _("Place: {folder}").format(folder=folder)


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
                with_rules(
                    _(
                        "At least {shortest} characters: several words that do not belong "
                        "together. Nobody can look it up or reset it. Your recovery sheet comes "
                        "next."
                    )
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


class FirstRunView(QWidget):
    """Shows the page of the step that the view-model is at."""

    def __init__(self, viewmodel: FirstRunViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("first_run")
        self._viewmodel = viewmodel
        self._step = ""
        self.welcome = WelcomeView()
        self.laptop = LaptopView(viewmodel.state)
        self.person = PersonView()
        self.sheet: SheetView | None = None
        self._pages = QStackedWidget()
        for page in (self.welcome, self.laptop, self.person):
            self._pages.addWidget(page)
        self.setLayout(row(self._pages))
        self.welcome.real_chosen.connect(viewmodel.look_at_laptop)
        self.welcome.practice_chosen.connect(viewmodel.practice_requested)
        self.laptop.went_on.connect(viewmodel.ask_who)
        self.laptop.went_back.connect(viewmodel.go_back)
        self.person.went_back.connect(viewmodel.go_back)
        self.person.founded.connect(self._on_founded)
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def focus_first(self) -> None:
        """Put the keyboard where the page begins."""
        match self._pages.currentWidget():
            case WelcomeView() | LaptopView() | PersonView() | SheetView() as page:
                page.focus_first()
            case _:
                pass

    def show_state(self, state: FirstRunState) -> None:
        """Show `state`."""
        self.person.show_state(state)
        self.laptop.show_state(state)
        if state.step == self._step:
            return
        self._step = state.step
        if state.step in {"sheet", "continuity_sheet"}:
            self._show_sheet()
        else:
            pages = {"welcome": self.welcome, "laptop": self.laptop, "you": self.person}
            self._pages.setCurrentWidget(pages[state.step])
        self.focus_first()

    def _show_sheet(self) -> None:
        assert self._viewmodel.sheet is not None
        old, self.sheet = self.sheet, SheetView(self._viewmodel.sheet)
        self._pages.addWidget(self.sheet)
        self._pages.setCurrentWidget(self.sheet)
        if old is not None:
            self._pages.removeWidget(old)
            old.deleteLater()

    @Slot(Founder, bytearray)
    def _on_founded(self, founder: Founder, passphrase: bytearray) -> None:
        self._viewmodel.make(founder, passphrase)
