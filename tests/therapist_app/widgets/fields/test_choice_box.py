"""A box that unfolds: chosen from by mouse, keys and assistive technology, never on the way."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from tests.support.windows.acting import pick, told
from tests.support.windows.hearing import Hearing
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.fields.labelled_field import LabelledField

pytestmark = [
    pytest.mark.usefixtures("wear"),
    pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)", extend=True),
]
DAYS = (("mon", "Monday"), ("tue", "Tuesday"), ("wed", "Wednesday"))


@pytest.fixture
def box(qtbot):
    box = ChoiceBox(DAYS, name="Day")
    box.show_chosen(None)
    qtbot.addWidget(box)
    with qtbot.waitActive(box):
        box.show()
        box.activateWindow()
    box.heard = []
    box.chosen.connect(box.heard.append)
    return box


def test_enter_unfolds_it_and_enter_with_a_key_beside_is_left_to_the_page(box):
    QTest.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not box.view().isVisible()

    QTest.keyClick(box, Qt.Key.Key_Return)

    assert box.view().isVisible()
    assert box.heard == []


def test_every_line_of_a_short_list_stands_whole_in_it(box):
    box.showPopup()

    view = box.view()
    shown = view.viewport().rect()
    assert all(shown.contains(view.visualRect(view.model().index(at, 0))) for at in range(3))


def test_the_list_that_unfolds_says_what_it_is_for(box, qtbot):
    field = LabelledField("&Track of the course", ChoiceBox(DAYS))
    qtbot.addWidget(field)
    field.show()
    inside = field.findChild(ChoiceBox)

    for each, name in ((box, "Day"), (inside, "Track of the course")):
        each.showPopup()
        assert told(each.view()).text(QAccessible.Text.Name) == name
        each.hidePopup()


@pytest.mark.parametrize("at", [0, 1, 2])
def test_assistive_technology_chooses_a_line_of_the_open_list(box, at):
    pick(box, at)

    assert box.heard == [DAYS[at][0]]
    assert box.chosen_id == DAYS[at][0]
    assert not box.view().isVisible()


def test_it_chooses_another_line_after_the_first(box):
    for at in (2, 0, 1):
        pick(box, at)

    assert box.heard == ["wed", "mon", "tue"]


def test_passing_over_the_list_chooses_nothing(box):
    box.showPopup()
    view = box.view()
    for at in (0, 1, 0):
        place = view.visualRect(view.model().index(at, 0)).center()
        QTest.mouseMove(view.viewport(), place)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(view, key)
    QTest.mouseMove(view.viewport(), QPoint(2, 2))

    assert box.heard == []
    assert view.isVisible()


def test_enter_takes_no_line_that_is_not_marked(box):
    box.showPopup()
    assert box.view().selectedIndexes() == []

    QTest.keyClick(box.view(), Qt.Key.Key_Return)

    assert box.heard == []
    assert box.currentIndex() == -1


def test_the_first_arrow_marks_the_first_line_and_enter_takes_it(box):
    box.showPopup()

    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)

    assert box.heard == ["mon"]


def test_what_is_shown_as_chosen_is_not_announced(box):
    box.show_chosen("tue")
    box.show_choices(DAYS[:2])

    assert box.heard == []


@pytest.mark.parametrize("key", [Qt.Key.Key_PageDown, Qt.Key.Key_PageUp])
def test_the_page_keys_choose_nothing_and_turn_the_page_around_it(qtbot, key):
    around = Around()
    qtbot.addWidget(around)
    box = ChoiceBox([("a", "First"), ("b", "Second"), ("c", "Third")])
    box.setParent(around)
    box.show_chosen("b")
    chosen = []
    box.chosen.connect(chosen.append)

    QTest.keyClick(box, key)

    assert (box.chosen_id, chosen) == ("b", [])
    assert around.turned == [key]


class Around(QWidget):
    """A page that notes what its parts leave to it."""

    def __init__(self) -> None:
        super().__init__()
        self.turned: list[int] = []

    @override
    def keyPressEvent(self, event) -> None:
        self.turned.append(event.key())


def test_alt_and_down_unfold_it_also_where_the_page_has_another_use_for_them(box):
    used = []
    page_has = QShortcut(QKeySequence("Alt+Down"), box)
    page_has.activated.connect(lambda: used.append("page"))

    QTest.keyClick(box, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert (used, box.view().isVisible()) == ([], True)
    box.hidePopup()


def test_a_wheel_that_passes_over_it_leaves_the_keyboard_where_it_is(box):
    assert box.focusPolicy() == Qt.FocusPolicy.StrongFocus


def test_an_arrow_beyond_the_first_and_the_last_line_says_that_there_is_no_other(box, monkeypatch):
    hearing = Hearing(monkeypatch)

    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(box, key)
    assert hearing.words == []
    QTest.keyClick(box, Qt.Key.Key_Down)

    assert hearing.words == ["There is no other choice."]
    assert box.heard == ["mon", "tue", "wed"]
