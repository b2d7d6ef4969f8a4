"""The search over a page: what it shows, its keys, what is told of it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from session_forms.words.texts import N_
from tests.support.windows.hearing import Hearing
from therapist_app import commands
from therapist_app.commands import ClientPage, Command, Group
from therapist_app.record.model import Client
from therapist_app.screens.search.view import SearchView
from therapist_app.screens.search.viewmodel import RecentPage, SearchViewModel
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client

pytestmark = pytest.mark.usefixtures("wear")
WAYS = (
    Command("a", Group.PLACES, N_("Backups"), "", commands.Safekeeping(), "backup"),
    Command("b", Group.PLACES, N_("Settings"), "Ctrl+6", commands.Settings(), "settings"),
    Command("c", Group.PLACES, N_("Services by country"), "", commands.Library("services")),
)


def named(work, name: str) -> Client:
    new = NewClient(anonymity="named", name=name, track=work.workspace.programme.tracks[0].id)
    return add_client(work.workspace, new)


class Search:
    """A search over an empty page, and where it led."""

    def __init__(self, qtbot, work, recent=(), *, codes_only: bool = False) -> None:
        self.qtbot = qtbot
        self.left: list[commands.Destination] = []
        self.closed: list[bool] = []
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.page.resize(1100, 700)
        self.page.show()
        self.viewmodel = SearchViewModel(work.workspace, WAYS, recent, codes_only=codes_only)
        self.view = SearchView(self.viewmodel, frozenset({"Ctrl+1"}), self.page)
        self.view.leave_requested.connect(self.left.append)
        self.view.closed.connect(lambda: self.closed.append(True))
        QApplication.processEvents()

    def write(self, words: str) -> None:
        self.qtbot.keyClicks(self.view.line, words)

    def key(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.view.line, key, modifier)

    @property
    def groups(self) -> dict[str, list[str]]:
        return {each.name: [hit.title for hit in each.hits] for each in self.viewmodel.state.groups}

    @property
    def chosen(self) -> str:
        hit = self.viewmodel.state.chosen
        return hit.title if hit is not None else ""


@pytest.fixture
def search(qtbot, work):
    return lambda recent=(), **how: Search(qtbot, work, recent, **how)


def test_nothing_typed_shows_the_last_pages_and_the_clients_of_today(search, work):
    today, gone_to = work.add_client(), work.add_client()
    work.plan(today, "S01", work.clock() + timedelta(hours=1))
    recent = [
        RecentPage(ClientPage(gone_to.id), ""),
        RecentPage(ClientPage("f" * 32), ""),
        RecentPage(commands.Settings(), "Settings"),
    ]

    opened = search(recent)

    assert opened.groups == {"recent": [gone_to.code, "Settings"], "today": [today.code]}
    assert opened.viewmodel.state.hits[-1].beside.startswith("session 1 · today ")


def test_what_is_found_stands_in_groups_whose_order_never_changes(search, work):
    client = named(work, "Sera Backer")
    opened = search()

    opened.write("ba")
    assert opened.groups == {"clients": [client.code], "ways": ["Backups"]}
    opened.write("ck")
    assert opened.groups == {"clients": [client.code], "ways": ["Backups"]}

    assert [each.count for each in opened.viewmodel.state.groups] == ["1 of 1", "1 of 3"]


def test_what_was_typed_is_marked_in_code_name_and_title(search, work):
    client = named(work, "Sera Sett")
    opened = search()

    opened.write("set")
    in_name, in_title = opened.viewmodel.state.hits
    assert (in_name.title_marks, in_name.words_marks) == ((), ((5, 8),))
    assert in_title.title_marks == ((0, 3),)

    opened.view.line.clear()
    opened.viewmodel.look_for(client.code.replace("-", "").lower())
    assert opened.viewmodel.state.hits[0].title_marks == ((0, 6),)


def test_enter_opens_what_is_chosen_and_arrows_stop_at_the_ends(search, work):
    named(work, "Bea One"), named(work, "Bea Two")
    opened = search()
    opened.write("bea")
    [first, second] = opened.viewmodel.state.hits

    opened.key(Qt.Key.Key_Up)
    assert opened.viewmodel.state.at == 0
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Return)

    assert opened.left == [second.destination] != [first.destination]


def test_tab_jumps_from_group_to_group_and_round(search, work):
    for name in ("Sera A", "Sera B"):
        named(work, name)
    opened = search()
    opened.write("se")
    assert opened.groups["ways"] == ["Settings", "Services by country"]

    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Tab)
    assert opened.chosen == "Settings"
    opened.key(Qt.Key.Key_Tab)
    assert opened.viewmodel.state.at == 0
    opened.key(Qt.Key.Key_Backtab)
    assert opened.chosen == "Settings"
    assert QApplication.focusWidget() is opened.view.line


def test_ctrl_enter_begins_the_session_of_a_client_and_else_opens(search, work):
    client = named(work, "Sera A")
    opened = search()
    opened.write("se")

    opened.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.key(Qt.Key.Key_Tab)
    opened.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert opened.left == [ClientPage(client.id, "session"), commands.Settings()]


def test_nothing_found_says_so_and_enter_does_nothing(search, work):
    work.add_client()
    opened = search()

    opened.write("zzz")
    opened.key(Qt.Key.Key_Return)
    opened.key(Qt.Key.Key_Tab)
    opened.key(Qt.Key.Key_Down)

    assert opened.view.none.text() == "Nothing with “zzz”. A shorter word may help."
    assert opened.view.none.isVisible()
    assert not opened.view.hits.isVisible()
    assert opened.left == []


def test_while_a_session_is_open_no_name_is_shown_and_none_finds(search, work):
    client = named(work, "Alva Morrow")
    opened = search(codes_only=True)

    opened.write("mor")
    assert opened.groups == {}

    opened.viewmodel.look_for(client.code)
    [hit] = opened.viewmodel.state.hits
    assert (hit.title, hit.words) == (client.code, "")


def test_escape_and_a_press_beside_the_sheet_close_it(search, work, qtbot):
    work.add_client()
    opened = search()

    opened.key(Qt.Key.Key_Escape)
    qtbot.mouseClick(opened.view, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    qtbot.mouseClick(
        opened.view, Qt.MouseButton.LeftButton, pos=opened.view.sheet.geometry().center()
    )

    assert opened.closed == [True, True]


def test_a_press_on_a_hit_opens_it_and_on_a_heading_nothing(search, work, qtbot):
    named(work, "Sera A")
    opened = search()
    opened.write("se")
    rows = opened.view.hits

    for row in (0, 3):
        at = rows.visualRect(rows.hits.index(row)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert opened.left == [commands.Settings()]


def test_how_much_was_found_is_told_politely_and_each_hit_by_name_and_group(
    search, work, monkeypatch
):
    client = named(work, "Sera A")
    opened = search()
    hearing = Hearing(monkeypatch)

    opened.write("se")
    assert hearing.words == []
    opened.view._on_tell_timeout()
    opened.key(Qt.Key.Key_Tab)

    assert hearing.words == [
        f"3 found. Clients: {client.code}, Sera A.",
        "Pages and actions: Settings, Ctrl+6.",
    ]
    assert not any(each.interrupts for each in hearing.said)


def test_each_line_says_its_hit_to_assistive_technology(search, work):
    client = named(work, "Sera A")
    opened = search()
    opened.write("sera")
    model = opened.view.hits.hits

    assert [model.data(model.index(row)) for row in range(model.rowCount())] == [
        "Clients",
        f"{client.code}, Sera A",
    ]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_it_stays_as_large_as_the_page_and_whole_in_a_low_window(search, work):
    for number in range(6):
        named(work, f"Sera {number}")
    opened = search()
    opened.write("se")

    opened.page.resize(500, 360)
    QApplication.processEvents()

    assert opened.view.size() == opened.page.size()
    assert opened.page.rect().contains(opened.view.sheet.geometry())
    assert opened.view.hits.verticalScrollBar().maximum() > 0
