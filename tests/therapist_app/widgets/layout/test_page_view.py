"""What the view of every screen is made of."""

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.support.windows.hearing import Hearing
from tests.support.windows.settling import settle
from therapist_app.commands import Back
from therapist_app.view_model import ViewModel
from therapist_app.widgets.controls.buttons import button
from therapist_app.widgets.controls.options import Option
from therapist_app.widgets.layout.layouts import STRETCH, empty, hold, scroll, stack
from therapist_app.widgets.layout.page_view import PageView, foot_bar, whole_page
from therapist_app.widgets.words import text


class Shelf(PageView[ViewModel[int]]):
    open = 1

    def turn_back(self) -> bool:
        was_open = self.open > 0
        self.open = 0
        return was_open


@pytest.fixture
def shelf(qtbot):
    view = Shelf("shelf", ViewModel[int]())
    qtbot.addWidget(view)
    return view


def test_a_page_has_its_name_and_passes_on_where_its_view_model_wants_to_go(shelf, qtbot):
    with qtbot.waitSignal(shelf.leave_requested) as left:
        shelf._viewmodel.go_back()

    assert left.args == [Back()]
    assert shelf.objectName() == "shelf"


def test_a_view_model_ends_with_its_page(qapp):
    assert qapp is not None
    viewmodel = ViewModel[int]()
    view = PageView("page", viewmodel)

    shiboken6.delete(view)

    assert not shiboken6.isValid(viewmodel)


def test_escape_turns_back_once_and_is_then_somebody_elses(shelf):
    inner = Shelf("inner", ViewModel[int]())
    shelf.setLayout(stack(inner))

    QTest.keyClick(inner, Qt.Key.Key_Escape)
    assert (inner.open, shelf.open) == (0, 1)
    QTest.keyClick(inner, Qt.Key.Key_Escape)

    assert shelf.open == 0


def test_enter_on_a_choice_says_which_key_chooses(qtbot, shelf, wear, monkeypatch):
    wear()
    choice = Option("Finished")
    shelf.setLayout(stack(choice))
    with qtbot.waitActive(shelf):
        shelf.show()
        shelf.activateWindow()
    choice.setFocus()
    hearing = Hearing(monkeypatch)

    QTest.keyClick(choice, Qt.Key.Key_Return)

    assert hearing.words == ["Enter does nothing here: the space bar chooses."]
    assert not choice.isChecked()


def test_a_key_held_with_alt_scrolls_nothing_and_comes_to_the_page(qtbot, wear):
    wear()
    area = scroll(stack(QLabel("\n".join("line" for _each in range(100)))))
    page = hold(stack(area))
    page.resize(200, 200)
    qtbot.addWidget(page)
    page.show()
    area.verticalScrollBar().setValue(50)

    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QApplication.sendEvent(area, held)
    assert (area.verticalScrollBar().value(), held.isAccepted()) == (50, False)

    QTest.keyClick(area, Qt.Key.Key_Up)
    assert area.verticalScrollBar().value() < 50


def test_between_head_and_foot_the_body_has_the_room(shelf):
    head, body, foot, message = (QLabel(each) for each in ("head", "body", "foot", "message"))
    shelf.setLayout(whole_page(head, body, foot, message=message))
    shelf.resize(400, 600)
    shelf.show()

    assert head.y() == 0
    assert head.y() < message.y() < body.y() < foot.y()
    assert body.height() > 400


def test_what_is_taken_out_of_a_layout_is_seen_no_more(shelf):
    label = QLabel("gone")
    layout = stack(label)
    shelf.setLayout(layout)
    shelf.show()

    empty(layout)

    assert layout.count() == 0
    assert not label.isVisible()


def test_words_of_a_foot_have_a_line_of_their_own_where_not_all_fits_on_one(qtbot, wear):
    wear("light", 2.0)
    said = text("Say how the session ended. Until then it runs on.", "small", wrap=True)
    acts = [button(each) for each in ("Back to the steps", "Save as draft", "Sign the note")]
    foot = foot_bar(said, acts[0], STRETCH, *acts[1:])
    qtbot.addWidget(foot)
    needed = sum(each.sizeHint().width() for each in acts)
    foot.resize(needed + 200, 400)
    foot.show()
    settle()

    lines = {each.y() + each.height() // 2 for each in acts}
    assert len(lines) == 1
    assert said.geometry().bottom() < min(each.y() for each in acts)
    assert said.x() == 0

    foot.resize(2 * needed + 2000, 400)
    settle()

    assert said.geometry().bottom() > min(each.y() for each in acts)
