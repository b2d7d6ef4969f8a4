"""Copies: plain, marked, and gone after a while, with a clipboard that the test holds."""

import pytest
from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QClipboard, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu

from therapist_app.hygiene.system import system_named
from therapist_app.widgets.dataclass_table import (
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.fields.copying import STAYS, Copies, copies
from therapist_app.widgets.fields.fields import TextArea, TextLine
from therapist_app.widgets.fields.passphrase_field import HINTS, PassphraseField, SecretLine

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
CONTROL = Qt.KeyboardModifier.ControlModifier
WORDS = "said in confidence"


class Board(QObject):  # its names are those of QClipboard
    """A clipboard whose owner the test knows."""

    changed = Signal(QClipboard.Mode)

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[QClipboard.Mode, QMimeData] = {}
        self.ours = False

    def setMimeData(self, data: QMimeData, mode=QClipboard.Mode.Clipboard) -> None:  # noqa: N802
        self.held[mode], self.ours = data, True
        self.changed.emit(mode)

    def clear(self, mode=QClipboard.Mode.Clipboard) -> None:
        self.held.pop(mode, None)
        self.changed.emit(mode)

    def text(self) -> str:
        found = self.held.get(QClipboard.Mode.Clipboard)
        return found.text() if found else ""

    def ownsClipboard(self) -> bool:  # noqa: N802
        return self.ours

    def ownsSelection(self) -> bool:  # noqa: N802
        return QClipboard.Mode.Selection in self.held

    def ownsFindBuffer(self) -> bool:  # noqa: N802
        return False

    def formats(self) -> list[str]:
        return self.held[QClipboard.Mode.Clipboard].formats()

    def taken_by_another_program(self, words: str) -> None:
        data = QMimeData()
        data.setText(words)
        self.held[QClipboard.Mode.Clipboard], self.ours = data, False
        self.changed.emit(QClipboard.Mode.Clipboard)


class Workspace:
    """A clipboard, and the copies on it."""

    def __init__(self, platform: str = "linux") -> None:
        self.board = Board()
        self.copies = Copies(self.board, system=system_named(platform))

    def half_a_minute_later(self) -> None:
        assert self.copies._timer.interval() == STAYS == 30_000
        self.copies._timer.timeout.emit()


@pytest.fixture
def workspace(qapp):
    assert qapp is not None
    return Workspace()


# Acceptance D64
@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_a_copy_is_plain_and_marked_and_nothing_else(qapp, platform):
    assert qapp is not None
    workspace = Workspace(platform)

    workspace.copies.put(WORDS)

    assert workspace.board.text() == WORDS
    assert set(workspace.board.formats()) == {"text/plain", *system_named(platform).copy_hints}


# Acceptance D64
def test_a_copy_is_gone_after_half_a_minute(workspace):
    workspace.copies.put(WORDS)

    workspace.half_a_minute_later()

    assert workspace.board.text() == ""
    assert not workspace.copies.is_waiting


# Acceptance D64
def test_what_the_person_copied_elsewhere_since_stays(workspace):
    workspace.copies.put(WORDS)
    workspace.board.taken_by_another_program("a recipe")

    workspace.half_a_minute_later()

    assert workspace.board.text() == "a recipe"


# Acceptance D64
def test_a_manager_of_copies_that_took_the_words_over_loses_them(workspace):
    workspace.copies.put(WORDS)
    workspace.board.taken_by_another_program(WORDS)

    workspace.half_a_minute_later()

    assert workspace.board.text() == ""


# Acceptance D64
def test_whatever_of_ours_copies_is_made_plain_and_marked(workspace):
    rich = QMimeData()
    rich.setHtml(f"<b>{WORDS}</b>")
    rich.setText(WORDS)

    workspace.board.setMimeData(rich)

    assert "text/html" not in workspace.board.formats()
    assert "x-kde-passwordManagerHint" in workspace.board.formats()
    assert workspace.copies.is_waiting


# Acceptance D64
def test_marking_words_leaves_nothing_for_a_middle_click(workspace):
    marked = QMimeData()
    marked.setText(WORDS)

    workspace.board.setMimeData(marked, QClipboard.Mode.Selection)

    assert workspace.board.held == {}


def test_what_another_program_copies_is_left_alone(workspace):
    workspace.board.taken_by_another_program("a recipe")
    workspace.board.changed.emit(QClipboard.Mode.Selection)

    assert workspace.board.formats() == ["text/plain"]
    assert not workspace.copies.is_waiting


def test_copying_nothing_keeps_what_is_there(workspace):
    workspace.board.taken_by_another_program("a recipe")

    workspace.copies.put("")

    assert workspace.board.text() == "a recipe"


@pytest.fixture
def clipboard(qapp):
    assert qapp is not None
    board = QGuiApplication.clipboard()
    board.clear()
    yield board
    copies().clear()
    board.clear()


@pytest.fixture(params=[TextLine, TextArea])
def field(request, qtbot, clipboard):
    assert clipboard.text() == ""
    made = request.param("Note")
    qtbot.addWidget(made)
    made.show_words(WORDS)
    made.selectAll()
    return made


def words_in(field) -> str:
    return field.text() if isinstance(field, TextLine) else field.toPlainText()


def open_menu(field) -> QMenu:
    place = field.rect().center()
    reason = QContextMenuEvent.Reason.Keyboard
    field.contextMenuEvent(QContextMenuEvent(reason, place, field.mapToGlobal(place)))
    [menu] = field.findChildren(QMenu)
    return menu


def entries(menu: QMenu) -> list[str]:
    return [each.objectName() for each in menu.actions() if not each.isSeparator()]


# Acceptance D64
def test_a_field_copies_by_key_as_it_must(field, qtbot, clipboard):
    qtbot.keyClick(field, Qt.Key.Key_C, CONTROL)

    assert set(clipboard.mimeData().formats()) == {"text/plain", *system_named("linux").copy_hints}
    assert clipboard.text() == WORDS
    assert copies().is_waiting


# Acceptance D64
# Acceptance D65
def test_what_is_cut_is_gone_from_the_field_and_cannot_be_brought_back(field, qtbot, clipboard):
    qtbot.keyClick(field, Qt.Key.Key_X, CONTROL)
    field.undo()
    qtbot.keyClick(field, Qt.Key.Key_Z, CONTROL)

    assert words_in(field) == ""
    assert clipboard.text() == WORDS


def test_a_field_that_is_only_read_gives_nothing_away_by_cutting(field, qtbot, clipboard):
    field.setReadOnly(True)

    qtbot.keyClick(field, Qt.Key.Key_X, CONTROL)

    assert words_in(field) == WORDS
    assert clipboard.text() == ""


# Acceptance D64
@pytest.mark.parametrize(("entry", "left"), [("edit-copy", WORDS), ("edit-cut", "")])
def test_the_menu_of_a_field_copies_as_it_must(field, clipboard, entry, left):
    [action] = [each for each in open_menu(field).actions() if each.objectName() == entry]

    action.trigger()

    assert clipboard.text() == WORDS
    assert "x-kde-passwordManagerHint" in clipboard.mimeData().formats()
    assert words_in(field) == left


# Acceptance D65
def test_the_menu_of_a_field_knows_no_history(field):
    menu = open_menu(field)

    assert entries(menu) == ["edit-cut", "edit-copy", "edit-paste", "edit-delete", "select-all"]


# Acceptance D64
def test_what_an_area_hands_on_is_plain_and_marked(field):
    if isinstance(field, TextArea):
        given = field.createMimeDataFromSelection()
        assert set(given.formats()) == {"text/plain", *system_named("linux").copy_hints}
        assert given.text() == WORDS
    else:
        assert not field.dragEnabled()


def test_marked_words_are_not_picked_up_to_be_dropped_elsewhere(qtbot):
    area = TextArea("Note")
    qtbot.addWidget(area)
    area.show_words(WORDS)
    area.selectAll()

    qtbot.mousePress(area.viewport(), Qt.MouseButton.LeftButton)
    has_selection = area.textCursor().hasSelection()
    qtbot.mouseRelease(area.viewport(), Qt.MouseButton.LeftButton)

    assert not has_selection


# Acceptance D64
def test_a_table_copies_its_cell_as_it_must(qtbot, clipboard):
    model = DataclassTableModel((TableColumn("Code", lambda row: row),))
    table = DataclassTableView(model)
    table.show_rows([WORDS])
    qtbot.addWidget(table)
    table.setCurrentIndex(model.index(0, 0))

    qtbot.keyClick(table, Qt.Key.Key_C, CONTROL)

    assert clipboard.text() == WORDS
    assert "x-kde-passwordManagerHint" in clipboard.mimeData().formats()


# Acceptance D64
@pytest.mark.parametrize("shown", [True, False])
def test_a_passphrase_is_never_copied(qtbot, clipboard, shown):
    field = PassphraseField("Passphrase")
    qtbot.addWidget(field)
    field.line.setText(WORDS)
    field.line.set_shown(shown=shown)
    field.line.selectAll()

    qtbot.keyClick(field.line, Qt.Key.Key_C, CONTROL)
    qtbot.keyClick(field.line, Qt.Key.Key_X, CONTROL)
    menu = open_menu(field.line)

    assert clipboard.text() == ""
    assert not {"edit-copy", "edit-cut", "edit-undo"} & set(entries(menu))


@pytest.mark.parametrize("shown", [True, False])
def test_a_secret_gives_no_copy(qtbot, clipboard, shown):
    line = SecretLine("PIN", shown=shown)
    qtbot.addWidget(line)
    line.setText("482915")
    line.selectAll()

    qtbot.keyClick(line, Qt.Key.Key_C, CONTROL)

    assert clipboard.text() == ""


# Acceptance D72
def test_a_keyboard_learns_nothing_of_a_passphrase_that_is_shown(qtbot):
    field = PassphraseField("Passphrase")
    qtbot.addWidget(field)

    for _press in range(3):
        assert field.line.inputMethodHints() & HINTS == HINTS
        field.show_button.click()
