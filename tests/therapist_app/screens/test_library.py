"""The programme library."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.clipping import clipped
from tests.support.desks import open_workplace
from therapist_app.form_widgets.paper_card import PaperAsk
from therapist_app.screens.library.plan_view import plain
from therapist_app.screens.library.view import LibraryView
from therapist_app.screens.library.viewmodel import LibraryViewModel

pytestmark = pytest.mark.usefixtures("wear")


class Screen:
    """The library."""

    def __init__(self, qtbot, work) -> None:
        self.qtbot = qtbot
        self.viewmodel = LibraryViewModel(work.desk)
        self.place = ""
        ask = PaperAsk(printer=lambda _parent: None, place=lambda _parent: self.place)
        self.view = LibraryView(self.viewmodel, ask=ask)
        qtbot.addWidget(self.view)
        self.view.resize(1170, 768)
        self.view.show()
        self.view.focus_first()
        self.settle()

    @property
    def words(self) -> str:
        return "\n".join(each.text() for each in self.view.findChildren(QLabel) if each.isVisible())

    def settle(self) -> None:
        for _turn in range(3):
            QApplication.processEvents()

    def key(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.view.focusWidget(), key)
        self.settle()

    def press(self, button) -> None:
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def show(qtbot, tmp_path):
    with open_workplace(tmp_path) as work:
        yield lambda: Screen(qtbot, work)


def test_enter_opens_a_session_plan_and_the_keyboard_can_go_back(show):
    screen = show()
    screen.key(Qt.Key.Key_Down)

    screen.key(Qt.Key.Key_Return)

    assert screen.viewmodel.state.plan.id == "S02"
    assert "S02 · " in screen.words
    assert "Fidelity: rated 2 when" in screen.words
    screen.key(Qt.Key.Key_Space)
    assert screen.viewmodel.state.plan is None
    assert screen.view.focusWidget() is screen.view.sessions


def test_every_session_of_the_course_is_listed_and_what_is_missing_is_said(show):
    screen = show()
    model = screen.view.sessions.table_model

    assert model.rowCount() == 26
    here = {model.index(row, 0).data(): model.index(row, 3).data() for row in range(26)}
    assert here["S01"] == "60 min"
    assert all(each.endswith(" min") or each == "not in this version" for each in here.values())


def test_a_session_that_is_not_here_does_not_open(show):
    screen = show()

    screen.viewmodel.open_session("S99")

    assert screen.viewmodel.state.plan is None


def test_a_form_shows_its_questions_and_whose_it_is(show):
    screen = show()
    screen.press(screen.view.options[1])
    titles = [each.form_id for each in screen.viewmodel.state.forms]
    for _line in range(titles.index("phq-9")):
        screen.key(Qt.Key.Key_Down)

    screen.key(Qt.Key.Key_Return)

    assert screen.viewmodel.state.form.id == "phq-9"
    assert "Little interest or pleasure in doing things" in screen.words
    assert "No permission required to reproduce" in screen.words
    assert "from 10: moderate" in screen.words
    screen.press(screen.view.back)
    assert screen.view.focusWidget() is screen.view.forms


def test_a_form_of_our_own_says_so(show):
    screen = show()

    screen.viewmodel.open_form("safety-plan")
    screen.settle()

    assert "own wording" in screen.words


def test_a_form_is_printed_blank_by_keyboard_alone(show, tmp_path):
    screen = show()
    screen.viewmodel.open_form("phq-9")
    screen.settle()
    screen.place = str(tmp_path / "blank.pdf")

    screen.view.print.setFocus()
    screen.key(Qt.Key.Key_Space)
    paper = screen.view._opened.paper
    started = paper.sizes["a4"].hasFocus()
    paper.save_button.setFocus()
    screen.key(Qt.Key.Key_Space)

    assert started
    assert (tmp_path / "blank.pdf").read_bytes().startswith(b"%PDF")
    assert "The file is written" in screen.words
    screen.key(Qt.Key.Key_Escape)
    assert not paper.isVisible()
    assert screen.view.print.hasFocus()


def test_a_session_plan_is_not_printed_as_a_form(show):
    screen = show()

    screen.viewmodel.open_session("S01")
    screen.settle()

    assert not screen.view.print.isVisible()


def test_gates_say_what_they_stand_before(show):
    screen = show()

    screen.press(screen.view.options[2])

    assert "Before: S02 Two plans" in screen.words
    assert "Before the note is signed" in screen.words
    assert screen.view.focusWidget() is screen.view.options[2]


def test_markdown_is_read_as_plain_paragraphs():
    assert plain("# Two plans\n\nToday we\nmade **two**.\n\n- one\n- two") == (
        "Two plans\n\nToday we made two.\n\n- one\n- two"
    )


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_nothing_is_cut_or_unnamed(show, wear, scale):
    wear("light", scale)
    screen = show()
    found = clipped(screen.view)
    screen.viewmodel.open_session("S01")
    screen.settle()
    found += clipped(screen.view)
    screen.viewmodel.turn_to("gates")
    screen.settle()
    found += clipped(screen.view)
    screen.viewmodel.open_form("gad-7")
    screen.settle()
    found += clipped(screen.view)
    screen.press(screen.view.print)

    assert found + clipped(screen.view) == []
