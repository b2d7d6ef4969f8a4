"""Frames: cards, chips, banners, score tiles, what an empty list says."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel, QLayout, QSizePolicy, QWidget
from typing_extensions import override

from session_forms.words.list_words import listed
from session_forms.words.texts import pgettext
from therapist_app.accessibility.told import TOLD
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look
from therapist_app.widgets.layout.layouts import (
    STRETCH,
    AsksForLittle,
    Columns,
    Part,
    hold,
    row,
    stack,
)
from therapist_app.widgets.layout.reflow import natural_width
from therapist_app.widgets.layout.styled_in_place import StyledInPlace
from therapist_app.widgets.words import reading, symbol, text

TONE_SIGNS = {"urgent": "urgent", "attention": "alert", "good": "check", "info": "info"}
TONE_INKS = frozenset({"urgent", "attention", "good", "accent"})
CHIP_HEIGHT = 24
CHIP_SIGN = 15
EMPTY_SIGN = 36
FIGURE_WIDTH = 40


if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


class _AsHighAsWords(_Widget):
    """What makes a widget just as high as its words need at the width it has, and never higher.

    By itself Qt takes the height for a width that it guesses: in a narrow window with large text
    the last lines would be cut.
    """

    @override
    def sizeHint(self) -> QSize:
        """Return the height for the width of now, once there is one."""
        hint, layout = super().sizeHint(), self.layout()
        if layout is None or not (layout.hasHeightForWidth() and self.isVisible()):
            return hint
        return QSize(hint.width(), layout.totalHeightForWidth(self.width()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()


class Snug(StyledInPlace, _AsHighAsWords, QFrame):
    """A frame of a kind that the style sheet knows, as high as its words need."""

    def __init__(self, kind: str, layout: QLayout, *, tone: str = "") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setProperty("tone", tone)
        self.setLayout(layout)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class PageHead(Snug):
    """The head of a page, which says where one is.

    Attributes:
        place: Which page it is.
        whose: The client it is about, by code; or nothing.
        beneath: The line beneath its title, where it has one.

    """

    def __init__(
        self,
        layout: QLayout,
        place: str,
        whose: str,
        facts: Sequence[QWidget],
        line: Sequence[QWidget],
        *,
        beneath: QLabel | None = None,
    ) -> None:
        super().__init__("head", layout)
        self.place, self.whose, self.beneath = place, whose, beneath
        self._facts, self._line = facts, line

    @property
    def wanted_width(self) -> int:
        """The width in which all of it stands on one line."""
        shown = [each for each in self._line if not each.isHidden()]
        gaps = look().space("m") * len(shown) + 2 * look().space("page")
        return sum(natural_width(each) for each in shown) + gaps

    def choose_again(self) -> None:
        """Choose anew whether what can be done stands beside the title, or under it."""
        for each in self.findChildren(Columns):
            each.choose_again()

    @property
    def facts(self) -> str:
        """What else stands in it in words, one after the other."""
        labels = [label for each in self._facts for label in labels_in(each) if label.isVisible()]
        return listed(each.text() for each in labels if each.text())


class Banner(Snug):
    """Something to act on, in its tone: urgent, attention, good or info."""

    def __init__(self, layout: QLayout, tone: str, title: str) -> None:
        super().__init__("banner", layout, tone=tone)
        self.tone = tone
        self.setAccessibleName(title)


class CardHead(StyledInPlace, _AsHighAsWords, QWidget):
    """The title of a card, as high as it needs; no frame of its own to a screen reader."""

    def __init__(self, layout: QLayout) -> None:
        super().__init__()
        self.setLayout(layout)
        self.setMinimumHeight(look().size("control"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)


class Box(StyledInPlace, QFrame):
    """A frame that the style sheet knows by its kind."""


class LongBox(AsksForLittle, Box):
    """A frame around what may be much longer than the window, on a page that gives it its width."""


def box(kind: str, layout: QLayout, *, tone: str = "", is_long: bool = False) -> QFrame:
    """Return a frame that the style sheet knows by its kind."""
    frame = LongBox() if is_long else Box()
    frame.setProperty("kind", kind)
    frame.setProperty("tone", tone)
    frame.setLayout(layout)
    return frame


def card(title: str, *parts: Part, action: QWidget | None = None, gap: str = "s") -> QFrame:
    """Return a sheet on the paper: one subject, its title, at most one action at the title."""
    line = row(text(title, "lead", wrap=True), *([action] if action else []), grows=0)
    frame = box(
        "card", stack(CardHead(line), *parts, STRETCH, gap=gap, margins=("l", "s", "l", "m"))
    )
    frame.setAccessibleName(title)
    for each in parts:
        if isinstance(each, QWidget) and each.property(TOLD) == "list":
            call_answers(each, title)
    return frame


def call_answers(choices: QWidget, question: str) -> None:
    """Name choices as answers where the group around them asks by the same words already."""
    if choices.accessibleName() == question:
        choices.setAccessibleName(pgettext("name of a list", "Answers"))


def quiet_card(
    title: str, paragraphs: Sequence[str], *actions: QWidget, symbol_name: str = "info"
) -> QFrame:
    """Return a card in the colour of the paper, with what can be done about it below.

    Paragraphs stand beside each other where there is room.
    """
    words: list[Part] = [reading(each) for each in paragraphs]
    if len(paragraphs) > 1:
        words = [Columns(*(stack(reading(each), STRETCH) for each in paragraphs))]
    moves: list[Part] = [row(*actions, STRETCH)] if actions else []
    head = row(symbol(symbol_name), text(title, "strong", wrap=True), gap="s", grows=1)
    frame = box("well", stack(head, *words, *moves, gap="s", margins=("l", "m", "l", "m")))
    frame.setAccessibleName(title)
    return frame


def chip(words: str, tone: str = "quiet", symbol_name: str = "") -> QFrame:
    """Return a short state, in words; its colour and sign only repeat them."""
    parts: list[Part] = [text(words, "small", tone=tone)]
    sign = symbol_name or TONE_SIGNS.get(tone, "")
    if sign:
        ink = tone if tone in TONE_INKS else "text"
        parts.insert(0, symbol(sign, ink, side=look().scaled(CHIP_SIGN)))
    frame = box("chip", row(*parts, gap="xs", margins=("s", 1, "s", 1)), tone=tone)
    frame.setFixedHeight(look().scaled(CHIP_HEIGHT))
    frame.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return frame


def banner(tone: str, title: str, detail: str, *actions: QWidget) -> QFrame:
    """Return something to act on; it has no cross, it stays until the action is taken.

    Tones: urgent, attention, good, info.
    """
    sign = symbol(TONE_SIGNS[tone], tone if tone in TONE_INKS else "text-muted")
    lines: list[Part] = [text(title, "strong", tone=tone, wrap=True)]
    if detail:
        lines.append(text(detail, wrap=True))
    words = hold(stack(*lines, gap="hair"))
    layout = _banner_layout(stack(sign, STRETCH), words, actions)
    return Banner(layout, tone, title)


def empty_state(symbol_name: str, title: str, detail: str, action: QWidget | None = None) -> QFrame:
    """Return what a list says before it has anything, and what to do about it."""
    sign = QLabel()
    sign.setPixmap(pixmap(symbol_name, "text-muted", look().scaled(EMPTY_SIGN)))
    labels = [sign, text(title, "lead", wrap=True), text(detail, "muted", wrap=True)]
    for label in labels:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    action_row = [row(STRETCH, action, STRETCH)] if action else []
    layout = stack(STRETCH, *labels, *action_row, STRETCH, gap="s", margins=("xl",) * 4)
    return box("well", layout)


class ScoreTileFrame(Box):
    """A score with its band, its change since the first, and when it was taken.

    Attributes:
        head: What it is called and when it was taken: as high as that of the tile beside it.

    """

    def __init__(
        self, name: str, score: str, band: str, change: tuple[str, str], detail: str
    ) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        called, when = text(name, "strong", wrap=True), text(detail, "caption")
        self.head = hold(row(called, when, grows=0))
        figure = text(score, "display", told="words")
        figure.setMinimumWidth(look().scaled(FIGURE_WIDTH))
        beside = stack(text(band, wrap=True), row(chip(*change), STRETCH), gap="xs")
        middle = row(figure, beside, gap="s", grows=1)
        for each in (called, when, figure):
            each.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self._parts = stack(self.head, middle, STRETCH, gap="xs", margins=("s",) * 4)
        self.setLayout(self._parts)
        self.setAccessibleName(
            ", ".join(each for each in (name, score, band, change[0], detail) if each)
        )

    def head_height(self, width: int) -> int:
        """Return how high its head has to be in a tile of this width."""
        margins = self._parts.contentsMargins()
        return self.head.heightForWidth(width - margins.left() - margins.right())


def score_tile(
    name: str, score: str, band: str, change: tuple[str, str], detail: str = ""
) -> ScoreTileFrame:
    """Return a score with its band, its change since the first, and when it was taken.

    `change` is the words and the tone of a chip: ("6 higher, reliable", "attention").
    """
    return ScoreTileFrame(name, score, band, change, detail)


def labels_in(part: QWidget) -> list[QLabel]:
    """Return the labels in a part, or the label that it is."""
    return [part] if isinstance(part, QLabel) else part.findChildren(QLabel)


def rule() -> QFrame:
    """Return a hairline."""
    return box("line", row())


def ruled(parts: Iterable[QWidget]) -> list[QWidget]:
    """Return parts with a hairline between each and the next."""
    return [each for part in parts for each in (rule(), part)][1:]


def _banner_layout(sign: QLayout, words: QWidget, actions: tuple[QWidget, ...]) -> QBoxLayout:
    if look().is_large and actions:
        body = stack(words, row(*actions, STRETCH), gap="s")
        layout = row(sign, body, gap="m", margins=("m", "s", "m", "s"))
    else:
        layout = row(sign, words, *actions, gap="m", margins=("m", "s", "m", "s"))
    layout.setStretch(1, 1)
    return layout
