"""The questions of a form under each other."""

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton

from programme.definition.requirements import AnswerRequirement
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from tests.support.session_forms.forms import make_form, sleep_check
from tests.support.windows.hearing import Hearing
from tests.support.windows.open_forms import filling_of
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from therapist_app.form_widgets.panel.panel import AT_ONCE, FormPanel
from therapist_app.form_widgets.question.question_widget import KeptLine
from therapist_app.form_widgets.render_context import FillMode
from therapist_app.widgets.layout.layouts import scroll, stack
from therapist_app.widgets.tab_stops import TabsAsRead

UNFIT = """
[[questions]]
id = "goals"
kind = "table"
prompt = "Goals?"
min_rows = 2
max_rows = 3
columns = [{ id = "what", label = "What", kind = "short_text" }]

[[questions]]
id = "third"
kind = "yes_no"
prompt = "Third?"
required = true
"""
PARTS = """
[[questions]]
id = "first"
kind = "yes_no"
part = 1
prompt = "First?"

[[questions]]
id = "second"
kind = "short_text"
part = 2
prompt = "Second?"
shown_when = { question = "first", equals = true }

[[questions]]
id = "third"
kind = "yes_no"
part = "The end"
prompt = "Third?"
required = true
"""


def long_form(count: int):
    return make_form(
        "".join(
            f'[[questions]]\nid = "q{at}"\nkind = "rating"\nprompt = "Question {at}?"\n'
            'low = { value = 0, label = "no" }\nhigh = { value = 4, label = "yes" }\n'
            for at in range(count)
        )
    )


class Screen:
    """A panel on a page, with a button below it."""

    def __init__(self, qtbot, form, context=None) -> None:
        self.qtbot = qtbot
        state = start(form, context or Context(today=date(2026, 3, 2)))
        self.filling = filling_of(state)
        self.panel = FormPanel(self.filling)
        self.finish = QPushButton("Finish")
        self.area = scroll(stack(self.panel))
        self.page = TabsAsRead()
        self.page.setLayout(stack(self.area, self.finish))
        qtbot.addWidget(self.page)
        self.page.resize(800, 600)
        with qtbot.waitActive(self.page):
            self.page.show()
            self.page.activateWindow()

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(QApplication.focusWidget(), key)

    def stops(self, count: int) -> list[str]:
        """Return what Tab reaches one after the other, from the first question."""
        found = []
        for _each in range(count):
            found.append(QApplication.focusWidget().accessibleName() or "Finish")
            self.press(Qt.Key.Key_Tab)
        return found

    def end(self) -> None:
        self.filling.flush()


@pytest.fixture
def show(qtbot, wear):
    wear()
    screens = []

    def open_one(form, context=None):
        screens.append(Screen(qtbot, form, context))
        return screens[-1]

    yield open_one
    for screen in screens:
        screen.end()


def test_a_follow_up_opens_and_closes_with_its_answer(show):
    screen = show(sleep_check())
    follow_up = screen.panel.question("what_woke_you")
    assert not follow_up.isVisible()

    screen.filling.answer("woke", 2)
    opened = follow_up.isVisible()
    screen.filling.answer("woke", 0)

    assert opened
    assert not follow_up.isVisible()


def test_tab_reaches_a_follow_up_where_it_is_read(show):
    screen = show(make_form(PARTS))
    screen.filling.answer("first", True)
    settle()
    screen.panel.go_to("first")

    assert screen.stops(4) == ["A, Yes", "Second?", "A, Yes", "Finish"]


def test_enter_moves_to_the_next_question_that_is_shown_and_backspace_back(show):
    screen = show(make_form(PARTS))
    screen.panel.focus_first()

    screen.press(Qt.Key.Key_Return)
    there = screen.panel.current.question_id
    screen.press(Qt.Key.Key_Backspace)

    assert (there, screen.panel.current.question_id) == ("third", "first")


@pytest.mark.parametrize("key", [Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Backspace])
def test_at_the_first_question_nothing_leads_further_back(show, key):
    screen = show(sleep_check())
    screen.panel.focus_first()
    here = QApplication.focusWidget()

    screen.press(key)

    assert screen.panel.current.question_id == "rested"
    assert QApplication.focusWidget() is here


def test_an_answer_that_opens_a_follow_up_goes_on_to_it_by_its_key(show):
    screen = show(make_form(PARTS))
    screen.panel.focus_first()

    screen.press(Qt.Key.Key_A)
    opened = screen.panel.current.question_id
    screen.panel.go_to("first")
    screen.press(Qt.Key.Key_B)

    assert (opened, screen.panel.current.question_id) == ("second", "third")


def test_too_few_ticks_and_a_day_too_late_are_said_when_the_question_is_left(show):
    options = ", ".join(f'{{ id = "o{at}", label = "{at}" }}' for at in range(3))
    screen = show(
        make_form(
            f'[[questions]]\nid = "a"\nkind = "multi"\nprompt = "?"\noptions = [{options}]\n'
            'min_choices = 2\n[[questions]]\nid = "b"\nkind = "date"\nprompt = "?"\n'
            "latest = { days_after_today = 0 }\n"
        )
    )
    ticks, day = screen.panel.questions
    screen.panel.focus_first()

    screen.press(Qt.Key.Key_A)
    screen.press(Qt.Key.Key_Right)
    ticking = ticks._problem
    screen.press(Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), "3.3.2026")
    writing = day._problem
    screen.finish.setFocus()

    assert (ticking, writing) == (None, None)
    assert ticks._problem.label.text() == "Choose at least 2."
    assert day._problem.label.text().startswith("Too late")


def test_a_figure_that_was_left_is_not_the_beginning_of_another(show):
    scale = 'low = { value = 0, label = "no" }\nhigh = { value = 10, label = "yes" }\n'
    asked = [f'[[questions]]\nid = "{each}"\nkind = "scale"\nprompt = "?"\n' for each in "ab"]
    screen = show(make_form("".join(each + scale for each in asked)))
    screen.panel.focus_first()

    screen.press(Qt.Key.Key_1)
    screen.press(Qt.Key.Key_Return)
    screen.press(Qt.Key.Key_Backspace)
    screen.press(Qt.Key.Key_0)

    assert screen.filling.state.answers == {"a": 0}
    assert screen.panel.current.question_id == "b"


TO_TEN = 'low = { value = 0, label = "no" }\nhigh = { value = 10, label = "yes" }\n'
UNSURE = "cannot_tell = true\n"


def _asked(question_id, kind, more=""):
    return f'[[questions]]\nid = "{question_id}"\nkind = "{kind}"\nprompt = "?"\n{more}'


@pytest.mark.parametrize(
    ("keys", "answers"),
    [
        ("1A", {"worry": 1, "kept": True}),
        ("10A", {"worry": 10, "kept": True}),
        ("1S", {"worry": 1}),
    ],
)
def test_a_key_after_a_one_belongs_to_the_next_question_where_it_makes_no_ten(show, keys, answers):
    asked = _asked("worry", "scale", TO_TEN + UNSURE) + _asked("kept", "yes_no")
    screen = show(make_form(asked))
    screen.panel.focus_first()

    for each in keys:
        screen.press(Qt.Key(ord(each)))

    assert screen.filling.state.answers == answers


def test_a_figure_after_a_one_rates_the_next_question_and_at_the_last_it_puts_it_right(show):
    screen = show(make_form("".join(_asked(each, "scale", TO_TEN) for each in "ab")))
    screen.panel.focus_first()

    for each in "1514":
        screen.press(Qt.Key(ord(each)))

    assert screen.filling.state.answers == {"a": 1, "b": 4}


def test_going_on_by_a_key_says_the_answer_and_the_end_says_the_key_that_finishes(
    show, monkeypatch
):
    heard = []
    for room in ("question.question_widget", "panel.panel"):
        module = f"therapist_app.form_widgets.{room}.announce"
        monkeypatch.setattr(module, lambda _widget, words, *_subject: heard.append(words))
    screen = show(sleep_check())
    screen.panel.focus_first()

    screen.press(Qt.Key.Key_4)
    screen.press(Qt.Key.Key_0)

    assert heard == [
        "Question 1: 4, Completely.",
        "That was the last question. Ctrl+Enter: Finish.",
    ]


def test_a_question_that_is_skipped_by_its_key_is_said_to_be(show, monkeypatch):
    hearing = Hearing(monkeypatch)
    screen = show(sleep_check())
    screen.panel.focus_first()

    screen.press(Qt.Key.Key_S)

    assert screen.panel.current.question_id == "woke"
    assert hearing.words == ["Question 1: skipped."]


def test_enter_past_a_choice_that_was_only_come_to_says_that_there_is_no_answer(show, monkeypatch):
    screen = show(sleep_check())
    screen.panel.focus_first()
    hearing = Hearing(monkeypatch)

    screen.press(Qt.Key.Key_Down)
    screen.press(Qt.Key.Key_Return)

    assert screen.panel.current.question_id == "woke"
    assert hearing.words == ["Question 1: no answer."]


def test_enter_past_a_question_that_has_an_answer_says_nothing_of_it(show, monkeypatch):
    screen = show(sleep_check())
    screen.filling.answer("rested", 1)
    screen.panel.question("rested").take_keyboard()
    hearing = Hearing(monkeypatch)

    screen.press(Qt.Key.Key_Return)

    assert screen.panel.current.question_id == "woke"
    assert hearing.words == []


def test_the_keyboard_starts_at_the_first_question_without_an_answer(show):
    screen = show(sleep_check())
    screen.filling.answer("rested", 1)

    screen.panel.focus_first()

    assert screen.panel.current.question_id == "woke"


def test_a_question_keeps_the_number_that_paper_prints(show):
    screen = show(make_form(PARTS))
    before = screen.panel.question("third")._number

    screen.filling.answer("first", True)

    assert (before, screen.panel.question("third")._number) == ("3", "3")


def test_a_part_is_named_while_something_in_it_is_shown(show):
    screen = show(make_form(PARTS))
    names = [heading.title.text() for heading in screen.panel.parts.values()]
    hidden = [heading.isHidden() for heading in screen.panel.parts.values()]

    assert names == ["Part 1", "Part 2", "The end"]
    assert hidden == [False, True, False]


def test_only_the_question_that_changed_is_shown_again(show, monkeypatch):
    screen = show(sleep_check())
    shown = []
    for widget in screen.panel.questions:
        monkeypatch.setattr(
            widget, "show_state", lambda state, seen=shown: seen.append(state.question.id)
        )

    screen.filling.answer("rested", 2)

    assert shown == ["rested"]


def test_what_finish_found_is_listed_marked_and_gone_to(show):
    screen = show(make_form(PARTS))
    screen.filling.finish()

    listed = screen.panel.found.needed

    assert listed.isVisible()
    assert listed.title.text() == "One question needs an answer"
    assert list(listed._links) == ["third"]
    assert "needed for safety" in listed.detail.text()
    assert listed.detail.text().endswith("One more question is open. You may leave it open.")
    assert screen.panel.found.open_ones.isHidden()
    assert screen.panel.current.question_id == "third"
    assert screen.panel.question("first")._problem is None
    problem = screen.panel.question("third")._problem
    assert problem.label.text() == "Safety needs an answer here."
    assert problem.sign == "alert"


def test_an_answer_that_does_not_fit_is_not_said_to_be_needed_for_safety(show):
    screen = show(make_form(UNFIT))
    screen.filling.answer("goals", ({"what": "Read again"},))
    screen.filling.answer("third", True)
    screen.filling.finish()

    listed = screen.panel.found.needed

    assert listed.title.text() == "One answer does not fit"
    assert listed.detail.text() == "What is wrong stands with it. Change it, then press “Finish”."

    screen.filling.answer("third", None)
    screen.filling.finish()

    assert listed.title.text() == "2 questions need an answer"
    assert "needed for safety, or do not fit" in listed.detail.text()


def test_what_may_stay_open_is_marked_without_alarm(show, monkeypatch):
    screen = show(make_form(PARTS))
    screen.filling.answer("third", True)
    hearing = Hearing(monkeypatch)
    screen.filling.finish()

    [heard] = hearing.take()
    assert heard.words == (
        "One question is open. You may leave it open. "
        "Press “Finish” again to save the form as it is."
    )

    assert screen.panel.found.needed.isHidden()
    assert screen.panel.found.open_ones.title.text() == "One question is open"
    line = screen.panel.question("first")._problem

    assert line.label.text() == (
        "Still open. You may leave it open: press “Finish” again to save the form."
    )
    assert line.sign == "info"
    assert screen.panel.question("first")._tone == ""


def test_an_entry_of_the_list_leads_to_its_question(show):
    screen = show(make_form(PARTS))
    screen.filling.finish()
    settle()

    screen.qtbot.mouseClick(screen.panel.found.needed._links["third"], Qt.MouseButton.LeftButton)

    assert screen.panel.current.question_id == "third"


def test_the_list_shrinks_as_questions_are_answered_and_goes_with_the_last(show):
    screen = show(make_form(PARTS))
    screen.filling.finish()
    screen.filling.answer("first", False)
    settle()  # the list is made anew, and is there a moment later
    only_third = [
        each for each, link in screen.panel.found.needed._links.items() if not link.isHidden()
    ]

    screen.filling.answer("third", True)

    assert only_third == ["third"]
    assert screen.panel.found.needed.isHidden()


def test_the_count_of_the_list_goes_with_its_questions(show):
    screen = show(long_form(9))
    screen.filling.finish()

    for at in range(4):
        screen.filling.answer(f"q{at}", 1)
    settle()

    listed = screen.panel.found.open_ones
    assert listed.title.text() == "5 questions are open"
    assert list(listed._links) == ["q4", "q5", "q6"]
    assert "and 2 more, marked below" in outline(listed)


def test_the_list_asks_in_the_words_of_the_first_time(show):
    form = make_form(
        '[[questions]]\nid = "mood"\nkind = "yes_no"\nrequired = true\n'
        'prompt = "Since we last met?"\nprompt_first_use = "In the past week?"\n'
    )
    screen = show(form, Context(today=date(2026, 3, 2), first_use=True))

    screen.filling.finish()

    assert screen.panel.found.needed._links["mood"].text() == "In the past week?"


def test_the_list_calls_the_button_what_it_is_called(qtbot, wear):
    wear()
    filling = filling_of(start(long_form(2), Context(today=date(2026, 3, 2))))
    panel = FormPanel(filling, mode=FillMode(finish="Step done"))
    qtbot.addWidget(panel)

    filling.finish()

    assert "“Step done” again" in panel.found.open_ones.detail.text()


def test_a_long_list_says_how_many_more_there_are(show):
    screen = show(long_form(9))

    screen.filling.finish()

    words = [label.text() for label in screen.panel.found.open_ones.findChildren(QLabel)]
    assert "and 6 more, marked below" in words


def test_skipping_acts_on_the_current_question_and_removing_an_answer_is_an_act_of_its_own(show):
    screen = show(sleep_check())
    screen.filling.answer("rested", 1)
    screen.panel.go_to("rested")

    screen.panel.leave_out_current()
    assert screen.filling.state.answers["rested"] == 1
    assert screen.panel.current.question_id == "rested"
    [kept] = screen.panel.findChildren(KeptLine)
    assert kept.isVisible()
    kept.remove.click()

    assert "rested" not in screen.filling.state.answers
    assert not kept.isVisible()
    screen.panel.leave_out_current()
    assert screen.panel.current.question_id == "woke"


def test_a_long_form_is_there_with_its_first_questions(qtbot, wear):
    wear()
    state = start(long_form(60), Context(today=date(2026, 3, 2)))
    filling = filling_of(state)
    panel = FormPanel(filling)
    qtbot.addWidget(panel)

    assert sum(question.is_built for question in panel.questions) == AT_ONCE


def test_a_long_form_is_completed_without_being_asked(show):
    screen = show(long_form(60))

    screen.qtbot.waitUntil(lambda: all(each.is_built for each in screen.panel.questions))

    assert screen.panel.questions[-1].isVisible()


def test_a_question_far_below_is_built_and_seen_when_it_is_gone_to(show):
    screen = show(long_form(60))

    screen.panel.go_to("q59")

    question = screen.panel.question("q59")
    screen.qtbot.waitUntil(lambda: question.visibleRegion().boundingRect().height() > 60)


def test_tab_goes_through_a_long_form_in_its_order(show):
    screen = show(long_form(30))
    screen.qtbot.waitUntil(lambda: all(each.is_built for each in screen.panel.questions))
    settle()
    screen.panel.go_to("q0")

    reached = []
    for _each in range(30):
        reached.append(screen.panel.current.question_id)
        screen.press(Qt.Key.Key_Tab)

    assert reached == [f"q{at}" for at in range(30)]
    assert QApplication.focusWidget() is screen.finish


def test_an_option_half_in_sight_stays_under_the_pointer_until_the_button_is_let_go(show):
    screen = show(long_form(30))
    screen.qtbot.waitUntil(lambda: all(each.is_built for each in screen.panel.questions))
    settle()
    screen.panel.stay()
    bar = screen.area.verticalScrollBar()
    question = screen.panel.question("q20")
    option = question.findChildren(QAbstractButton)[2]
    below = option.mapTo(screen.panel, QPoint(0, option.height())).y()
    bar.setValue(below - screen.area.viewport().height() - 4)  # all but its lower edge is seen
    settle()
    before = bar.value()
    assert option.visibleRegion().boundingRect().height() == option.height() - 4

    QTest.mousePress(option, Qt.MouseButton.LeftButton)
    settle()
    held = bar.value()
    QTest.mouseRelease(option, Qt.MouseButton.LeftButton)

    assert held == before == bar.value()
    assert option.isChecked()


def awaiting_page(qtbot) -> FormPanel:
    waits_for = AnswerRequirement(form="made", question="first", equals=True)
    state = start(make_form(PARTS), Context(today=date(2026, 3, 2)))
    panel = FormPanel(filling_of(state, turns_on=(waits_for,)), mode=FillMode(finish="Step done"))
    qtbot.addWidget(panel)
    panel.show()
    return panel


def test_what_the_course_waits_for_is_not_said_to_be_left_open(qtbot) -> None:
    panel = awaiting_page(qtbot)
    panel._filling.answer("third", True)

    panel._filling.finish()

    assert panel.found.awaited.title.text() == "The course waits for one answer"
    assert "only be corrected" in panel.found.awaited.detail.text()
    assert not panel.found.awaited.isHidden()
    assert panel.found.open_ones.isHidden()
    assert panel.current is not None
    assert panel.current.question_id == "first"
    words = [each.text() for each in panel.question("first").findChildren(QLabel)]
    assert "The course goes on only with: yes." in words

    panel._filling.answer("first", False)
    assert not panel.found.awaited.isHidden(), "another answer than the one that it waits for"
    panel._filling.answer("first", True)
    assert panel.found.awaited.isHidden()


def test_what_safety_needs_comes_before_what_the_course_waits_for(qtbot) -> None:
    panel = awaiting_page(qtbot)

    panel._filling.finish()

    assert not panel.found.needed.isHidden()
    assert panel.found.awaited.isHidden()


def test_what_is_dropped_says_that_the_button_is_pressed_again(qtbot) -> None:
    panel = awaiting_page(qtbot)
    for question, answer in (("first", True), ("second", "words"), ("first", False)):
        panel._filling.answer(question, answer)
    panel._filling.answer("third", True)
    assert "again" not in panel.dropped.detail.text()

    panel._filling.finish()

    assert "Press “Step done” again to go on." in panel.dropped.detail.text()
    panel._filling.answer("first", True)
    assert panel.dropped.isHidden()
