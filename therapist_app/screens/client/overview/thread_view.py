"""What became of each alert and of a session that the client left, until it is closed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.roles import tell_open
from therapist_app.commands import AlertPage, Destination, PromisePage
from therapist_app.form_widgets.thread_line import ThreadLine
from therapist_app.widgets.parts import (
    STRETCH,
    LeavingButton,
    Part,
    button,
    card,
    keep_aside,
    row,
    rule,
    stack,
    symbol,
    text,
)
from therapist_app.workflows.sessions.promising import CONTACT
from therapist_app.workflows.sessions.safety_thread import Thread, promise_words

CLOSED_SHOWN = 2


class SafetyThreads(QWidget):
    """The open threads whole, the most pressing first; each closed one in a line that stays.

    An alert without an answer stands over the page already, and is not said twice.

    Attributes:
        has_open: Whether something is still to be kept: it stands first on the page.

    Signals:
        left: To a promise, or to an answered alert.

    """

    left = Signal(Destination)

    def __init__(self, threads: tuple[Thread, ...], *, may_write: bool) -> None:
        super().__init__()
        self._may_write = may_write
        self.ways: list[LeavingButton] = []
        self.closed: list[ClosedThread] = []
        answered = [each for each in threads if not each.is_unanswered]
        to_keep = [each for each in answered if not each.closed]
        done = [each for each in answered if each.closed]
        self.has_open = bool(to_keep)
        parts: list[Part] = []
        for each in to_keep:
            parts += [*([rule()] if parts else []), *self._open_thread(each)]
        for each in done:  # each brings the line above it, which is hidden with it
            self.closed.append(ClosedThread(each, is_ruled=bool(parts)))
            parts.append(self.closed[-1])
        self.show_all = button(_("Show all {count}").format(count=len(done)), "quiet")
        tell_open(self.show_all, is_open=False)
        self.show_all.clicked.connect(self._on_show_all_clicked)
        beyond = self.closed[CLOSED_SHOWN:]
        for line in beyond:
            line.hide()
        ending: list[Part] = [row(self.show_all, STRETCH)] if beyond else []
        whole = [card(pgettext("card", "Safety"), *parts, *ending, gap="s")] if parts else []
        self.setLayout(stack(*whole))
        if not beyond:
            keep_aside(self, self.show_all)
        if not parts:
            self.hide()
        for line in self.closed:
            line.left.connect(self.left)

    def _open_thread(self, thread: Thread) -> list[Part]:
        ways = [
            _keep(each.id, promise_words(each), is_contact=each.kind in CONTACT)
            for each in thread.promises
            if self._may_write
        ]
        ways += _answers(thread)
        for each in ways:
            each.left.connect(self.left)
        self.ways += ways
        return [ThreadLine(thread), row(STRETCH, *ways)]

    def _on_show_all_clicked(self) -> None:
        for line in self.closed:
            line.show()
        self.show_all.hide()
        self.closed[CLOSED_SHOWN].show_it.setFocus()


class ClosedThread(QWidget):
    """A closed thread in one line; it can be read whole.

    Signals:
        left: To the answered alert.

    """

    left = Signal(Destination)

    def __init__(self, thread: Thread, *, is_ruled: bool) -> None:
        super().__init__()
        self._thread = thread
        self.show_it = button(pgettext("button", "Show"), "quiet")
        tell_open(self.show_it, is_open=False)
        self.show_it.setAccessibleName(_("Show: {thread}").format(thread=thread.closed))
        words = text(thread.closed, "small", wrap=True)
        above = [rule()] if is_ruled else []
        line = row(symbol("check", "good"), words, self.show_it, gap="s", grows=1)
        self._layout = stack(*above, line, gap="xs")
        self.setLayout(self._layout)
        self.show_it.clicked.connect(self._on_show_it_clicked)

    def _on_show_it_clicked(self) -> None:
        self.show_it.hide()
        self._layout.addWidget(ThreadLine(self._thread))
        ways = _answers(self._thread)
        if not ways:
            return
        for each in ways:
            each.left.connect(self.left)
        self._layout.addLayout(row(STRETCH, *ways))
        ways[0].setFocus()


def _keep(promise_id: str, about: str, *, is_contact: bool) -> LeavingButton:
    words = _("Log a contact") if is_contact else _("Say who was told")
    keep = LeavingButton(words, PromisePage(promise_id))
    keep.setAccessibleName(f"{words}: {about}")
    return keep


def _answers(thread: Thread) -> list[LeavingButton]:
    """Return the ways to the answers of the alerts that a thread is about."""
    ways = [
        LeavingButton(_("See the answer"), AlertPage(each.id), "quiet") for each in thread.answered
    ]
    if len(ways) > 1:
        for number, each in enumerate(ways, 1):
            each.setText(_("See answer {number}").format(number=number))
    return ways
