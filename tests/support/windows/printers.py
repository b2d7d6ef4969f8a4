"""Printers that a test can look into."""

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter


def file_printer(file: Path) -> QPrinter:
    """Return what the print dialog gives to somebody who prints to a file."""
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(file))
    return printer


class PaperPrinter(QPrinter):
    """A printer with a name, that is said to put on paper: its paper is a file."""

    def __init__(self, paper: Path, name: str) -> None:
        super().__init__()
        self._name = name
        self.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.setOutputFileName(str(paper))

    def outputFileName(self) -> str:  # noqa: N802 - the name is Qt's
        return ""

    def printerName(self) -> str:  # noqa: N802 - the name is Qt's
        return self._name
