"""Ctrl+K in the window: where it opens, where it does nothing, and the way back."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from tests.support.record.team import lay_out_team
from tests.support.windows.services import services_of
from tests.support.workflows.workspaces import CALM, open_workplace, workspace_for
from therapist_app import commands
from therapist_app.commands import ClientPage, Destination, LocalTextPage, OwnKeys, Safekeeping
from therapist_app.screens.client.changes_view import ChangesView
from therapist_app.screens.client.moving_view import MoveView
from therapist_app.screens.client.view import ClientView
from therapist_app.screens.client.viewmodel import ClientViewModel
from therapist_app.shell.navigation.acts_now import acts_now
from therapist_app.shell.navigation.places import search_maker
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.widgets.layout.arriving import arrival_words
from therapist_app.workflows.overviews.searching import has_plans_to_open
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.rights.data_rights import restrict
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.holding_a_session import hold

pytestmark = pytest.mark.usefixtures("wear")
CONTROL = Qt.KeyboardModifier.ControlModifier


class FieldPage(QWidget):
    """A page with a field, a button and a key of its own."""

    leave_requested = Signal(Destination)

    def __init__(self, done: list[str]) -> None:
        super().__init__()
        self._done = done
        self.line, self.act = QLineEdit(), QPushButton("act")
        layout = QVBoxLayout(self)
        layout.addWidget(self.act)
        layout.addWidget(self.line)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(lambda: done.append("act"))
        QShortcut(QKeySequence("F6"), self).activated.connect(lambda: done.append("alert"))

    def focus_first(self) -> None:
        self.line.setFocus()

    def put_on_paper(self) -> None:
        self._done.append("paper")


class Desk:
    """A window over plain pages and a real record."""

    def __init__(self, qtbot, work) -> None:
        self.qtbot, self.work = qtbot, work
        self.done: list[str] = []
        self.is_running = False
        services = services_of(
            lambda _destination: FieldPage(self.done),
            lambda _here: None,
            lambda: None,
            lambda: self.is_running,
            search_maker(work.workspace),
        )
        self.window = MainWindow(services, practice=False)
        qtbot.addWidget(self.window)
        self.window.resize(1000, 700)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()

    @property
    def is_open(self) -> bool:
        return self.window.found is not None

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifier)

    def ask(self) -> None:
        self.press(Qt.Key.Key_K, CONTROL)

    def write(self, words: str) -> None:
        for each in words:
            self.qtbot.keyClicks(self.window.focusWidget(), each)


@pytest.fixture
def desk(qtbot, tmp_path):
    with open_workplace(tmp_path) as work:
        yield Desk(qtbot, work)


def named(work, name: str):
    new = NewClient(anonymity="named", name=name, track=work.workspace.programme.tracks[0].id)
    return add_client(work.workspace, new)


def test_among_forty_clients_one_kept_by_name_is_five_keys_away(desk):
    for _each in range(39):
        desk.work.add_client()
    wanted = named(desk.work, "Alva Morrow")
    keys = 0

    desk.ask()
    keys += 1
    for letter in "mor":
        desk.write(letter)
        keys += 1
    desk.press(Qt.Key.Key_Return)
    keys += 1

    assert (desk.window.here, keys) == (ClientPage(wanted.id), 5)
    assert not desk.is_open


@pytest.mark.parametrize("closing", [Qt.Key.Key_Escape, Qt.Key.Key_K])
def test_it_closes_to_the_place_where_the_keyboard_was(desk, closing):
    before = desk.window.page.act
    before.setFocus()
    desk.ask()
    if closing == Qt.Key.Key_Escape:
        desk.write("x")
    assert QApplication.focusWidget() is desk.window.found.line

    desk.press(closing, CONTROL if closing == Qt.Key.Key_K else Qt.KeyboardModifier.NoModifier)

    assert not desk.is_open
    assert QApplication.focusWidget() is before


def test_the_same_keys_again_mark_what_is_typed_so_that_no_word_goes_into_the_page(desk):
    desk.ask()
    desk.write("nowhere")

    desk.press(Qt.Key.Key_K, CONTROL)
    desk.write("y")

    assert desk.is_open
    assert desk.window.found.line.text() == "y"


@pytest.mark.parametrize(
    "place",
    [
        commands.HandOver("c", ("phq-9",)),
        commands.ShownScore("f"),
        commands.BesideClient("a"),
        commands.BesideForm("c", "phq-9"),
    ],
    ids=["hand-over", "score", "beside", "form-beside"],
)
def test_it_does_nothing_where_the_client_looks_on(desk, place):
    desk.window.go_to(place)

    desk.ask()
    desk.window.go_to(commands.Search())

    assert not desk.is_open
    assert desk.window.here == place


def test_it_does_nothing_while_the_window_is_hidden_and_is_gone_when_it_is_shown_again(desk):
    desk.ask()
    desk.write("mor")

    desk.window.toggle_cover()
    assert not desk.is_open
    desk.ask()
    desk.window.go_to(commands.Search())
    assert not desk.is_open

    desk.window.uncover()
    desk.ask()
    assert desk.window.found.line.text() == ""


def test_the_page_beneath_hears_no_key_and_the_window_does(desk):
    desk.window.go_to(commands.Settings())
    desk.ask()

    desk.press(Qt.Key.Key_F6)
    desk.press(Qt.Key.Key_Return, CONTROL)
    assert desk.done == []
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)

    assert desk.window.here == commands.Today()
    assert not desk.is_open


@pytest.mark.parametrize("how", ["on its page", "elsewhere"])
def test_while_a_session_is_open_hits_show_their_code_alone(desk, how):
    client = named(desk.work, "Alva Morrow")
    if how == "on its page":
        desk.window.go_to(commands.SessionPage("a"))
    desk.is_running = how == "elsewhere"

    desk.ask()
    desk.write("morr")
    assert desk.window.found.hits.hits.rowCount() == 0
    desk.press(Qt.Key.Key_Escape)
    desk.ask()
    desk.write(client.code)

    assert desk.window.found.hits.hits.lines[1].hit.words == ""


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("end the session", commands.ClosePage),
        ("close", commands.ClosePage),
        ("safety plan", commands.FormPage),
        ("boundaries", commands.FormPage),
        ("go on", commands.SessionPage),
        ("alert", commands.AlertPage),
    ],
)
def test_what_is_open_now_is_done_by_its_words(desk, typed, kind):
    work = desk.work
    client, other = work.add_client(), work.add_client()
    work.fill(other, "risk-check", {**CALM, "self_harm_thoughts": "active_plan"}, None)
    appointment = work.start(client, "S01")
    work.fill(client, "risk-check", {**CALM, "self_harm_thoughts": "active_plan"}, appointment)
    [alert] = open_alerts(work.workspace, client.id)[:1]
    ways = {
        commands.ClosePage: commands.ClosePage(appointment),
        commands.SessionPage: commands.SessionPage(appointment),
        commands.AlertPage: commands.AlertPage(alert.id),
        commands.FormPage: commands.FormPage(
            client.id, "boundaries" if typed == "boundaries" else "safety-plan", appointment
        ),
    }

    desk.ask()
    desk.write(typed)
    desk.press(Qt.Key.Key_Return)

    assert desk.window.here == ways[kind]


@pytest.mark.parametrize(
    ("typed", "form_id"), [("safety plan", "safety-plan"), ("bound", "boundaries")]
)
def test_on_a_clients_page_their_own_plan_comes_first_outside_a_session_too(desk, typed, form_id):
    client = desk.work.add_client()
    desk.window.go_to(ClientPage(client.id))

    desk.ask()
    desk.write(typed)
    desk.press(Qt.Key.Key_Return)

    assert desk.window.here == commands.FormPage(client.id, form_id)


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("retention", commands.Retention()),
        ("erase", commands.DataRights("here")),
        ("move to a coll", ClientPage("here", "move")),
        ("pause", ClientPage("here", "course")),
        ("take over", commands.Caseloads()),
    ],
)
def test_what_the_guides_call_an_act_finds_it(desk, words, to):
    client = desk.work.add_client()
    desk.window.go_to(ClientPage(client.id))

    desk.ask()
    desk.write(words)

    found = [line.hit.destination for line in desk.window.found.hits.hits.lines if line.hit]
    if getattr(to, "client_id", "") == "here":
        to = replace(to, client_id=client.id)
    assert to in found


@pytest.mark.parametrize(
    ("part", "page", "place"),
    [
        ("move", MoveView, "Move to a colleague"),
        ("course", ChangesView, "Course: pause, end, change"),
    ],
)
def test_an_act_of_the_client_whose_page_is_open_stands_open_there(desk, part, page, place):
    client = desk.work.add_client()
    view = ClientView(ClientViewModel(desk.work.workspace, client.id, part))
    desk.qtbot.addWidget(view)
    view.show()
    assert isinstance(view.page, page)
    assert arrival_words(view).startswith(f"{place}. Client {client.code}.")

    view.turn_back()
    assert arrival_words(view).startswith(f"Client page. Client {client.code}.")


@pytest.mark.parametrize(
    ("here", "to"),
    [
        (commands.FormPage("c", "phq-9"), None),
        (commands.FilledFormPage("f"), None),
        (commands.SessionPage("a"), None),
        (commands.Calendar(), None),
        (ClientPage("c"), ClientPage("c", "forms")),
        (commands.Settings(), commands.CalendarPaper()),
    ],
)
def test_print_finds_the_paper_of_the_page_where_one_is(desk, here, to):
    desk.window.go_to(here)

    desk.ask()
    desk.write("print")
    desk.press(Qt.Key.Key_Return)

    assert (desk.done, desk.window.here) == (([], to) if to else (["paper"], here))
    assert not desk.is_open


@pytest.mark.parametrize("typed", ["end the course", "pause the course", "change course"])
def test_the_course_of_the_client_one_is_with_is_found_as_one_says_it(desk, typed):
    client = desk.work.add_client()
    desk.window.go_to(ClientPage(client.id))

    desk.ask()
    desk.write(typed)
    found = [line.hit.destination for line in desk.window.found.hits.hits.lines if line.hit]

    assert ClientPage(client.id, "course") in found


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("second location", Safekeeping()),
        ("local text", LocalTextPage()),
        ("change my passphrase", OwnKeys()),
    ],
)
def test_what_is_set_up_once_is_found_by_the_name_that_its_page_gives_it(desk, typed, leads):
    desk.ask()
    desk.write(typed)

    assert leads in [line.hit.destination for line in desk.window.found.hits.hits.lines if line.hit]


def test_a_word_that_no_page_says_finds_no_page_by_itself(desk):
    desk.ask()
    desk.write("my")

    found = [line.hit.destination for line in desk.window.found.hits.hits.lines if line.hit]
    assert not {OwnKeys(), Safekeeping(), LocalTextPage()} & set(found)


def test_of_a_restricted_client_and_beside_the_session_of_another_no_plan_is_offered(desk):
    work = desk.work
    client, other = work.add_client(), work.add_client()
    desk.window.go_to(ClientPage(client.id))
    work.start(other, "S01")
    desk.is_running = True
    desk.ask()
    desk.write("plan of this client")
    found = [line.hit.destination for line in desk.window.found.hits.hits.lines if line.hit]
    assert commands.FormPage(client.id, "safety-plan") not in found

    restrict(work.workspace, client.id, "accuracy")

    assert acts_now(work.workspace, ClientPage(client.id))[2].destination.client_id == other.id
    assert not has_plans_to_open(work.workspace, client.id)


def test_in_a_session_an_act_comes_before_words_and_no_other_client_is_reached_by_it(desk):
    work = desk.work
    client, other = work.add_client(), work.add_client()
    work.fill(other, "risk-check", {**CALM, "self_harm_thoughts": "active_plan"}, None)
    work.fill(other, "practice-plan", {"what": "I end the session with an alert"}, None)
    appointment = work.start(client, "S01")
    desk.window.go_to(commands.SessionPage(appointment))

    desk.ask()
    desk.write("alert")
    assert desk.window.found.hits.hits.rowCount() == 0
    desk.window.close_search()
    hold(work.workspace, appointment)
    desk.ask()
    desk.write("alert")
    desk.press(Qt.Key.Key_Return)

    assert isinstance(desk.window.here, commands.AlertPage)


def test_of_two_open_sessions_no_act_is_offered_and_of_no_alert_none(desk):
    for _each in range(2):
        hold(desk.work.workspace, desk.work.start(desk.work.add_client(), "S01"))

    assert acts_now(desk.work.workspace) == ()


def test_beside_one_that_was_never_ended_the_session_that_runs_is_the_one_that_is_meant(desk):
    work = desk.work
    hold(work.workspace, work.start(work.add_client(), "S01"))
    running = work.start(work.add_client(), "S01")
    desk.window.go_to(commands.SessionPage(running))

    desk.ask()
    desk.write("end the session")
    desk.press(Qt.Key.Key_Return)

    assert desk.window.here == commands.ClosePage(running)


def test_who_works_with_no_clients_is_offered_no_act(tmp_path):
    team = lay_out_team(tmp_path, Lea=("lead",))
    with team.open("Lea") as vault:
        assert acts_now(workspace_for(vault), ClientPage("c")) == ()


def test_nothing_typed_shows_the_last_five_pages_but_not_this_one(desk):
    clients = [desk.work.add_client() for _each in range(2)]
    for each in (
        commands.Settings(),
        ClientPage(clients[0].id, "forms"),
        commands.Outcomes(),
        ClientPage(clients[1].id),
        commands.SessionPage("a"),
        commands.Review(),
        commands.Library(),
        commands.Settings(),
    ):
        desk.window.go_to(each)

    desk.ask()

    shown = [line.hit.title for line in desk.window.found.hits.hits.lines if line.hit]
    assert shown == ["Programme", "Received reports", clients[1].code, "Outcomes", clients[0].code]


def test_locking_and_another_look_leave_no_search_behind(desk):
    desk.ask()
    desk.window.rebuild()
    assert not desk.is_open

    desk.ask()
    desk.window.lock()
    assert not desk.is_open
