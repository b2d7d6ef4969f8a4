"""What is wrong with a field is heard when it appears, and is its description."""

from datetime import date

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from session_forms.answers import QuestionId
from session_forms.filling.filling import answer, start
from tests.support.session_forms.forms import context, make_form
from tests.support.windows.hearing import Hearing, Said
from tests.support.windows.settling import settle
from therapist_app.form_widgets.kinds.widget_for_kind import make_question_widget
from therapist_app.form_widgets.planning_sheet import WhenFields
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.widgets import parts
from therapist_app.widgets.fields import labelled_field
from therapist_app.widgets.fields.decision import DecisionField
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.fields.labelled_field import LabelledField
from therapist_app.widgets.layout.message_place import MessagePlace

NIGHTS = """
[[questions]]
id = "nights"
kind = "number"
prompt = "How many good nights?"
maximum = 7
"""


def test_the_problem_of_a_field_is_said_once_and_then_is_its_description(qtbot, wear, monkeypatch):
    wear()
    line = TextLine()
    field = LabelledField("Name", line, hint="As they say it")
    qtbot.addWidget(field)
    field.show()
    hearing = Hearing(monkeypatch)

    field.show_problem("Please write a name.")
    settle()
    field.show_problem("Please write a name.")
    settle()
    described = line.accessibleDescription()
    field.show_problem("")
    settle()

    assert hearing.said == [Said("Please write a name.", "Polite")]
    assert described == "Please write a name."
    assert line.accessibleDescription() == "As they say it"


@pytest.mark.parametrize("had_problem", [False, True])
def test_the_day_that_the_letter_for_today_writes_is_said(qtbot, wear, monkeypatch, had_problem):
    wear()
    sheet = WhenFields(date(2026, 11, 30))
    qtbot.addWidget(sheet)
    sheet.show()
    if had_problem:
        assert sheet.moment is None
    settle()
    hearing = Hearing(monkeypatch)

    qtbot.keyClicks(sheet.day, "t")
    settle()

    assert [each for each in hearing.words if each] == ["Monday 30 November 2026"]


def test_a_line_that_shows_an_example_says_that_it_is_one_also_after_a_problem(qtbot, wear):
    wear()
    sheet = WhenFields(date(2026, 11, 30))
    qtbot.addWidget(sheet)
    sheet.show()
    before = sheet.time.accessibleDescription()

    assert sheet.moment is None
    assert sheet.time.accessibleDescription() == "Write the time as 14:30."
    sheet.write_words("30 11 2026", "15:00")
    assert sheet.moment is not None

    assert before == sheet.time.accessibleDescription() == "Written like 14:30"


def test_who_tries_again_hears_again_what_is_wrong(qtbot, wear, monkeypatch):
    wear()
    field, decision = LabelledField("Name", TextLine()), DecisionField([("a", "A")], name="Which")
    message = MessagePlace()
    page = parts.hold(parts.stack(field, decision, message))
    qtbot.addWidget(page)
    page.show()
    hearing = Hearing(monkeypatch)

    for _each in range(2):
        field.show_problem("Please write a name.", again=True)
        decision.show_problem("Choose one.", again=True)
        message.show_message("attention", "Which one?", "Nothing was saved.", again=True)
        settle()

    once = ["Which: Choose one.", "Which one? Nothing was saved.", "Please write a name."]
    assert hearing.words == once * 2


def test_a_problem_to_which_the_keyboard_goes_is_said_by_the_field_alone(qtbot, wear, monkeypatch):
    wear()
    line, other = TextLine(), TextLine()
    field = LabelledField("Name", line, hint="As they say it")
    page = parts.hold(parts.stack(field, other))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    other.setFocus()
    told = []
    monkeypatch.setattr(labelled_field, "announce", lambda *said: told.append(said))

    field.show_problem("Please write a name.")
    line.setFocus()
    settle()
    went_there = list(told)
    field.show_problem("Write it in letters.")
    settle()

    assert went_there == []
    assert line.accessibleDescription() == "Write it in letters."
    assert told == [(field, "Write it in letters.", "problem")]


def test_what_a_field_says_of_itself_is_not_read_with_its_card_as_well(qtbot, wear):
    wear()
    field = LabelledField("Name", TextLine(), hint="A hint of more than three words")
    decision = DecisionField([("a", "A"), ("b", "B")], name="How do you meet each other")
    card = parts.card("You", field, decision)
    qtbot.addWidget(card)
    card.show()
    field.show_problem("This is what is wrong with it.")
    decision.show_problem("Choose one of the two, please.")
    roles = {
        told.text(QAccessible.Text.Name): told.role()
        for told in map(QAccessible.queryAccessibleInterface, card.findChildren(QLabel))
    }

    for words in (field.hint.text(), field.problem.text(), decision.problem.text()):
        assert roles[words] == QAccessible.Role.Paragraph
    assert roles["How do you meet each other"] == QAccessible.Role.Paragraph
    assert roles["Name"] == QAccessible.Role.StaticText


def test_choices_in_a_card_that_asks_by_their_name_are_its_answers(qtbot, wear):
    wear()
    asked = parts.choices("How did it end?", parts.Option("Well"))
    other = parts.choices("Which one", parts.Option("This"))
    card = parts.card("How did it end?", asked, other)
    qtbot.addWidget(card)

    assert (asked.accessibleName(), other.accessibleName()) == ("Answers", "Which one")


def test_a_field_that_nobody_sees_yet_says_nothing(qtbot, wear, monkeypatch):
    wear()
    field = LabelledField("Name", TextLine())
    qtbot.addWidget(field)
    hearing = Hearing(monkeypatch)

    field.show_problem("Please write a name.")
    settle()

    assert hearing.said == []


def test_an_answer_that_does_not_fit_is_said_as_it_is_given(qtbot, wear, monkeypatch):
    wear()
    state = start(make_form(NIGHTS), context())
    [first] = state.question_states()
    widget = make_question_widget(first, RenderContext())
    widget.show_state(first)
    qtbot.addWidget(widget)
    widget.show()
    hearing = Hearing(monkeypatch)

    wrong = answer(state, QuestionId("nights"), 9)
    widget.show_state(wrong.question_state("nights"))
    widget.show_state(wrong.question_state("nights"))
    right = answer(wrong, QuestionId("nights"), 3)
    widget.show_state(right.question_state("nights"))

    [told] = hearing.said
    assert not told.interrupts
    assert "7" in told.words


def test_nothing_is_made_for_a_problem_before_there_is_one(qtbot) -> None:
    labelled = LabelledField("Name", TextLine())
    qtbot.addWidget(labelled)
    labelled.show_problem("")
    before = len(labelled.findChildren(QLabel))

    labelled.show_problem("Write the name.")

    assert before == len({labelled.label, labelled.hint})
    assert len(labelled.findChildren(QLabel)) == before + 2
    assert not labelled.problem.isHidden()
