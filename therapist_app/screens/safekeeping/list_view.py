"""The backups there are, and what is asked before one is put back."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget
from typing_extensions import override

from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import N_, _, ngettext, pgettext
from therapist_app.accessibility.announcing import announce
from therapist_app.screens.safekeeping.viewmodel import RestoreAsked, SafekeepingViewModel
from therapist_app.widgets.layout.layouts import Beside
from therapist_app.widgets.parts import (
    STRETCH,
    MainButton,
    Part,
    Tick,
    button,
    card,
    chip,
    empty,
    hold,
    read_in_order,
    reading,
    row,
    ruled,
    stack,
    text,
)
from therapist_app.widgets.read_by_lines import ReadByLines, read_whole
from therapist_app.workflows.safekeeping.backup_words import CHOICE
from therapist_app.workflows.safekeeping.safekeeping import BackupLine

SHOWN = 12
FOR_WHOM = {
    "keeper": N_("Only an administrator can restore it."),
    "owner": N_("Only the therapist of these clients can restore it."),
}


class AskingView(QWidget):
    """Stands over everything else while a restore waits to be confirmed."""

    def __init__(self, viewmodel: SafekeepingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self._shown: RestoreAsked | None = None
        self._place = stack()
        self.read: ReadByLines | None = None
        self.tick = Tick(_("I have read what would be lost, and want to restore this backup"))
        self.accept = Tick(_(CHOICE))
        self.go = MainButton(pgettext("button", "Restore"), is_final=True)
        self.keep = button(_("Cancel the restore"), "secondary")
        after = _(
            "The present file is backed up first and kept. Restoring locks the application; "
            "sign in again afterwards."
        )
        self.setLayout(
            row(
                card(
                    _("Restore this backup?"),
                    self._place,
                    text(after, "small", wrap=True),
                    self.accept,
                    self.tick,
                    row(self.keep, self.go, STRETCH),
                )
            )
        )
        self.hide()
        self.tick.turned.connect(self._on_tick_turned)
        self.accept.turned.connect(self._on_tick_turned)
        self.go.clicked.connect(self._on_go_clicked)
        self.keep.clicked.connect(viewmodel.keep_as_it_is)

    @property
    def asked_of(self) -> Path | None:
        """The backup that is asked about, or None."""
        return None if self._shown is None else self._shown.comparison.path

    def show_asked(self, asked: RestoreAsked | None) -> None:
        """Show what is asked, or nothing."""
        if asked == self._shown:
            return
        self._shown = asked
        empty(self._place)
        if asked is None:
            here: QWidget | None = self.window().focusWidget()
            if here is not None and self.isAncestorOf(here):
                here.clearFocus()  # else each button that goes has it for a moment, and is heard
            self.hide()
            return
        self.read = read_whole(_("Restore this backup?"), *map(reading, asked.lines))
        self._place.addWidget(self.read)
        read_in_order(self._place)
        self.tick.setChecked(False)
        self.accept.setChecked(False)
        self.accept.setVisible(asked.comparison.needs_choice)
        self._show_what_lacks()
        self.show()
        self.read.show()  # beside what is shown already a layout would do it, but only later
        self.read.setFocus()  # what is ticked as read stands above it, and would be out of sight

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the record as it is with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._viewmodel.keep_as_it_is()
            return
        super().keyPressEvent(event)

    @Slot()
    def _on_tick_turned(self) -> None:
        self._show_what_lacks()

    def _show_what_lacks(self) -> None:
        if not (self.accept.isChecked() or self.accept.isHidden()):
            self.go.wait_for(
                _("Tick first that somebody else may have made this backup."), self.accept
            )
        elif not self.tick.isChecked():
            self.go.wait_for(_("Tick first that you have read what would be lost."), self.tick)
        else:
            self.go.wait_for("")

    def _on_go_clicked(self) -> None:
        self._viewmodel.restore(accepted=self.accept.isChecked())


class BackupRow(QWidget):
    """One backup."""

    def __init__(self, line: BackupLine, viewmodel: SafekeepingViewModel) -> None:
        super().__init__()
        self.line = line
        self._viewmodel = viewmodel
        self.rehearse = button(pgettext("button", "Test restore"), "quiet")
        self.restore = button(_("Restore this backup"))
        which = ", ".join(each for each in (line.file, line.made, line.backup.place) if each)
        for each in (self.rehearse, self.restore):
            each.setAccessibleName(f"{each.text().strip()}: {which}")
            each.setEnabled(line.is_there)
        self.restore.setEnabled(line.is_there and not line.for_whom)
        where = line.backup.place or _("On this laptop")
        name = row(text(line.file, "strong", wrap=True), *_chips(line), grows=0)
        words = stack(
            name,
            text(line.made, wrap=True),
            text(facts_in_a_line(line.standing, where), "small", tone="muted", wrap=True),
            *([text(_(FOR_WHOM[line.for_whom]), "small", wrap=True)] if line.for_whom else []),
            gap="hair",
        )
        buttons = hold(row(self.rehearse, self.restore))
        self.setLayout(row(Beside(hold(words), buttons)))
        self.rehearse.clicked.connect(self._on_rehearse_clicked)
        self.restore.clicked.connect(self._on_restore_clicked)

    def _on_rehearse_clicked(self) -> None:
        self._viewmodel.rehearse(self.line.path)

    def _on_restore_clicked(self) -> None:
        self._viewmodel.ask(self.line.path)


class BackupList(QWidget):
    """The newest backups, one under the other, and the older ones once they are asked for."""

    def __init__(self, viewmodel: SafekeepingViewModel) -> None:
        super().__init__()
        self._viewmodel = viewmodel
        self.rows: list[BackupRow] = []
        self.older: QPushButton | None = None
        self._shows_all = False
        self._shown: tuple[BackupLine, ...] = ()
        self._layout = stack(gap="s")
        self.setLayout(self._layout)

    def focus_first(self) -> bool:
        """Put the keyboard on the newest backup that is there; return whether one is."""
        there = next((each for each in self.rows if each.line.is_there), None)
        if there is not None:
            there.rehearse.setFocus()
        return there is not None

    def go_back_to(self, path: Path) -> None:
        """Put the keyboard on the backup that is not restored after all, and say so."""
        asked = (each.restore for each in self.rows if each.line.path == path)
        place = next(asked, None)
        if place is None or not place.isEnabled():
            self.focus_first()
        else:
            place.setFocus()
        announce(self, _("Nothing was restored."))

    def show_lines(self, lines: tuple[BackupLine, ...]) -> None:
        """Show other backups."""
        if lines == self._shown and self.rows:
            return
        self._shown, self.older = lines, None
        empty(self._layout)
        shown = lines if self._shows_all else lines[:SHOWN]
        self.rows = [BackupRow(each, self._viewmodel) for each in shown]
        parts: list[Part] = [*ruled(self.rows)]
        beside = {each.on_same_disk for each in shown}
        if True in beside:
            words = _(
                "Those on the same disk are lost too if the laptop is lost or its disk fails; "
                "those on another disk are not."
            )
            if False not in beside:
                words = _(
                    "On the same disk: it is lost too if the laptop is lost or its disk fails."
                )
            parts.insert(0, text(words, "small", tone="muted", wrap=True))
        if not lines:
            parts.append(text(_("There is no backup yet."), wrap=True))
        if len(lines) > len(shown):
            more = len(lines) - len(shown)
            words = ngettext("Show {count} older one", "Show {count} older ones", more).format(
                count=more
            )
            self.older = button(words, "quiet")
            self.older.clicked.connect(self._on_older_clicked)
            parts.append(row(self.older, STRETCH))
        self._layout.addWidget(hold(stack(*parts, gap="s")))

    @Slot()
    def _on_older_clicked(self) -> None:
        """Show every backup, with the keyboard on the first of those that were not shown."""
        before, lines = len(self.rows), self._shown
        self._shows_all, self.rows = True, []
        self.show_lines(lines)
        nearest = (*self.rows[before:], *reversed(self.rows[:before]))
        there = next((each.rehearse for each in nearest if each.rehearse.isEnabled()), None)
        if there is not None:
            there.setFocus()


def _chips(line: BackupLine) -> list[QFrame]:
    if line.backup.is_too_new:
        return [chip(pgettext("mark", "needs a later version"), "attention")]
    if line.backup.fault:
        return [chip(pgettext("mark", "damaged"), "urgent")]
    if not line.is_there:
        return [chip(pgettext("mark", "not connected"))]
    if line.is_ahead:
        return [chip(pgettext("mark", "date in the future"), "attention")]
    if not line.backup.is_whole:
        return [chip(pgettext("mark", "not verified"))]
    if line.on_same_disk:
        return [chip(_("verified, on the same disk"))]
    return [chip(_("verified, on another disk"), "good")]
