"""The chip that says when a draft was kept: at full strength for a moment, then muted."""

from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from session_forms.words.texts import translate as _
from therapist_app.theme.look import look
from therapist_app.theme.tokens import tokens
from therapist_app.widgets.parts import symbol, text
from therapist_app.widgets.repolish import set_state

CHIP_HEIGHT = 24
CHIP_SIGN = 15


class SavedChip(QFrame):
    """When the form was last kept; never a pop-up, never in the way."""

    def __init__(self, at: datetime | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = text(_("not saved yet"), "small", tone="muted")
        self._sign = symbol("check", "text-muted", side=round(CHIP_SIGN * look().text_scale))
        self._sign.hide()
        line = QHBoxLayout(self)
        line.setContentsMargins(look().space("s"), 1, look().space("s"), 1)
        line.setSpacing(look().space("xs"))
        line.addWidget(self._sign)
        line.addWidget(self.words)
        self.setProperty("kind", "chip")
        self.setProperty("tone", "quiet")
        self.setFixedHeight(round(CHIP_HEIGHT * look().text_scale))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self, singleShot=True, interval=tokens().motion["saved_note"])
        self._timer.timeout.connect(self._mute)
        if at is not None:
            self._write(at)

    def show_time(self, at: datetime) -> None:
        """Say that the form was kept just now."""
        self._write(at)
        set_state(self.words, "tone", value="")
        self._timer.start()

    def _write(self, at: datetime) -> None:
        self._sign.show()
        self.words.setText(_("saved {time}").format(time=at.astimezone().strftime("%H:%M")))

    def _mute(self) -> None:
        set_state(self.words, "tone", value="muted")
