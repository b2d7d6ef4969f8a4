"""Asking for a file leaves no trace; the dialogs are Qt's own, answered by the test."""

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from therapist_app.widgets.dialogs.choosing_files import (
    ask_for_file,
    ask_for_folder,
    ask_where_to_save,
)

WAYS = {
    "save": lambda parent: ask_where_to_save(parent, "Save", "PDF (*.pdf)"),
    "open": lambda parent: ask_for_file(parent, "Open", "All files (*)"),
    "folder": lambda parent: ask_for_folder(parent, "Where"),
}


@pytest.fixture
def notes(qapp, tmp_path):
    """What Qt keeps of dialogs, in a place of this test's own."""
    assert qapp is not None
    before = QSettings(QSettings.Scope.UserScope, "QtProject").fileName()
    native = QSettings.Format.NativeFormat
    QSettings.setPath(native, QSettings.Scope.UserScope, str(tmp_path / "config"))
    yield tmp_path / "config" / "QtProject.conf"
    folder = before.rsplit("/", 1)[0]
    QSettings.setPath(native, QSettings.Scope.UserScope, folder)


def ask(qtbot, way: str, answer: str) -> str:
    """Ask, and have the dialog answered as soon as it is there."""

    def reply() -> None:
        [dialog] = [
            each for each in QApplication.topLevelWidgets() if isinstance(each, QFileDialog)
        ]
        dialog.findChild(QLineEdit).setText(answer)
        dialog.accept()

    parent = QWidget()
    qtbot.addWidget(parent)
    QTimer.singleShot(0, reply)
    return WAYS[way](parent)


# Acceptance D63
@pytest.mark.parametrize("way", WAYS)
def test_a_chosen_place_is_noted_nowhere(qtbot, notes, tmp_path, way):
    folder = tmp_path / "ravensworth"
    folder.mkdir()
    (folder / "file.pdf").touch()
    answer = str(
        folder if way == "folder" else folder / ("new.pdf" if way == "save" else "file.pdf")
    )

    assert ask(qtbot, way, answer) == answer

    assert not notes.exists() or "FileDialog" not in notes.read_text("utf-8")


# Acceptance D63
def test_what_other_programs_noted_stays(qtbot, notes, tmp_path):
    theirs = QSettings(QSettings.Scope.UserScope, "QtProject")
    theirs.setValue("FileDialog/lastVisited", "file:///theirs")
    theirs.setValue("Other/key", "kept")
    theirs.sync()

    ask(qtbot, "folder", str(tmp_path))

    theirs.sync()
    assert theirs.value("FileDialog/lastVisited") == "file:///theirs"
    assert theirs.value("Other/key") == "kept"
    assert "history" not in notes.read_text("utf-8")
