"""The page on which somebody who comes back reads what others did with their clients."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.locking.idle_lock import EarlyLock
from therapist_app.widgets.layout.message_place import MessagePlace
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.page_help import PageHelp
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Part,
    button,
    card,
    page_head,
    read_in_order,
    reading,
    row,
    stack,
    text,
)
from therapist_app.workflows.safekeeping.while_away import (
    BeenHere,
    WhileAway,
    have_read,
    stay_in_words,
)


class WhileAwayPage(QWidget):
    """Who was here, and for each client what they wrote, alerts first."""

    page_help = PageHelp(
        "Somebody else had your clients open. Here you read who, when, which clients, what "
        "was written and which alerts there were, until you mark it as read. The "
        "audit trail has it entry by entry.",
        read_on="docs/guides/therapist.md",
    )

    def __init__(
        self,
        told: WhileAway,
        vault: Vault,
        *,
        read: Callable[[], None],
        later: Callable[[], None],
        leave: Callable[[], None],
    ) -> None:
        super().__init__()
        self.setObjectName("while_away")
        self._told, self._vault, self._on_read, self._on_put_off = told, vault, read, later
        self.read = MainButton(_("Mark as read"))
        self.later = button(pgettext("button", "Later"), "secondary")
        self.message = MessagePlace()
        people = (_person(each) for each in told.people)
        lines = stack(*_unaccounted(told), *people, gap="l")
        read_in_order(lines)
        more = [] if told.is_all else [text(_("And more: the audit trail has all of it."))]
        why = _("If you did not know that somebody would be here, tell your service at once.")
        parts: list[Part] = [
            reading(why),
            self.message,
            lines,
            *more,
            row(self.read, self.later, STRETCH),
            STRETCH,
        ]
        body = stack(*parts, gap="l", margins=("page", "l", "page", "l"))
        head = page_head(_("While you were away"), _("What others did with your clients"))
        self.setLayout(whole_page(head, self.message.page_of(body)))
        self._lock = EarlyLock(self, vault, leave)
        self.read.clicked.connect(self._on_read_clicked)
        self.later.clicked.connect(self._on_later_clicked)

    def focus_first(self) -> None:
        """Put the keyboard on what settles nothing."""
        self.later.setFocus()

    def _on_read_clicked(self) -> None:
        self._lock.end()
        have_read(self._vault, self._told)
        self._on_read()

    def _on_later_clicked(self) -> None:
        self._lock.end()
        self._on_put_off()


def _unaccounted(told: WhileAway) -> list[QWidget]:
    if told.is_compared and not told.unaccounted:
        return []
    parts: list[Part] = []
    if told.unaccounted:
        why = _(
            "These are not as you left them, and no entry tells who changed them. This program "
            "enters every change, so somebody used another one. Tell your service at once."
        )
        parts = [reading(why), *(text(each, wrap=True) for each in told.unaccounted)]
    if not told.is_compared:
        cannot = _(
            "Whether anything was changed without an entry cannot be told this time. How you left "
            "your clients is not known: nobody else could open them then, your last session was "
            "cut off, the program was updated, a backup was restored, or somebody deleted it."
        )
        parts.append(reading(cannot))
    return [card(_("Changes without an entry"), *parts)]


def _person(here: BeenHere) -> QWidget:
    parts: list[Part] = [text(stay_in_words(here), wrap=True)]
    for each in here.clients:
        parts.append(text(each.code or _("Not about one client"), "strong", wrap=True))
        if each.alerts:
            alerts = "; ".join(each.alerts)
            parts.append(text(_("Alerts and promises: {what}").format(what=alerts), wrap=True))
        if each.sentences:
            parts.append(text("; ".join(each.sentences), wrap=True))
    if not here.clients:
        parts.append(text(_("They opened no client and wrote nothing."), wrap=True))
    return card(here.name, *parts)
