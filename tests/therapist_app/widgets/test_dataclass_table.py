"""A table over frozen rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QWidget
from pytestqt.modeltest import ModelTester

from tests.support.windows.acting import open_row
from tests.support.windows.hearing import Hearing
from tests.support.windows.outline import outline
from tests.support.windows.reflow import two_bars
from tests.support.windows.settling import settle
from therapist_app.theme.look import look
from therapist_app.widgets.dataclass_table import (
    LEAST_STRETCHED,
    DataclassTableModel,
    DataclassTableView,
    TableColumn,
)
from therapist_app.widgets.layout.layouts import hold, scroll, stack
from therapist_app.widgets.layout.page_scroll import PageScroll


@dataclass(frozen=True)
class Client:
    code: str
    next_step: str
    sessions: int


CLIENTS = (
    Client("K7-412", "Session 7", 6),
    Client("M2-088", "Alert to answer", 3),
    Client("R4-913", "", 0),
)


def code(client: Client) -> str:
    return client.code


def next_step(client: Client) -> str:
    return client.next_step


def sessions(client: Client) -> str:
    return str(client.sessions)


def sign(client: Client) -> tuple[str, str]:
    return ("alert", "attention") if "Alert" in client.next_step else ("", "")


@pytest.fixture
def table(qtbot, wear):
    wear()
    model = DataclassTableModel[Client](
        (
            TableColumn("Code", code, strong=True),
            TableColumn("Next", next_step, sign=sign, stretch=True),
            TableColumn("Sessions", sessions, right=True),
        )
    )
    view = DataclassTableView(model)
    view.setAccessibleName("Clients")
    qtbot.addWidget(view)
    view.show_rows(CLIENTS)
    view.resize(700, 300)
    view.show()
    return view


def test_the_model_keeps_qts_rules(table, qtmodeltester: ModelTester):
    qtmodeltester.check(table.table_model)


def test_outline_of_a_table(table, golden):
    golden("widgets/table.txt", outline(table))


def test_a_cell_says_its_words_and_stands_where_its_column_stands(table):
    model = table.table_model

    assert model.index(1, 1).data() == "Alert to answer"
    assert model.index(1, 2).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert model.index(1, 0).data(Qt.ItemDataRole.FontRole).weight() == 600
    assert model.index(1, 1).data(Qt.ItemDataRole.ToolTipRole) is None


def test_a_cell_tells_a_screen_reader_which_row_of_how_many_it_is_in(table):
    count = table.table_model.rowCount()
    last = table.table_model.index(count - 1, 0)

    told = last.data(Qt.ItemDataRole.AccessibleDescriptionRole)

    assert told == f"Row {count} of {count}"


def test_who_tabs_into_it_hears_the_row_there_each_cell_with_its_column(table, qtbot, monkeypatch):
    before = QPushButton("Before")
    window = hold(stack(before, table))
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    before.setFocus()
    hearing = Hearing(monkeypatch)

    qtbot.keyClick(before, Qt.Key.Key_Tab)
    settle()

    assert table.hasFocus()
    assert hearing.words == ["Code: K7-412. Row 1 of 3. Next: Session 7. Sessions: 6."]
    table.setCurrentIndex(table.table_model.index(2, 0))
    assert len(hearing.words) == 1  # Orca says what the arrows reach
    qtbot.keyClick(table, Qt.Key.Key_Backtab)
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    settle()
    assert hearing.words[1:] == ["Code: R4-913. Row 3 of 3. Sessions: 0."]
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    before.setFocus()  # before it was said: the keyboard was only lent
    settle()
    assert len(hearing.words) == 2
    table.setParent(None)


def test_a_sign_stands_only_where_there_is_one(table):
    signs = [table.table_model.index(at, 1).data(Qt.ItemDataRole.DecorationRole) for at in range(3)]

    assert [each is not None for each in signs] == [False, True, False]


def test_a_head_stands_like_its_column(table):
    head = table.table_model.headerData

    assert head(2, Qt.Orientation.Horizontal) == "Sessions"
    side = head(2, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
    assert side & Qt.AlignmentFlag.AlignRight
    assert head(0, Qt.Orientation.Vertical) is None


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_opens_the_row_the_keyboard_is_on(table, qtbot, key):
    table.setCurrentIndex(table.table_model.index(1, 0))

    with qtbot.waitSignal(table.chosen) as heard:
        qtbot.keyClick(table, key)

    assert heard.args == [CLIENTS[1]]


@pytest.mark.parametrize("at", [0, 2], ids=["the row of the keyboard", "another row"])
def test_assistive_technology_opens_a_row_as_enter_does(table, at):
    table.setCurrentIndex(table.table_model.index(0, 0))
    opened = []
    table.chosen.connect(opened.append)

    open_row(table, at)

    assert opened == [CLIENTS[at]]
    assert table.current_row == CLIENTS[at]
    assert {each.row() for each in table.selectedIndexes()} == {at}


def test_a_click_and_the_arrows_open_nothing(table, qtbot):
    opened = []
    table.chosen.connect(opened.append)
    place = table.visualRect(table.table_model.index(1, 0)).center()

    for modifier in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    table.selectRow(0)

    assert opened == []


def test_arrows_move_by_rows(table, qtbot):
    table.setCurrentIndex(table.table_model.index(0, 0))

    qtbot.keyClick(table, Qt.Key.Key_Down)

    assert table.current_row == CLIENTS[1]


def test_the_keyboard_stays_on_its_line_when_rows_change(table):
    table.setCurrentIndex(table.table_model.index(2, 0))

    table.show_rows(CLIENTS[:2])

    assert table.current_row == CLIENTS[1]
    assert table.table_model.rows == CLIENTS[:2]


def test_an_empty_table_has_no_row_to_open(table, qtbot):
    table.show_rows(())

    with qtbot.assertNotEmitted(table.chosen):
        qtbot.keyClick(table, Qt.Key.Key_Return)

    assert table.current_row is None


def test_nothing_in_a_table_can_be_written_or_dropped(table):
    assert not table.table_model.flags(table.table_model.index(0, 0)) & Qt.ItemFlag.ItemIsEditable
    assert not table.acceptDrops()


def test_enter_that_is_held_since_before_opens_no_row(table):
    opened = []
    table.chosen.connect(opened.append)
    table.selectRow(0)
    again = QKeyEvent(
        QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", autorep=True
    )

    QApplication.sendEvent(table, again)

    assert opened == []


def test_signs_grow_with_the_text(wear, qtbot):
    sizes = []
    for scale in (1.0, 2.0):
        wear(text_scale=scale)
        view = DataclassTableView(DataclassTableModel[Client]((TableColumn("Next", next_step),)))
        qtbot.addWidget(view)
        sizes.append(view.iconSize().width())

    assert sizes == [16, 32]


@pytest.fixture
def growing(qtbot, wear):
    """A table whose words break into lines, some of which need them."""
    wear()
    asked: list[Client] = []

    def told(client: Client) -> str:
        asked.append(client)
        return client.next_step

    columns = (
        TableColumn("Code", code, sign=sign),
        TableColumn("Next", told, strong=True, stretch=True),
        TableColumn("Sessions", sessions),
    )
    view = DataclassTableView(DataclassTableModel[Client](columns))
    view.let_rows_grow()
    qtbot.addWidget(view)
    view.resize(420, 300)
    words = ("Session 7", "Alert to answer", "", "A long way to go " * 6, "One\nbeneath")
    view.show_rows([Client(f"K7-{at:03}", words[at % 5], at) for at in range(40)])
    view.show()
    settle()
    return view, asked


def test_columns_are_as_wide_and_rows_as_high_as_qt_would_have_them(growing):
    view, _asked = growing

    for column in (0, 2):
        assert view.sizeHintForColumn(column) == QTableView.sizeHintForColumn(view, column)
    least = view.verticalHeader().minimumSectionSize()
    heights = [view.rowHeight(row) for row in range(40)]
    assert heights == [max(least, QTableView.sizeHintForRow(view, row)) for row in range(40)]
    assert len(set(heights)) > 1


def test_each_cell_is_put_into_words_once(growing):
    view, asked = growing

    view.resize(380, 320)
    settle()

    assert len(asked) == 40


def test_qt_reckons_the_same_long_words_once(growing, monkeypatch):
    view, _asked = growing
    reckoned: list[int] = []
    by_qt = QTableView.sizeHintForRow
    monkeypatch.setattr(
        QTableView, "sizeHintForRow", lambda table, row: reckoned.append(row) or by_qt(table, row)
    )

    view.resize(380, 320)
    settle()

    assert len(reckoned) == 2


def test_the_column_that_takes_the_rest_never_vanishes(growing):
    view, _asked = growing
    assert view.columnWidth(1) > 160
    assert view.horizontalScrollBar().maximum() == 0

    view.resize(220, 300)
    settle()
    assert view.columnWidth(1) == 160
    assert view.horizontalScrollBar().maximum() > 0

    view.resize(640, 300)
    settle()
    assert view.columnWidth(1) > 300
    assert view.horizontalScrollBar().maximum() == 0


MANY = tuple(Client(f"K7-{number}", "Session 7", 6) for number in range(40))


@contextmanager
def on_a_page(table: QTableView, above: int) -> Iterator[QWidget]:
    """Show a table under something so high, on a page that scrolls."""
    filler = QWidget()
    filler.setFixedHeight(above)
    table.setMinimumHeight(160)
    window = hold(stack(scroll(stack(filler, table))))
    window.resize(600, 400)
    window.show()
    settle()
    yield window
    table.setParent(None)


def test_a_table_stands_whole_where_the_page_around_it_scrolls_so_that_one_bar_is_left(table):
    plain = QTableView()
    plain.setModel(table.model())
    table.show_rows(MANY)

    with on_a_page(plain, above=600) as window:
        assert len(two_bars(window)) == 1  # two are found where they are
    with on_a_page(table, above=600) as window:
        assert two_bars(window) == []
        assert table.stands_whole
        assert table.height() >= len(MANY) * table.rowHeight(0)
        table.show_rows(MANY[:5])
        settle()
        assert table.height() < 10 * table.rowHeight(0)


def test_a_table_scrolls_by_itself_where_the_page_does_not_and_again_where_it_need_not(table):
    table.show_rows(MANY)
    whole = []

    with on_a_page(table, above=100) as window:
        for height in (400, 200, 500):
            window.resize(600, height)
            settle()
            whole.append(table.stands_whole)

        assert whole == [False, True, False]
        assert table.verticalScrollBar().maximum() > 0


def test_the_row_with_the_keyboard_comes_in_sight_in_a_table_that_stands_whole(table):
    table.show_rows(MANY)

    with on_a_page(table, above=600) as window:
        table.setCurrentIndex(table.model().index(30, 0))
        settle()

        seen = window.findChild(PageScroll).viewport()
        cell = table.visualRect(table.currentIndex())
        top = table.viewport().mapTo(seen, cell.topLeft()).y()
        assert 0 <= top <= seen.height() - cell.height()


def test_page_keys_turn_the_page_and_not_a_table_that_stands_whole(table):
    table.show_rows(MANY)
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_PageDown, Qt.KeyboardModifier.NoModifier)

    with on_a_page(table, above=600):
        table.setCurrentIndex(table.model().index(0, 0))
        table.keyPressEvent(key)

    assert not key.isAccepted()
    assert table.currentIndex().row() == 0


def test_a_table_is_arranged_once_it_is_seen_and_not_each_time_it_is_put_into_something(
    qtbot, monkeypatch, wear
):
    """Nine times in ten it was done for nobody while a page with a table was built."""
    wear()
    arranged: list[bool] = []
    arrange = QTableView.updateGeometries
    monkeypatch.setattr(
        QTableView, "updateGeometries", lambda it: arranged.append(it.isVisible()) or arrange(it)
    )
    view = DataclassTableView(
        DataclassTableModel[Client]((TableColumn("Code", code, stretch=True),))
    )
    view.show_rows(CLIENTS)
    page = hold(stack(hold(stack(hold(stack(view))))))
    qtbot.addWidget(page)
    assert arranged == []

    page.show()
    settle()

    assert arranged
    assert all(arranged)


def test_a_table_that_nobody_sees_is_arranged_for_its_rows_when_it_is_shown(table):
    settle()
    table.hide()
    table.show_rows(CLIENTS * 40)
    settle()
    assert table.verticalScrollBar().maximum() == 0

    table.show()
    settle()

    assert table.verticalScrollBar().maximum() > 0


def test_a_column_with_few_words_takes_no_more_room_than_they_need(qtbot, wear):
    wear("light", 2.0)
    view = DataclassTableView(
        DataclassTableModel[Client](
            (
                TableColumn("Form", lambda _client: "PHQ-9", stretch=True),
                TableColumn("Next", next_step),
            )
        )
    )
    qtbot.addWidget(view)
    view.show_rows(CLIENTS)
    own = max(view.sizeHintForColumn(0), view.horizontalHeader().sectionSizeHint(0))
    least = look().scaled(LEAST_STRETCHED)
    assert own < least
    beside = view.sizeHintForColumn(1)
    view.resize(beside + (own + least) // 2 + 2 * view.frameWidth(), 2000)
    view.show()
    settle()

    assert view.horizontalScrollBar().maximum() == 0
