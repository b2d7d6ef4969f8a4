"""The questions of a form, one under the other, without a head or a foot.

    panel = FormPanel(filling)          # filling is a FormFilling; the panel calls begin()

It goes where there is room: in the middle of a session, or on the form's own page.
"""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QVBoxLayout, QWidget

from session_forms.definition import Question
from session_forms.filling import FormState, QuestionState
from session_forms.numbering import numbers
from session_forms.texts import translate as _
from therapist_app.accessibility import announce
from therapist_app.form_widgets.filling import FormFilling
from therapist_app.form_widgets.make import make_question_widget
from therapist_app.form_widgets.question_widget import QuestionWidget
from therapist_app.form_widgets.quick_entry import goes_on_after
from therapist_app.form_widgets.surroundings import Surroundings
from therapist_app.form_widgets.unanswered import UnansweredList
from therapist_app.theme.look import look
from therapist_app.widgets.column import Column
from therapist_app.widgets.words import reading, text

AT_ONCE = 12
"""More questions than a screen shows; the others are built while the first are read."""
A_FEW = 8
ROUNDS = 12
"""Rounds of layout until everything has its room: question, panel, sheet, page."""


class FormPanel(QWidget):
    """Every question of a form; only those whose state changed are drawn again."""

    def __init__(
        self, filling: FormFilling, parent: QWidget | None = None, *, quick: bool = False
    ) -> None:
        super().__init__(parent)
        self._filling = filling
        state = filling.state
        self._shown: list[QuestionState | None] = [None] * len(state.form.questions)
        self.unanswered = UnansweredList()
        surroundings = Surroundings(state.form.standing_note, today=state.context.today)
        self.questions: list[QuestionWidget] = []
        self.parts: dict[int, QLabel] = {}
        self._current: QuestionWidget | None = None
        self._built_to = 0
        self._building = QTimer(self, singleShot=True, interval=0)
        self._building.timeout.connect(self._build_some)
        self._rounds_left = 0
        self._following = QTimer(self, interval=0)
        self._following.timeout.connect(self._follow)
        self._lay_out(state, surroundings)
        self.build_to(AT_ONCE)
        self._listen(quick=quick)
        self.unanswered.chosen.connect(self.go_to)
        filling.state_changed.connect(self.show_state)
        filling.unanswered_found.connect(self.show_unanswered)
        _application().focusChanged.connect(self._on_focus_changed)
        filling.begin()

    @property
    def current(self) -> QuestionWidget | None:
        """The question the person is at."""
        return self._current

    def show_state(self, state: FormState) -> None:
        """Show `state`."""
        for at, each in enumerate(state.question_states()):
            self._show_question(at, each)
        for at, heading in self.parts.items():
            heading.setVisible(self._part_is_shown(at))
        self.unanswered.keep_only({each.id for each in (*state.unanswered, *state.blocking)})

    def show_unanswered(self, questions: tuple[Question, ...]) -> None:
        """List what is to be looked at again, mark it in its place, and go to the first."""
        needed = {each.id for each in self._filling.state.blocking}
        self.unanswered.show_questions(questions, needed)
        for question in questions:
            state = self._filling.state.question_state(question.id)
            self.question(question.id).point_at(state)
        announce(self, self.unanswered.title.text(), assertive=True)
        self.go_to(questions[0].id)

    def question(self, question_id: str) -> QuestionWidget:
        """Return the widget of one question, built."""
        ids = [each.question_id for each in self.questions]
        at = ids.index(question_id)
        self.build_to(at + 1)
        return self.questions[at]

    def go_to(self, question_id: str) -> None:
        """Put the keyboard into a question and bring it into view."""
        widget = self.question(question_id)
        widget.take_keyboard()
        self._make_current(widget)

    def focus_first(self) -> None:
        """Put the keyboard into the first question without an answer, else into the first."""
        state = self._filling.state
        shown = [each.question for each in state.question_states() if each.shown]
        target = next(iter(state.unanswered), shown[0] if shown else None)
        if target is not None:
            self.go_to(target.id)

    def stay(self) -> None:
        """Follow the current question no longer: something above it is to be seen."""
        self._following.stop()

    def commit(self) -> None:
        """Hand on what is written but not yet announced; call before finishing or locking."""
        for widget in self.questions:
            widget.commit()

    def leave_out_current(self) -> None:
        """Leave out the question the person is at."""
        if self._current is not None:
            self._current.leave_out()

    def _listen(self, *, quick: bool) -> None:
        for widget in self.questions:
            widget.answered.connect(self._filling.answer)
            widget.move_requested.connect(self._on_move_requested)
            if quick:
                widget.answered.connect(self._on_answered_quickly)

    def _lay_out(self, state: FormState, surroundings: Surroundings) -> None:
        """Put the introduction, the parts and the questions under each other."""
        self._column = column = Column(look().space("xs"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        if state.form.introduction:
            column.add(reading(state.form.introduction))
        column.add(self.unanswered)
        part: int | str | None = None
        number_of = numbers(state.form)
        for at, each in enumerate(state.question_states()):
            if each.question.part not in {None, part}:
                part = each.question.part
                self.parts[at] = text(_part_words(part), "lead", wrap=True)
                self.parts[at].setContentsMargins(0, look().space("l"), 0, 0)
                column.add(self.parts[at])
            widget = make_question_widget(each, surroundings)
            widget.show_number(number_of[each.question.id])
            self.questions.append(widget)
            column.add(widget)

    def _show_question(self, at: int, state: QuestionState) -> None:
        widget = self.questions[at]
        is_waiting = state.shown and not widget.is_built and at >= self._built_to
        if state != self._shown[at] and not is_waiting:
            self._shown[at] = state
            widget.show_state(state)

    def _build_some(self) -> None:
        """Build the next few questions, so that a long form is there at once."""
        self.build_to(self._built_to + A_FEW)

    def build_to(self, end: int) -> None:
        """Build the questions before a place in the form."""
        states = self._filling.state.question_states()
        start, self._built_to = self._built_to, max(self._built_to, min(end, len(states)))
        for at in range(start, self._built_to):
            self._show_question(at, states[at])
        if self._built_to < len(states):
            self._building.start()

    def _part_is_shown(self, at: int) -> bool:
        following = [each for each in self.parts if each > at]
        end = following[0] if following else len(self.questions)
        states = self._filling.state.question_states()
        return any(each.shown for each in states[at:end])

    def _on_move_requested(self, by: int) -> None:
        shown = [each for each in self.questions if not each.isHidden()]
        asking = self.sender()
        at = next((at for at, each in enumerate(shown) if each is asking), 0) + by
        if 0 <= at < len(shown):
            self.go_to(shown[at].question_id)

    def _on_answered_quickly(self, question_id: str, value: object) -> None:
        """Go on by itself: a paper form is entered by its figures, one after the other."""
        question = self._filling.state.form.question(question_id)
        if value is not None and goes_on_after(question, value):
            self._on_move_requested(1)

    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isAncestorOf(new):
            return
        widget = next((each for each in self.questions if each.isAncestorOf(new)), None)
        if widget is not None:
            self._make_current(widget)

    def _make_current(self, widget: QuestionWidget) -> None:
        if self._current is not widget:
            if self._current is not None:
                self._current.set_current(current=False)
            self._current = widget
            widget.set_current(current=True)
        self._bring_into_view()
        self._rounds_left = ROUNDS
        self._following.start()

    def _follow(self) -> None:
        """Bring the current question into view again: what was just made takes its room late."""
        self._rounds_left -= 1
        if self._rounds_left <= 0:
            self._following.stop()
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        parent = self.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if isinstance(parent, QScrollArea) and self._current is not None:
            parent.ensureWidgetVisible(self._current, 0, look().space("xl"))


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _part_words(part: int | str | None) -> str:
    return _("Part {number}").format(number=part) if isinstance(part, int) else str(part or "")
