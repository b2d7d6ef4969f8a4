"""Asking for a file leaves no trace; the dialogs are Qt's own, answered by the test."""

from pathlib import Path, PureWindowsPath

import pytest
from PySide6.QtCore import QSettings, QStandardPaths, QTimer
from PySide6.QtWidgets import QApplication, QCompleter, QFileDialog, QLineEdit, QMessageBox, QWidget

from therapist_app.widgets.dialogs import choosing_files
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


def dialog_in_sight() -> QFileDialog:
    """Return the dialog that waits for an answer, whichever other windows there are."""
    shown = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    [dialog] = [each for each in shown if isinstance(each, QFileDialog)]
    return dialog


def ask(qtbot, way: str, answer: str, began: list[str] | None = None) -> str:
    """Ask, and have the dialog answered as soon as it is there; note where it began."""

    def reply() -> None:
        dialog = dialog_in_sight()
        if began is not None:
            began.append(dialog.directory().absolutePath())
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


@pytest.mark.parametrize("way", WAYS)
def test_a_dialog_begins_in_the_documents_of_the_person(qtbot, notes, tmp_path, monkeypatch, way):
    assert not notes.exists()
    theirs, program = tmp_path / "Documents", tmp_path / "program"
    for each in (theirs, program):
        each.mkdir()
    monkeypatch.chdir(program)
    monkeypatch.setattr(choosing_files, "documents", lambda: str(theirs))
    (theirs / "there.pdf").touch()
    answers = {"save": theirs / "new.pdf", "open": theirs / "there.pdf", "folder": theirs}
    began: list[str] = []

    ask(qtbot, way, str(answers[way]), began)

    assert began == [str(theirs)]


def test_a_dialog_begins_where_it_is_told_to(qtbot, notes, tmp_path, monkeypatch):
    assert not notes.exists()
    there = tmp_path / "stick"
    there.mkdir()
    monkeypatch.setitem(WAYS, "again", lambda parent: ask_for_folder(parent, "Where", there))
    began: list[str] = []

    assert ask(qtbot, "again", str(there), began) == str(there)

    assert began == [str(there)]


def test_where_there_are_no_documents_it_is_the_home_of_the_person(monkeypatch, tmp_path):
    kinds = []

    def nowhere(kind):
        kinds.append(kind)
        return str(tmp_path / "none")

    monkeypatch.setattr(QStandardPaths, "writableLocation", nowhere)

    assert choosing_files.documents() == str(Path.home())
    assert kinds == [QStandardPaths.StandardLocation.DocumentsLocation]


def test_a_name_that_some_system_does_not_take_is_refused_in_words_and_asked_for_again(
    qtbot, tmp_path, monkeypatch
):
    parent = QWidget()
    qtbot.addWidget(parent)
    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(words[2]))

    def reply() -> None:
        dialog = dialog_in_sight()
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        for name in ("CON", "a:b", "sheet"):
            field.setText(str(tmp_path / name))
            dialog.accept()

    QTimer.singleShot(0, reply)

    assert ask_where_to_save(parent, "Save", "PDF (*.pdf)") == str(tmp_path / "sheet.pdf")
    assert [" device " in said[0], '" < >' in said[1], len(said)] == [True, True, 2]


def test_a_letter_before_a_colon_is_a_name_to_be_refused_and_no_other_disk(
    qtbot, tmp_path, monkeypatch
):
    parent = QWidget()
    qtbot.addWidget(parent)
    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: said.append(words[2]))
    monkeypatch.setattr(choosing_files, "PurePath", PureWindowsPath)
    monkeypatch.setattr(choosing_files, "documents", lambda: str(tmp_path))

    def reply() -> None:
        dialog = dialog_in_sight()
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        for name in ("S: notes", "notes"):
            field.setText(name)
            dialog.accept()

    QTimer.singleShot(0, reply)

    assert ask_where_to_save(parent, "Save", "PDF (*.pdf)") == str(tmp_path / "notes.pdf")
    assert ['" < >' in each for each in said] == [True]


@pytest.mark.parametrize("way", WAYS)
def test_a_place_far_down_is_spelt_so_that_windows_finds_it(qtbot, tmp_path, monkeypatch, way):
    (tmp_path / "there.pdf").touch()
    monkeypatch.setattr(choosing_files, "reachable", lambda path: Path(f"long:{path}"))
    answers = {"save": tmp_path / "new.pdf", "open": tmp_path / "there.pdf", "folder": tmp_path}

    assert ask(qtbot, way, str(answers[way])) == f"long:{answers[way]}"


def test_the_name_that_is_offered_stands_in_the_dialog_and_typing_replaces_it(qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    seen = []

    def reply() -> None:
        dialog = dialog_in_sight()
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        seen.append((field.text(), field.selectedText()))
        field.setText(str(tmp_path / field.text()))
        dialog.accept()

    QTimer.singleShot(0, reply)
    saved = ask_where_to_save(parent, "Save", "PDF (*.pdf)", "Text: Wales")

    assert seen == [("Text Wales", "Text Wales")]
    assert saved == str(tmp_path / "Text Wales.pdf")


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("sheet", "sheet.pdf"),
        ("sheet of 3.4.2026", "sheet of 3.4.2026.pdf"),
        ("sheet.PDF", "sheet.PDF"),
        ("sheet.pdf", "sheet.pdf"),
    ],
)
def test_a_file_is_saved_with_its_ending(qtbot, notes, tmp_path, typed, saved):
    assert not notes.exists()
    assert ask(qtbot, "save", str(tmp_path / typed)) == str(tmp_path / saved)


def test_a_kind_without_an_ending_adds_none(qtbot, notes, tmp_path, monkeypatch):
    assert not notes.exists()
    monkeypatch.setitem(WAYS, "save", lambda parent: ask_where_to_save(parent, "S", "All (*)"))

    assert ask(qtbot, "save", str(tmp_path / "key file")) == str(tmp_path / "key file")


@pytest.mark.parametrize("way", ["open", "folder"])
def test_what_is_typed_counts_though_its_beginning_is_there_as_well(qtbot, notes, tmp_path, way):
    """The proposals take the keyboard meanwhile; a mark of before would come first."""
    assert not notes.exists()
    for name in ("stick", "stick_two"):
        (tmp_path / name).mkdir()
    (tmp_path / "stick_two" / "list.csv").touch()
    rest = "_two" if way == "folder" else "_two/list.csv"

    def reply() -> None:
        dialog = QApplication.activeModalWidget()
        field = dialog.findChild(QLineEdit, "fileNameEdit")
        field.setCompleter(QCompleter(dialog))  # one that proposes nothing
        dialog.activateWindow()
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClicks(field, str(tmp_path / "stick"))
        field.clearFocus()
        qtbot.keyClicks(field, rest)
        dialog.accept()
        if dialog.isVisible():
            dialog.reject()

    parent = QWidget()
    qtbot.addWidget(parent)
    QTimer.singleShot(0, reply)

    assert WAYS[way](parent) == f"{tmp_path}/stick{rest}"
