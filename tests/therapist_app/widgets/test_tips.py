"""A tool tip comes with the keyboard as well as with the mouse, stays, and goes with Escape."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QToolTip

from tests.support.windows.settling import settle
from therapist_app.view_model import ViewModel
from therapist_app.widgets.layout.page_view import PageView
from therapist_app.widgets.parts import button, stack
from therapist_app.widgets.tab_stops import TabsAsRead

AN_HOUR = 3_600_000


class Page(PageView):
    """A page with two buttons, of which the second has a tool tip; it counts its turnings back."""

    def __init__(self) -> None:
        super().__init__("page", ViewModel(None))
        self.turned = 0
        self.first, self.second = button("First"), button("Second")
        self.second.setToolTip("What the second does")
        self.setLayout(stack(self.first, self.second))

    def turn_back(self) -> bool:
        self.turned += 1
        return True


@pytest.fixture
def page(wear, qtbot):
    wear()
    page = Page()
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.first.setFocus()
    yield page
    QToolTip.hideText()


def gone() -> bool:
    return not QToolTip.isVisible()


def test_where_tab_stops_the_tool_tip_shows_and_stays(page, qtbot, monkeypatch):
    shown = []
    really = QToolTip.showText
    monkeypatch.setattr(QToolTip, "showText", lambda *given: (shown.append(given), really(*given)))

    qtbot.keyClick(page.first, Qt.Key.Key_Tab)

    assert QToolTip.isVisible()
    assert QToolTip.text() == "What the second does"
    assert shown[0][-1] >= AN_HOUR


@pytest.mark.parametrize("words", ["What the second does", "What it does\nand why"])
def test_at_the_foot_of_the_screen_it_leaves_in_sight_what_has_the_keyboard(page, qtbot, words):
    page.second.setToolTip(words)
    bottom = page.screen().geometry().bottom()
    page.move(0, bottom - page.frameGeometry().height() - 4)
    settle()

    qtbot.keyClick(page.first, Qt.Key.Key_Tab)

    tip = next(each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel"))
    here = QRect(page.second.mapToGlobal(QPoint()), page.second.size())
    assert here.bottom() > bottom - here.height() - 40, "it does stand at the foot"
    assert not tip.geometry().intersects(here)


def test_that_of_a_sign_covers_no_sign_below_it(wear, qtbot):
    wear()
    menu = PageView("menu", ViewModel(None))
    signs = [button("", "quiet", "print") for _each in range(4)]
    for sign in signs:
        sign.setToolTip("Where it leads  Ctrl+1")
    menu.setLayout(stack(*signs))
    qtbot.addWidget(menu)
    with qtbot.waitActive(menu):
        menu.show()
        menu.activateWindow()
    menu.move(40, 40)
    settle()
    signs[0].setFocus()

    qtbot.keyClick(signs[0], Qt.Key.Key_Tab)

    assert QToolTip.text() == "Where it leads  Ctrl+1"
    tip = next(each for each in QApplication.topLevelWidgets() if each.inherits("QTipLabel"))
    for sign in signs[1:]:
        here = QRect(sign.mapToGlobal(QPoint()), sign.size())
        assert not tip.geometry().intersects(here)
    QToolTip.hideText()


def test_it_goes_with_the_keyboard(page, qtbot):
    qtbot.keyClick(page.first, Qt.Key.Key_Tab)
    qtbot.keyClick(page.second, Qt.Key.Key_Tab)

    qtbot.waitUntil(gone)


def test_escape_takes_it_away_and_nothing_else(page, qtbot):
    qtbot.keyClick(page.first, Qt.Key.Key_Tab)
    qtbot.keyClick(page.second, Qt.Key.Key_Escape)

    qtbot.waitUntil(gone)
    assert page.turned == 0
    qtbot.keyClick(page.second, Qt.Key.Key_Escape)
    assert page.turned == 1


def test_a_page_that_goes_leaves_no_tool_tip_of_its_own_behind(wear, qtbot):
    wear()
    window, page = TabsAsRead(), Page()
    qtbot.addWidget(window)
    window.setLayout(stack(page))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.first.setFocus()

    page.hide()

    assert gone()
