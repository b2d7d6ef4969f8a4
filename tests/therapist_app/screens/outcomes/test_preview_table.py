"""Tables of what would leave, in the room that a page has: nothing of them stands out of sight."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from exports.document.tables import Cell, Column, Table
from tests.support.exports.papers import report_of
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.settling import settle
from therapist_app.screens.outcomes.preview_table_view import TableInRoom
from therapist_app.screens.outcomes.preview_view import package_files
from therapist_app.widgets.parts import hold, stack

pytestmark = pytest.mark.usefixtures("wear")
ROOMS = ((516, 1.0), (700, 1.0), (660, 2.0))
"""What is left for a table at 1366x768, at 1024x700, and there with text of 200 %."""


def tables(kind: str) -> Iterator[Table]:
    for page in report_of(kind).pages:
        for block in page.blocks:
            if isinstance(block, Table):
                yield block


def shown(qtbot: QtBot, table: Table, width: int) -> TableInRoom:
    view = TableInRoom(table)
    qtbot.addWidget(view)
    view.resize(width, 2000)
    view.show()
    settle()
    return view


@pytest.mark.parametrize(
    ("kind", "width", "scale"),
    sampled([(kind, *room) for kind in ("service", "client") for room in ROOMS], every=2),
)
def test_every_figure_of_every_table_is_in_sight_without_going_sideways(
    qtbot: QtBot, wear, kind: str, width: int, scale: float
) -> None:
    wear("light", scale)
    found = set()
    for table in tables(kind):
        view = shown(qtbot, table, width)
        assert view.width() == width, table.id
        found.add(view.is_listed)
        if not view.is_listed:
            head = view.table.horizontalHeader()
            assert head.length() <= view.table.viewport().width(), table.id
            continue
        assert view.table.isHidden()
        assert clipped(view) == [], table.id
        labels = [each for each in view.findChildren(QLabel) if each.isVisible()]
        assert all(each.mapTo(view, QPoint()).x() + each.width() <= width for each in labels)
        said = "\n".join(each.text() for each in labels)
        for cells in table.rows:
            assert all(cell.text in said for cell in cells), table.id
        assert all(each.title in said for each in table.columns[1:] if table.rows), table.id
    assert True in found or (kind, width) == ("client", 700)


def test_a_table_that_gets_room_stands_as_a_table_again(qtbot: QtBot) -> None:
    widest = max(tables("service"), key=lambda table: len(table.columns))
    view = shown(qtbot, widest, 516)
    assert view.is_listed

    view.resize(1400, 2000)
    settle()
    assert not view.is_listed
    assert view.table.isVisible()
    view.resize(516, 2000)
    settle()
    assert view.is_listed


def test_the_keyboard_goes_on_from_a_table_that_is_listed(qtbot: QtBot) -> None:
    widest = max(tables("service"), key=lambda table: len(table.columns))
    view, after = TableInRoom(widest), QPushButton("after")
    page = hold(stack(view, after))
    qtbot.addWidget(page)
    page.resize(1400, 2000)
    page.show()
    settle()
    view.table.setFocus()

    page.resize(500, 2000)
    settle()

    assert view.is_listed
    assert after.hasFocus()


def test_as_many_tables_are_counted_as_the_report_has(qtbot: QtBot) -> None:
    names = ("README.txt", "tables/alerts.csv", "tables/cells.csv", "tables/dose.csv")

    shown = package_files(names)
    qtbot.addWidget(shown)

    said = [each.text() for each in shown.findChildren(QLabel)]
    assert "2 tables" in said, "that for programs is none of the report"
    assert "tables/cells.csv" in said, "and leaves as well"


def test_a_row_that_begins_with_a_figure_names_it_and_an_empty_cell_says_nothing(
    qtbot: QtBot,
) -> None:
    columns = tuple(
        Column(each, f"A column with a long title, {each}", kind, "")
        for each, kind in (("clients", "count"), ("level", "text"), ("fell", "count"))
    )
    table = Table("falls", "Falls", columns, ((Cell("7", 7), Cell(""), Cell("8", 8)),))

    view = shown(qtbot, table, 200)

    assert view.is_listed
    [said] = [each.text() for each in view.findChildren(QLabel) if each.isVisible() and each.text()]
    assert said.startswith("A column with a long title, clients: 7")
    assert "level" not in said
    assert said.endswith("A column with a long title, fell: 8")
