"""What is wrong with a field is heard when it appears, and is its description."""

from session_forms.answers import QuestionId
from session_forms.filling.filling import answer, start
from tests.support.session_forms.forms import context, make_form
from tests.support.windows.hearing import Hearing, Said
from therapist_app.form_widgets.kinds.widget_for_kind import make_question_widget
from therapist_app.form_widgets.render_context import RenderContext
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.fields.labelled_field import LabelledField

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
    field.show_problem("Please write a name.")
    described = line.accessibleDescription()
    field.show_problem("")

    assert hearing.said == [Said("Please write a name.", "Polite")]
    assert described == "Please write a name."
    assert line.accessibleDescription() == "As they say it"


def test_a_field_that_nobody_sees_yet_says_nothing(qtbot, wear, monkeypatch):
    wear()
    field = LabelledField("Name", TextLine())
    qtbot.addWidget(field)
    hearing = Hearing(monkeypatch)

    field.show_problem("Please write a name.")

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
