"""Labels: words in one of the type roles, guidance, and signs that repeat a word.

A label never reads its words as mark-up: what a person wrote is shown as it was written.
"""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel
from typing_extensions import override

from therapist_app.accessibility.roles import tell_role
from therapist_app.accessibility.told import Told
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look

ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
OVERHANGING = ("J", "j")
SIZE_OF = {"strong": "body", "muted": "body", "overline": "caption"}
"""Roles that are written as large as another one."""
STRONG = frozenset({"overline", "strong", "lead", "title", "display"})
READING_LINE_HEIGHT = 112  # per cent, on top of the font's own spacing of 1.36


def text(
    words: str,
    role: str = "body",
    *,
    tone: str = "",
    wrap: bool = False,
    told: Told | None = None,
) -> QLabel:
    """Return words in a role: caption, small, body, strong, reading, lead, title or display.

    A screen reader is told that the three largest are headings, unless they are `told` to be
    something else.
    """
    label = Words() if wrap else QLabel()
    put_into_words(label, words, role, tone=tone, told=told)
    return label


def put_into_words(
    label: QLabel, words: str, role: str, *, tone: str = "", told: Told | None = None
) -> None:
    """Let a label say words in a role, as `text` does."""
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", role)  # before its words, which a screen reader hears of
    label.setProperty("tone", tone)
    if told:
        tell_role(label, told)
    label.setText(words)
    if words.startswith(OVERHANGING):
        _show_whole(label, words[0], role)


def _show_whole(label: QLabel, first: str, role: str) -> None:
    """Leave room for a letter that begins before its place, which a label cuts at its edge.

    No more than that, or the line would begin to the right of its neighbours. The label has the
    font of its role only once it stands in a window.
    """
    before = max(0, -QFontMetrics(_font_of(role)).leftBearing(first))
    margins = label.contentsMargins()
    label.setContentsMargins(before, margins.top(), margins.right(), margins.bottom())


def _font_of(role: str) -> QFont:
    size = SIZE_OF.get(role, role)
    return look().font(size, strong=role in STRONG)


def name_of(words: str, role: str = "strong") -> QLabel:
    """Return somebody's name: on one line where there is room, else on several."""
    label = Name(words, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    return label


MAY_BREAK = "\N{ZERO WIDTH SPACE}"


class Words(QLabel):
    """A wrapped label that reckons its height once a width.

    Layouts ask for it dozens of times while a page is built, and Qt breaks the words into lines
    each time. A path of Windows may go on in another line after each folder, as one with slashes
    does: it would else be cut at the edge.
    """

    def __init__(self) -> None:
        super().__init__(wordWrap=True)
        self._heights: dict[int, int] = {}

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height at a width, or at the nearest that the label allows itself."""
        height = self._heights.get(width)
        if height is None:  # only a width that the label may have is remembered
            allowed = min(max(width, self.minimumWidth()), self.maximumWidth())
            height = self._heights.get(allowed)
            if height is None:
                height = self._heights[allowed] = super().heightForWidth(allowed)
        return height

    @override
    def setText(self, words: str) -> None:
        """Show other words."""
        self._heights.clear()
        broken = words.replace("\\", "\\" + MAY_BREAK)
        if broken != words or MAY_BREAK in super().text():
            self.setAccessibleName(words)
        super().setText(broken)

    @override
    def text(self) -> str:
        """Return the words as they were given."""
        return super().text().replace(MAY_BREAK, "")

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Forget the heights: the font may be another one."""
        self._heights.clear()
        super().changeEvent(event)


class Name(QLabel):
    """A label that asks for its whole width; one that wraps asks for a block of about 2 : 1."""

    @override
    def sizeHint(self) -> QSize:
        """Return the room in which the name stands on one line."""
        self.ensurePolished()
        room = self.fontMetrics().boundingRect(self.text())
        return QSize(room.width() + 2, self.fontMetrics().height())


def reading(words: str, *, strong: str = "") -> QLabel:
    """Return guidance: wrapped, airy, never wider than about 72 characters.

    `strong` are opening words that stand out, such as "Say it simply."
    """
    label = ReadingText()
    label.set_words(words, strong=strong)
    return label


class ReadingText(QLabel):
    """A wrapped label with air between its lines.

    Layouts ask it for its height dozens of times while a page is built; it reckons once a width.
    """

    def __init__(self) -> None:
        super().__init__(wordWrap=True, textFormat=Qt.TextFormat.RichText)
        self.setProperty("role", "reading")
        self._heights: dict[int, int] = {}
        self.setMaximumWidth(look().size("reading_width"))

    def set_words(self, words: str, *, strong: str = "") -> None:
        """Show other words; empty lines part paragraphs."""
        opening = (
            f'<span style="font-weight:600">{strong.translate(ESCAPED)}</span> ' if strong else ""
        )
        paragraphs = [each.translate(ESCAPED).replace("\n", "<br>") for each in words.split("\n\n")]
        paragraphs[0] = opening + paragraphs[0]
        gap = look().space("s")
        self._heights.clear()
        self.setText(
            "".join(_paragraph(each, gap if at else 0) for at, each in enumerate(paragraphs))
        )
        self.setAccessibleName(f"{strong} {words}".strip())

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height at the width that the label allows itself, or text is cut."""
        allowed = min(width, self.maximumWidth())
        if allowed not in self._heights:
            self._heights[allowed] = super().heightForWidth(allowed)
        return self._heights[allowed]

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Forget the heights: the font may be another one."""
        self._heights.clear()
        super().changeEvent(event)


def symbol(name: str, color: str = "text-muted", *, side: int | None = None) -> QLabel:
    """Return an icon that only repeats what the words beside it say."""
    side = side or look().size("icon")
    label = QLabel()
    label.setPixmap(pixmap(name, color, side))
    label.setFixedSize(QSize(side, side))
    return label


def _paragraph(html: str, gap: int) -> str:
    return f'<p style="line-height:{READING_LINE_HEIGHT}%; margin:{gap}px 0 0 0">{html}</p>'
