"""The training screen: the head keeps its place, the page beneath it changes."""

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.words.texts import translate as _
from therapist_app.screens.training.end_view import EndView, ReadingView
from therapist_app.screens.training.overview_view import OverviewView
from therapist_app.screens.training.question_view import QuestionView
from therapist_app.screens.training.viewmodel import TrainingState, TrainingViewModel
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.parts import page_head

Page = OverviewView | QuestionView | EndView | ReadingView


class TrainingView(PageView[TrainingViewModel]):
    """Ways to learn; questions, their end and what is read again are pages of their own."""

    def __init__(self, viewmodel: TrainingViewModel, parent: QWidget | None = None) -> None:
        super().__init__("training", viewmodel, parent)
        self.page: Page | None = None
        self._shown = (0, False)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        beneath = _("For practice. None of it is about anybody's client.")
        self._layout.addWidget(page_head(_("Training"), beneath))
        viewmodel.state_changed.connect(self.show_state)
        viewmodel.begin()

    def show_state(self, state: TrainingState) -> None:
        """Show `state`; while an option is being chosen the page stays as it is."""
        if self._is_same_question(state):
            assert isinstance(self.page, QuestionView)
            assert state.asked is not None
            self.page.show_marked(state.asked)
            return
        self._turn_to(self._make_page(state))
        self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""
        if self.page is not None:
            self.page.focus_first()

    @override
    def turn_back(self) -> bool:
        """Go back to the overview."""
        turns_back = self._viewmodel.state.page != "overview"
        if turns_back:
            self._viewmodel.put_back()
        return turns_back

    def _is_same_question(self, state: TrainingState) -> bool:
        if not isinstance(self.page, QuestionView) or state.page != "question":
            return False
        asked = state.asked
        return asked is not None and (asked.at, asked.is_told) == self._shown

    def _make_page(self, state: TrainingState) -> Page:
        if state.page == "question" and state.asked is not None:
            self._shown = (state.asked.at, state.asked.is_told)
            return QuestionView(state.asked, state.group, self._viewmodel)
        if state.page == "end":
            return EndView(state, self._viewmodel)
        if state.page == "reading" and state.reading is not None:
            return ReadingView(state.reading, self._viewmodel)
        return OverviewView(state, self._viewmodel)

    def _turn_to(self, page: Page) -> None:
        if self.page is not None:
            self._layout.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self._layout.addWidget(page, 1)
