"""The hints of a guided session over the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.support.record.records import laid_out
from tests.support.windows.clipping import clipped
from tests.support.workflows.workspaces import workspace_for
from therapist_app import bootstrap, commands
from therapist_app.practice import guided_session
from therapist_app.shell.guiding import Guide, GuideBar
from therapist_app.workflows.sessions.holding_a_session import finish_step, start_session

pytestmark = pytest.mark.usefixtures("wear")


class House:
    """The window over a practice record, and its guide."""

    def __init__(self, qtbot, vault) -> None:
        self.qtbot = qtbot
        self.vault = vault
        self.workspace = workspace_for(vault)
        self.window = bootstrap.open_workplace(vault, leave=lambda: None)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        [self.guide] = self.window.findChildren(Guide)

    def begin(self) -> str:
        appointment_id = guided_session.begin(self.workspace)
        self.window.go_to(commands.SessionPage(appointment_id))
        QApplication.processEvents()
        return appointment_id

    @property
    def bar(self) -> GuideBar:
        assert self.guide.bar is not None
        return self.guide.bar

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()


@pytest.fixture
def vault(tmp_path):
    with laid_out(tmp_path).open() as vault:
        yield vault


@pytest.fixture
def house(qtbot, vault):
    return House(qtbot, vault)


def test_nothing_is_shown_until_a_guided_session_begins(house):
    assert house.guide.bar is None

    house.begin()

    assert house.bar.isVisible()
    assert house.bar.title.text() == "Say the line in bold"


def test_a_hint_ticks_itself_off_once_the_record_says_that_it_was_done(house):
    appointment_id = house.begin()

    finish_step(house.workspace, appointment_id, "welcome")
    house.guide.look_again()

    assert house.bar.title.text() == "Read the limits, and hear them said back"


def test_the_record_is_not_read_where_nothing_changed(house, monkeypatch):
    house.begin()
    monkeypatch.setattr(house.guide, "look", lambda: pytest.fail("looked"))

    house.guide.look_again()


def test_handing_over_and_giving_back_are_noticed_and_nothing_can_be_pressed_meanwhile(house):
    appointment_id = house.begin()
    client_id = guided_session.progress(house.workspace).client_id

    house.window.go_to(commands.HandOver(client_id, ("phq-9",), appointment_id))
    assert house.bar.title.text() == "Be the client, then give the laptop back"
    assert not house.bar.leave.isVisible()
    assert not house.bar.go.isVisible()
    house.window.go_to(commands.Back())

    assert house.bar.leave.isVisible()
    assert "hand-over" in [
        each.id for each in guided_session.progress(house.workspace).tasks if each.is_done
    ]


def test_from_elsewhere_it_leads_back_to_the_session(house):
    appointment_id = house.begin()
    assert not house.bar.go.isVisible()
    house.window.go_to(commands.Clients())
    assert house.bar.go.isVisible()

    house.press(house.bar.go)

    assert house.window.here == commands.SessionPage(appointment_id)


def test_it_can_be_left_at_any_time(house):
    house.begin()

    house.press(house.bar.leave)

    assert house.guide.bar is None
    assert guided_session.progress(house.workspace) is None
    house.window.go_to(commands.Clients())
    assert house.guide.bar is None


def test_the_hint_comes_along_into_another_look(house, wear):
    house.begin()
    wear("dark", 2.0)

    house.window.rebuild()
    QApplication.processEvents()

    assert house.bar.window() is house.window
    assert house.bar.title.text() == "Say the line in bold"
    assert not house.bar.hint.isVisible()
    house.press(house.bar.more)
    assert house.bar.hint.isVisible()


def test_nothing_is_looked_at_once_the_record_is_closed(house):
    house.begin()
    house.vault.close()

    house.guide.look_again()

    assert not house.guide._timer.isActive()


def test_it_is_there_again_after_the_record_was_locked(house, qtbot):
    house.begin()

    again = House(qtbot, house.vault)

    assert again.bar.title.text() == "Say the line in bold"


def test_at_the_end_it_says_so(house):
    house.begin()
    whole = guided_session.progress(house.workspace)
    done = tuple(
        guided_session.PracticeTask(each.id, each.title, each.hint, is_done=True)
        for each in whole.tasks
    )
    house.bar.show_progress(
        guided_session.Progress(whole.title, whole.appointment_id, whole.client_id, done, "Well."),
        can_go=False,
        can_leave=True,
    )

    assert (house.bar.title.text(), house.bar.hint.text()) == ("Done", "Well.")


@pytest.mark.parametrize(("scheme", "scale"), [("light", 1.0), ("dark", 2.0)])
def test_nothing_of_the_hint_is_cut(house, wear, scheme, scale):
    wear(scheme, scale)
    house.window.rebuild()
    house.begin()

    assert clipped(house.bar) == []


def test_a_real_record_has_no_guide(qtbot, tmp_path):
    with laid_out(tmp_path, practice=False).open() as vault:
        window = bootstrap.open_workplace(vault, leave=lambda: None)
        qtbot.addWidget(window)

        assert window.findChildren(Guide) == []


def test_another_clients_session_is_elsewhere(house):
    first = house.begin()
    other = guided_session.begin(house.workspace)
    start_session(house.workspace, other)

    house.window.go_to(commands.SessionPage(first))

    assert house.bar.go.isVisible()
