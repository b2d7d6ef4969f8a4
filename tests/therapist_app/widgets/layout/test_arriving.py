"""What is heard on arriving, where it comes to more words than there is time for."""

import pytest
from PySide6.QtWidgets import QWidget

from therapist_app.widgets.layout.arriving import MOST_WORDS, arrival_words
from therapist_app.widgets.layout.page_view import whole_page
from therapist_app.widgets.parts import hold, page_head, stack

ASKED = "Thoughts that you would be better off dead or of hurting yourself in some way"


class Pressing(QWidget):
    """A page that knows what cannot wait."""

    most_urgent = ""


def heard(qtbot, urgent: str) -> str:
    page = Pressing()
    page.most_urgent = urgent
    page.setLayout(whole_page(page_head("Alert to answer", code="A1-918"), hold(stack())))
    qtbot.addWidget(page)
    page.show()
    return arrival_words(page)


def test_of_a_question_that_is_too_long_the_answer_behind_it_is_still_heard(qtbot):
    said = heard(qtbot, f"act: same day. “{ASKED}”: 2 · More than half the days")

    assert said.endswith("…”: 2, More than half the days.")
    assert "“Thoughts that you would be better off dead" in said
    assert len(said.split()) <= MOST_WORDS


@pytest.mark.parametrize("word", ["“Everything”:", "Everything"])
def test_what_quotes_no_long_question_loses_its_end(qtbot, word):
    said = heard(qtbot, f"{word} " + "word " * MOST_WORDS)

    assert said.startswith(f"Alert to answer. Client A1-918. {word} word")
    assert said.endswith("word…")
