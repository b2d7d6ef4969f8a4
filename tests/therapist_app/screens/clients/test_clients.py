"""The list of clients, and adding one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from therapist_app import commands
from therapist_app.record.clients import clients, identities
from therapist_app.screens.clients import table_view, viewmodel
from therapist_app.screens.clients.view import ClientsView
from therapist_app.screens.clients.viewmodel import ClientsViewModel
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.workflows.course.consenting import (
    WORKING_AGREEMENT,
    PaperConsent,
    write_down,
)
from therapist_app.workflows.course.course_changes import change_status
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.holding_a_session import end_session

pytestmark = pytest.mark.usefixtures("wear")


class Screen(ShownPage):
    """The list, and where it led."""

    def __init__(self, qtbot, work, *wanted: str) -> None:
        super().__init__(qtbot)
        self.viewmodel = ClientsViewModel(work.workspace, *wanted)
        self.show_page(ClientsView(self.viewmodel))

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.viewmodel.state.lines]

    def write(self, words: str) -> None:
        self.view.search.clear()
        self.qtbot.keyClicks(self.view.search, words)

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.view.focusWidget(), key)


@pytest.fixture
def show(qtbot, work):
    return lambda *wanted: Screen(qtbot, work, *wanted)


def test_with_nobody_here_it_says_what_to_do(show):
    screen = show()

    assert screen.view.lists.currentIndex() == 2
    assert screen.view.focusWidget() is screen.view.add_client


@pytest.mark.parametrize("width", [1162, 1090, 900])
def test_a_count_stays_beside_the_word_of_its_filter(show, work, width):
    for _client in range(12):
        work.add_client()
    screen = show()
    screen.view.resize(width, 700)
    settle()

    heights = {each.text(): each.height() for each in screen.view.options}

    assert len(set(heights.values())) == 1, heights


def test_a_part_of_a_code_and_enter_open_a_client(show, work):
    wanted = [work.add_client() for _client in range(5)][2]
    screen = show()
    assert screen.view.focusWidget() is screen.view.search

    screen.write(wanted.code.lower())
    screen.key(Qt.Key.Key_Return)

    assert screen.codes == [wanted.code]
    assert screen.left == [commands.ClientPage(wanted.id)]


def test_a_client_kept_by_name_is_found_by_it_and_the_name_is_not_shown(show, work):
    new = NewClient(anonymity="named", name="Édouard Morrow", track="prevention")
    wanted, _other = add_client(work.workspace, new), work.add_client()
    screen = show()

    screen.write("mor ed")
    assert screen.codes == [wanted.code]
    assert screen.viewmodel.state.total == 1
    assert "Morrow" not in " ".join(each.text() for each in screen.view.findChildren(QLabel))
    screen.key(Qt.Key.Key_Return)

    assert screen.left == [commands.ClientPage(wanted.id)]


def test_a_name_is_looked_for_within_the_filter(show, work):
    new = NewClient(anonymity="named", name="Alva Morrow", track="prevention")
    add_client(work.workspace, new)
    screen = show()

    screen.press(screen.view.options[1])
    screen.write("mor")

    assert screen.codes == []


def test_while_a_session_runs_no_name_finds(show, work):
    new = NewClient(anonymity="named", name="Alva Morrow", track="prevention")
    client = add_client(work.workspace, new)
    work.start(client, "S01")
    screen = show()

    screen.write("mor")
    assert screen.codes == []
    screen.write(client.code)
    assert screen.codes == [client.code]


def test_down_goes_to_the_table_enter_opens_and_up_goes_back(show, work):
    for _client in range(3):
        work.add_client()
    screen = show()

    screen.key(Qt.Key.Key_Down)
    screen.key(Qt.Key.Key_Down)
    screen.key(Qt.Key.Key_Return)
    screen.key(Qt.Key.Key_Up)
    screen.key(Qt.Key.Key_Up)

    assert screen.left == [commands.ClientPage(screen.viewmodel.state.lines[1].client_id)]
    assert screen.view.focusWidget() is screen.view.search


def test_enter_goes_to_the_table_while_several_are_found(show, work):
    for _client in range(3):
        work.add_client()
    screen = show()

    screen.key(Qt.Key.Key_Return)

    assert screen.left == []
    assert screen.view.focusWidget() is screen.view.table


def test_the_key_of_the_main_act_leaves_the_keyboard_in_the_search(qtbot, show, work):
    for _client in range(3):
        work.add_client()
    screen = show()

    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(screen.view.focusWidget(), Qt.Key.Key_Return, control)

    assert screen.view.focusWidget() is screen.view.search


def test_nobody_found_says_what_may_help(show, work):
    work.add_client()
    screen = show()

    screen.write("nobody")
    screen.key(Qt.Key.Key_Down)

    assert screen.view.lists.currentIndex() == 1
    assert screen.view.focusWidget() is screen.view.search


def test_filters_show_whom_they_name(show, work):
    needing, ended, plain = work.add_client(), work.add_client(), work.add_client()
    end_session(work.workspace, work.start(needing, "S01"), "finished")
    change_status(work.workspace, ended.id, "ended", "As agreed")
    screen = show()

    screen.press(screen.view.options[1])
    assert screen.codes == [needing.code]
    assert screen.view.table.table_model.index(0, 5).data() == "note to sign"
    screen.press(screen.view.options[6])
    assert screen.codes == [ended.code]
    screen.press(screen.view.options[0])

    assert sorted(screen.codes) == sorted([needing.code, ended.code, plain.code])


def test_with_large_text_the_filters_are_one_box_and_the_table_is_shorter(show, work, wear):
    wear("light", 2.0)
    client = work.add_client()
    change_status(work.workspace, client.id, "paused", "As agreed")
    screen = show()

    screen.view.box.setCurrentIndex(5)
    screen.view.box.activated.emit(5)

    assert screen.viewmodel.state.only == "paused"
    assert screen.view.table.isColumnHidden(table_view.PHASE)
    assert not screen.view.options[0].isVisible()


def test_the_list_is_read_a_page_at_a_time(show, work, monkeypatch):
    monkeypatch.setattr(viewmodel, "PAGE", 3)
    for _client in range(7):
        work.add_client()
    screen = show()
    model = screen.view.table.table_model

    while model.canFetchMore():
        model.fetchMore()

    assert model.rowCount() == 7
    assert [each.code for each in model.rows] == screen.codes == sorted(screen.codes)
    assert not model.canFetchMore(model.index(0, 0))


def test_ten_thousand_clients_are_not_read_at_once(work, monkeypatch):
    asked = []
    real = viewmodel.client_page

    def counting(workspace, *, limit, offset, **wanted):
        asked.append((limit, offset))
        return real(workspace, limit=limit, offset=offset, **wanted)

    monkeypatch.setattr(viewmodel, "client_page", counting)

    ClientsViewModel(work.workspace)

    assert asked == [(200, 0)]


def test_lines_say_how_far_and_when(show, work):
    client = work.add_client()
    end_session(work.workspace, work.start(client, "S01"), "finished")
    work.plan(client, "S02")
    screen = show()
    row = [screen.view.table.table_model.index(0, column).data() for column in range(6)]

    assert row[0] == client.code
    assert row[1] == "Engage and make safe"
    assert row[2] == "1 of 26"
    assert row[3] == "Today"
    assert row[4].startswith("Today ")
    assert row[5] == "note to sign"


def take_track(screen, at: int = 0) -> None:
    """Choose a track as somebody does who opens the list."""
    track = screen.view.newcomer.track
    track.setCurrentIndex(at)
    track.activated.emit(at)


def test_the_page_of_a_new_client_says_whom_it_is_for(show):
    screen = show()
    screen.press(screen.view.add_client)

    said = [each.text() for each in screen.view.newcomer.findChildren(QLabel)]

    assert any("once it is decided that this is the right help" in each for each in said)


def test_a_new_client_needs_nothing_but_a_track(show, work):
    screen = show()
    screen.press(screen.view.add_client)
    newcomer = screen.view.newcomer

    screen.press(newcomer.add)
    assert "Choose which track the course takes." in newcomer.track_field.problem.text()
    assert newcomer.focusWidget() is newcomer.track
    assert clients.count(work.workspace.caseload) == 0
    take_track(screen, at=1)
    assert not newcomer.track_field.problem.text()
    screen.press(newcomer.add)

    [row] = clients.list_rows(work.workspace.caseload)
    identity = identities.load(work.workspace.caseload, row.id)
    assert screen.left == [commands.ClientPage(row.id)]
    assert identity.anonymity == "code_only"
    assert identity.name == ""


def test_the_help_beside_a_new_client_lists_no_key_of_the_list(show):
    screen = show()
    of_the_list = screen.view.page_help

    screen.press(screen.view.add_client)
    of_a_new_client = screen.view.page_help
    screen.view.turn_back()

    assert of_the_list.keys
    assert of_a_new_client.keys == ()
    assert of_a_new_client.about.startswith("Here you add a client.")
    assert screen.view.page_help == of_the_list


def test_what_is_wrong_with_a_name_or_a_day_is_said_until_it_is_mended(show):
    screen = show()
    screen.press(screen.view.add_client)
    newcomer = screen.view.newcomer
    screen.press(newcomer.known.kinds["named"])
    screen.press(newcomer.add)
    assert newcomer.known.name_field.problem.text()

    screen.qtbot.keyClicks(newcomer.known.name, " ")
    assert newcomer.known.name_field.problem.text()
    screen.qtbot.keyClicks(newcomer.known.name, "Ines")
    assert not newcomer.known.name_field.problem.text()

    screen.qtbot.keyClicks(newcomer.known.birth_date, "28 2")
    screen.press(newcomer.add)
    assert newcomer.known.birth_field.problem.text()
    screen.qtbot.keyClicks(newcomer.known.birth_date, " 1990")
    assert not newcomer.known.birth_field.problem.text()


def test_a_named_client_is_kept_with_what_was_said(show, work):
    screen = show()
    screen.press(screen.view.add_client)
    newcomer = screen.view.newcomer
    screen.press(newcomer.known.kinds["named"])
    screen.qtbot.keyClicks(newcomer.known.name, "Ines Beispiel")
    screen.qtbot.keyClicks(newcomer.known.birth_date, "28 2 1990")
    newcomer.age_band.setCurrentIndex(2)
    newcomer.gender.setCurrentIndex(1)
    newcomer.adaptations["interpreter"].click()
    take_track(screen)

    screen.press(newcomer.add)

    [row] = clients.list_rows(work.workspace.caseload)
    identity = identities.load(work.workspace.caseload, row.id)
    client = clients.load(work.workspace.caseload, row.id)
    assert (identity.name, identity.birth_date) == ("Ines Beispiel", "1990-02-28")
    assert (client.age_band, client.gender) == ("25-34", "man")
    assert client.adaptations == ("interpreter",)


def test_a_date_that_is_none_is_said_and_nobody_is_added(show, work):
    screen = show()
    screen.press(screen.view.add_client)
    newcomer = screen.view.newcomer
    screen.press(newcomer.known.kinds["named"])
    screen.qtbot.keyClicks(newcomer.known.name, "Ines Beispiel")
    screen.qtbot.keyClicks(newcomer.known.birth_date, "sometime")

    screen.press(newcomer.add)

    assert "28 02 1990" in newcomer.known.birth_field.problem.text()
    assert clients.count(work.workspace.caseload) == 0


@pytest.mark.parametrize("kind", ["named", "pseudonym"])
def test_who_goes_by_a_name_has_one(show, work, kind):
    screen = show()
    screen.press(screen.view.add_client)
    newcomer = screen.view.newcomer
    screen.press(newcomer.known.kinds[kind])
    screen.qtbot.keyClicks(newcomer.known.name, "  ")

    screen.press(newcomer.add)

    assert "Write the name" in newcomer.known.name_field.problem.text()
    assert newcomer.focusWidget() is newcomer.known.name
    assert clients.count(work.workspace.caseload) == 0


def test_a_name_typed_before_choosing_the_code_alone_is_not_kept(show, work):
    screen = show()
    screen.press(screen.view.add_client)
    newcomer = screen.view.newcomer
    screen.press(newcomer.known.kinds["pseudonym"])
    screen.qtbot.keyClicks(newcomer.known.name, "Somebody")
    screen.press(newcomer.known.kinds["code_only"])
    assert not newcomer.known.name.isVisible()
    take_track(screen)

    screen.press(newcomer.add)

    [row] = clients.list_rows(work.workspace.caseload)
    assert identities.load(work.workspace.caseload, row.id).name == ""


def test_one_can_go_back_without_adding_anybody(show, work):
    screen = show()
    screen.press(screen.view.add_client)

    screen.press(screen.view.newcomer.go_back)

    assert screen.view.newcomer is None
    assert clients.count(work.workspace.caseload) == 0


@pytest.mark.parametrize("scale", sampled([1.0, 1.25, 1.5, 2.0], every=4, first=3))
def test_nothing_is_cut_or_unnamed(show, work, wear, scale):
    wear("dark", scale)
    work.add_client()
    screen = show()
    found = clipped(screen.view)
    screen.press(screen.view.add_client)
    screen.press(screen.view.newcomer.known.kinds["named"])
    settle()

    assert found + clipped(screen.view) == []


def test_a_session_that_runs_shows_as_running_and_never_as_not_begun(show, work):
    client = work.add_client()
    work.start(client, "S01")

    screen = show()

    row = [screen.view.table.table_model.index(0, column).data() for column in range(6)]
    assert "running now" in row
    assert "not begun" not in row


def test_who_took_the_agreement_back_bears_a_mark_until_the_course_ends(show, work):
    client, other = work.add_client(), work.add_client()
    work.fill(client, "agreement", {"signed": True}, None)
    assert [each.refused for each in show().viewmodel.state.lines] == ["", ""]
    work.clock.advance(60)
    at = work.workspace.now()
    paper = PaperConsent(WORKING_AGREEMENT, "agreement", "1", "refused", "spoken", at)
    write_down(work.workspace, client.id, paper)
    write_down(work.workspace, other.id, paper)

    screen = show()

    shown = {each.code: table_view._needs(each) for each in screen.viewmodel.state.lines}
    assert shown[client.code] == "agreement taken back"
    assert shown[other.code] == "does not agree to work together"
    assert table_view._sign(screen.viewmodel.state.lines[0]) == ("alert", "attention")
    change_status(work.workspace, client.id, "ended", "It stays so")
    lines = show().viewmodel.state.lines
    assert [each.refused for each in lines if each.code == client.code] == [""]


def test_who_waits_is_not_counted_as_active(show, work):
    begun = work.add_client()
    waiting = work.add_client()
    work.fill(waiting, "first-contact", {}, None)
    screen = show()

    assert (screen.viewmodel.state.counts["waiting"], screen.viewmodel.state.counts["active"]) == (
        1,
        1,
    )
    screen.viewmodel.filter_by("active")
    assert screen.codes == [begun.code]
    assert screen.viewmodel.state.total == 1


def test_the_list_counts_who_needs_me_as_today_does(qtbot, show, work):
    left, checked = work.add_client(), work.add_client()
    work.add_client()
    end_session(work.workspace, work.start(left, "S01"), "broken_off")
    work.fill(checked, "phq-9", {"q9": 2}, None)
    today = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(today)

    screen = show()

    assert screen.viewmodel.state.counts["needs_me"] == 2
    assert any("2 clients need you" in each.text() for each in today.findChildren(QLabel))
    screen.viewmodel.filter_by("needs_me")
    assert set(screen.codes) == {left.code, checked.code}
    assert {screen.view.table.table_model.index(row, 5).data() for row in range(2)} == {
        "promise to keep",
        "alert open",
    }


def test_a_new_client_can_be_wanted_at_once_and_back_leads_to_the_list(show):
    screen = show("new_client")
    assert screen.view.newcomer is not None
    assert screen.view.newcomer.isAncestorOf(screen.view.focusWidget())
    assert screen.view.comes_back_to == commands.Clients()

    screen.view.newcomer.went_back.emit()

    assert screen.view.newcomer is None
    assert screen.view.add_client.hasFocus()


def test_the_waiting_list_opens_with_those_alone_who_wait(show, work):
    work.add_client()
    waiting = work.add_client()
    work.fill(waiting, "first-contact", {}, None)

    screen = show("waiting")

    assert screen.codes == [waiting.code]
    assert next(each for each in screen.view.options if each.isChecked()).choice == "waiting"
    assert screen.view.most_urgent == "1 waits for a place."
    screen.view.focus_first()
    assert screen.view.focusWidget() is screen.view.table
    assert screen.view.table.current_row.code == waiting.code


def test_a_group_without_anybody_says_so_and_not_that_a_code_was_not_found(show, work):
    work.add_client()
    screen = show("waiting")
    said = outline(screen.view)

    assert "Nobody is in this group" in said
    assert screen.view.most_urgent == "Nobody waits for a place."
    assert "Nobody found" not in said
    screen.write("zz")
    assert "Nobody found" in outline(screen.view)
