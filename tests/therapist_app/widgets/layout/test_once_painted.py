"""What follows the first painting of a part."""

import pytest
import shiboken6
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from tests.support.windows.settling import settle
from therapist_app.widgets.layout.once_painted import OncePainted


class Part(QWidget):
    """A part that notes when it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        OncePainted(self, lambda: self.told.append("followed"))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        self.told.append("painted")


def test_it_comes_once_and_behind_the_first_painting(qtbot: QtBot) -> None:
    part = Part()
    qtbot.addWidget(part)
    QApplication.processEvents()
    assert part.told == []

    part.show()
    settle()
    part.repaint()
    settle()

    assert part.told[:2] == ["painted", "followed"]
    assert part.told.count("followed") == 1
    assert not part.findChildren(OncePainted)


@pytest.mark.usefixtures("qapp")
def test_nothing_follows_a_part_that_is_gone() -> None:
    part = Part()
    told = part.told
    part.grab()
    shiboken6.delete(part)
    settle()

    assert set(told) == {"painted"}
