"""What is shown before its window is there is styled once, where it stands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QWidget

from therapist_app.form_widgets.needs_card import NeedsCard
from therapist_app.widgets.layout.styled_in_place import show_in_place
from therapist_app.widgets.parts import LabelledField, TextLine, card, hold, scroll, stack
from therapist_app.workflows.overviews.service_needs import Need, ServiceNeeds

pytestmark = pytest.mark.usefixtures("wear")


def is_styled(part: QWidget) -> bool:
    return part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)


def parts() -> list[QWidget]:
    return [
        hold(stack(QPushButton("Go"))),
        card("Title", QPushButton("Go")),
        scroll(stack(QPushButton("Go"))),
        LabelledField("&Name", TextLine()),
    ]


def test_what_is_shown_before_its_window_is_styled_with_it_and_seen(qtbot) -> None:
    shown = parts()
    page = hold(stack(*shown))
    qtbot.addWidget(page)

    for each in shown:
        each.hide()
        each.show()
    assert not any(is_styled(each) for each in (page, *page.findChildren(QPushButton)))
    assert not any(each.isHidden() for each in shown)
    page.show()

    assert all(is_styled(each) and each.isVisible() for each in shown)


def test_the_first_of_several_pages_is_styled_with_its_window(qtbot) -> None:
    pages, first = QStackedWidget(), hold(stack(QPushButton("Go")))
    page = hold(stack(pages))
    qtbot.addWidget(page)

    pages.addWidget(first)
    assert not is_styled(first)
    page.show()

    assert first.isVisible()


def test_what_was_hidden_before_its_window_stays_hidden_with_its_room(qtbot) -> None:
    first, second = hold(stack(QPushButton("Go"))), hold(stack(QPushButton("Go")))
    page = hold(stack(first, second))
    qtbot.addWidget(page)
    both = page.sizeHint().height()

    second.hide()
    assert page.sizeHint().height() < both
    second.show()
    assert page.sizeHint().height() == both
    second.hide()
    page.show()

    assert first.isVisible()
    assert not second.isVisible()


def test_in_a_window_that_is_there_it_is_seen_at_once(qtbot) -> None:
    page, word = hold(stack()), QPushButton("Go")
    qtbot.addWidget(page)
    word.setParent(page)
    show_in_place(word)
    assert not is_styled(word)
    page.show()
    later, another = hold(stack()), QPushButton("Go")
    for each in (later, another):
        each.setParent(page)
        each.hide()

    later.show()
    show_in_place(another)

    assert word.isVisible()
    assert later.isVisible()
    assert another.isVisible()


def test_a_card_of_needs_is_never_a_window_of_its_own(qtbot) -> None:
    before = {each for each in QApplication.topLevelWidgets() if each.isVisible()}
    made = NeedsCard(ServiceNeeds((Need("backup", is_mine=True, whose="keeper"),)), "Needed")
    qtbot.addWidget(made)

    assert made.lines
    assert {each for each in QApplication.topLevelWidgets() if each.isVisible()} == before
