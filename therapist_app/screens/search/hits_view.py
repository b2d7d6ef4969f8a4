"""What was found, line by line under its headings; a line is chosen and never has the keyboard."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)
from typing_extensions import override

from session_forms.words.texts import pgettext
from therapist_app.screens.search.viewmodel import Hit, HitGroup, Marks, SearchState
from therapist_app.theme.icons import pixmap
from therapist_app.theme.look import look

Index = QModelIndex | QPersistentModelIndex
NO_INDEX = QModelIndex()
LINE, HEADING = 34, 30
EDGE, SIGN, CODE_WIDTH, GAP = 16, 16, 76, 12
BAR = 4
LEAST_WORDS = 60


@dataclass(frozen=True, slots=True)
class HitLine:
    """One line: a heading, or a hit with its place among all."""

    group: HitGroup
    hit: Hit | None = None
    at: int = -1


class HitModel(QAbstractListModel):
    """The lines of a state."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[HitLine, ...] = ()

    def show_state(self, state: SearchState) -> None:
        """Show what was found; nothing happens while it is the same."""
        lines = _lines_of(state)
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    @override
    def rowCount(self, parent: Index = NO_INDEX) -> int:
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line in words."""
        if not index.isValid() or role not in {
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        }:
            return None
        line = self.lines[index.row()]
        return line.hit.said if line.hit is not None else line.group.title

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that a hit can be chosen and a heading cannot."""
        if not index.isValid() or self.lines[index.row()].hit is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class HitList(QListView):
    """The lines as a list that the mouse can press.

    Signals:
        pressed_at: A hit was pressed: its place among all.

    """

    pressed_at = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.hits = HitModel()
        self.hits.setParent(self)
        self.setModel(self.hits)
        self.setItemDelegate(HitDelegate(self))
        self.setAccessibleName(pgettext("name of a list", "What was found"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("kind", "hits")
        self.clicked.connect(self._on_clicked)
        self.selectionModel().selectionChanged.connect(self._on_selected)

    def show_state(self, state: SearchState) -> None:
        """Show what was found, and which hit is chosen: the current one, and none is selected.

        So assistive technology can select each of them, the chosen one as well, to have it opened.
        """
        self.hits.show_state(state)
        for row, line in enumerate(self.hits.lines):
            if line.at == state.at and line.hit is not None:
                here = self.hits.index(row)
                flag = QItemSelectionModel.SelectionFlag.NoUpdate
                self.selectionModel().setCurrentIndex(here, flag)
                if line.at == 0:
                    self.scrollToTop()

    def whole_height(self) -> int:
        """Return the height in which every line is seen."""
        return sum(_height(each) for each in self.hits.lines)

    @Slot(QItemSelection)
    def _on_selected(self, now: QItemSelection) -> None:
        """Take a hit that assistive technology selected; a mouse presses it as well.

        It waits for its answer, which it gets before a page is opened.
        """
        if QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton and now.indexes():
            QTimer.singleShot(0, self, self._on_selected_timeout)

    @Slot()
    def _on_selected_timeout(self) -> None:
        for each in self.selectionModel().selectedIndexes():
            self._on_clicked(each)

    def _on_clicked(self, index: QModelIndex) -> None:
        line = self.hits.lines[index.row()]
        if line.hit is not None:
            self.pressed_at.emit(line.at)


class HitDelegate(QStyledItemDelegate):
    """Draws a line: its sign, its words with what was typed marked in them, its facts."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line."""
        model = index.model()
        line = model.lines[index.row()] if isinstance(model, HitModel) else None
        return QSize(LEAST_WORDS, _height(line) if line else 0)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        model, view = index.model(), option.widget
        if not isinstance(model, HitModel) or not isinstance(view, HitList):
            return
        line = model.lines[index.row()]
        painter.save()
        if line.hit is None:
            _draw_heading(painter, option.rect, line.group)
        else:
            is_chosen = view.currentIndex().row() == index.row()
            _draw_hit(painter, option.rect, line.hit, is_chosen=is_chosen)
        painter.restore()


def _lines_of(state: SearchState) -> tuple[HitLine, ...]:
    lines: list[HitLine] = []
    at = 0
    for group in state.groups:
        lines.append(HitLine(group))
        for hit in group.hits:
            lines.append(HitLine(group, hit, at))
            at += 1
    return tuple(lines)


def _height(line: HitLine) -> int:
    return look().scaled(HEADING if line.hit is None else LINE)


def _draw_heading(painter: QPainter, room: QRect, group: HitGroup) -> None:
    inside = room.adjusted(EDGE, 0, -EDGE, 0)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setPen(look().qcolor("text-muted"))
    painter.setFont(look().font("caption", strong=True))
    painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | middle, group.title)
    painter.setFont(look().font("caption"))
    painter.drawText(inside, Qt.AlignmentFlag.AlignRight | middle, group.count)


def _draw_hit(painter: QPainter, room: QRect, hit: Hit, *, is_chosen: bool) -> None:
    if is_chosen:
        painter.fillRect(room, look().qcolor("accent-soft"))
        painter.fillRect(
            QRect(room.left(), room.top(), BAR, room.height()), look().qcolor("accent")
        )
    side = look().scaled(SIGN)
    sign = pixmap(hit.icon, "text" if is_chosen else "text-muted", side)
    painter.drawPixmap(room.left() + EDGE, room.center().y() - side // 2, sign)
    left = room.left() + EDGE + side + GAP
    right = room.right() - EDGE
    beside = look().font("small")
    width = QFontMetrics(beside).horizontalAdvance(hit.beside)
    if hit.beside and right - width - GAP - left > look().scaled(LEAST_WORDS):
        painter.setFont(beside)
        painter.setPen(look().qcolor("text-muted"))
        at = QRect(right - width, room.top(), width, room.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, hit.beside)
        right -= width + GAP
    body = look().font("body")
    code = look().font("body", strong=True) if hit.is_code else body
    painter.setPen(look().qcolor("accent" if hit.is_code else "text"))
    end = _draw_marked(painter, _between(room, left, right), hit.title, hit.title_marks, code)
    if hit.words:
        painter.setPen(look().qcolor("text"))
        left = max(end + GAP, left + look().scaled(CODE_WIDTH)) if hit.is_code else end + GAP
        _draw_marked(painter, _between(room, left, right), hit.words, hit.words_marks, body)


def _between(room: QRect, left: int, right: int) -> QRect:
    return QRect(left, room.top(), max(0, right - left), room.height())


def _draw_marked(painter: QPainter, room: QRect, words: str, marks: Marks, font: QFont) -> int:
    """Draw words with some of them marked, and return where they end; what has no room is cut."""
    words = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, room.width())
    marked = QFont(font)
    marked.setWeight(QFont.Weight.DemiBold)
    marked.setUnderline(True)
    left, done = room.left(), 0
    for start, end in (*marks, (len(words), len(words))):
        for piece, kind in ((words[done:start], font), (words[start:end], marked)):
            if piece and left <= room.right():
                painter.setFont(kind)
                width = QFontMetrics(kind).horizontalAdvance(piece)
                at = QRect(left, room.top(), min(width, room.right() - left + 1), room.height())
                painter.drawText(at, Qt.AlignmentFlag.AlignVCenter, piece)
                left += width
        done = max(done, end)
    return left
