"""Windows are kept out of pictures of the screen, by a system that only remembers."""

from PySide6.QtWidgets import QWidget

from therapist_app.shell.window.unseen import Unseen


class Remembering:
    def __init__(self) -> None:
        self.hidden: list[int] = []

    def hide_from_capture(self, window: int) -> bool:
        self.hidden.append(window)
        return True


# Acceptance D67
def test_each_window_that_gets_the_keyboard_is_hidden(qapp, qtbot):
    system = Remembering()
    unseen = Unseen(qapp, system)
    window = QWidget()
    qtbot.addWidget(window)

    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()

    assert int(window.windowHandle().winId()) in system.hidden
    unseen.setParent(None)
    unseen.deleteLater()
