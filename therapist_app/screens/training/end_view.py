"""The end of a round of questions: how many were known, and what to read again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from programme.definition.training import Place
from session_forms.words.texts import translate as _
from therapist_app.screens.training.places import Reading
from therapist_app.screens.training.viewmodel import PlaceLine, TrainingState, TrainingViewModel
from therapist_app.widgets.controls.buttons import Button
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    card,
    foot_bar,
    hold,
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

    chosen = Signal(Place)

    def __init__(self, line: PlaceLine) -> None:
        super().__init__(_("Read it"))
        self._place = line.place
        self.setAccessibleName(_("Read it: {title}").format(title=line.title))
        self.setProperty("rank", "secondary")
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._place)


class EndView(QWidget):
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
            lines = [text(_("Nothing has to be read again."), wrap=True)]
        self.back = button(_("Back to training"), "primary")
        body = stack(
            text(known, "title", wrap=True),
            card(_("To read again"), *lines, gap="s"),
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


class ReadingView(QWidget):
    """What stands at one place, to read."""

    def __init__(self, found: Reading, viewmodel: TrainingViewModel) -> None:
        super().__init__()
        self.back = button(_("Back to the list"), "primary")
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
