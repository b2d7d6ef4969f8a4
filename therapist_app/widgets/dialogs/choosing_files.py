"""Asking for a file or a folder, without a trace of it on the system.

The system's own dialogs add what was chosen to lists of recent files, which no program can
take back; so Qt's is used, and what Qt notes of it is put back as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QWidget

OURS = QFileDialog.Option.DontUseNativeDialog
FOLDERS = OURS | QFileDialog.Option.ShowDirsOnly
NOTES = "FileDialog"


def ask_where_to_save(parent: QWidget, title: str, kinds: str, name: str = "") -> str:
    """Return where a person wants a file, or nothing; `name` is what is offered."""
    with no_trace():
        path, _kind = QFileDialog.getSaveFileName(parent, title, name, kinds, options=OURS)
    return path


def ask_for_file(parent: QWidget, title: str, kinds: str) -> str:
    """Return the file that a person picks, or nothing."""
    with no_trace():
        path, _kind = QFileDialog.getOpenFileName(parent, title, "", kinds, options=OURS)
    return path


def ask_for_folder(parent: QWidget, title: str) -> str:
    """Return the folder that a person picks, or nothing."""
    with no_trace():
        return QFileDialog.getExistingDirectory(parent, title, options=FOLDERS)


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
