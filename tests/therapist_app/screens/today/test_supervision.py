"""The page of the supervision pack, driven as a person would drive it."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from exports.errors import LeakFound, LeakHit
from tests.support.sampling import sampled
from tests.support.windows.clipping import clipped
from tests.support.windows.outline import outline
from tests.support.windows.printers import PaperPrinter, file_printer
from tests.support.windows.settling import settle
from tests.support.workflows.workspaces import Workplace
from therapist_app.commands import Back, Destination, SupervisionPack
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.record.database import audit
from therapist_app.screens.today import supervision
from therapist_app.screens.today.supervision import SupervisionViewModel
from therapist_app.screens.today.supervision_view import INSIDE, SupervisionView
from therapist_app.screens.today.view import TodayView
from therapist_app.screens.today.viewmodel import TodayViewModel
from therapist_app.widgets.read_by_lines import ReadByLines
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.sessions.holding_a_session import start_session

pytestmark = pytest.mark.usefixtures("wear")


class Screen:
    """The page, what it is answered when it asks, and where it led."""

    def __init__(self, qtbot: QtBot, work: Workplace) -> None:
        self.qtbot = qtbot
        self.printer: QPrinter | None = None
        self.place = ""
        self.left: list[Destination] = []
        ask = PaperAsk(lambda _parent: self.printer, lambda _parent, _name: self.place)
        self.viewmodel = SupervisionViewModel(work.workspace)
        self.view = SupervisionView(self.viewmodel, ask=ask)
        self.view.leave_requested.connect(self.left.append)
        qtbot.addWidget(self.view)
        self.view.resize(1302, 768)
        self.view.show()
        self.view.focus_first()

    def settle(self) -> "Screen":
        """Let the pack be made."""
        QApplication.processEvents()
        self.qtbot.waitUntil(lambda: not self.viewmodel.state.is_busy)
        settle()
        return self

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def screen(qtbot: QtBot, work: Workplace) -> Screen:
    return Screen(qtbot, work)


def test_the_pack_is_made_first_and_then_the_keyboard_saves_it(
    qtbot: QtBot, work: Workplace
) -> None:
    screen = Screen(qtbot, work)
    before = (screen.view.save_button.isEnabled(), screen.view.busy.text())

    screen.settle()

    assert before == (False, "The pack is being made …")
    assert screen.view.focusWidget() is screen.view.save_button
    assert screen.view.busy.text() == ""
    [read] = screen.view.findChildren(ReadByLines)
    assert len(read.lines) == len(INSIDE) + 1
    assert read.lines[0].startswith("The caseload at a glance")


def test_it_is_made_beside_the_window_and_says_in_words_how_far(
    qtbot: QtBot, work: Workplace
) -> None:
    for _each in range(2):
        work.hold(work.add_client(), "S01", "22222")
    screen = Screen(qtbot, work)
    window, threads, said = threading.get_ident(), set[int](), list[str]()
    screen.viewmodel.state_changed.connect(lambda _state: said.append(screen.view.busy.text()))
    screen.viewmodel._advanced.connect(
        lambda _read, _of: threads.add(threading.get_ident()), Qt.ConnectionType.DirectConnection
    )

    screen.settle()

    assert threads
    assert window not in threads
    assert said[1:] == [
        "0 of 2 courses are read …",
        "1 of 2 courses are read …",
        "The pages are being set …",
        "",
    ]


def test_nobody_leaves_while_the_record_is_read(screen: Screen) -> None:
    QApplication.processEvents()
    assert screen.view.is_holding

    with screen.qtbot.waitSignal(screen.view.record_released):
        screen.settle()

    assert not screen.view.is_holding


def test_it_is_saved_where_the_person_picks(screen: Screen, tmp_path: Path) -> None:
    screen.settle().place = str(tmp_path / "pack.pdf")

    screen.press(screen.view.save_button)

    assert (tmp_path / "pack.pdf").read_bytes() == screen.viewmodel.pdf
    assert screen.view.message.title == f"Saved as a PDF: {tmp_path / 'pack.pdf'}"
    assert "Whoever has this file can read it." in outline(screen.view)


def test_beside_the_record_nothing_is_saved(screen: Screen, work: Workplace) -> None:
    screen.settle().place = str(work.workspace.vault.place.path / "pack.pdf")

    screen.press(screen.view.save_button)

    assert screen.view.message.title == "Not there"


def test_who_picks_no_place_and_no_printer_changed_their_mind(screen: Screen) -> None:
    screen.settle()

    screen.press(screen.view.save_button)
    screen.press(screen.view.print_button)

    assert screen.view.message.title == ""


@pytest.mark.qt_log_ignore("QPainter::begin", extend=True)
@pytest.mark.parametrize(
    ("folder", "title"),
    [(".", "Sent to the printer Second floor"), ("nowhere", "It was not printed")],
)
def test_it_is_printed_from_memory(screen: Screen, tmp_path: Path, folder: str, title: str) -> None:
    screen.settle().printer = PaperPrinter(tmp_path / folder / "out.pdf", "Second floor")

    screen.press(screen.view.print_button)

    assert screen.view.message.title == title
    noted = [each.action for each in audit.entries(screen.viewmodel._workspace.caseload)]
    assert ("supervision_pack_sent" in noted) == (folder == ".")


def test_printing_to_a_file_is_saving_it(screen: Screen, tmp_path: Path) -> None:
    screen.settle().printer = file_printer(tmp_path / "out.pdf")

    screen.press(screen.view.print_button)

    assert screen.view.message.title == f"Saved as a PDF: {tmp_path / 'out.pdf'}"
    assert "Whoever has this file can read it." in outline(screen.view)
    noted = [each.action for each in audit.entries(screen.viewmodel._workspace.caseload)]
    assert noted[-1] == "supervision_pack_saved"


def test_reasons_that_name_somebody_are_said_to_be_left_out(qtbot: QtBot, work: Workplace) -> None:
    client = add_client(work.workspace, NewClient(anonymity="named", name="Wilhelmina Quastenberg"))
    work.pass_gates(client, "S03")
    start_session(work.workspace, work.plan(client, "S03"), "Wilhelmina asked for it")

    screen = Screen(qtbot, work).settle()

    assert screen.view.message.title == "Reasons left out because they name somebody: 1."
    assert screen.view.save_button.isEnabled()


def test_a_name_in_the_finished_pack_stops_it(
    qtbot: QtBot, work: Workplace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(_workspace: object, _tell: object) -> None:
        raise LeakFound([LeakHit("supervision.pdf", "page 1", 3, "name", "Ana", "ana")])

    monkeypatch.setattr(supervision, "finished", refuse)

    screen = Screen(qtbot, work).settle()

    assert screen.view.message.title == "The supervision pack was not made"
    assert not screen.view.save_button.isEnabled()
    assert screen.viewmodel.save(str(tmp_path / "pack.pdf")) == "nothing"
    assert screen.viewmodel.pdf == b""


def test_today_leads_there_and_there_is_a_way_back(screen: Screen, work: Workplace, qtbot) -> None:
    left: list[Destination] = []
    today = TodayView(TodayViewModel(work.workspace))
    qtbot.addWidget(today)
    today.leave_requested.connect(left.append)

    today.supervision.click()
    screen.press(screen.view.back)

    assert (left, screen.left) == ([SupervisionPack()], [Back()])


def test_the_outline_reads_as_agreed(screen: Screen, golden) -> None:
    golden("screens/supervision.txt", outline(screen.settle().view))


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(qtbot: QtBot, work: Workplace, wear, scale: float) -> None:
    wear("light", scale)

    assert clipped(Screen(qtbot, work).settle().view) == []
