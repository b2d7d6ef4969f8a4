"""The alert of the ninth question of a PHQ-9, in the whole window of a small laptop."""

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget

from session_forms.library.library import installed
from tests.support.sampling import sampled
from tests.support.windows.settling import settle
from tests.support.workflows.clinics_ready import ready_clinic
from therapist_app import bootstrap, commands
from therapist_app.shell.locking.idle_lock import IdleLock

SMALL = (1024, 700)


def stands_at(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("scale", sampled([1.0, 2.0], every=2, first=1))
def test_it_stands_inside_the_window_beside_the_answer_that_opened_it(qtbot, wear, tmp_path, scale):
    wear("light", scale)
    with ready_clinic(tmp_path) as work:
        client = work.add_client()
        window = bootstrap.open_workplace(work.workspace.vault, leave=lambda: None)
        qtbot.addWidget(window)
        window.findChild(IdleLock).stop()
        window.resize(*SMALL)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.go_to(commands.FormPage(client.id, "phq-9"))
        settle()
        page = window.page
        page.panel.go_to(installed().latest("phq-9").questions[8].id)
        for _round in range(4):
            settle()
        pressed = page.panel.current.grid.buttons[2]
        pressed.click()
        pressed.setFocus()
        settle()
        was = stands_at(pressed, window)
        assert window.rect().contains(was)

        page.flush()
        settle()

        alert = stands_at(page.alert.shown, window)
        assert window.rect().contains(alert)
        assert not alert.intersects(stands_at(window.frame.rail, window))
        assert stands_at(pressed, window) == was
        assert not alert.intersects(was)
        assert window.focusWidget() is pressed
        window.close()
