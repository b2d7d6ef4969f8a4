"""Asking a person for a printer, and saying where it went.

It stands apart from drawing a PDF, which needs what the start does not.
"""

from pathlib import Path

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from session_forms.file_names import fault_in_place
from session_forms.words.texts import _, pgettext
from therapist_app.hygiene.system import System, this_system


def ask_for_printer(parent: QWidget, system: System | None = None) -> QPrinter | None:
    """Return the printer a person picks, or nothing; it may be a file.

    The dialog works on a printer that it does not own: it must live for as long as the dialog.
    """
    known = system or this_system()
    if not known.prints_without_printer and not QPrinterInfo.availablePrinterNames():
        words = _(
            "Windows knows no printer, so nothing was printed. Add a printer in the settings of "
            "Windows, or save as a PDF, and try again."
        )
        _warn(parent, pgettext("message", "No printer"), words)
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    picked = dialog.exec() == QPrintDialog.DialogCode.Accepted
    while picked and (fault := fault_in_place(Path(printer.outputFileName()))):
        _warn(parent, dialog.windowTitle(), fault)
        picked = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if picked else None


def _warn(parent: QWidget, title: str, words: str) -> None:
    from PySide6.QtWidgets import QMessageBox  # noqa: PLC0415 - seldom needed

    QMessageBox.warning(parent, title, words)


def file_of(printer: QPrinter) -> str:
    """Return the file that a printer writes, as a whole path; nothing where it puts on paper."""
    name = printer.outputFileName()
    return str(Path(name).absolute()) if name else ""


def saved_words(file: str) -> str:
    """Return where a PDF lies now."""
    return _("Saved as a PDF: {file}").format(file=file)


def sent_words(printer: QPrinter) -> str:
    """Return which printer took it."""
    name = printer.printerName()
    if name:
        return _("Sent to the printer {name}").format(name=name)
    return _("It was sent to the printer")
