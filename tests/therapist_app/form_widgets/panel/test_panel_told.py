"""What a screen reader is told of a form: its title and time, each question, its answers."""

from datetime import date

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QPushButton, QSlider, QWidget

from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.library.library import installed
from tests.support.session_forms.forms import make_form, sleep_check
from tests.support.windows.open_forms import filling_of
from tests.support.windows.outline import outline
from tests.support.windows.settling import settle
from therapist_app.accessibility.speaking import all_at
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.widgets.layout.layouts import stack

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
PARTS = """
[[parts]]
id = 1
title = "Nights"
introduction = "Think of the nights."

[[questions]]
id = "first"
kind = "yes_no"
part = 1
prompt = "First?"
help = "A little is enough."

[[questions]]
id = "second"
kind = "scale"
prompt = "Second?"
low = { value = 0, label = "not at all" }
high = { value = 100, label = "fully" }
part = 1
"""


WAITED_FOR = (
    """
[[questions]]
id = "goes_on"
kind = "choice"
prompt = "Does it go on?"
options = [{ id = "yes", label = "Yes" }, { id = "no", label = "No" }]
"""
    + "".join(
        f"""
[[questions]]
id = "q{number}"
kind = "yes_no"
part = {number}
prompt = "Part {number}?"
shown_when = {{ question = "goes_on", equals = "yes" }}
"""
        for number in range(1, 5)
    )
    + """
[[questions]]
id = "last"
kind = "yes_no"
prompt = "Last of all?"
"""
)


@pytest.fixture
def panel(qtbot, wear):
    wear()
    made = []

    def open_one(form):
        made.append(filling_of(start(form, Context(today=date(2026, 3, 2)))))
        panel = FormPanel(made[-1])
        qtbot.addWidget(panel)
        panel.show()
        return panel

    yield open_one
    for filling in made:
        filling.flush()


def told(widget: QWidget, what: QAccessible.Text = NAME) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what)


def test_a_form_says_its_title_what_is_read_before_its_questions_and_its_keys(panel):
    question = '[[questions]]\nid = "q"\nkind = "yes_no"\nprompt = "Slept?"\n'
    shown = panel(make_form(question, head='introduction = "How often?"\n'))

    assert QAccessible.queryAccessibleInterface(shown).role() != QAccessible.Role.Client
    assert told(shown) == "Sleep check"
    before, keys = told(shown, DESCRIPTION).splitlines()
    assert before == "How often?"
    assert keys.startswith("A number or letter answers and goes on.")
    assert len(keys.split()) < 25


def test_a_form_of_words_alone_says_no_keys_of_answers(panel):
    shown = panel(make_form('[[questions]]\nid = "q"\nkind = "short_text"\nprompt = "Why?"\n'))

    assert told(shown, DESCRIPTION) == ""


@pytest.mark.parametrize("finishes", [False, True])
def test_what_is_read_before_a_form_is_heard_once_and_asked_for_from_then_on(
    qtbot, panel, finishes
):
    asked = '[[questions]]\nid = "slept"\nkind = "yes_no"\nprompt = "Slept?"\n'
    shown = panel(make_form(asked, head='introduction = "How often?"\n'))
    page, other = QWidget(), QPushButton("Step done")
    page.setLayout(stack(other, shown))
    QAccessible.setActive(True)
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    other.setFocus()
    begins, again = "How often?", "Shift+F1 reads what comes first."

    if finishes:  # what lacks is heard, and not behind all of that
        shown.show_unanswered(shown._filling.state.unanswered)
        assert told(shown, DESCRIPTION) == again
    else:
        shown.focus_first()
        assert told(shown, DESCRIPTION).startswith(begins)
    assert begins in all_at(page.focusWidget())

    other.setFocus()
    settle()
    shown.focus_first()
    assert told(shown, DESCRIPTION) == again
    assert begins in all_at(page.focusWidget())


def test_all_that_is_read_where_the_keyboard_is_begins_with_the_question(panel, qtbot):
    asked = '[[questions]]\nid = "slept"\nkind = "yes_no"\nprompt = "Slept?"\nhelp = "Tonight."\n'
    shown = panel(make_form(asked))
    QAccessible.setActive(True)
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
        shown.activateWindow()

    shown.focus_first()

    assert all_at(shown.focusWidget()).startswith("Slept? Question 1 of 1 Tonight.")


def test_skipping_before_one_is_at_a_question_leads_to_the_first_and_skips_none(panel):
    shown = panel(make_form(PARTS))
    assert shown.current is None

    shown.leave_out_current()

    assert shown.current is shown.questions[0]
    assert not shown._filling.state.answers


def test_each_question_says_the_time_it_asks_about_and_no_option_does(panel):
    shown = panel(make_form(PARTS, head='time_frame = "past 2 weeks"\n'))

    first, second = shown.questions
    assert told(first, DESCRIPTION).splitlines()[:2] == ["Question 1 of 2", "Past 2 weeks"]
    assert told(second, DESCRIPTION).splitlines() == ["Question 2 of 2", "Past 2 weeks"]
    assert not any(told(each, DESCRIPTION) for each in first.grid.buttons)


def test_a_question_says_its_place_what_is_read_before_it_and_its_help(panel):
    shown = panel(make_form(PARTS))

    first, second = shown.questions
    assert (told(first), told(second)) == ("First?", "Second?")
    assert told(first, DESCRIPTION).splitlines() == [
        "Question 1 of 2",
        "Nights",
        "Think of the nights.",
        "A little is enough.",
    ]
    assert told(second, DESCRIPTION) == "Question 2 of 2"


def test_a_question_with_ticks_says_that_several_can_be_ticked_and_that_enter_goes_on(panel):
    options = 'options = [{ id = "a", label = "Walks" }, { id = "b", label = "Music" }]'
    asked = '[[questions]]\nid = "{0}"\nkind = "{0}"\nprompt = "Helped?"\n{1}\n'
    shown = panel(make_form("".join(asked.format(each, options) for each in ("multi", "choice"))))

    ticked, chosen = shown.questions
    assert told(ticked, DESCRIPTION).splitlines() == [
        "Question 1 of 2",
        "Several can be ticked; Enter goes on.",
    ]
    assert told(chosen, DESCRIPTION) == "Question 2 of 2"


def test_the_answers_are_a_list_in_the_group_of_their_question(panel):
    shown = panel(sleep_check())
    question = shown.questions[0]

    answer = QAccessible.queryAccessibleInterface(question.grid.buttons[0])
    answers = answer.parent()
    group = answers.parent()

    assert answer.text(DESCRIPTION) == ""
    assert (answers.role(), answers.text(NAME)) == (QAccessible.Role.List, "Answers")
    assert group.role() == QAccessible.Role.Grouping
    assert group.object() is question


def test_a_scale_says_that_it_is_not_answered_until_it_is(panel):
    shown = panel(make_form(PARTS))
    scale = shown.questions[1]
    before = told(scale.slider, DESCRIPTION)

    scale.answer(0)

    assert before == "Not answered yet"
    assert told(scale.slider, DESCRIPTION) == ""


def value_of(scale: QSlider) -> object:
    """Return the number that assistive technology is told of a slider; None where it has none."""
    told = QAccessible.queryAccessibleInterface(scale).valueInterface()
    return None if told is None else told.currentValue()


def test_a_scale_has_no_value_to_tell_until_it_is_answered_and_none_once_it_is_left_out(
    panel, qtbot
):
    shown = panel(make_form(PARTS))
    scale = shown.questions[1]
    plain = QSlider()
    qtbot.addWidget(plain)
    told = [value_of(scale.slider)]

    for each in (0, 60, None):
        scale.answer(each)
        told.append(value_of(scale.slider))

    assert told == [None, 0, 60, None]
    assert value_of(plain) == 0  # what Qt tells of any slider


def test_a_scale_is_answered_by_its_actions_as_by_its_keys(panel):
    shown = panel(make_form(PARTS))
    scale = shown.questions[1].slider
    spoken = QAccessible.queryAccessibleInterface(scale)
    assert spoken.role() == QAccessible.Role.Slider

    spoken.actionInterface().doAction("Increase")
    QAccessible.queryAccessibleInterface(scale).actionInterface().doAction("Decrease")

    assert value_of(scale) == 49
    limits = QAccessible.queryAccessibleInterface(scale).valueInterface()
    assert (limits.minimumValue(), limits.maximumValue(), limits.minimumStepSize()) == (0, 100, 1)
    limits.setCurrentValue(7)
    assert value_of(scale) == 7


def test_a_scale_that_gets_its_answer_is_met_anew_where_the_keyboard_is(panel, qtbot, monkeypatch):
    QAccessible.setActive(True)
    shown = panel(make_form(PARTS))
    scale = shown.questions[1].slider
    shown.activateWindow()
    scale.setFocus()
    qtbot.waitUntil(scale.hasFocus)
    met = QAccessible.uniqueId(QAccessible.queryAccessibleInterface(scale))
    told = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.type()))

    shown.questions[1].answer(50)

    assert QAccessible.Event.Focus in told
    assert QAccessible.uniqueId(QAccessible.queryAccessibleInterface(scale)) != met


def test_what_waits_for_an_answer_is_said_and_no_part_stands_over_what_is_none_of_it(panel):
    shown = panel(make_form(WAITED_FOR))
    gate = shown.question("goes_on")
    words = "Parts 1 to 4, 4 questions, depend on your answer."
    parts = list(shown.parts.values())
    assert words in outline(gate)
    assert [each.isVisible() for each in parts] == [False] * 4

    gate.answer("yes")
    assert words not in outline(gate)
    assert [each.isVisible() for each in parts] == [True] * 4
    gate.answer("no")

    assert words not in outline(gate)
    assert [each.isVisible() for each in parts] == [False] * 4
    assert shown.question("last").isVisible()
    gate.answer(None)
    assert words in outline(gate)


def test_questions_of_no_part_that_wait_are_counted(panel):
    no_parts = "\n".join(each for each in WAITED_FOR.split("\n") if not each.startswith("part"))

    shown = panel(make_form(no_parts))

    assert "4 more questions depend on your answer." in outline(shown.question("goes_on"))


def test_of_a_measure_nobody_is_told_which_answer_spares_the_others(panel):
    shown = panel(installed().latest("dudit"))

    assert "depend on your answer" not in outline(shown.question("q1"))
