"""The page on which somebody is asked whether others, or a sheet, may open their clients."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.jobs import run_job
from therapist_app.messages.errors import explain, is_known
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.locking.idle_lock import EarlyLock
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    button,
    page_head,
    reading,
    row,
    stack,
)
from therapist_app.widgets.read_by_lines import read_whole
from therapist_app.workflows.people.agreeing_to_covers import AskedCover, agree, asked_in_words
from therapist_app.workflows.people.agreeing_to_sheets import (
    AskedSheet,
    agree_to,
    decline_sheet,
    sheet_in_words,
)
from therapist_app.workflows.people.declined_covers import decline


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked, in words, and what each answer does."""

    title: str
    words: str
    told: str
    yes: str
    agree: Callable[[], None]
    decline: Callable[[], None]


class CoversPage(QWidget):
    """One question, answered by a button; the next one comes after it."""

    page_help = PageHelp(
        "An administrator arranges who covers for you or takes your clients over. Nobody can "
        "open them before you agree here, unless somebody uses a sheet, which everybody is "
        "told. A new continuity sheet opens them once you agree, or at once where the one "
        "before was typed to make it; your no takes that back.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(
        self,
        asked: AskedCover | AskedSheet,
        vault: Vault,
        *,
        answered: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setObjectName("covers")
        self._vault = vault
        self._answered = answered
        self._leave = leave
        question = _of_a_sheet(asked, vault) if isinstance(asked, AskedSheet) else _of(asked, vault)
        self._question = question
        self.agree = MainButton(question.yes, is_final=True)
        self.later = button(pgettext("button", "Not now"), "secondary")
        self.later.setAccessibleDescription(question.words)
        self.no = button(pgettext("button", "Answer no"), "secondary")
        self.message = MessagePlace()
        body = stack(
            read_whole(_("What is asked"), reading(question.words), reading(question.told)),
            self.message,
            row(self.agree, self.later, self.no, STRETCH),
            STRETCH,
            margins=("page", "l", "page", "l"),
        )
        head = page_head(question.title)
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
        run_job(self, self._question.agree, done=self._on_done, failed=self._on_failed)

    def _on_declined(self) -> None:
        self._lock.end()
        self.setEnabled(False)
        run_job(self, self._question.decline, done=self._on_done, failed=self._on_failed)

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


def _of(asked: AskedCover, vault: Vault) -> _Question:
    name = asked.who
    yes = (
        _("Hand your clients over to {name}").format(name=name)
        if asked.until is None
        else _("Let {name} open your clients").format(name=name)
    )
    told = _(
        "Nothing has happened yet. If you did not know of this, choose Not now and ask them; "
        "you are asked again when you next sign in. Where you answer no, nobody asks again "
        "and administrators see it."
    )
    return _Question(
        _("May somebody else open your clients?"),
        asked_in_words(asked),
        told,
        yes,
        partial(agree, vault, asked),
        partial(decline, vault, asked.cover),
    )


def _of_a_sheet(asked: AskedSheet, vault: Vault) -> _Question:
    told = (
        _(
            "If you answer no, your clients get a new key at once, and no continuity sheet opens "
            "what you write from then on: while you are away, only your own recovery sheet does. "
            "If you did not know of this, ask your administrators. You can agree later, under "
            "People and roles."
        )
        if asked.opens_already
        else _(
            "Nothing changes before you agree: a sheet that opens them today still does. If you "
            "did not know of this, choose Not now and ask your administrators. If you answer no, "
            "you can agree later, under People and roles."
        )
    )
    return _Question(
        _("May the new continuity sheet open your clients?"),
        sheet_in_words(asked),
        told,
        _("Let the new sheet open them"),
        partial(agree_to, vault, asked),
        partial(decline_sheet, vault, asked),
    )
