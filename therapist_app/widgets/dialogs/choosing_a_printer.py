"""Asking a person for a printer; apart from drawing a PDF, which needs what the start does not."""

from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget


def ask_for_printer(parent: QWidget) -> QPrinter | None:
    """Return the printer a person picks, or nothing.

    The dialog works on a printer that it does not own: it must live for as long as the dialog.
    """
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    picked = dialog.exec() == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    return printer if picked else None
