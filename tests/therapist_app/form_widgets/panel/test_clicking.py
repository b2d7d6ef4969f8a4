"""After a click the keys are for the next question, where it is open and in sight."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea

from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.library.library import installed, read_form
from tests.support.windows.open_forms import filling_of, panel_in_a_page
from tests.support.windows.settling import settle
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.widgets.layout.page_scroll import PagePlace
from therapist_app.widgets.parts import scroll, stack

ASKED = """
id = "asked"
version = 1
title = "Asked"
licence = { status = "own", notice = "Own wording." }

[[questions]]
id = "first"
kind = "yes_no"
prompt = "Was there time to practise?"

[[questions]]
id = "second"
kind = "choice"
prompt = "Which way came first?"
options = [{ id = "water", label = "Cold water" }, { id = "walk", label = "Fast walk" }]

[[questions]]
id = "third"
kind = "multi"
prompt = "What helped?"
options = [{ id = "walks", label = "Walks" }, { id = "music", label = "Music" }]

[[questions]]
id = "fourth"
kind = "yes_no"
prompt = "Was it enough?"

[[questions]]
id = "fifth"
kind = "short_text"
prompt = "One word for the week?"
max_characters = 20
"""


@pytest.fixture
def asked(qtbot, wear):
    """Return what shows the form in a page of a height, with the keyboard in its first question."""
    wear()

    def show(height: int = 900, *, client: bool = False) -> tuple[FormPanel, QScrollArea]:
        state = start(read_form("asked.v1.toml", ASKED), Context(today=date(2026, 3, 2)))
        return panel_in_a_page(qtbot, state, height, FillMode(client=client))

    return show


def click(panel: FormPanel, question_id: str, number: int) -> None:
    """Click a choice of a question with the mouse."""
    button = panel.question(question_id).grid.buttons[number]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    settle()


def answers(panel: FormPanel) -> dict[str, object]:
    """Return what is answered."""
    return dict(panel._filling.state.answers)


def test_a_letter_after_a_click_answers_the_next_question(asked):
    panel, _area = asked()

    click(panel, "first", 0)
    QTest.keyClick(QApplication.focusWidget(), "b")

    assert answers(panel) == {"first": True, "second": "walk"}


def test_a_click_scrolls_nothing_and_a_key_first_shows_what_it_would_choose(asked):
    panel, area = asked(150)
    click(panel, "first", 0)
    still = area.verticalScrollBar().value()

    QTest.keyClick(QApplication.focusWidget(), "b")
    settle()
    shown = answers(panel), area.verticalScrollBar().value()
    QTest.keyClick(QApplication.focusWidget(), "b")

    assert still == 0
    assert shown[0] == {"first": True}
    assert shown[1] > 0
    assert answers(panel) == {"first": True, "second": "walk"}


def test_a_click_that_opens_further_questions_turns_the_page_nowhere(qtbot, wear):
    wear()
    state = start(installed().latest("first-contact"), Context(today=date(2026, 3, 2)))
    panel = FormPanel(filling_of(state))
    area = scroll(stack(panel))
    place = PagePlace(area)
    qtbot.addWidget(place)
    place.resize(900, 600)
    with qtbot.waitActive(place):
        place.show()
        place.activateWindow()
    panel.go_to("may_contact")
    settle()
    still = area.verticalScrollBar().value()

    click(panel, "may_contact", 0)

    assert still > 0
    assert area.verticalScrollBar().value() == still
    assert panel.place == "safe_ways"


def test_a_choice_that_was_shown_first_is_chosen_at_once_when_one_comes_back(asked):
    panel, _area = asked(150)
    click(panel, "first", 0)
    panel.go_to("fourth")

    panel.go_to("second")
    settle()
    QTest.keyClick(QApplication.focusWidget(), "b")

    assert answers(panel)["second"] == "walk"


def test_enter_after_a_click_leads_to_the_next_question_and_passes_none(asked):
    panel, area = asked(150)
    click(panel, "first", 0)

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle()
    led_to = panel.place, area.verticalScrollBar().value()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert led_to[0] == "second"
    assert led_to[1] > 0
    assert panel.place == "third"


def test_enter_goes_on_from_what_a_key_answered_after_a_click(asked):
    panel, _area = asked()
    click(panel, "second", 0)

    QTest.keyClick(QApplication.focusWidget(), "a")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    assert answers(panel)["third"] == ("walks",)
    assert panel.place == "fourth"


def test_the_keys_stay_where_words_would_be_written_out_of_sight(asked):
    panel, area = asked(150)
    panel.go_to("fourth")
    settle()
    still = area.verticalScrollBar().value()

    click(panel, "fourth", 0)

    assert panel.place == "fourth"
    assert area.verticalScrollBar().value() == still


def test_words_can_be_written_after_a_click_where_they_are_in_sight(asked):
    panel, _area = asked()

    click(panel, "fourth", 0)
    QTest.keyClicks(QApplication.focusWidget(), "calm")

    assert answers(panel) == {"fourth": True, "fifth": "calm"}


def test_what_is_answered_below_is_not_at_hand_for_a_key(asked):
    panel, _area = asked()
    click(panel, "second", 0)

    click(panel, "first", 1)

    assert panel.place == "first"


def test_several_answers_can_be_clicked_one_after_the_other(asked):
    panel, _area = asked()

    click(panel, "third", 0)
    click(panel, "third", 1)

    assert panel.place == "third"
    assert answers(panel)["third"] == ("walks", "music")


def test_assistive_technology_stays_where_it_answered(asked):
    panel, _area = asked()

    panel.question("first").grid.buttons[0].toggle()
    settle()

    assert answers(panel)["first"] is True
    assert panel.place == "first"


def test_a_client_goes_on_by_a_key_of_its_own(asked):
    panel, _area = asked(client=True)

    click(panel, "first", 0)

    assert panel.place == "first"
