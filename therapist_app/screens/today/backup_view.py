"""How old the last verified backup is; it stands over the day once that is too long ago."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from session_forms.words.texts import translate as _
from therapist_app.widgets.parts import Part, banner, button, stack
from therapist_app.workflows.safekeeping.backup_words import age
from therapist_app.workflows.safekeeping.safekeeping import Standing


def backup_words(standing: Standing, now: datetime) -> str:
    """Return one line on the last verified backup."""
    if standing.last is None:
        return _("There is no verified backup of all your files yet")
    return _("Last verified backup {age}").format(age=age(now - standing.last))


class BackupBanner(QWidget):
    """Nags after 7 days, and is red after 14.

    Signals:
        chosen: To the backups.

    """

    chosen = Signal()

    def __init__(self, standing: Standing | None, now: datetime) -> None:
        super().__init__()
        self.open = button(_("Open backups"))
        self.open.clicked.connect(self.chosen)
        parts: list[Part] = []
        if standing is not None and standing.freshness != "fresh":
            tone = "urgent" if standing.freshness == "too_old" else "attention"
            detail = _("If this laptop is lost or breaks, what was written since then is gone.")
            parts.append(banner(tone, backup_words(standing, now), detail, self.open))
        self.setLayout(stack(*parts))
        if not parts:
            self.open.setParent(self)
            self.open.hide()
            self.hide()
