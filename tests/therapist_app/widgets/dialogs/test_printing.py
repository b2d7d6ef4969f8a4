"""Paper, drawn straight from memory."""

import gc
import io
import os
import re
import sys
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton, QWidget

import therapist_app
from exports.paper.forms.worksheet import worksheet_pdf
from session_forms.library import library
from therapist_app.hygiene.linux import Linux
from therapist_app.hygiene.windows import Windows
from therapist_app.key_widgets.sheet_paper import print_sheet
from therapist_app.key_widgets.sheets import SheetState
from therapist_app.widgets.dialogs.choosing_a_printer import ask_for_printer
from therapist_app.widgets.dialogs.on_the_way import kept_in_memory
from therapist_app.widgets.dialogs.printing import print_pdf

pytestmark = pytest.mark.usefixtures("qapp")


def printer_to(path):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def lines_of(data):
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(data)).pages]


def test_a_printer_gets_every_page_with_its_words_in_its_size(tmp_path):
    data = worksheet_pdf(library.installed().latest("boundaries"))

    assert print_pdf(data, printer_to(tmp_path / "out.pdf"))

    printed = (tmp_path / "out.pdf").read_bytes()
    assert len(lines_of(printed)) == len(lines_of(data)) == 2
    assert "Which situations, and what do we agree for each?" in lines_of(printed)[0]
    box = PdfReader(io.BytesIO(printed)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)
    assert [each.name for each in tmp_path.iterdir()] == ["out.pdf"]


def test_whoever_prints_asks_whether_the_printer_is_a_file():
    root = Path(therapist_app.__file__).parent
    calls = {
        each.relative_to(root).as_posix(): set(re.findall(r"\b(\w+)\(", each.read_text("utf-8")))
        for each in root.rglob("*.py")
    }

    printing = {file for file, called in calls.items() if "print_pdf" in called}
    printing.remove("widgets/dialogs/printing.py")  # where it is defined
    assert len(printing) > 2
    assert [file for file in printing if "file_of" not in calls[file]] == []


class NotingPlace(QPrinter):
    """A printer that notes where a page on its way would lie: what CUPS reads as it is asked."""

    def __init__(self, path):
        super().__init__(QPrinter.PrinterMode.HighResolution)
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(path))
        self.seen = set()

    def metric(self, what):
        self.seen.add(os.environ.get("TMPDIR"))
        return super().metric(what)


def print_a_form(printer):
    return print_pdf(worksheet_pdf(library.installed().latest("boundaries")), printer)


def print_a_recovery_sheet(printer):
    state = SheetState("recovery", ("AAAAA",) * 8, "Ana", date(2026, 3, 2))
    return print_sheet(state, printer)


# Acceptance D71
@pytest.mark.skipif(sys.platform != "linux", reason="no other system has such a folder")
@pytest.mark.parametrize("print_it", [print_a_form, print_a_recovery_sheet])
def test_a_page_on_its_way_to_the_printer_is_in_memory(tmp_path, monkeypatch, print_it):
    login = tmp_path / "login"
    login.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(login))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    printer = NotingPlace(tmp_path / "out.pdf")

    assert print_it(printer)

    assert str(login) in printer.seen
    assert os.environ["TMPDIR"] == str(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has such a folder")
def test_a_folder_that_others_reach_is_no_place_for_it(tmp_path, monkeypatch):
    open_to_all = tmp_path / "login"
    open_to_all.mkdir()
    open_to_all.chmod(0o755)
    for place in (str(open_to_all), str(tmp_path / "none"), "login", ""):
        monkeypatch.setenv("XDG_RUNTIME_DIR", place)
        assert Linux().place_in_memory is None
    monkeypatch.delenv("TMPDIR", raising=False)

    with kept_in_memory():
        assert "TMPDIR" not in os.environ


# Acceptance D71
def test_printing_leaves_no_file_but_the_one_that_was_asked_for(tmp_path, monkeypatch):
    places = [tmp_path / name for name in ("tmp", "home", "paper")]
    for each in places:
        each.mkdir()
    monkeypatch.setenv("TMPDIR", str(places[0]))
    monkeypatch.setenv("HOME", str(places[1]))
    monkeypatch.chdir(places[0])

    assert print_pdf(
        worksheet_pdf(library.installed().latest("gad-7")), printer_to(places[2] / "a")
    )

    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == ["a"]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_takes_nothing_is_said(tmp_path):
    data = worksheet_pdf(library.installed().latest("gad-7"))

    assert not print_pdf(data, printer_to(tmp_path / "nowhere" / "out.pdf"))


@pytest.fixture
def at_the_dialog(qapp):
    """Do something at the real dialog once it is open, and close it with a word."""

    def act(path, *, accept):
        def answer():
            dialog = qapp.activeModalWidget()
            if accept:
                dialog.findChild(QLineEdit, "filename").setText(str(path))
            (dialog.accept if accept else dialog.reject)()

        QTimer.singleShot(0, answer)

    return act


def test_what_is_picked_in_the_real_dialog_prints_after_it_has_closed(
    tmp_path, qtbot, at_the_dialog
):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    data = worksheet_pdf(library.installed().latest("boundaries"))

    for name in ("once.pdf", "again.pdf"):
        at_the_dialog(tmp_path / name, accept=True)
        printer = ask_for_printer(window)
        gc.collect()

        assert printer is not None
        assert print_pdf(data, printer)
        assert len(lines_of((tmp_path / name).read_bytes())) == 2


def test_a_file_to_print_into_has_a_name_that_every_system_takes(
    tmp_path, qtbot, at_the_dialog, monkeypatch
):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    said = []

    def warn(_window, _title, words):
        said.append(words)
        at_the_dialog(tmp_path / "sheet.pdf", accept=True)

    monkeypatch.setattr(QMessageBox, "warning", warn)
    at_the_dialog(tmp_path / "a:b.pdf", accept=True)

    printer = ask_for_printer(window)

    assert printer is not None
    assert printer.outputFileName() == str(tmp_path / "sheet.pdf")
    assert ['" < >' in each for each in said] == [True]
    assert list(tmp_path.iterdir()) == []


def test_where_windows_knows_no_printer_that_is_said(qtbot, monkeypatch):
    window = QWidget()
    qtbot.addWidget(window)
    said = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _window, *words: said.append(words))
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)

    assert ask_for_printer(window, Windows()) is None

    [(title, words)] = said
    assert title == "No printer"
    assert words.startswith("Windows knows no printer, so nothing was printed.")


def test_a_print_dialog_that_is_left_gives_no_printer_and_leaves_nothing_behind(
    tmp_path, qtbot, at_the_dialog
):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    at_the_dialog(tmp_path / "never.pdf", accept=False)

    assert ask_for_printer(window) is None

    qtbot.waitUntil(lambda: window.findChild(QPrintDialog) is None)
    assert list(tmp_path.iterdir()) == []


def test_the_page_of_the_printers_properties_draws_its_sheet_in_a_font_with_a_size(
    wear, qtbot, qapp, qtlog
):
    wear("light")
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    dialog.show()
    properties = dialog.findChild(QPushButton, "properties")
    drawn = []

    def look_and_close():
        [page] = [
            each
            for each in qapp.topLevelWidgets()
            if each.metaObject().className() == "QPrintPropertiesDialog" and each.isVisible()
        ]
        drawn.append(page.grab())
        page.reject()

    QTimer.singleShot(0, look_and_close)
    properties.click()

    assert len(drawn) == 1
    assert [each.message for each in qtlog.records if "oint size" in each.message] == []
