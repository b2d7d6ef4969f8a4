"""What Qt would tell by itself, kept back where nobody is to hear it."""

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from therapist_app.accessibility.hushing import describe_quietly, untold


class Told(QWidget):
    """Notes whether a change of its description is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[bool] = []

    def setAccessibleDescription(self, description: str) -> None:  # noqa: N802 - the name is Qt's
        self.told.append(QAccessible.isActive())
        super().setAccessibleDescription(description)


def test_what_is_described_quietly_is_no_news_and_is_there_for_whoever_comes(qtbot):
    widget = Told()
    qtbot.addWidget(widget)
    QAccessible.setActive(True)

    for words in ("Question 1 of 9", "Question 1 of 9", "Question 2 of 9"):
        describe_quietly(widget, words)

    assert widget.told == [False, False]
    assert widget.accessibleDescription() == "Question 2 of 9"
    assert QAccessible.isActive()


def test_whoever_was_told_nothing_is_told_nothing_after_a_quiet_change(qtbot):
    widget = Told()
    qtbot.addWidget(widget)
    QAccessible.setActive(False)

    describe_quietly(widget, "Question 1 of 9")

    assert not QAccessible.isActive()


@pytest.mark.usefixtures("qapp")
def test_it_is_told_again_after_what_went_wrong_in_between():
    QAccessible.setActive(True)

    with pytest.raises(LookupError), untold():
        _go_wrong()

    assert QAccessible.isActive()


def _go_wrong() -> None:
    raise LookupError
