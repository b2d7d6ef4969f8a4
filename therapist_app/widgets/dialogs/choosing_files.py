"""Asking for a file or a folder, without a trace of it on the system.

The system's own dialogs add what was chosen to lists of recent files, which no program can
take back; so Qt's is used, and what Qt notes of it is put back as it was.

Each begins in the person's own documents, or where it is told to: where the program happens to
have been started is no place for anything of theirs.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSignalBlocker, QStandardPaths, Slot
from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QLineEdit, QWidget
from typing_extensions import override

from session_forms.file_names import fault_in_place, reachable, usable_name

OURS = QFileDialog.Option.DontUseNativeDialog
NOTES = "FileDialog"
_ENDING = re.compile(r"\(\*(\.[a-z]+)")


class _Dialog(QFileDialog):
    """Qt's dialog, where nothing but what is typed or marked by hand is chosen.

    Qt marks in its list what the words so far name, keeps those marks as its proposals come up,
    and chooses the first of them: `/media/stick` for somebody who typed `/media/stick_two`.
    """

    def __init__(self, parent: QWidget, title: str, begin: str, kinds: str = "") -> None:
        super().__init__(parent, title, begin, kinds)
        self.setOption(OURS)
        self._field = self.findChild(QLineEdit, "fileNameEdit")
        self._field.textEdited.connect(self._on_typed)

    @Slot()
    def _on_typed(self) -> None:
        marks = self.findChild(QAbstractItemView, "listView").selectionModel()
        with QSignalBlocker(marks):  # nothing is marked instead: Qt does so next
            marks.clearSelection()


class _SaveDialog(_Dialog):
    """Asks where to save; a name without its ending gets it before one is asked to replace."""

    def __init__(self, parent: QWidget, title: str, kinds: str) -> None:
        super().__init__(parent, title, documents(), kinds)
        found = _ENDING.search(kinds)
        self._ending = found[1] if found else ""
        self.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.setFileMode(QFileDialog.FileMode.AnyFile)

    @override
    def accept(self) -> None:
        """Add the ending that was not typed, then do what is done with a whole name."""
        typed = self._field.text().strip()
        is_folder = (Path(self.directory().absolutePath()) / typed).is_dir()
        if typed and not is_folder:
            name = with_ending(typed, self._ending)
            if fault := fault_in_place(PurePath(name)):
                from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - seldom needed

                QMessageBox.warning(self, self.windowTitle(), fault)
                return
            self._field.setText(name)
        super().accept()


def with_ending(name: str, ending: str) -> str:
    """Return the name of a file with its ending, which is added where none like it was typed."""
    return name if name.casefold().endswith(ending) else f"{name}{ending}"


def documents() -> str:
    """Return the folder of the person's documents, or their home where there is none."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return found if Path(found).is_dir() else str(Path.home())


def ask_where_to_save(parent: QWidget, title: str, kinds: str, name: str = "") -> str:
    """Return where a person wants a file, or nothing; `name` is what is offered.

    The first ending in `kinds` is added where none was typed.
    """
    with no_trace():
        dialog = _SaveDialog(parent, title, kinds)
        if name:
            dialog.selectFile(usable_name(name))
        return _asked(dialog)


def ask_for_file(parent: QWidget, title: str, kinds: str) -> str:
    """Return the file that a person picks, or nothing."""
    with no_trace():
        dialog = _Dialog(parent, title, documents(), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        return _asked(dialog)


def ask_for_folder(parent: QWidget, title: str, begin: Path | None = None) -> str:
    """Return the folder that a person picks, or nothing; `begin` is where it opens."""
    start = str(begin) if begin is not None else documents()
    with no_trace():
        dialog = _Dialog(parent, title, start)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        return _asked(dialog)


def _asked(dialog: QFileDialog) -> str:
    picked = dialog.exec() == QFileDialog.DialogCode.Accepted
    path = _found(dialog.selectedFiles()[0]) if picked else ""
    dialog.deleteLater()  # it notes where it was as it goes, which is put back afterwards
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    return path


def _found(path: str) -> str:
    """Return a place that was chosen, so that also Windows finds it."""
    place = Path(path)
    found = reachable(place)
    return path if found == place else str(found)


@contextmanager
def no_trace() -> Iterator[None]:
    """Leave what Qt notes about file dialogs, for all programs of this person, as it was."""
    notes = QSettings(QSettings.Scope.UserScope, "QtProject")
    notes.beginGroup(NOTES)
    before = {key: notes.value(key) for key in notes.allKeys()}
    try:
        yield
    finally:
        notes.sync()
        notes.remove("")
        for key, value in before.items():
            notes.setValue(key, value)
        notes.sync()
