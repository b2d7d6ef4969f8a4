"""An open alert, as it stands at the top of a step."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import banner, button
from therapist_app.workflows.sessions.answering_alerts import Alert


class AlertBanner(QWidget):
    """One open alert; it goes when it is answered.

    Signals:
        alert_chosen: The alert to answer.

    """

    alert_chosen = Signal(str)

    def __init__(self, alert: Alert) -> None:
        super().__init__()
        self._alert_id = alert.id
        self.answer = button(_("Answer it"))
        self.answer.setAccessibleName(_("Answer it: {fact}").format(fact=alert.states))
        tone = "urgent" if alert.level == "urgent" else "attention"
        title = _("An alert is open: answer it now, or before the note is signed")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(banner(tone, title, alert.states, self.answer))
        self.answer.clicked.connect(self._on_answer_clicked)

    def _on_answer_clicked(self) -> None:
        self.alert_chosen.emit(self._alert_id)
