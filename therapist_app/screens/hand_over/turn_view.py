"""The client's turn: another colour from edge to edge, one question, nothing else."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from session_forms.form.definition import FormDefinition
from session_forms.words.texts import N_, _, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.accessibility.heard_once import HeardOnce
from therapist_app.accessibility.hushing import let_go
from therapist_app.form_widgets.kinds.widget_for_kind import make_question_widget
from therapist_app.form_widgets.panel.panel import FormPanel, keys_of, pages_words
from therapist_app.form_widgets.question.question_widget import QuestionWidget
from therapist_app.form_widgets.render_context import FillMode, RenderContext, direction
from therapist_app.screens.hand_over.turn import QuestionPlace
from therapist_app.screens.hand_over.viewmodel import HandOverState, HandOverViewModel
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import lead_to
from therapist_app.widgets.parts import (
    STRETCH,
    box,
    button,
    hold,
    progress_bar,
    row,
    scroll,
    stack,
    symbol,
    text,
)

SHEET_WIDTH = 760
WIDEST = 1.6
EDGE = 40
PERCENT = 100
UNANSWERED = N_("This question has no answer yet. Press Next again to skip it.")


class TurnView(QWidget):
    """One question on a sheet; "give it back" always stands in the same corner."""

    def __init__(self, viewmodel: HandOverViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.question: QuestionWidget | None = None
        self.panel: FormPanel | None = None
        self._panel_form = -1
        self.whole = button("", "client")
        self.dropped = text("", "reading", tone="muted", wrap=True)
        self.count = text("", "lead", told="heading")
        self.saved = text("", "small")
        self.progress = progress_bar(name=pgettext("progress", "Progress"), width=None, aside=True)
        self.introduction = text("", "reading", tone="muted", wrap=True)
        self.again = text(_(UNANSWERED), "strong", wrap=True)
        policy = self.again.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # else Next moves from under the pointer
        self.again.setSizePolicy(policy)
        self.again.hide()
        self.keys = text("", "small", tone="muted", wrap=True)
        self.open_ones = QWidget()
        self._open_layout = QVBoxLayout(self.open_ones)
        self._open_layout.setContentsMargins(0, 0, 0, 0)
        self._open_places: tuple[QuestionPlace, ...] | None = None
        self.end = text(
            _("That was the last question. Thank you."), "display", wrap=True, told="part"
        )
        self._told_form = ""
        self._told_before = ("", "")
        self.place = QWidget()
        self._before = HeardOnce(self.place)
        self._place_layout = QVBoxLayout(self.place)
        self._place_layout.setContentsMargins(0, 0, 0, 0)
        self.back = button(pgettext("button", "Back"), "client")
        self.leave_out = button(
            pgettext("button", "Leave out") if look().is_large else _("Skip this question"),
            "client",
        )
        self.told = _(
            "Only these questions can be seen. Your therapist sees your answers afterwards."
        )
        self.go_on = _next_button()
        self.give_back = _give_back_button()
        self._lay_out()
        self._listen()
        if viewmodel.place is not None:  # before anybody listens: a change would be said as well
            if viewmodel.filling.state.answered_count:
                self.told = f"{_('It goes on where you stopped.')} {self.told}"
            self._tell_form(viewmodel.filling.state.form)

    def show_state(self, state: HandOverState) -> None:
        """Show the question in turn."""
        is_end = state.question is None
        is_whole = state.is_whole and not is_end
        at, count, words = state.at, state.shown, _("Question {number} of {count}")
        said = words.format(number=state.number, count=state.count)
        if is_whole:
            filled = self._viewmodel.filling.state
            at, count = filled.answered_count, filled.shown_count
            said = _("{number} of {count} answered").format(number=at, count=count)
        self.count.setText(said)
        self.progress.setValue(round(PERCENT * at / max(1, count)))
        self.saved.setText(pgettext("state of an answer", "Saved") if state.saved else "")
        self.saved.setVisible(state.saved)
        self.introduction.setText(state.introduction)
        self.introduction.setVisible(bool(state.introduction) and not is_whole)
        if is_end and self.end.isHidden():
            left = _open_words(len(state.left_open))
            heard = (self.end.text(), left, f"{self.give_back.accessibleName()}.")
            announce(self, " ".join(each for each in heard if each))
        self.end.setVisible(is_end)
        self.go_on.setVisible(not is_end)
        self.leave_out.setVisible(not is_end and not is_whole)
        self.back.setVisible(is_end or (state.form > 0 if is_whole else state.at > 1))
        self.whole.setText(_("One question a page") if state.is_whole else _("All on one page"))
        self.whole.setAccessibleName(self.whole.text())
        self._show_dropped(state.dropped if is_end else ())
        was_asked = not self.again.isHidden()
        self.again.setVisible(state.asks_again)
        if state.asks_again and not was_asked:
            announce(self, self.again.text(), "problem")
        self.place.setLayoutDirection(direction(state.language))
        if is_whole:
            self._show_whole(state.form)
        else:
            self._show_question(state)
        self._show_open(state.left_open if is_end else ())  # the keyboard has left it by now
        self.keys.setText(_(self.question.client_keys) if self.question is not None else "")
        self.keys.setVisible(self.question is not None)

    def focus_first(self) -> None:
        """Put the keyboard into the question."""
        if self.panel is not None:
            self.panel.focus_first()
        elif self.question is not None:
            self.question.take_keyboard()
        else:
            self.give_back.setFocus()

    def commit(self) -> None:
        """Hand on what is written but not yet announced."""
        if self.panel is not None:
            self.panel.commit()
        elif self.question is not None:
            self.question.commit()

    def _show_dropped(self, prompts: tuple[str, ...]) -> None:
        """Say at the end which answers are not kept, since another answer hid their questions."""
        words = _("Not saved, because another answer changed: {questions}")
        self.dropped.setText(words.format(questions="; ".join(prompts)))
        self.dropped.setVisible(bool(prompts))

    def _show_open(self, left_open: Sequence[tuple[QuestionPlace, str]]) -> None:
        """List what has no answer at the end, each with the way to it."""
        places = tuple(place for place, _prompt in left_open)
        if places == self._open_places:
            return
        self._open_places = places
        while (item := self._open_layout.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        if left_open:
            words = _open_words(len(left_open))
            self._open_layout.addWidget(text(words, "reading", wrap=True))
        for place, prompt in left_open:
            self._open_layout.addWidget(_OpenQuestion(place, prompt, self._viewmodel))
        self.open_ones.setVisible(bool(left_open))

    def _show_whole(self, form: int) -> None:
        """Show a form as a whole."""
        if self._panel_form == form:
            return
        self._clear()
        self._tell_form(None)
        self._panel_form = form  # first, since a panel has its form announced as it is made
        self.panel = FormPanel(self._viewmodel.filling, mode=FillMode(client=True))
        self._place_layout.addWidget(self.panel)
        self.panel.show()
        self._sheet_area.verticalScrollBar().setValue(0)
        if self.isVisible():
            self.focus_first()

    def _tell_form(self, form: FormDefinition | None) -> None:
        """Tell which form it is and what is read before it; a form as a whole tells that itself.

        Another form is met anew: a screen reader says what is read before a question only on
        coming to a place where it has not been.
        """
        told = (form.introduction, keys_of(form, client=True)) if form is not None else ()
        before = "\n".join(each for each in told if each)
        which = form.id if form is not None else ""
        if self._told_form not in {which, ""}:
            let_go(self.place)
        self._told_form = which
        self.place.setAccessibleName(form.title if form is not None else "")
        if self._told_before != (which, before):
            self._told_before = which, before
            self._before.put_before(before)

    def _clear(self) -> None:
        """Take away what is shown in turn."""
        for shown in (self.question, self.panel):
            if shown is not None:
                self._place_layout.removeWidget(shown)
                shown.hide()
                shown.deleteLater()
        self.question = self.panel = None
        self._panel_form = -1

    def _show_question(self, state: HandOverState) -> None:
        wanted = state.question.question.id if state.question else ""
        shown = self.question.question_id if self.question else ""
        if wanted == shown and state.question and self.question:
            self.question.show_state(state.question)
            return
        self._clear()
        if state.question is not None:
            context = RenderContext(
                client=True,
                one_at_a_time=True,
                right_to_left=self.place.isRightToLeft(),
                near=self._viewmodel.filling.state.context.near,
            )
            self.question = make_question_widget(state.question, context)
            self.question.answered.connect(self._viewmodel.answer)
            self.question.move_requested.connect(self._on_move_requested)
            filled = self._viewmodel.filling.state
            self._tell_form(filled.form)
            self.question.tell_place(state.number, state.count, time=filled.time_frame)
            self._place_layout.addWidget(self.question)
            self.question.show_state(state.question)
            self.question.show()
        self._sheet_area.verticalScrollBar().setValue(0)
        if self.isVisible():
            self.focus_first()

    def _listen(self) -> None:
        self.back.clicked.connect(self._viewmodel.go_back)
        self.whole.clicked.connect(self._on_whole_clicked)
        self.leave_out.clicked.connect(self._viewmodel.leave_out)
        self.go_on.clicked.connect(self._on_go_on_clicked)
        self.give_back.clicked.connect(self._on_give_back_clicked)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_go_on_clicked)

    def _lay_out(self) -> None:
        buttons = row(self.back, self.leave_out, STRETCH, self.go_on)
        counted = row(self.count, STRETCH, self.saved, self.whole)
        end = (self.end, self.open_ones, self.dropped)
        shown = (self.introduction, *end, self.place, self.again, self.keys)
        inside = (counted, self.progress, 8, *shown, 8, buttons)
        edge = look().space("page")
        margins = (edge, edge, edge, edge)
        sheet = box("card", stack(*inside, gap="s", margins=margins))
        sheet.setFixedWidth(round(SHEET_WIDTH * min(WIDEST, look().text_scale)))
        private = text(self.told, "reading", wrap=True)
        foot = row(symbol("lock", "text"), private, self.give_back, gap="m")
        foot.setStretch(1, 1)
        self._sheet_area = scroll(stack(STRETCH, row(STRETCH, sheet, STRETCH), STRETCH))
        whole = stack(self._sheet_area, hold(foot), gap="l", margins=(EDGE, 24, EDGE, 28))
        whole.setStretch(0, 1)
        frame: QFrame = box("client", whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

    def _on_whole_clicked(self) -> None:
        self._viewmodel.turn_whole()
        announce(self, pages_words(one_by_one=not self._viewmodel.state.is_whole))

    def _on_move_requested(self, by: int) -> None:
        if by > 0:
            self._on_go_on_clicked()
        elif self.back.isHidden():
            announce(self, _("This is the first question."))
        else:
            self._viewmodel.go_back()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead back also from a button, and hand an answer typed there on to the question.

        Else Enter, pressed after a figure that nobody heard, would pass the question.
        """
        if event.key() == Qt.Key.Key_Backspace:
            self._on_move_requested(-1)
        elif not self._hand_on(event):
            super().keyPressEvent(event)

    def _hand_on(self, event: QKeyEvent) -> bool:
        """Hand a sign that a button heard on to the question in turn; True once it is heard."""
        here = QApplication.focusWidget()
        is_sign = bool(event.text().strip()) and event.text().isprintable()
        if not is_sign or self.question is None or here is None or self.question.isAncestorOf(here):
            return False
        self.question.take_keyboard()
        there = QApplication.focusWidget()
        return there is not None and there is not here and QApplication.sendEvent(there, event)

    def _on_go_on_clicked(self) -> None:
        """Go on; what does not fit is said each time, since nothing else tells that it stays.

        Once nothing comes any more, the key leads to giving the laptop back.
        """
        if not self.end.isHidden():
            lead_to(self.give_back)
            return
        asked = self.question
        said = asked.problem_said if asked is not None else ""
        self.commit()
        self._viewmodel.go_on()
        if asked is not None and said and self.question is asked and asked.problem_said == said:
            announce(self, said, "problem")

    def _on_give_back_clicked(self) -> None:
        self.commit()
        self._viewmodel.give_back()


class _OpenQuestion(QWidget):
    """A question without an answer, and the way back to it."""

    def __init__(self, place: QuestionPlace, prompt: str, viewmodel: HandOverViewModel) -> None:
        super().__init__()
        self._place = place
        self._viewmodel = viewmodel
        self.choose = button(pgettext("button", "Answer it"), "client")
        self.choose.setAccessibleName(_("Answer it: {question}").format(question=prompt))
        asked = text(prompt, "reading", wrap=True)
        line = row(asked, self.choose, gap="m")
        line.setStretch(0, 1)
        self.setLayout(line)
        self.choose.clicked.connect(partial(self._viewmodel.go_to, place))


def _open_words(count: int) -> str:
    """Return how many questions have no answer, and that this may stay so; nothing for none."""
    if not count:
        return ""
    return ngettext(
        "{count} question has no answer. You may leave it empty, or choose it.",
        "{count} questions have no answer. You may leave them empty, or choose one.",
        count,
    ).format(count=count)


def _next_button() -> QPushButton:
    result = button(pgettext("button", "Next"), "primary")
    result.setProperty("turn", "client")
    return result


def _give_back_button() -> QPushButton:
    words = _("Give it back") if look().is_large else _("Give the laptop back")
    result = button(words, "client", "handover")
    result.setAccessibleName(_("Give the laptop back"))
    return result
