"""A menu as it opens."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from therapist_app.widgets.controls import menus
from therapist_app.widgets.controls.menus import Menu


@pytest.fixture
def page(qtbot, wear, monkeypatch):
    wear()
    no_mouse = staticmethod(lambda: Qt.MouseButton.NoButton)
    monkeypatch.setattr(menus.QGuiApplication, "mouseButtons", no_mouse)
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    return page


def test_it_begins_at_its_first_line_that_can_be_taken(page):
    menu = Menu("Record", page)
    barred, first, _second = (menu.addAction(each) for each in ("Plan", "Forms", "Outcomes"))
    barred.setEnabled(False)

    QApplication.sendEvent(menu, QShowEvent())  # a real one would take the keyboard

    assert menu.activeAction() is first


def test_one_without_a_line_to_take_opens_all_the_same(page):
    menu = Menu("Record", page)
    menu.addAction("Plan").setEnabled(False)

    QApplication.sendEvent(menu, QShowEvent())  # a real one would take the keyboard

    assert menu.activeAction() is None
