"""What stands on as many lines as it takes is reckoned once a width, also before it is seen."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from tests.support.windows.settling import settle
from therapist_app.widgets.parts import STRETCH, Flow, hold, row, text

WIDTH = 300


class Asked(QPushButton):
    """A button that counts how often it is asked for its room."""

    times = 0

    @override
    def sizeHint(self) -> QSize:
        self.times += 1
        return super().sizeHint()


def test_each_width_is_reckoned_once_before_it_is_seen(wear, qtbot):
    wear()
    button = Asked("Go on")
    flow = Flow(text("Words before it"), STRETCH, button)
    qtbot.addWidget(flow)
    height = flow.heightForWidth(WIDTH)
    first = button.times

    assert [flow.heightForWidth(WIDTH) for _ in range(20)] == [height] * 20

    assert button.times == first > 0


def test_a_change_within_counts_before_it_is_seen(wear, qtbot):
    wear()
    words, button = text("Short", wrap=True), QPushButton("Go on")
    flow = Flow(words, button)
    qtbot.addWidget(flow)
    one_line = flow.heightForWidth(WIDTH)

    words.setText("Words that need more lines than one at this width, and then some. " * 3)
    assert flow.heightForWidth(WIDTH) > one_line
    words.hide()
    assert flow.heightForWidth(WIDTH) == button.sizeHint().height()


def test_a_change_within_takes_its_place_at_once_where_it_is_seen(wear, qtbot):
    wear()
    words, button = text("Short"), QPushButton("Go on")
    flow = Flow(words, button)
    qtbot.addWidget(flow)
    flow.resize(WIDTH, 80)
    flow.show()
    settle()
    before = button.x()

    words.setText("Some more words")
    settle()

    assert button.x() > before
    assert button.geometry().right() < WIDTH


def test_words_that_keep_to_one_line_go_under_each_other_rather_than_be_cut(wear, qtbot):
    wear()
    first, second = (text(f"{each} words that are not broken into lines") for each in ("A", "B"))
    flow = Flow(hold(row(first)), hold(row(second)))
    qtbot.addWidget(flow)
    flow.resize(round(first.sizeHint().width() * 1.5), 80)
    flow.show()
    settle()

    assert first.width() >= first.sizeHint().width()
    assert second.mapTo(flow, second.rect().topLeft()).y() > first.height()
