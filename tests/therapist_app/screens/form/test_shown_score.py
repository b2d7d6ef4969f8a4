"""F7 shows the client a score beside the therapist: nothing of what was not meant for them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.support.sampling import sampled
from tests.support.screens.shown_page import ShownPage
from tests.support.windows.clipping import clipped, outside
from therapist_app.commands import Back
from therapist_app.record.clients import filled_forms
from therapist_app.screens.form.shown_score import ShownScoreViewModel
from therapist_app.screens.form.shown_score_view import ShownScoreView
from therapist_app.widgets.charts.chart import ChartView

pytestmark = pytest.mark.usefixtures("wear")


def answered(work, client, *values: int | None) -> str:
    given = enumerate(values, start=1)
    answers = {f"q{number}": value for number, value in given if value is not None}
    work.pass_gates(client, "S01")
    work.fill(client, "phq-9", answers, work.start(client, "S01"))
    [filled] = filled_forms.for_client(work.workspace.caseload, client.id, "phq-9")
    return filled.id


class Shown(ShownPage):
    """The page, and where it was left for."""

    def __init__(self, qtbot, work, filled: str) -> None:
        viewmodel = ShownScoreViewModel(work.workspace, filled)
        self.view = ShownScoreView(viewmodel)
        super().__init__(qtbot)
        self.show_page(self.view, (1366, 768), active=True)

    @property
    def words(self) -> str:
        return "\n".join(each.text() for each in self.view.findChildren(QLabel))


def test_it_shows_number_words_picture_and_sentence(qtbot, work):
    shown = Shown(qtbot, work, answered(work, work.add_client(), 2, 2, 2, 2, 2, 2, 2, 2, 0))

    assert "16" in shown.words.split("\n")
    assert "moderately severe" in shown.words.split("\n")
    assert "This is how it has been for you lately. Does that fit?" in shown.words
    assert len(shown.view.findChildren(ChartView)) == 1


def test_nothing_is_told_in_words_of_statistics(qtbot, work):
    shown = Shown(qtbot, work, answered(work, work.add_client(), 2, 2, 2, None, 2, 2, 2, 2, 2))

    [chart] = shown.view.findChildren(ChartView)
    told = f"{shown.words} {chart.accessibleName()} {chart.accessibleDescription()}"
    assert "18" in shown.words.split("\n")  # eight answers of nine
    assert not [each for each in ("cut-off", "prorated", "reliabl") if each in told]


def test_no_code_no_answer_and_nothing_of_question_9_or_an_alert(qtbot, work):
    client = work.add_client()
    shown = Shown(qtbot, work, answered(work, client, 2, 2, 2, 2, 2, 2, 2, 2, 2))

    assert client.code not in shown.words
    for words in ("Question 9", "alert", "Alert", "Little interest", "A sentence you can say"):
        assert words not in shown.words
    assert "18" in shown.words.split("\n")


@pytest.mark.parametrize("key", [Qt.Key.Key_F7, Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_f7_escape_and_the_button_lead_back(qtbot, work, key):
    shown = Shown(qtbot, work, answered(work, work.add_client(), 1, 1, 1, 1, 1, 1, 1, 1, 0))

    QTest.keyClick(shown.view.focusWidget(), key)

    assert shown.left == [Back()]


@pytest.mark.parametrize("scale", sampled([1.0, 1.5, 2.0], every=3, first=2))
def test_nothing_is_cut_at_any_text_size(qtbot, work, wear, scale):
    wear("light", scale)
    shown = Shown(qtbot, work, answered(work, work.add_client(), 1, 1, 1, 1, 1, 1, 1, 1, 0))

    assert clipped(shown.view) == []
    assert outside(shown.view) == []
