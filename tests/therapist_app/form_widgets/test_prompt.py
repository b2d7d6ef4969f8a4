"""The words of a question say how much room they need, as Qt would."""

import pytest
from PySide6.QtWidgets import QLabel

from therapist_app.form_widgets.question.prompt import PromptText
from therapist_app.widgets.words import text

SPARE = 2


@pytest.fixture
def least_widths(qtbot, wear):
    def measured(words: str, scale: float) -> tuple[int, int]:
        wear(text_scale=scale)
        ours, of_qt = PromptText(words, "reading"), text(words, "reading", wrap=True)
        for each in (ours, of_qt):
            qtbot.addWidget(each)
            each.setContentsMargins(28, 0, 0, 0)
        return ours.minimumSizeHint().width(), QLabel.minimumSizeHint(of_qt).width()

    return measured


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(
    "words",
    [
        "Over the last two weeks, how often have you been bothered by feeling down?",
        "Self-harm or well-being \N{EN DASH} or both\N{EM DASH}as you see it…",
        "Зачем вы здесь сегодня?",
        "“Quoted” (and bracketed), with a/slash",
        "Zelfmoordpreventie",
        "0-10 or 100000-200000 at\N{NO-BREAK SPACE}most",
    ],
)
def test_the_least_width_is_that_of_the_longest_word(least_widths, words, scale):
    ours, of_qt = least_widths(words, scale)

    assert of_qt <= ours <= of_qt + SPARE


def test_words_that_no_space_parts_are_left_to_qt(least_widths):
    ours, of_qt = least_widths("この一週間、どのくらい気になりましたか", 1.0)

    assert ours == of_qt
