"""How a choice is drawn: a box with a mark, its words, and the key that chooses it.

Chosen is a filled mark, a thick edge, a soft ground and bold words: four signs, two of them
colour. Words wrap rather than being cut, and a chosen box takes no more room than before: words
that would need one more line in bold stay as they are.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox

from therapist_app.theme.focus_ring import draw_focus_ring
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import Look, look

WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
ABSOLUTE = Qt.AlignmentFlag.AlignAbsolute  # we say ourselves which side is meant
LEFT_WRAP = WRAP | ABSOLUTE
RIGHT_WRAP = (
    Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | ABSOLUTE
)
LEFT_EDGE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | ABSOLUTE
RIGHT_EDGE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | ABSOLUTE
TALL = 10_000
HYPHEN = "\N{SOFT HYPHEN}"
LONG_WORD = re.compile(r"\w{17,}")  # as in Zelfmoordpreventie: no line of a small window holds it
DOT_SHARE = 0.23  # share of the mark that the dot of a chosen radio mark takes, as a radius


def mirrored(direction: Qt.LayoutDirection, whole: QRect, inside: QRect) -> QRect:
    """Return where a part stands: from the right, its distance from the edge is the same.

    The style has the same rule; asking for it makes a class that the unlock window does not need.
    """
    if direction == Qt.LayoutDirection.RightToLeft:
        return inside.translated(whole.left() + whole.right() - inside.left() - inside.right(), 0)
    return inside


@dataclass(frozen=True, eq=False)
class Measures:
    """The sizes of a choice at one look."""

    font: QFont
    strong: QFont
    small: QFont
    edge: str
    height: int
    pad: int
    gap: int
    mark: int

    @property
    def before(self) -> int:
        """The room in front of the words."""
        return self.pad + self.mark + self.gap


@lru_cache(maxsize=8)
def measures(look: Look, *, client: bool) -> Measures:
    """Return the sizes of a choice, for the therapist or for the client's turn."""
    role = "lead" if client else "body"
    return Measures(
        font=look.font(role),
        strong=look.font(role, strong=True),
        small=look.font("small" if client else "caption"),
        edge="client-line" if client else "line-control",
        height=look.size("client_control" if client else "control"),
        pad=look.space("l" if client else "m"),
        gap=look.space("s"),
        mark=look.size("mark") + 4,
    )


def option_face(words: str, *, key: str = "", help_words: str = "", client: bool) -> "OptionFace":
    """Return how a choice is drawn; the same words in every question share one face."""
    return _face(words, key, help_words, measures(look(), client=client))


class OptionFace:
    """The words of one choice and how they are drawn.

    Attributes:
        natural_width: The width in which the words stand on one line.
        word_width: The width of the longest word: narrower than that it breaks or would be cut.
        least_width: The same where a very long word is broken: narrower nothing is drawn.

    """

    def __init__(self, words: str, *, key: str, help_words: str, sizes: Measures) -> None:
        self.words = words
        self.key = key
        self.help_words = help_words
        self.sizes = sizes
        self._drawn = LONG_WORD.sub(_parted, words)
        self._heights: dict[int, int] = {}
        self._fonts: dict[int, QFont] = {}
        metrics = QFontMetrics(sizes.strong)
        small = QFontMetrics(sizes.small)
        self._key_width = small.horizontalAdvance(key) + sizes.gap if key else 0
        self._around = sizes.before + self._key_width + sizes.pad
        self.natural_width = self._around + metrics.horizontalAdvance(words) + 2
        self.word_width = self._around + _longest(metrics, words) + 2
        self.least_width = self._around + _longest(metrics, self._drawn.replace(HYPHEN, "- ")) + 2

    def height_for(self, width: int) -> int:
        """Return the height that the words need at a width."""
        if width not in self._heights:
            self._heights[width] = self._measured(width)
        return self._heights[width]

    def width_in(self, lines: int) -> int:
        """Return the width from which the words take no more lines than these."""
        some = "\n".join(["M"] * lines)
        room = QRect(0, 0, TALL, TALL)
        height = QFontMetrics(self.sizes.font).boundingRect(room, WRAP, some).height()
        wide = self.word_width
        while self._height_of(self.sizes.font, wide - self._around) > height:
            wide += self.sizes.gap
        return wide

    def chosen_font(self, room: int) -> QFont:
        """Return how the words of a chosen box are written where they have so much room."""
        if room not in self._fonts:
            lines = self._height_of(self.sizes.font, room)
            fits = self._height_of(self.sizes.strong, room) <= lines
            self._fonts[room] = self.sizes.strong if fits else self.sizes.font
        return self._fonts[room]

    def paint(self, button: QAbstractButton) -> None:
        """Draw the choice as it stands."""
        painter = QPainter(button)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter, button)
        ink = "text" if button.isEnabled() else "disabled"
        self._paint_words(painter, button, look().qcolor(ink))
        self._paint_mark(painter, button)
        if button.hasFocus() and button.isChecked():
            draw_focus_ring(painter, button.rect())

    def _measured(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._around), TALL)
        height = self._height_of(self.sizes.font, room.width())
        if self.help_words:
            small = QFontMetrics(self.sizes.small)
            height += small.boundingRect(room, WRAP, self.help_words).height() + 2
        return max(self.sizes.height, height + self.sizes.gap + 2)

    def _height_of(self, font: QFont, room: int) -> int:
        tall = QRect(0, 0, room, TALL)
        return QFontMetrics(font).boundingRect(tall, WRAP, self._drawn).height()

    def _paint_box(self, painter: QPainter, button: QAbstractButton) -> None:
        edge, width = self.sizes.edge, 1
        if not button.isEnabled():
            edge = "disabled"
        elif button.hasFocus() or button.isChecked():
            edge, width = ("focus" if button.hasFocus() else "accent"), 2
        pen = QPen(look().qcolor(edge), width)
        if not button.isEnabled():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(_ground(button))
        inset = width / 2
        radius = look().size("radius_control")
        where = QRectF(button.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(where, radius, radius)

    def _paint_words(self, painter: QPainter, button: QAbstractButton, ink: QColor) -> None:
        sizes = self.sizes
        direction, whole = button.layoutDirection(), button.rect()
        inside = whole.adjusted(sizes.before, 0, -(self._key_width + sizes.pad), 0)
        room = mirrored(direction, whole, inside)
        wrap = RIGHT_WRAP if button.isRightToLeft() else LEFT_WRAP
        font = self.chosen_font(room.width()) if button.isChecked() else sizes.font
        tall = QRect(0, 0, room.width(), TALL)
        words = self._height_of(font, room.width())
        beneath = 0
        if self.help_words:
            beneath = QFontMetrics(sizes.small).boundingRect(tall, WRAP, self.help_words).height()
        top = (button.height() - words - beneath) // 2
        painter.setPen(ink)
        painter.setFont(font)
        painter.drawText(QRect(room.x(), top, room.width(), words + 2), wrap, self._drawn)
        painter.setFont(sizes.small)
        painter.setPen(look().qcolor("text-muted" if button.isEnabled() else "disabled"))
        if self.help_words:
            below = QRect(room.x(), top + words, room.width(), beneath + 2)
            painter.drawText(below, wrap, self.help_words)
        self._paint_key(painter, button)

    def _paint_key(self, painter: QPainter, button: QAbstractButton) -> None:
        whole, pad = button.rect(), self.sizes.pad
        edge = LEFT_EDGE if button.isRightToLeft() else RIGHT_EDGE
        painter.drawText(whole.adjusted(pad, 0, -pad, 0), edge, self.key)

    def _paint_mark(self, painter: QPainter, button: QAbstractButton) -> None:
        side, left = self.sizes.mark, self.sizes.pad
        if button.isRightToLeft():
            left = button.width() - self.sizes.pad - side
        place = QRectF(left, (button.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        chosen = button.isChecked()
        painter.setPen(QPen(look().qcolor(_mark_edge(button)), 2))
        painter.setBrush(look().qcolor("accent" if chosen else "surface-raised"))
        if isinstance(button, QCheckBox):
            painter.drawRoundedRect(place, 4, 4)
            if chosen:
                at = QPointF(place.x(), place.y())
                painter.drawPixmap(at, pixmap("check", "on-accent", side - 2))
            return
        painter.drawEllipse(place)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look().qcolor("on-accent"))
            painter.drawEllipse(place.center(), side * DOT_SHARE, side * DOT_SHARE)


def _longest(metrics: QFontMetrics, words: str) -> int:
    kept_together = words.split(" ")  # what a space that does not break joins is one word
    return max(map(metrics.horizontalAdvance, kept_together), default=0)


def _parted(word: re.Match[str]) -> str:
    """Let a word that is too long for a small window break in its middle, with a hyphen."""
    middle = len(word[0]) * 2 // 3
    return word[0][:middle] + HYPHEN + word[0][middle:]


@lru_cache(maxsize=512)
def _face(words: str, key: str, help_words: str, sizes: Measures) -> OptionFace:
    return OptionFace(words, key=key, help_words=help_words, sizes=sizes)


def _ground(button: QAbstractButton) -> QColor:
    if not button.isEnabled():
        return QColor(Qt.GlobalColor.transparent)
    if button.isChecked():
        return look().qcolor("accent-soft")
    return look().qcolor("surface-sunken" if button.underMouse() else "surface-raised")


def _mark_edge(button: QAbstractButton) -> str:
    if not button.isEnabled():
        return "disabled"
    return "accent" if button.isChecked() else "line-control"
