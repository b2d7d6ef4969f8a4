"""The page on which somebody is asked whether others may open their clients, before the record."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import N_, pgettext
from session_forms.words.texts import translate as _
from therapist_app.jobs import run_job
from therapist_app.messages.errors import explain, is_known
from therapist_app.shell.locking.idle_lock import EarlyLock
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    button,
    page_head,
    row,
    stack,
    text,
)
from therapist_app.workflows.people.agreeing_to_covers import AskedCover, agree, asked_in_words
from therapist_app.workflows.people.declined_covers import decline
from therapist_app.workflows.safekeeping.safekeeping import Vault


class CoversPage(QWidget):
    """One question, answered by a button; the next one comes after it."""

    page_help = PageHelp(
        N_(
            "An administrator arranges who covers for you or takes your clients over. Nobody can "
            "open them before you agree here, unless somebody uses a sheet, which everybody is "
            "told."
        ),
        read_on="docs/guides/therapist.md",
    )

    def __init__(
        self,
        asked: AskedCover,
        vault: Vault,
        *,
        answered: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setObjectName("covers")
        self._asked = asked
        self._vault = vault
        self._answered = answered
        self._leave = leave
        name = asked.who
        words = (
            _("Hand your clients over to {name}").format(name=name)
            if asked.until is None
            else _("Let {name} open your clients").format(name=name)
        )
        self.agree = MainButton(words, is_final=True)
        self.later = button(pgettext("button", "Not now"), "secondary")
        self.no = button(pgettext("button", "Answer no"), "secondary")
        self.message = MessagePlace()
        told = _(
            "Nothing has happened yet. If you did not know of this, choose Not now and ask them; "
            "you are asked again when you next sign in. Where you answer no, nobody asks again "
            "and administrators see it."
        )
        body = stack(
            text(asked_in_words(asked), wrap=True),
            text(told, "small", wrap=True),
            self.message,
            row(self.agree, self.later, self.no, STRETCH),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(_("May somebody else open your clients?"))
        self.setLayout(whole_page(head, self.message.page_of(body)))
        self._lock = EarlyLock(self, vault, leave)
        self.agree.clicked.connect(self._on_agreed)
        self.later.clicked.connect(self._on_put_off)
        self.no.clicked.connect(self._on_declined)

    def focus_first(self) -> None:
        """Put the keyboard on what changes nothing."""
        self.later.setFocus()

    def _on_agreed(self) -> None:
        self._lock.end()
        self.setEnabled(False)
        work = partial(agree, self._vault, self._asked)
        run_job(self, work, done=self._on_done, failed=self._on_failed)

    def _on_declined(self) -> None:
        self._lock.end()
        self.setEnabled(False)
        work = partial(decline, self._vault, self._asked.cover)
        run_job(self, work, done=self._on_done, failed=self._on_failed)

    def _on_put_off(self) -> None:
        self._lock.end()
        self._answered()

    def _on_done(self, _nothing: object) -> None:
        self._answered()

    def _on_failed(self, error: Exception) -> None:
        if not is_known(error):
            raise error
        self.setEnabled(True)
        self._lock = EarlyLock(self, self._vault, self._leave)
        told = explain(error)
        self.message.show_message("attention", told.title, told.sentence)
