"""Choices whose buttons are made once somebody sees them, or comes to them."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QScrollArea, QWidget

from session_forms.filling.filling import start
from session_forms.filling.states import Context
from tests.support.session_forms.forms import make_form
from tests.support.windows.hearing import Hearing
from tests.support.windows.open_forms import filling_of
from tests.support.windows.settling import settle
from therapist_app.form_widgets.choices.choices import Choice
from therapist_app.form_widgets.choices.option_grid import GridChoices, GridStyle, OptionGrid
from therapist_app.form_widgets.panel.panel import AT_ONCE, FormPanel
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.widgets.layout.layouts import scroll, stack
from therapist_app.widgets.tab_stops import TabsAsRead

COUNT, EACH = AT_ONCE + 3, 3
AT = AT_ONCE + 1
FAR = f"q{AT}"
FORM = make_form(
    "".join(
        f'[[questions]]\nid = "q{at}"\nkind = "rating"\nprompt = "Question {at}?"\n'
        'options = [{ value = 0, label = "Not at all" }, { value = 1, label = "Some" }, '
        '{ value = 2, label = "Much" }]\n'
        for at in range(COUNT)
    )
)


class Page:
    """A form longer than its window."""

    def __init__(self, qtbot) -> None:
        self.filling = filling_of(start(FORM, Context(today=date(2026, 3, 2))))
        self.panel = FormPanel(self.filling)
        self.area: QScrollArea = scroll(stack(self.panel))
        self.window = TabsAsRead()
        self.window.setLayout(stack(self.area))
        qtbot.addWidget(self.window)
        self.window.resize(600, 240)
        with qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        qtbot.waitUntil(lambda: all(each.is_built for each in self.panel.questions))
        settle()

    @property
    def far(self):
        return self.panel.questions[AT]

    def made(self, question=None) -> list[QRadioButton]:
        """Return the buttons that are there, without asking for any."""
        return (question or self.far).findChildren(QRadioButton)

    def scroll_to_far(self) -> None:
        self.panel.stay()
        self.area.verticalScrollBar().setValue(self.area.verticalScrollBar().maximum())
        settle()


@pytest.fixture
def page(qtbot, wear, monkeypatch):
    monkeypatch.setattr(QAccessible, "isActive", lambda: False)  # other tests switch it on
    wear()
    shown = Page(qtbot)
    yield shown
    shown.filling.flush()


def test_what_nobody_sees_yet_has_its_room_and_no_buttons(page):
    heights = [each.height() for each in page.panel.questions]

    assert page.made() == []
    assert len(page.made(page.panel.questions[0])) == EACH
    page.far.make_whole()
    settle()

    assert [each.height() for each in page.panel.questions] == heights
    assert len(page.made()) == EACH


def test_what_is_scrolled_to_looks_as_if_it_had_always_been_there(page):
    page.filling.answer(FAR, 1)
    alike = page.panel.question(f"q{AT + 1}").grid
    page.filling.answer(f"q{AT + 1}", 1)
    assert page.made() == []

    page.scroll_to_far()

    assert [each.isChecked() for each in page.made()] == [False, True, False]
    assert all(not each.visibleRegion().isEmpty() for each in page.made())
    assert page.far.grid.grab().toImage() == alike.grab().toImage()


def test_a_first_drawing_shows_the_buttons_already(page):
    alike = page.panel.question(f"q{AT + 1}").grid
    assert page.made() == []

    assert page.far.grid.grab().toImage() == alike.grab().toImage()


@pytest.mark.parametrize("back", [False, True])
def test_tab_comes_to_the_answer_of_a_question_that_nobody_saw(page, back):
    page.filling.answer(FAR, 2)
    page.panel.questions[AT + (1 if back else -1)].take_keyboard()
    assert page.made() == []

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is page.made()[2]
    assert page.far.grid.focusPolicy() == Qt.FocusPolicy.NoFocus


@pytest.mark.parametrize("back", [False, True], ids=["Tab", "Shift+Tab"])
def test_tab_comes_back_to_the_answer_and_not_to_where_an_arrow_only_pointed(page, back):
    """There the space bar would have taken another answer than the one that stands."""
    page.filling.answer("q1", 0)
    page.panel.question("q1").take_keyboard()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is page.made(page.panel.question("q1"))[1]
    page.panel.question("q0" if not back else "q2").take_keyboard()

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab)

    assert QApplication.focusWidget() is page.made(page.panel.question("q1"))[0]
    assert page.filling.state.answers == {"q1": 0}


def test_a_digit_answers_and_goes_on_to_what_nobody_saw(page):
    page.panel.question(f"q{AT - 1}").take_keyboard()

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)

    assert page.filling.state.answers == {f"q{AT - 1}": 1, FAR: 2}
    assert page.made()[2].isChecked()


def test_a_screen_reader_that_comes_later_finds_every_answer(page):
    found = [
        each.text(QAccessible.Text.Name)
        for each in _elements(QAccessible.queryAccessibleInterface(page.window))
        if each.role() == QAccessible.Role.RadioButton
    ]

    assert found == ["0, Not at all", "1, Some", "2, Much"] * COUNT


def test_with_a_screen_reader_every_answer_is_there_from_the_start(qtbot, wear, monkeypatch):
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    wear()
    page = Page(qtbot)

    assert len(page.made()) == EACH
    page.filling.flush()


def test_what_was_made_while_its_page_was_hidden_stands_where_it_belongs(page):
    before = page.far.grid.rect()
    page.window.hide()

    page.far.make_whole()
    page.window.show()
    page.scroll_to_far()

    assert page.far.grid.rect() == before
    places = [each.geometry() for each in page.made()]
    assert all(before.contains(each) for each in places)
    assert not any(one.intersects(other) for one in places for other in places if one is not other)


def test_an_arrow_beyond_the_choices_says_that_there_is_no_other(page, monkeypatch):
    page.scroll_to_far()
    first, *_between, last = page.made()
    first.setFocus()
    hearing = Hearing(monkeypatch)

    for _press in range(2):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert hearing.words == []
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)

    assert last.hasFocus()
    assert hearing.words == ["There is no other choice."]
    assert not any(each.isChecked() for each in page.made())


def test_what_cannot_be_chosen_at_the_moment_is_no_stop(qtbot, wear):
    wear()
    choices = GridChoices((Choice("a", "One"), Choice("b", "Two")))
    holder = QWidget()
    qtbot.addWidget(holder)
    grid = OptionGrid(choices, GridStyle.COLUMNS, RenderContext(), holder)

    grid.show_available(["a", "b"])
    assert grid.findChildren(QRadioButton) == []
    grid.show_available(["b"])

    assert [each.isEnabled() for each in grid.findChildren(QRadioButton)] == [False, True]


def _elements(element: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    yield element
    for at in range(element.childCount()):
        child = element.child(at)
        if child is not None:
            yield from _elements(child)
