"""What scrolls fades at its foot while more of it is below."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.windows.settling import settle
from therapist_app.widgets.layout.layouts import scroll, stack
from therapist_app.widgets.layout.more_below import MoreBelow


@pytest.mark.usefixtures("wear")
def test_the_foot_fades_until_the_end_is_in_sight(qtbot: QtBot) -> None:
    area = scroll(stack(*(QLabel(f"Line {at}") for at in range(40))))
    more = MoreBelow(area)
    qtbot.addWidget(area)
    area.resize(240, 200)
    area.show()
    settle()

    assert more.isVisible()
    assert more.geometry().bottom() == area.viewport().geometry().bottom()
    assert more.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    bar = area.verticalScrollBar()
    bar.setValue(bar.maximum())

    assert not more.isVisible()

    bar.setValue(0)
    area.resize(240, 2000)
    settle()

    assert not more.isVisible()
