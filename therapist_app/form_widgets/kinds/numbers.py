"""Numbers: typed in, pointed at on a line of many steps such as 0 to 100, or computed and read."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget
from typing_extensions import override

from session_forms.answers import AnswerValue
from session_forms.filling.states import QuestionState
from session_forms.questions.computed import ComputedQuestion
from session_forms.questions.ratings import NumberQuestion, RatingQuestion, ScaleQuestion
from session_forms.questions.units import counted_in_words
from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.roles import tell_answered
from therapist_app.form_widgets.choices.choices import LEAVE_OUT_KEY, no_answer_words
from therapist_app.form_widgets.choices.option_grid import MODIFIED
from therapist_app.form_widgets.choices.typed_value import TypedValue
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.question.writing import LineWidget
from therapist_app.form_widgets.values.figures import number_as_typed, read_decimal, read_number
from therapist_app.theme.look import look
from therapist_app.widgets.controls.option_face import measures
from therapist_app.widgets.controls.pressed_at import pressed_at
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.layout.layouts import STRETCH, hold, row, stack
from therapist_app.widgets.words import text

FIGURES_WIDTH = 140


class NumberWidget(LineWidget):
    """A short line for figures, with its unit beside it."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, NumberQuestion)
        self._decimals = question.decimals
        line = super()._make_field(state)
        line.setFixedWidth(look().scaled(FIGURES_WIDTH))
        limits = _("{low} to {high}").format(low=question.minimum, high=question.maximum)
        unit = text(question.unit) if question.unit else text(limits, "small", tone="muted")
        holder = hold(row(line, unit, STRETCH))
        line.setAccessibleName(", ".join(each for each in (state.prompt, question.unit) if each))
        return holder

    @override
    def _describe(self, words: str) -> None:
        self.line.setAccessibleDescription(words)

    @override
    def _read(self, words: str) -> AnswerValue | None:
        return read_decimal(words) if self._decimals else read_number(words)

    @override
    def _words_of(self, answer: AnswerValue | None) -> str:
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return ""
        return number_as_typed(answer)


VALUE_WIDTH = 76
LINE = 4
MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}


class ScaleWidget(LineWidget):
    """A line with a handle that appears with the first answer, and a field for the number."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        question = state.question
        assert isinstance(question, ScaleQuestion | RatingQuestion)
        client = self.context.client
        self.slider = ScaleLine(question.lowest, question.highest, client=client)
        self._write_on(TextLine(_("{prompt}: number").format(prompt=state.prompt)))
        self.line.setFixedWidth(look().scaled(VALUE_WIDTH))
        low, high = (text(each, "small", tone="muted", wrap=True) for each in _ends(question))
        high.setAlignment(Qt.AlignmentFlag.AlignRight)
        ends = row(low, high, gap="m")
        beside = row(self.slider, self.line, gap="m")
        beside.setStretch(0, 1)
        holder = hold(stack(beside, ends, gap="xs"))
        spoken = (state.prompt, *_ends(question))
        self.slider.setAccessibleName(", ".join(words for words in spoken if words))
        self.slider.moved.connect(self.answer)
        self.slider.left_out.connect(self.leave_out)
        self.slider.taken_away.connect(self.remove_answer)
        self.slider.turned_back.connect(self.turn_back)
        return holder

    @override
    def _show_answer(self, state: QuestionState) -> None:
        super()._show_answer(state)
        self.slider.show_value(state.answer if type(state.answer) is int else None)

    @override
    def _describe(self, words: str) -> None:
        nothing = pgettext("state of a question", "Not answered yet")
        is_answered = bool(self.line.text().strip())
        self.slider.setAccessibleDescription("" if is_answered else nothing)
        self._tell(words)

    @override
    def _read(self, words: str) -> AnswerValue | None:
        return read_number(words)

    @override
    def _words_of(self, answer: AnswerValue | None) -> str:
        return str(answer) if type(answer) is int else ""


def _ends(question: ScaleQuestion | RatingQuestion) -> tuple[str, str]:
    low, high = question.low, question.high
    return f"{low.value} = {low.label}".rstrip(" ="), f"{high.value} = {high.label}".rstrip(" =")


class ScaleLine(QSlider):
    """A slider that shows no handle while there is no answer, and never turns with the wheel.

    Signals:
        moved: The value the person points at, by mouse, keys or assistive technology.
        left_out: The person leaves the question out.
        taken_away: The person takes the answer away.
        turned_back: The person wants to go to the question before.

    """

    moved = Signal(int)
    left_out = Signal()
    taken_away = Signal()
    turned_back = Signal()
    _is_told = True  # while it is being made as well

    def __init__(self, low: int, high: int, *, client: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal, minimum=low, maximum=high)
        self._sizes = measures(look(), client=client)
        self._typed = TypedValue([str(value) for value in range(low, high + 1)])
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setTracking(False)
        self.show_value(None)

    def show_value(self, value: int | None) -> None:
        """Point at a value, or at none."""
        self._is_told = True
        self._shown = value
        tell_answered(self, is_answered=value is not None)
        self.setValue(self.minimum() if value is None else value)
        if value is None:
            self.setSliderPosition(self.maximum())  # so that the lowest is a change as well
        self._is_told = False
        self.update()

    @override
    def sliderChange(self, change: QSlider.SliderChange) -> None:
        """Say what assistive technology sets; mouse and keys set nothing, they only say it."""
        super().sliderChange(change)
        if change != QSlider.SliderChange.SliderValueChange or self._is_told:
            return
        if self.isEnabled():
            self.moved.emit(self.value())
        self.show_value(self._shown)

    @override
    def sizeHint(self) -> QSize:
        """Return the room of a control."""
        return QSize(look().size("aside"), self._sizes.height)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return a line long enough to point at."""
        return QSize(look().size("client_control") * 2, self._sizes.height)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Point by arrows, page keys and figures, leave out, take away, go back."""
        if event.modifiers() & MODIFIED:
            event.ignore()
            return
        pressed = event.text().upper()
        target = self._target(event.key())
        if target is not None:
            self.moved.emit(target)
        elif event.key() == Qt.Key.Key_Backspace:
            self.turned_back.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.taken_away.emit()
        elif pressed == LEAVE_OUT_KEY:
            self.left_out.emit()
        elif (key := self._typed.after(pressed, pressed_at(event))) is not None:
            self.moved.emit(int(key))
        elif pressed.isalnum() and not self._typed.is_begun:
            keys = map(str, range(self.minimum(), self.maximum() + 1))
            announce(self, no_answer_words(pressed, keys), "problem")
        else:
            event.ignore()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Point where the press is."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.moved.emit(self._value_at(event.position().x()))

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse while a button is down."""
        if event.buttons():
            self.moved.emit(self._value_at(event.position().x()))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Stay where it was pointed."""
        event.accept()

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Let the page scroll: an answer never changes by scrolling past it."""
        e.ignore()

    @override
    def paintEvent(self, ev: QPaintEvent) -> None:
        """Draw the line, its part up to the value, and the handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        line = QRectF(self._pad, middle - LINE / 2, self._length, LINE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().qcolor("line-control"))
        painter.drawRoundedRect(line, LINE / 2, LINE / 2)
        if self._is_answered:
            self._paint_handle(painter, middle)
        elif self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look().qcolor("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_handle(self, painter: QPainter, middle: float) -> None:
        share = (self.value() - self.minimum()) / (self.maximum() - self.minimum())
        begin = self._pad + (self._length if self.isRightToLeft() else 0.0)
        x = begin + (-share if self.isRightToLeft() else share) * self._length
        painter.setBrush(look().qcolor("accent"))
        covered = QRectF(min(begin, x), middle - LINE / 2, abs(x - begin), LINE)
        painter.drawRoundedRect(covered, 2, 2)
        if self.hasFocus():
            painter.setPen(QPen(look().qcolor("focus"), 2))
            painter.setBrush(look().qcolor("surface-raised"))
            painter.drawEllipse(QPointF(x, middle), self._radius + 4, self._radius + 4)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().qcolor("accent"))
        painter.drawEllipse(QPointF(x, middle), self._radius, self._radius)

    @property
    def _is_answered(self) -> bool:
        return self._shown is not None

    @property
    def _radius(self) -> float:
        return self._sizes.height * 0.25

    @property
    def _pad(self) -> float:
        return self._radius + 6

    @property
    def _length(self) -> float:
        return max(1.0, self.width() - 2 * self._pad)

    def _value_at(self, x: float) -> int:
        share = min(1.0, max(0.0, (x - self._pad) / self._length))
        share = 1 - share if self.isRightToLeft() else share
        return round(self.minimum() + share * (self.maximum() - self.minimum()))

    def _target(self, key: int) -> int | None:
        if key == Qt.Key.Key_Home:
            return self.minimum()
        if key == Qt.Key.Key_End:
            return self.maximum()
        by = next((by for known, by in MOVES.items() if known == key), 0)
        if self.isRightToLeft() and key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            by = -by
        if not by:
            return None
        if not self._is_answered:
            return round((self.minimum() + self.maximum()) / 2)
        return min(self.maximum(), max(self.minimum(), self.value() + by))


class ComputedWidget(QuestionWidget):
    """The figure with its unit; the keyboard reaches it, so that it is read out."""

    @override
    def _make_field(self, state: QuestionState) -> QWidget:
        self.figure = text("", "strong", wrap=True)
        self.figure.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._indent(self.figure)
        line = row(self.figure)
        line.setStretch(0, 1)
        return hold(line)

    @override
    def _show_answer(self, state: QuestionState) -> None:
        words = figure_words(state)
        self.figure.setText(words)
        self.figure.setAccessibleName(f"{state.prompt}: {words}")

    @override
    def _describe(self, words: str) -> None:
        self.figure.setAccessibleDescription(words)


def figure_words(state: QuestionState) -> str:
    """Return the figure with its unit, or that it waits for answers."""
    question = state.question
    assert isinstance(question, ComputedQuestion)
    if state.figure is None:
        return _("Calculated once the answers above are given.")
    return counted_in_words(question, number_as_typed(state.figure))
