"""What F1 says of a page: each page keeps it, and the window shows it where the person is."""

from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from session_forms.words.texts import N_, NP_

Keys = tuple[tuple[str, str], ...]
"""Keys, each with what it does, to be translated; a key is written as Qt writes it."""


@dataclass(frozen=True, slots=True)
class PageHelp:
    """The help of one page.

    Attributes:
        about: What the page is for, in two or three sentences, to be translated; they need no mark.
        keys: What only this page knows.
        read_on: The document where it goes on, by its path; empty where the client reads.
        title: What the page is called, where its head or its topmost heading says another thing.

    """

    about: str
    keys: Keys = ()
    read_on: str = ""
    title: str = ""

    def with_keys(self, keys: Keys) -> "PageHelp":
        """Return it with the keys of something that stands on the page just now."""
        return replace(self, keys=(*self.keys, *keys))


@runtime_checkable
class ExplainsItself(Protocol):
    """A page that F1 can be asked about."""

    @property
    def page_help(self) -> PageHelp:
        """What it is for as it stands now."""


ANSWERING: Keys = (
    (NP_("keys", "Number or letter"), N_("Choose the answer with that key and go on")),
    (NP_("keys", "Arrows"), N_("Go from one answer to the next; Space chooses it")),
    (NP_("keys", "Enter or Tab"), N_("To the next question")),
    (NP_("keys", "Backspace"), N_("To the previous question")),
    (NP_("keys", "S"), N_("Skip the question; one that has an answer keeps it")),
    (NP_("keys", "Delete"), N_("Remove the answer where the choices have the keyboard")),
    (NP_("keys", "Ctrl+Z"), N_("Bring back the answer or the row that you removed last")),
)
"""How questions are answered, wherever they stand."""
PAGING: Keys = (
    (
        NP_("keys", "Alt+Down, Alt+Up"),
        N_("Where a form has pages: to the next or the previous one"),
    ),
)
"""How the pages of a form are turned that has the whole page."""
