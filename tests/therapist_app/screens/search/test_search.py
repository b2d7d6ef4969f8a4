"""The search over a page: what it shows, its keys, what is told of it."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from session_forms.words.texts import N_
from tests.support.windows.acting import told
from tests.support.windows.hearing import Hearing
from therapist_app import commands
from therapist_app.commands import ClientPage, Command, CommandGroup
from therapist_app.record.clients import alerts, filled_forms
from therapist_app.record.database import audit
from therapist_app.record.model import Acknowledgement, Client
from therapist_app.screens.search import viewmodel
from therapist_app.screens.search.view import STARTS, SearchView
from therapist_app.screens.search.viewmodel import RecentPage, SearchViewModel
from therapist_app.shell.navigation import places
from therapist_app.shell.navigation.places import search_maker
from therapist_app.workflows.overviews.seeing_clients import (
    NewClient,
    add_client,
    client_page_data,
)
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.closing_a_session import amend_note, close_page_data
from therapist_app.workflows.sessions.holding_a_session import hold

pytestmark = pytest.mark.usefixtures("wear")
WAYS = (
    Command("a", CommandGroup.PLACES, N_("Quarry"), "", commands.Safekeeping(), "backup"),
    Command(
        "b", CommandGroup.PLACES, N_("Zebra settings"), "Ctrl+6", commands.Settings(), "settings"
    ),
    Command("c", CommandGroup.PLACES, N_("Zebra services"), "", commands.Library("services")),
)


def named(work, name: str) -> Client:
    new = NewClient(anonymity="named", name=name, track=work.workspace.programme.tracks[0].id)
    return add_client(work.workspace, new)


class Search:
    """A search over an empty page, and where it led."""

    def __init__(self, qtbot, work, recent=(), **how) -> None:
        self.qtbot = qtbot
        self.left: list[commands.Destination] = []
        self.closed: list[bool] = []
        self.page = QWidget()
        qtbot.addWidget(self.page)
        self.page.resize(1100, 700)
        self.page.show()
        self.viewmodel = SearchViewModel(work.workspace, WAYS, recent, **how)
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
    client = named(work, "Zora Quarter")
    work.fill(client, "practice-plan", {"what": "Walk to the quarry"}, None)
    opened = search()
    for letters in ("qua", "r"):
        opened.write(letters)
        assert list(opened.groups) == ["clients", "ways", "words"]
    opened.viewmodel.look_for("session 1")

    assert list(opened.groups) == ["content"]
    assert opened.groups["content"][0].startswith("Session 1 · ")


def test_how_many_were_found_stands_at_each_group(search, work):
    client = named(work, "Zora Quarter")
    for _each in range(7):
        work.fill(client, "practice-plan", {"what": "Walk to the quarry"}, None)
    opened = search()

    opened.write("quar")

    counts = [each.count for each in opened.viewmodel.state.groups]
    assert counts == ["1 of 1", "1 of 3", "5 of 7. Add a code for one client."]
    assert opened.viewmodel.count_in_words == "9 found."
    opened.view.line.clear()
    opened.write(f"{client.code} quar")
    assert [each.count for each in opened.viewmodel.state.groups] == ["7 of 7"]


def test_of_one_client_what_was_said_long_ago_is_reached(search, work):
    client = work.add_client()
    for number in range(9):
        work.fill(client, "practice-plan", {"what": f"Quarry {number}"}, None)
        work.clock.advance(7 * 86_400)
    opened = search()
    opened.write(f"{client.code} quarry")

    for _each in range(20):
        opened.key(Qt.Key.Key_Down)

    assert opened.viewmodel.state.chosen.words == "Quarry 0"


def test_what_was_typed_is_marked_in_code_name_and_title(search, work):
    client = named(work, "Zora Zebbel")
    opened = search()

    opened.write("zeb")
    in_name, in_title, _other = opened.viewmodel.state.hits
    assert (in_name.title_marks, in_name.words_marks) == ((), ((5, 8),))
    assert in_title.title_marks == ((0, 3),)

    opened.view.line.clear()
    opened.viewmodel.look_for(client.code.replace("-", "").lower())
    assert opened.viewmodel.state.hits[0].title_marks == ((0, 6),)


def test_enter_opens_what_is_chosen_and_arrows_stop_at_the_ends(search, work):
    named(work, "Bexa One"), named(work, "Bexa Two")
    opened = search()
    opened.write("bexa")
    [first, second] = opened.viewmodel.state.hits

    opened.key(Qt.Key.Key_Up)
    assert opened.viewmodel.state.at == 0
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Return)

    assert opened.left == [second.destination] != [first.destination]


def test_tab_jumps_from_group_to_group_and_round(search, work):
    for name in ("Zeb A", "Zeb B"):
        named(work, name)
    opened = search()
    opened.write("zeb")
    assert opened.groups["ways"] == ["Zebra settings", "Zebra services"]

    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Tab)
    assert opened.chosen == "Zebra settings"
    opened.key(Qt.Key.Key_Tab)
    assert opened.viewmodel.state.at == 0
    opened.key(Qt.Key.Key_Backtab)
    assert opened.chosen == "Zebra settings"
    assert QApplication.focusWidget() is opened.view.line


def test_ctrl_enter_begins_the_session_of_a_client_and_else_opens(search, work):
    client = named(work, "Zeb A")
    opened = search()
    opened.write("zeb")

    opened.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    opened.key(Qt.Key.Key_Tab)
    opened.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert opened.left == [ClientPage(client.id, "session"), commands.Settings()]


def test_nothing_found_says_so_each_time_and_enter_does_nothing(search, work, monkeypatch):
    work.add_client()
    opened = search()
    hearing = Hearing(monkeypatch)

    opened.write("zzz")
    opened.view._on_tell_timeout()
    opened.key(Qt.Key.Key_Return)
    opened.key(Qt.Key.Key_Tab)
    opened.key(Qt.Key.Key_Down)

    assert hearing.words == ["Nothing with “zzz”. A shorter word may help."] * 4
    assert opened.view.none.text() == "Nothing with “zzz”. A shorter word may help."
    around = opened.view.none.contentsMargins()
    assert around.right() == around.left() > 0
    assert opened.view.none.isVisible()
    assert not opened.view.hits.isVisible()
    assert opened.left == []


def test_while_a_session_is_open_no_name_is_shown_and_none_finds(search, work):
    client = named(work, "Alva Morrow")
    opened = search(codes_only=True)

    opened.write("morr")
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
    named(work, "Zeb A")
    opened = search()
    opened.write("zeb")
    rows = opened.view.hits

    for row in (0, 3):
        at = rows.visualRect(rows.hits.index(row)).center()
        qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)

    assert opened.left == [commands.Settings()]


def test_how_much_was_found_is_told_politely_and_each_hit_by_name_and_group(
    search, work, monkeypatch
):
    client = named(work, "Zeb A")
    opened = search()
    hearing = Hearing(monkeypatch)

    opened.write("zeb")
    assert hearing.words == []
    opened.view._on_tell_timeout()
    opened.key(Qt.Key.Key_Tab)

    assert hearing.words == [
        f"3 found. Clients: {client.code}, Zeb A.",
        "Pages and actions: Zebra settings, Ctrl+6.",
    ]
    assert not any(each.interrupts for each in hearing.said)


def test_at_the_last_hit_it_is_said_that_there_is_no_other(search, work, monkeypatch):
    named(work, "Zeb A")
    opened = search()
    opened.write("zeb")
    for _each in range(2):
        opened.key(Qt.Key.Key_Down)
    hearing = Hearing(monkeypatch)

    opened.key(Qt.Key.Key_Down)

    assert hearing.words == ["There is no other hit that way."]


@pytest.mark.parametrize(("at", "leads_to"), [(0, commands.Settings), (1, commands.Library)])
def test_assistive_technology_opens_each_hit_the_chosen_one_as_well(search, at, leads_to):
    opened = search()
    opened.write("zebra")
    heading = 1
    line = told(opened.view.hits).child(heading + at)

    line.actionInterface().doAction("Toggle")
    assert opened.left == []
    QApplication.processEvents()

    [left] = opened.left
    assert isinstance(left, leads_to)


def test_each_line_says_its_hit_to_assistive_technology(search, work):
    client = named(work, "Zeb A")
    opened = search()
    opened.write("zeb a")
    model = opened.view.hits.hits

    assert [model.data(model.index(row)) for row in range(model.rowCount())] == [
        "Clients",
        f"{client.code}, Zeb A",
    ]
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


def test_it_stays_as_large_as_the_page_and_whole_in_a_low_window(search, work):
    for number in range(6):
        named(work, f"Zeb {number}")
    opened = search()
    opened.write("zeb")

    opened.page.resize(500, 360)
    QApplication.processEvents()

    assert opened.view.size() == opened.page.size()
    assert opened.page.rect().contains(opened.view.sheet.geometry())
    assert opened.view.hits.verticalScrollBar().maximum() > 0


def times_noted(work) -> int:
    found = audit.entries(work.workspace.caseload)
    return len([each for each in found if each.action == "names_searched"])


def test_it_is_noted_once_that_a_client_was_looked_for_by_name(search, work):
    named(work, "Zora Quarter")
    opened = search()
    assert times_noted(work) == 0
    opened.write("zora")
    assert times_noted(work) == 1
    search(codes_only=True).write("zora")

    assert times_noted(work) == 1


@pytest.mark.parametrize(
    ("typed", "times"),
    [("settings", 0), ("phq", 0), ("au", 0), ("aumann", 1), ("zora aumann", 1)],
)
def test_whoever_looks_for_a_page_is_not_noted_and_whoever_may_look_for_somebody_is(
    search, work, typed, times
):
    named(work, "Mila Foster")

    search().write(typed)

    assert times_noted(work) == times


def test_a_client_found_by_code_is_noted_where_the_name_stands_beside_it(search, work):
    known, nameless = named(work, "Mila Foster"), work.add_client()

    search().write(nameless.code)
    assert times_noted(work) == 0
    search().write(known.code)

    assert times_noted(work) == 1


def test_own_words_show_with_their_form_and_day_and_open_it(search, work):
    client = work.add_client()
    work.fill(client, "practice-plan", {"what": "Walk to the quarry on Thursday"}, None)
    [filled] = filled_forms.for_client(work.workspace.caseload, client.id)
    opened = search()

    opened.write("quarry")
    [_way, hit] = opened.viewmodel.state.hits
    opened.key(Qt.Key.Key_Down)
    opened.key(Qt.Key.Key_Return)

    assert (hit.title, hit.words) == (client.code, "Walk to the quarry on Thursday")
    assert hit.words_marks == ((12, 18),)
    assert hit.beside == "Practice, 2 Mar"
    [page] = opened.left
    assert page == commands.FilledFormPage(filled.id)
    assert page.question_id == "what"


@pytest.mark.parametrize("way", ["{code} walk", "walk {bare}", "{small} walk tulips"])
def test_words_beside_a_whole_code_are_looked_for_in_that_clients_record_alone(search, work, way):
    client, other = work.add_client(), work.add_client()
    for each in (client, other):
        work.fill(each, "practice-plan", {"what": "Walk to the tulips"}, None)
    opened = search()

    code = client.code
    typed = way.format(code=code, bare=code.replace("-", ""), small=code.lower())
    opened.write(typed)

    [hit] = [each for each in opened.viewmodel.state.hits if each.words == "Walk to the tulips"]
    assert (hit.title, hit.client_id) == (client.code, client.id)
    assert hit.words_marks[0] == (0, 4)


def test_a_code_beside_words_that_its_client_never_wrote_finds_none_of_others(search, work):
    client, other = work.add_client(), work.add_client()
    work.fill(other, "practice-plan", {"what": "Walk to the tulips"}, None)
    opened = search()

    opened.write(f"{client.code} tulips")

    assert opened.viewmodel.state.hits == ()


def test_a_code_beside_words_opens_no_other_record_while_a_session_is_open(search, work):
    client, other = work.add_client(), work.add_client()
    for each in (client, other):
        work.fill(each, "practice-plan", {"what": "Walk to the tulips"}, None)
    work.start(client, "S01")
    opened = search(codes_only=True)

    opened.write(f"{other.code} tulips")

    assert opened.viewmodel.state.hits == ()


def test_a_note_opens_with_its_session(search, work):
    client = work.add_client()
    session = work.hold(client, "S01")
    work.clock.advance(60)
    amend_note(work.workspace, session, "Tangerine, an hour later.", "Left out")
    opened = search()

    opened.write("tangerine")
    opened.key(Qt.Key.Key_Return)

    [page] = opened.left
    assert page == commands.ClosePage(session)
    [amended] = close_page_data(work.workspace, session).amendments
    assert page.place == amended.signature.filled_form_id


def test_words_of_an_answer_to_an_alert_open_the_alert(search, work):
    client = work.add_client()
    work.fill(client, "phq-9", {"q9": 1}, None)
    [alert] = alerts.unacknowledged(work.workspace.caseload)
    given = Acknowledgement((), "They had marmalade", "The lead", "at once", "2026-03-05", "", "A")
    alerts.acknowledge(work.workspace.caseload, alert.id, given)
    shown = search()

    shown.write("marmalade")
    [hit] = shown.viewmodel.state.hits
    shown.key(Qt.Key.Key_Return)

    assert (hit.title, hit.words, hit.icon) == (client.code, "They had marmalade", "alert")
    assert hit.beside.startswith("Answer to an alert, ")
    assert shown.left == [commands.AlertPage(alert.id)]


def test_while_a_session_is_open_own_words_find_its_client_alone_and_are_not_shown(search, work):
    client, other = work.add_client(), work.add_client()
    for each in (client, other):
        work.fill(each, "practice-plan", {"what": "Walk to the tulips"}, None)
    work.start(client, "S01")
    opened = search(codes_only=True)

    opened.write("tulips")
    [hit] = opened.viewmodel.state.hits

    assert (hit.title, hit.words, hit.words_marks) == (client.code, "", ())


def test_beside_an_open_form_own_words_find_its_client_though_a_session_is_on_hold(search, work):
    client, other = work.add_client(), work.add_client()
    for each in (client, other):
        work.fill(each, "practice-plan", {"what": "Walk to the tulips"}, None)
    opened = search(codes_only=True, in_hand=client.id)
    opened.write("tulips")
    assert [each.title for each in opened.viewmodel.state.hits] == [client.code]

    session = work.start(other, "S01")
    opened.viewmodel.look_for("tulip")
    assert [each.title for each in opened.viewmodel.state.hits] == [other.code], "who sits there"

    hold(work.workspace, session)
    opened.viewmodel.look_for("tulips")
    assert [(each.title, each.words) for each in opened.viewmodel.state.hits] == [(client.code, "")]


def test_the_shell_says_whose_form_is_in_hand_and_nobody_s_outside_of_one(work):
    client = work.add_client()
    work.fill(client, "practice-plan", {"what": "Walk to the tulips"}, None)
    [[filled_id]] = work.workspace.caseload.rows("SELECT id FROM filled_forms", ())
    make = search_maker(work.workspace)
    for here, found in ((commands.FilledFormPage(str(filled_id)), 1), (commands.Today(), 0)):
        searching = make((), True, here)

        searching.look_for("tulips")

        assert len(searching.state.hits) == found


def test_while_a_client_sits_there_whose_session_is_none_no_words_are_found(search, work):
    work.fill(work.add_client(), "practice-plan", {"what": "Walk to the tulips"}, None)
    opened = search(codes_only=True)

    opened.write("tulips")

    assert opened.viewmodel.state.hits == ()


def test_words_that_are_still_read_come_in_without_moving_what_is_chosen(search, work, monkeypatch):
    monkeypatch.setattr(viewmodel, "AT_ONCE", 1)
    monkeypatch.setattr(viewmodel, "A_SLICE", 1)
    monkeypatch.setattr(viewmodel, "SLICE_PAUSE_MS", 10_000)
    client = work.add_client()
    for _each in range(3):
        work.fill(client, "practice-plan", {"what": "Walk to the quarry"}, None)
    opened = search()
    opened.write("quarry")
    opened.key(Qt.Key.Key_Tab)
    chosen = opened.viewmodel.state.chosen
    assert chosen in opened.viewmodel.state.groups[1].hits

    counts = []
    for _each in range(3):
        opened.viewmodel._on_reading_timeout()
        counts.append(opened.viewmodel.state.groups[1].count)
        assert opened.viewmodel.state.chosen == chosen

    assert counts == ["2 of 2 so far", "3 of 3 so far", "3 of 3"]
    assert not opened.viewmodel._reading.isActive()


def test_while_words_are_still_read_nothing_found_says_so_and_the_last_written_comes_first(
    search, work, monkeypatch
):
    monkeypatch.setattr(viewmodel, "AT_ONCE", 1)
    monkeypatch.setattr(viewmodel, "A_SLICE", 1)
    monkeypatch.setattr(viewmodel, "SLICE_PAUSE_MS", 10_000)
    client = work.add_client()
    for word in ("harbour", "lantern", "orchard"):
        work.fill(client, "practice-plan", {"what": word}, None)
        work.clock.advance(60)
    opened = search()
    opened.write("orchard")
    assert list(opened.groups) == ["words"]
    opened.viewmodel.look_for("zzz")
    so_far = opened.view.none.text()

    while opened.viewmodel._reading.isActive():
        opened.viewmodel._on_reading_timeout()

    assert so_far == "Nothing with “zzz” so far. Notes and worksheets are still being read."
    assert opened.view.none.text() == "Nothing with “zzz”. A shorter word may help."


def test_a_page_or_an_action_stands_before_a_form_of_the_same_words(search):
    opened = search()
    opened.viewmodel.look_for("se")

    assert list(opened.groups) == ["ways", "content"]


def test_a_form_and_a_session_open_in_the_programme(search):
    opened = search()

    opened.write("phq-9")
    opened.key(Qt.Key.Key_Return)
    opened.viewmodel.look_for("session 1")
    opened.key(Qt.Key.Key_Return)

    assert opened.left == [
        commands.Library("forms", item="phq-9"),
        commands.Library("sessions", item="S01"),
    ]


@pytest.mark.parametrize("typed", ["ladder", "turning points"])
def test_a_session_is_called_as_on_the_other_pages_and_found_by_either_title(work, typed):
    opened = SearchViewModel(work.workspace, places.WAYS)

    opened.look_for(typed)

    found = [hit for group in opened.state.groups if group.name == "content" for hit in group.hits]
    assert "Session 9 · Turning points and early signs" in [each.title for each in found]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("People and roles", "people"),
        ("add a person", "people"),
        ("sign off", "versions"),
        ("fingerprint", "about"),
        ("data rights", "rights"),
        ("leave", "cover"),
        ("holiday", "cover"),
        ("size of text", "display"),
        ("back up", "backups"),
        ("day sheet", "day_sheet"),
        ("password", "keys"),
        ("sign out", "locking"),
        ("delete", "rights"),
        ("waiting list", "waiting_list"),
        ("worksheet", "worksheets"),
        ("rules about a course", "use_of_forms"),
        ("disk encryption", "protections"),
    ],
)
def test_what_pages_and_guides_call_a_page_finds_it(work, typed, found):
    ways = {each.id: each for each in places.WAYS}
    opened = SearchViewModel(work.workspace, places.WAYS)

    opened.look_for(typed)

    [group] = [each for each in opened.state.groups if each.name == "ways"]
    assert ways[f"ways.{found}"].destination in [each.destination for each in group.hits]


def test_data_rights_are_those_of_the_client_whose_page_is_open(search, work):
    here = work.add_client()
    found = search(here=here.id)

    found.write("data rights")
    found.key(Qt.Key.Key_Return)

    assert found.left == [commands.DataRights(here.id)]


def test_not_come_finds_the_appointments_of_which_it_may_be_said(search, work):
    work.clock.advance(3 * 3600)
    over, coming, later = work.add_client(), work.add_client(), work.add_client()
    work.plan(coming, "S01", work.clock() + timedelta(hours=1))
    work.plan(over, "S01", work.clock() - timedelta(hours=1))
    work.plan(later, "S01", work.clock() + timedelta(days=3))
    found = search()

    found.write("not come")

    assert found.groups["ways"] == [over.code, coming.code]
    found.key(Qt.Key.Key_Return)
    assert found.left == [ClientPage(over.id, "missed")]


def test_the_client_whose_page_is_open_comes_first_whenever_they_are_planned(search, work):
    today, here = work.add_client(), work.add_client()
    work.plan(today, "S01", work.clock() + timedelta(hours=1))
    at = work.clock() + timedelta(days=3)
    planned = work.plan(here, "S01", at)
    found = search(here=here.id)

    found.write("move")

    assert found.groups["ways"] == [here.code, today.code]
    found.key(Qt.Key.Key_Return)
    day = at.astimezone().date().isoformat()
    assert found.left == [commands.Calendar(day, planned, "move")]


def test_while_a_client_sits_there_nobodys_appointment_stands_in_the_search(search, work):
    work.plan(work.add_client(), "S01", work.clock() + timedelta(hours=1))
    found = search(codes_only=True)

    found.write("not come")

    assert "ways" not in found.groups


def test_of_two_appointments_the_one_that_is_asked_about_is_the_one_that_is_shown(search, work):
    work.clock.advance(3 * 3600)
    client = work.add_client()
    work.plan(client, "S01", work.clock() - timedelta(days=20))
    work.plan(client, "S02", work.clock() - timedelta(hours=1))
    found = search()

    found.write("not come")

    [hit] = found.viewmodel.state.hits
    shown = client_page_data(work.workspace, client.id).next_appointment.planned_for.astimezone()
    assert f"{shown:%H:%M}" in hit.beside
    assert "today" in hit.beside, "Today asks about the older one"


def test_in_a_session_a_form_is_opened_to_be_filled_in_with_who_sits_there(search, work):
    client = work.add_client()
    session = work.start(client, "S01")
    opened = search(codes_only=True)

    opened.write("phq-9")

    assert list(opened.groups) == ["fill", "content"]
    assert opened.viewmodel.state.groups[0].title == f"Fill in with {client.code}"
    opened.key(Qt.Key.Key_Return)
    assert opened.left == [commands.FormPage(client.id, "phq-9", session)]


def test_on_a_clients_page_a_form_is_filled_in_outside_of_a_session(search, work):
    client = work.add_client()
    opened = search(here=client.id)

    opened.write("phq-9")
    opened.key(Qt.Key.Key_Return)

    assert opened.left == [commands.FormPage(client.id, "phq-9", None)]


def test_no_form_is_offered_with_nobody_with_two_or_with_a_restricted_client(search, work):
    hidden = work.add_client()
    restrict(work.workspace, hidden.id, "accuracy")
    for how in ({}, {"here": hidden.id}, {"codes_only": True}):
        opened = search(**how)
        opened.write("phq-9")
        assert list(opened.groups) == ["content"]
    for _client in range(2):
        hold(work.workspace, work.start(work.add_client(), "S01"))
    opened = search(codes_only=True)
    opened.write("phq-9")
    assert list(opened.groups) == ["content"]


@pytest.mark.parametrize("typed", ["912345", "912 345 678", "+351 912-345-678", "00351912345678"])
def test_a_telephone_number_finds_its_client_and_is_noted(search, work, typed):
    new = NewClient(anonymity="code_only", contact="evenings, 912 345 678 (wife: 0700 900 111)")
    client = add_client(work.workspace, new)
    named(work, "Zora")
    opened = search()

    opened.write(typed)

    assert opened.groups["clients"] == [client.code]
    assert [each.action for each in audit.entries(work.workspace.caseload)].count(
        "names_searched"
    ) == 1


def test_a_few_figures_are_no_number_and_none_is_found_while_a_client_sits_there(search, work):
    new = NewClient(anonymity="named", name="Zora", contact="912 345 678")
    add_client(work.workspace, new)

    few, beside = search(), search(codes_only=True)
    few.write("9123")
    beside.write("912345678")

    assert "clients" not in few.groups
    assert "clients" not in beside.groups


def test_where_names_are_not_found_the_search_says_so_and_what_to_do(search, work):
    named(work, "Zora")
    opened = search(codes_only=True)

    opened.write("zora")

    said = opened.view.none.text()
    assert "Names" in said
    assert "pause the session" in said


def keys_named(opened) -> list[str]:
    return [does for does, each in opened.view.keys.items() if each.isVisible()]


def test_that_a_key_starts_a_session_is_named_of_a_client_alone(search, work):
    client = work.add_client()
    opened = search()

    opened.viewmodel.look_for("zebra")
    assert STARTS not in keys_named(opened)
    opened.viewmodel.look_for(client.code)

    assert STARTS in keys_named(opened)


def test_no_key_starts_a_session_of_a_restricted_record(search, work):
    client = work.add_client()
    restrict(work.workspace, client.id, "accuracy")
    opened = search()
    opened.viewmodel.look_for(client.code)

    opened.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert STARTS not in keys_named(opened)
    assert opened.left == [ClientPage(client.id)]
