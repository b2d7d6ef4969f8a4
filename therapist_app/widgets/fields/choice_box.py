"""A box that unfolds: one of several things to choose."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QListView,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)
from typing_extensions import override

from session_forms.words.texts import _
from therapist_app.accessibility.announcing import announce
from therapist_app.widgets.fields.kept_keys import keeps_key

FEW_LETTERS = 12
ALT = Qt.KeyboardModifier.AltModifier
UNFOLDING = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
TURNING = {Qt.Key.Key_Up, Qt.Key.Key_Down}
PAGE_KEYS = {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class UnfoldingBox(QComboBox):
    """A box that unfolds, and is turned neither by a wheel that passes over it nor by page keys.

    Where it is too narrow for its words an ellipsis says so, and its tool tip tells them whole.
    Assistive technology chooses by selecting a line of the open list, which Qt only marks.

    Signals:
        picked: The place of what a person chose, by mouse, keys or assistive technology.

    """

    picked = Signal(int)
    _listens = False

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # a wheel takes the keyboard nowhere
        self.activated.connect(self.picked)
        self.currentTextChanged.connect(self._tell_whole)

    def hold_many(self) -> None:
        """Be ready for thousands of lines, none longer than the first, and ask none for its size.

        Otherwise Qt asks each of them, for the box and again for the list that unfolds.
        """
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.setSizeAdjustPolicy(policy)
        self.setMinimumContentsLength(len(self.itemText(0)))
        lines = self.view()
        assert isinstance(lines, QListView)
        lines.setUniformItemSizes(True)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room of a few letters: a long line must not make a narrow page wider.

        A page narrower than its parts ask for reckons their heights for another width.
        """
        asked = super().minimumSizeHint()
        letters = self.fontMetrics().averageCharWidth() * FEW_LETTERS
        return QSize(min(asked.width(), letters + asked.height()), asked.height())

    @override
    def showPopup(self) -> None:
        """Unfold; where nothing is chosen no line is marked, so that Enter takes none unseen."""
        self.view().setAccessibleName(self._label_words())
        super().showPopup()
        if self.currentIndex() < 0:
            self.view().clearSelection()
            self.view().setCurrentIndex(QModelIndex())
        if not self._listens:
            self._listens = True
            self.view().selectionModel().selectionChanged.connect(self._on_marked)

    @Slot(QItemSelection)
    def _on_marked(self, marked: QItemSelection) -> None:
        at = marked.indexes()[0].row() if marked.indexes() else -1
        if at not in {-1, self.view().currentIndex().row()}:  # keys and mouse take both along
            self.hidePopup()
            self.setCurrentIndex(at)
            self.picked.emit(at)

    @override
    def paintEvent(self, e: QPaintEvent) -> None:
        """Show by an ellipsis that words go on."""
        if self.words_that_fit == self.currentText():
            super().paintEvent(e)
            return
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.words_that_fit
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    @override
    def resizeEvent(self, e: QResizeEvent) -> None:
        """Tell the words whole where they are cut at the new width."""
        super().resizeEvent(e)
        self._tell_whole()

    @Slot()
    def _tell_whole(self) -> None:
        words = self.currentText()
        self.setToolTip(words if words != self.words_that_fit else "")

    @property
    def words_that_fit(self) -> str:
        """What is shown of the words of now, with an ellipsis where they go on."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        box = QStyle.ComplexControl.CC_ComboBox
        room = self.style().subControlRect(box, option, field, self).width()
        words = self.currentText()
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Have a label, out of sight where none stands beside it.

        On Linux Qt tells what is chosen in place of a name, which a screen reader takes from there.
        """
        super().showEvent(event)
        parent: QWidget | None = self.parentWidget()
        if parent is not None and self.accessibleName() and self._label() is None:
            label = QLabel(self.accessibleName(), parent)
            label.setBuddy(self)
            label.hide()

    def _label(self) -> QLabel | None:
        parent: QWidget | None = self.parentWidget()
        if parent is None:
            return None
        beside = parent.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return next((each for each in beside if each.buddy() is self), None)

    def _label_words(self) -> str:
        """Return what it is for: the list that unfolds has the keyboard, and no label."""
        label = self._label()
        words = self.accessibleName() or ("" if label is None else label.text())
        return words.replace("&", "")

    @override
    def keyPressEvent(self, e: QKeyEvent) -> None:
        """Unfold with Enter as with the space bar, and leave the page keys to the page.

        By those Qt would choose the first or the last line; of Enter it makes nothing.
        """
        if e.key() in PAGE_KEYS:
            e.ignore()
        elif e.key() in UNFOLDING and e.modifiers() in PLAIN:
            self.showPopup()
        else:
            before = self.currentIndex()
            super().keyPressEvent(e)
            if e.key() in TURNING and e.modifiers() in PLAIN and self.currentIndex() == before:
                announce(self, _("There is no other choice."))

    @override
    def event(self, event: QEvent) -> bool:
        """Keep the key that unfolds any box from a page that has another use for it."""
        return keeps_key(event, _unfolds) or super().event(event)

    @override
    def wheelEvent(self, e: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice is made by opening the list, never by passing."""
        e.ignore()


class ChoiceBox(UnfoldingBox):
    """One of several things to choose, each with its id and its words.

    Signals:
        chosen: The id of what the person chose.

    """

    chosen = Signal(str)

    def __init__(self, choices: Iterable[tuple[str, str]] = (), *, name: str = "") -> None:
        super().__init__()
        if name:
            self.setAccessibleName(name)
        self.show_choices(choices)
        self.picked.connect(self._on_picked)

    def show_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Show what can be chosen, if that is other than before; nothing of it is chosen yet."""
        wanted = list(choices)
        if wanted != [(self.itemData(at), self.itemText(at)) for at in range(self.count())]:
            with QSignalBlocker(self):
                self.clear()
                for choice, words in wanted:
                    self.addItem(words, choice)

    def show_chosen(self, chosen: object) -> None:
        """Show what is chosen, or what stands for nothing, without announcing it."""
        at = self.findData(chosen)
        with QSignalBlocker(self):
            self.setCurrentIndex(at if at >= 0 else self.findData(""))

    @property
    def chosen_id(self) -> str:
        """The id of what is chosen; "" while nothing is."""
        return str(self.currentData() or "")

    @Slot(int)
    def _on_picked(self, index: int) -> None:
        self.chosen.emit(self.itemData(index))


def _unfolds(event: QKeyEvent) -> bool:
    is_alt = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == ALT
    return is_alt and event.key() == Qt.Key.Key_Down
