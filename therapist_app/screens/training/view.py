"""The training screen: the head keeps its place, the page beneath it changes."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from programme.definition.training import TrainingPlace
from programme.first_line.courses import installed_courses
from session_forms.words.texts import N_, NP_, _, pgettext
from therapist_app.form_widgets.fidelity_rows import RATING
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.screens.training.course_view import CourseView
from therapist_app.screens.training.overview_view import TrainingOverviewView
from therapist_app.screens.training.places import PlaceText
from therapist_app.screens.training.question_view import QuestionView
from therapist_app.screens.training.rating_view import AgreementView, RatingView
from therapist_app.screens.training.viewmodel import PlaceLine, TrainingState, TrainingViewModel
from therapist_app.widgets.controls.buttons import Button
from therapist_app.widgets.layout.arriving import say_arrival
from therapist_app.widgets.layout.page_view import PageView, whole_page
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Part,
    card,
    foot_bar,
    hold,
    page_head,
    reading,
    row,
    scroll,
    stack,
    text,
)


class ReadAgain(Button):
    """Leads to one place.

    Signals:
        chosen: The place.

    """

    chosen = Signal(TrainingPlace)

    def __init__(self, line: PlaceLine) -> None:
        super().__init__(pgettext("part", "Read it"))
        self._place = line.place
        self.setAccessibleName(_("Read it: {title}").format(title=line.title))
        self.setProperty("rank", "secondary")
        self.setAutoDefault(False)
        self.clicked.connect(partial(self.chosen.emit, self._place))


class EndView(StyledInPlace, QWidget):
    """What was known, and the places that the other questions rest on."""

    def __init__(self, state: TrainingState, viewmodel: TrainingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        asked = state.asked
        assert asked is not None
        known = _("{right} of {count} known at once").format(
            right=asked.right, count=len(asked.questions)
        )
        self.ways: list[QPushButton] = []
        lines: list[Part] = [self._line(each) for each in state.again]
        if not lines:
            lines = [text(_("Nothing to read again."), wrap=True)]
        self.back = MainButton(_("Back to training"), shows_key=False)
        body = stack(
            text(known, "title", wrap=True),
            card(_("What to read again"), *lines, gap="s"),
            STRETCH,
            gap="l",
            margins=("page", "l", "page", "l"),
        )
        self.setLayout(whole_page(None, scroll(body), foot_bar(STRETCH, self.back)))
        self.back.clicked.connect(viewmodel.put_back)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to read, or on the way back."""
        (self.ways[0] if self.ways else self.back).setFocus()

    def _line(self, line: PlaceLine) -> QWidget:
        parts: list[Part] = [text(line.title, wrap=True)]
        if line.can_be_read:
            way = ReadAgain(line)
            way.chosen.connect(self._viewmodel.read)
            self.ways.append(way)
            parts.append(way)
        return hold(row(*parts, gap="m", grows=0))


class PlaceView(StyledInPlace, QWidget):
    """What stands at one place, to read."""

    def __init__(self, found: PlaceText, viewmodel: TrainingViewModel) -> None:
        super().__init__()
        self.back = MainButton(_("Back to the list"), shows_key=False)
        passages = [reading(each.words, strong=each.head) for each in found.passages]
        body = stack(
            text(found.title, "title", wrap=True),
            *passages,
            STRETCH,
            gap="m",
            margins=("page", "l", "page", "l"),
        )
        self.setLayout(whole_page(None, scroll(body), foot_bar(STRETCH, self.back)))
        self.back.clicked.connect(viewmodel.put_back)

    def focus_first(self) -> None:
        """Put the keyboard on the way back; Page Down reads on."""
        self.back.setFocus()


Page = (
    TrainingOverviewView
    | QuestionView
    | EndView
    | PlaceView
    | CourseView
    | RatingView
    | AgreementView
)


class TrainingView(PageView[TrainingViewModel]):
    """Ways to learn; questions, their end and what is read again are pages of their own."""

    HELP = PageHelp(
        "Here you learn the programme without any client: a guided first session, worked cases "
        "and short questions. You can begin again at any time, and nobody is graded by it.",
        ((NP_("keys", "A, B, C …"), N_("Choose that answer")), *RATING),
        read_on="docs/programme.md",
    )

    def __init__(self, viewmodel: TrainingViewModel, *, ask: PaperAsk | None = None) -> None:
        super().__init__("training", viewmodel)
        self._ask = ask or PaperAsk()
        self.page: Page | None = None
        self._shown = (0, False)
        self._vignette = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        beneath = _("For practice. None of it is about anybody's client.")
        self._layout.addWidget(page_head(pgettext("page", "Training"), beneath))
        viewmodel.follow(self.show_state)

    def show_state(self, state: TrainingState) -> None:
        """Show `state`; while an option is being chosen the page stays as it is."""
        if self._is_same_vignette(state):
            assert isinstance(self.page, RatingView)
            assert state.rating is not None
            self.page.show_page(state.rating)
            return
        if self._is_same_question(state):
            assert isinstance(self.page, QuestionView)
            assert state.asked is not None
            self.page.show_marked(state.asked)
            return
        self._turn_to(self._make_page(state))
        self.focus_first()
        if self.isVisible() and self.page is not None and not self._is_told(state):
            say_arrival(self.page)

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

    def _is_same_vignette(self, state: TrainingState) -> bool:
        if not isinstance(self.page, RatingView) or state.page != "rating":
            return False
        return state.rating is not None and state.rating.at == self._vignette

    def _is_told(self, state: TrainingState) -> bool:
        """Return whether the page says by itself whether an answer was right."""
        return state.page == "question" and state.asked is not None and state.asked.is_told

    def _make_page(self, state: TrainingState) -> Page:
        if state.page == "question" and state.asked is not None:
            self._shown = (state.asked.at, state.asked.is_told)
            return QuestionView(state.asked, state.group, self._viewmodel)
        if state.page == "end":
            return EndView(state, self._viewmodel)
        if state.page == "course" and state.course is not None:
            course = installed_courses()[state.course.course_id]
            return CourseView(course, state.course, self._viewmodel, self._ask)
        if state.page == "rating" and state.rating is not None:
            self._vignette = state.rating.at
            return RatingView(state.rating, self._viewmodel)
        if state.page == "rated" and state.rated is not None:
            return AgreementView(state.rated, self._viewmodel)
        if state.page == "reading" and state.reading is not None:
            return PlaceView(state.reading, self._viewmodel)
        return TrainingOverviewView(state, self._viewmodel)

    def _turn_to(self, page: Page) -> None:
        if self.page is not None:
            self._layout.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self._layout.addWidget(page, 1)
        page.show()  # now, since it is told of at once
