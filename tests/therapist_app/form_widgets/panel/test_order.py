"""Every kind of question is read, and walked through with Tab, in the order in which it is seen."""

import pytest

from session_forms.filling.filling import start
from session_forms.library.library import read_form
from tests.support.windows.kinds import CONTEXT, EVERY_KIND
from tests.support.windows.open_forms import filling_of
from tests.support.windows.ordering import out_of_order
from tests.support.windows.settling import settle
from therapist_app.form_widgets.panel.panel import FormPanel
from therapist_app.widgets.layout.layouts import scroll, stack
from therapist_app.widgets.tab_stops import TabsAsRead

LANGUAGES = ("en", "he", "ar-EG")
OPENS = """
[[questions]]
id = "{id}"
kind = "yes_no"
prompt = "{id}?"
"""
FOLLOWS = 'shown_when = { question = "first", equals = true }\n'


def panel_in_a_window(qtbot, text: str) -> tuple[TabsAsRead, FormPanel]:
    filling = filling_of(start(read_form("every-kind.v1.toml", text), CONTEXT))
    panel = FormPanel(filling)
    window = TabsAsRead()
    qtbot.addWidget(window)
    window.setLayout(stack(scroll(stack(panel))))
    window.resize(900, 700)
    window.show()
    panel.build_to(len(panel.questions))
    settle()
    return window, panel


@pytest.mark.usefixtures("wear")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_reads_from_the_side_of_its_language(qtbot, language):
    window, panel = panel_in_a_window(qtbot, f'language = "{language}"\n{EVERY_KIND}')

    assert panel.isRightToLeft() == (language != "en")
    assert out_of_order(window) == []


@pytest.mark.usefixtures("wear")
def test_what_an_answer_opens_is_read_and_reached_where_it_stands(qtbot):
    questions = [OPENS.format(id=each) for each in ("first", "second", "third")]
    questions[1] += FOLLOWS
    head = EVERY_KIND[: EVERY_KIND.index("[[questions]]")]
    window, panel = panel_in_a_window(qtbot, head + "".join(questions))

    panel.question("first").grid.buttons[0].click()
    settle()

    assert panel.question("second").isVisible()
    assert out_of_order(window) == []
