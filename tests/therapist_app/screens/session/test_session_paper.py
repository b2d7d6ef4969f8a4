"""What is due in a step is put on paper from the step itself; the session goes on."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.support.windows.clipping import clipped
from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Destination
from therapist_app.form_widgets.paper_card import PaperAsk, PaperCard
from therapist_app.record.model import Client
from therapist_app.screens.session import step_view, viewmodel
from therapist_app.screens.session.view import SessionView
from therapist_app.screens.session.viewmodel import SessionViewModel
from therapist_app.widgets.controls.menus import Menu

pytestmark = pytest.mark.usefixtures("wear")
CTRL = Qt.KeyboardModifier.ControlModifier


class Screen:
    """A session, where it led, and a folder in which each sheet is saved."""

    def __init__(self, qtbot: QtBot, work: Workplace, appointment_id: str, folder: Path) -> None:
        self.left: list[Destination] = []
        self.file = folder / "sheet.pdf"
        self.viewmodel = SessionViewModel(work.workspace, appointment_id)
        self.view = SessionView(self.viewmodel)
        self.view.leave_requested.connect(self.left.append)
        place = str(self.file)
        self.asked = 0
        self.view.step.paper_ask = PaperAsk(self._printer, lambda _parent, _name: place)
        qtbot.addWidget(self.view)
        self.view.resize(1302, 768)
        self.view.show()
        self.view.activateWindow()
        self.view.focus_first()
        settle()

    def _printer(self, _parent: QWidget) -> None:
        self.asked += 1

    def go_to(self, step_id: str) -> None:
        self.viewmodel.go_to(step_id)
        settle()

    def press(self, button: QPushButton | None) -> None:
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = CTRL) -> None:
        focused = QApplication.focusWidget()
        assert isinstance(focused, QWidget)
        QTest.keyClick(focused, key, modifiers)
        settle()

    @property
    def card(self) -> PaperCard:
        assert self.view.step.paper is not None
        return self.view.step.paper

    def saved(self, what: str = "") -> str:
        """Return the words of the sheet that is chosen, or of another, once it is saved."""
        if what:
            self.card.whats[what].setChecked(True)
        self.press(self.card.save_button)
        pages = PdfReader(io.BytesIO(self.file.read_bytes())).pages
        return " ".join(each.extract_text() for each in pages)


@pytest.fixture
def client(work: Workplace) -> Client:
    return work.add_client()


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace, client: Client, tmp_path: Path) -> Screen:
    """The first session of a client, at its step about the limits."""
    shown = Screen(qtbot, work, work.start(client, "S01"), tmp_path)
    shown.go_to("limits")
    return shown


def test_the_form_of_a_step_is_saved_blank_without_leaving_the_session(screen: Screen) -> None:
    screen.press(screen.view.step.print)

    assert list(screen.card.whats) == ["blank"]
    assert "Version 1" in screen.saved()
    assert screen.left == []
    assert screen.view.step.panel is not None


def test_what_was_answered_a_moment_ago_stands_on_the_sheet(screen: Screen, client: Client) -> None:
    assert screen.viewmodel.filling is not None
    screen.viewmodel.filling.answer("client_words", "You may tell my doctor")
    screen.press(screen.view.step.print)

    words = screen.saved("filled")

    assert "You may tell my doctor" in words
    assert client.code in words


def test_a_finished_form_is_printed_from_its_step_with_its_answers_first(
    screen: Screen, work: Workplace, client: Client
) -> None:
    work.fill(client, "limits", {"teach_back": True}, screen.viewmodel.state.page.appointment.id)
    screen.go_to("records")
    screen.go_to("limits")

    screen.press(screen.view.step.print)

    assert screen.card.order.what == "filled"
    assert client.code in screen.saved()


def test_the_print_key_opens_the_sheet_and_escape_gives_the_keyboard_back(screen: Screen) -> None:
    screen.view.step.focus_form()
    settle()
    before = screen.view.focusWidget()

    screen.key(Qt.Key.Key_P)
    assert screen.card.isAncestorOf(screen.view.focusWidget())
    assert screen.asked == 0
    screen.key(Qt.Key.Key_P)
    assert screen.asked == 1, "in the offer it prints"
    screen.key(Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)

    assert screen.view.step.paper is None
    assert screen.view.focusWidget() is before


def test_of_the_measures_that_are_due_one_is_chosen_and_printed(
    qtbot: QtBot,
    work: Workplace,
    client: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Menu, "popup", lambda _menu, _at: None)
    work.hold(client, "S01")
    work.pass_gates(client, "S02")
    screen = Screen(qtbot, work, work.start(client, "S02"), tmp_path)
    due = screen.view.step.due
    assert due is not None

    screen.press(due.print)
    [menu] = screen.view.step.findChildren(Menu)
    sheets = screen.viewmodel.sheets
    titles = [each.text() for each in menu.actions()]
    menu.actions()[1].trigger()
    menu.close()
    settle()

    assert titles == [each.title for each in sheets]
    assert sheets[1].title in screen.saved()
    assert f"On paper: {sheets[1].title}" in {
        each.text() for each in screen.card.findChildren(QLabel)
    }
    assert clipped(screen.view) == []
    assert screen.left == []


def test_where_nothing_may_be_printed_no_paper_is_offered_and_the_key_says_so(
    qtbot: QtBot,
    work: Workplace,
    client: Client,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (step_view, viewmodel):
        monkeypatch.setattr(module, "paper_offers", lambda _form: ())
    screen = Screen(qtbot, work, work.start(client, "S01"), tmp_path)
    screen.go_to("limits")

    assert screen.viewmodel.sheets == ()
    assert screen.view.step.print is None
    heard = Hearing(monkeypatch)
    screen.key(Qt.Key.Key_P)
    assert screen.view.step.paper is None
    assert "This step has nothing to print." in [each.words for each in heard.said]
