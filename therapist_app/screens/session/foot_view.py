"""The moves of a session: hold, leave out, end, what is next, done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QStackedWidget, QWidget
from typing_extensions import override

from session_forms.words.reason_words import says_why
from session_forms.words.texts import N_, NN_, _, counted, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.screens.session.viewmodel import SessionState
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import FoldingButton
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    TextLine,
    button,
    foot_bar,
    row,
    stack,
    text,
)
from therapist_app.widgets.tips import say_at

SKIP_KEY = "F4"
NEVER_SKIPPED = N_("This step cannot be skipped.")
LEFT = NN_(
    "{count} measure is not filled in yet: {titles}. Press “{act}” again to go on.",
    "{count} measures are not filled in yet: {titles}. Press “{act}” again to go on.",
)
SPARE = 8
"""Pixels that a line of words may be wider drawn than reckoned, with its margins."""


def _whole_width(part: QWidget) -> int:
    """Return the width in which a part stands on one line."""
    if isinstance(part, QLabel):
        return part.fontMetrics().horizontalAdvance(part.text()) + SPARE
    return part.sizeHint().width()


class FootView(QWidget):
    """The foot; leaving a step out asks for the reason in the same place.

    Signals:
        skip_chosen: Leave the step out, with this reason.

    """

    skip_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.hold = FoldingButton(pgettext("button", "Pause"), "secondary", "hold")
        words = _("Skip, with a reason")
        shown = pgettext("button", "Skip") if look().is_large else f"{words}  {SKIP_KEY}"
        self.skip = button(shown, "quiet", "skip")
        self.skip.setAccessibleName(words)
        self.end = button(_("End the session"), "quiet")
        self.why_not = text("", "small", tone="muted", wrap=True)
        self.following = text("", "small", tone="muted", wrap=True)
        self.following.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.done = MainButton(pgettext("button", "Step done"), "check")
        self.close_session = MainButton(_("Close the session"), "next")
        self.reason = TextLine(_("Why this step is skipped"))
        self.reason.setPlaceholderText(_("Why is it skipped? One line is enough."))
        self.leave_out = button(_("Skip this step"))
        self.keep = button(_("Do not skip"), "quiet")
        moves = foot_bar(
            self.hold,
            self.skip,
            self.why_not,
            self.end,
            STRETCH,
            self.following,
            self.done,
            self.close_session,
        )
        asked = foot_bar(self.reason, self.leave_out, self.keep)
        self.pages = QStackedWidget()
        self.pages.addWidget(moves)
        self.pages.addWidget(asked)
        self.left = text("", "small", tone="attention", wrap=True)
        self.left.hide()
        self.setLayout(stack(row(self.left, margins=("page", "xs", "page", 0)), self.pages))
        self._connect()

    def show_state(self, state: SessionState) -> None:
        """Show which moves there are now."""
        self.show_moves()
        self.hold.say(
            pgettext("button", "Pause") if state.is_running else pgettext("button", "Resume")
        )
        self.hold.bear("hold" if state.is_running else "resume")
        self.hold.setEnabled(not state.waits)
        self.hold.setVisible(not state.is_over)
        is_through = state.leads_to_close
        can_skip = state.may_skip and not state.waits and not is_through
        is_told = not state.waits and (not is_through or state.is_over) and not can_skip
        is_barred = is_told and not state.is_over and look().is_large  # words need a line there
        never = _(NEVER_SKIPPED)
        self.skip.setVisible(can_skip or is_barred)
        self.skip.setEnabled(can_skip)
        self.skip.setToolTip(never if is_barred else "")
        self.skip.setAccessibleDescription(never if is_barred else "")
        self.why_not.setVisible(is_told and not is_barred)
        over = _("The note is signed. You can read this session, but not change it.")
        self.why_not.setText(over if state.is_over else never)
        self.end.setVisible(not is_through and not state.waits)
        self.done.setVisible(not is_through)
        self.done.setEnabled(not state.waits and not state.opens_after)
        self.done.setAccessibleDescription(state.not_open_words)
        self.close_session.setVisible(is_through)
        words = _("Next: {step}").format(step=state.following) if state.following else ""
        self.following.setText("" if is_through or look().is_large else words)
        self._say_what_is_left(state)
        self._fit()

    def _say_what_is_left(self, state: SessionState) -> None:
        """Say above the moves, once, which measures the step would be done without."""
        act, titles = pgettext("button", "Step done"), ", ".join(state.left)
        words = counted(LEFT, len(state.left), titles=titles, act=act) if state.left else ""
        is_fresh = bool(words) and words != self.left.text()
        self.left.setText(words)
        self.left.setVisible(bool(words))
        if is_fresh:
            announce(self, words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say what is next where it has room beside the moves."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Leave out what is next, and words that have a sign, where a line more would take room."""
        beside = (self.hold, self.skip, self.why_not, self.end, self.done, self.close_session)
        shown = [each for each in beside if not each.isHidden()]

        def moves_need() -> int:
            gaps = look().space("m") * (len(shown) - 1) + 2 * look().space("page")
            return sum(_whole_width(each) for each in shown) + gaps

        for is_folded in (False, True, False):
            self.hold.fold(is_folded=is_folded)
            if moves_need() <= self.width():
                break
        words = self.following.text()
        wanted = self.following.fontMetrics().horizontalAdvance(words) + SPARE
        wanted += moves_need() + 2 * look().space("m")
        self.following.setVisible(bool(words) and wanted <= self.width())

    def ask_why_skipped(self) -> None:
        """Ask for the reason of leaving the step out; where it may not be, say so."""
        if self.skip.isHidden() or not self.skip.isEnabled():
            says_why = self.why_not if self.skip.isHidden() else self.skip
            words = self.why_not.text() or _(NEVER_SKIPPED)
            say_at(says_why if says_why.isVisible() else self, words)
            announce(self, words)
            return
        self.pages.setCurrentIndex(1)
        self.reason.setFocus()

    def show_moves(self) -> None:
        """Show the moves again, without a reason."""
        self.reason.clear()
        self.pages.setCurrentIndex(0)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep the step after all with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.pages.currentIndex() == 1:
            self._on_keep_clicked()
            return
        super().keyPressEvent(event)

    def _connect(self) -> None:
        self.skip.clicked.connect(self.ask_why_skipped)
        self.leave_out.clicked.connect(self._on_leave_out_clicked)
        self.reason.returnPressed.connect(self._on_leave_out_clicked)
        self.keep.clicked.connect(self._on_keep_clicked)

    def _on_leave_out_clicked(self) -> None:
        if says_why(self.reason.text()):
            self.skip_chosen.emit(self.reason.text())
            return
        self.reason.setFocus()
        if self.reason.text().strip():
            words = _("Say why, in a word or more.")
            say_at(self.reason, words)
            announce(self, words, "problem")

    def _on_keep_clicked(self) -> None:
        self.show_moves()
        self.skip.setFocus()
