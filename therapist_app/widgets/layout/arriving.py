"""What is heard on arriving at a page: where, whose, what is most urgent, what one can do.

A page has to say nothing for it: its head, its banners and its main act are there already. One
that knows better what cannot wait says so as `most_urgent`.
"""

from collections.abc import Iterator
from typing import Protocol, TypeVar, runtime_checkable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QWidget

from therapist_app.accessibility.announcing import announce, with_stop
from therapist_app.accessibility.told import level_of
from therapist_app.widgets.controls.buttons import main_act_here
from therapist_app.widgets.layout.frames import Banner, PageHead

Found = TypeVar("Found", bound=QWidget)
MOST_WORDS = 24
"""More than that would be heard before one can act."""
DOT = " · "
"""What parts facts on screen; a screen reader would name the sign."""
PRESSING = ("urgent", "attention")
QUOTE_ENDS = "”"


@runtime_checkable
class TellsWhatIsUrgent(Protocol):
    """A page that knows what cannot wait."""

    @property
    def most_urgent(self) -> str:
        """What cannot wait here, in few words; empty where the page's banners say it."""


@runtime_checkable
class TurnsToParts(Protocol):
    """A page beneath whose head one of several parts is open."""

    @property
    def part(self) -> str:
        """Which part is open, as it is headed; empty at the first."""


def say_arrival(page: QWidget, *, opening: str = "", place: str = "") -> None:
    """Have a screen reader say where the person is now, once.

    `opening` says what led here; `place` names a page whose head or headings do not.
    """
    announce(page, arrival_words(page, opening=opening, place=place), "arrival")


def arrival_words(page: QWidget, *, opening: str = "", place: str = "") -> str:
    """Return where the person is, at most `MOST_WORDS` words: the place first, never a name."""
    main = main_act_here(page)
    act = "" if main is None or main.hasFocus() else main.key_words
    where = [place] if place else list(_place(page))
    if isinstance(page, TurnsToParts) and page.part:
        where[:1] = [page.part]
    said = [each for each in (opening, *where, _pressing(page), act) if each]
    return " ".join(with_stop(each) for each in _short(said)).replace(DOT, ", ")


def place_words(page: QWidget) -> str:
    """Return where a page is: which one, and the client by code; never a name."""
    return ", ".join(each for each in _place(page) if each).replace(DOT, ", ")


def _place(page: QWidget) -> Iterator[str]:
    head = next(_shown(page, PageHead), None)
    if head is not None:
        yield head.place
        yield head.whose
        return
    headings = [each for each in _shown(page, QLabel) if level_of(each) is not None]
    if headings:
        yield min(headings, key=lambda each: _stands_at(each, page)).text()


def _stands_at(widget: QWidget, page: QWidget) -> tuple[int, int]:
    at = widget.mapTo(page, QPoint(0, 0))
    return at.y(), at.x()


def _pressing(page: QWidget) -> str:
    told = page.most_urgent if isinstance(page, TellsWhatIsUrgent) else ""
    if told:
        return told
    banners = list(_shown(page, Banner))
    for tone in PRESSING:
        for each in banners:
            if each.tone == tone:
                return each.accessibleName()
    head = next(_shown(page, PageHead), None)
    return head.facts if head is not None else ""


def _shown(page: QWidget, kind: type[Found]) -> Iterator[Found]:
    return (each for each in page.findChildren(kind) if each.isVisible())


def _short(said: list[str]) -> list[str]:
    """Return sentences that come to no more words together: the longest loses one by one.

    Its end goes; where it quotes a question, the end of that, since its answer comes behind it.
    """
    words = [each.split() for each in said]
    while sum(len(each) for each in words) > MOST_WORDS:
        longest = max(words, key=len)
        quoted = next((at for at, each in enumerate(longest) if QUOTE_ENDS in each), 0)
        behind = longest.pop(quoted or -1)
        kept = behind[behind.index(QUOTE_ENDS) :] if quoted else ""
        at = quoted - 1 if quoted else -1
        longest[at] = longest[at].rstrip(".,;:·…") + "…" + kept
    return [" ".join(each) for each in words]
