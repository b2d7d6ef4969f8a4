"""The list of backups: what each is of, when it was made, whether it was whole when read back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.widgets.layout.layouts import Beside
from therapist_app.widgets.parts import Part, button, chip, empty, hold, row, rule, stack, text
from therapist_app.workflows.safekeeping.safekeeping import BackupLine

SHOWN = 12


class BackupRow(QWidget):
    """One backup.

    Signals:
        rehearsed: The person wants a restore of it rehearsed.
        chosen: The person wants it put back.

    """

    rehearsed = Signal(BackupLine)
    chosen = Signal(BackupLine)

    def __init__(self, line: BackupLine) -> None:
        super().__init__()
        self.line = line
        self.rehearse = button(_("Rehearse"), "quiet")
        self.restore = button(_("Restore this one"))
        for each in (self.rehearse, self.restore):
            each.setAccessibleName(f"{each.text().strip()}: {line.file}, {line.made}")
            each.setEnabled(line.is_there)
        where = line.backup.place or _("On this laptop")
        name = row(text(line.file, "strong", wrap=True), *_chips(line))
        name.setStretch(0, 1)
        words = stack(
            name,
            text(line.made, wrap=True),
            text(f"{line.standing} · {where}", "small", tone="muted", wrap=True),
            gap="hair",
        )
        buttons = hold(row(self.rehearse, self.restore))
        self.setLayout(row(Beside(hold(words), buttons)))
        self.rehearse.clicked.connect(self._on_rehearse_clicked)
        self.restore.clicked.connect(self._on_restore_clicked)

    def _on_rehearse_clicked(self) -> None:
        self.rehearsed.emit(self.line)

    def _on_restore_clicked(self) -> None:
        self.chosen.emit(self.line)


class BackupList(QWidget):
    """The newest backups, one under the other.

    Signals:
        rehearsed: The backup whose restore is to be rehearsed.
        chosen: The backup to put back.

    """

    rehearsed = Signal(BackupLine)
    chosen = Signal(BackupLine)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[BackupRow] = []
        self._shown: tuple[BackupLine, ...] = ()
        self._layout = stack(gap="s")
        self.setLayout(self._layout)

    def show_lines(self, lines: tuple[BackupLine, ...]) -> None:
        """Show other backups."""
        if lines == self._shown and self.rows:
            return
        self._shown = lines
        empty(self._layout)
        self.rows = [BackupRow(each) for each in lines[:SHOWN]]
        parts: list[Part] = []
        for each in self.rows:
            parts += [rule(), each] if parts else [each]
            each.rehearsed.connect(self.rehearsed)
            each.chosen.connect(self.chosen)
        if not lines:
            parts.append(text(_("There is none yet."), wrap=True))
        if len(lines) > SHOWN:
            more = len(lines) - SHOWN
            words = ngettext(
                "And {count} older one, in the folder of the backups.",
                "And {count} older ones, in the folder of the backups.",
                more,
            )
            parts.append(text(words.format(count=more), "small", wrap=True))
        self._layout.addWidget(hold(stack(*parts, gap="s")))


def _chips(line: BackupLine) -> list[QFrame]:
    if line.backup.fault:
        return [chip(_("not whole"), "urgent")]
    if not line.is_there:
        return [chip(_("not here now"))]
    return [chip(_("whole"), "good")] if line.backup.is_whole else [chip(_("not read back"))]
