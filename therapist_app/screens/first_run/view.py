"""The first run: one page after another, until the service is made and its sheets are safe."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from therapist_app.key_widgets.sheet_view import SheetView
from therapist_app.screens.first_run.laptop_view import LaptopView
from therapist_app.screens.first_run.person_view import PersonView
from therapist_app.screens.first_run.viewmodel import FirstRunState, FirstRunViewModel, Founder
from therapist_app.screens.first_run.welcome_view import WelcomeView
from therapist_app.widgets.parts import row


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
