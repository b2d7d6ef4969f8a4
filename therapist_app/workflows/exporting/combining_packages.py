"""What packages of many services say together, on paper and as a workbook, noted with a reason.

Packages come sealed; what is made of them can be read by anybody who finds it. So each copy is
entered with the reason before its first byte is written, as a readable copy of a report is.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from exports.combining.combined import Combined
from exports.combining.combined_report import combined_report
from exports.combining.measure_words import MeasureWords
from exports.document.typesetting import report_pdf
from exports.errors import ExportError, NotForExport
from exports.package.writing import replace_with
from programme.definition.definition import Programme
from session_forms.words.texts import _
from therapist_app.record.errors import RecordError
from therapist_app.record.service import releases
from therapist_app.record.service_model import ReadableCopy
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

COMBINED = "combined-"
"""With the quarter behind it, stands in the list of readable copies where a release would."""


def combined_pdf(
    combined: Combined,
    quarter: str,
    words: MeasureWords,
    programme: Programme,
    name: Callable[[str], str],
) -> bytes:
    """Return the report over many services as a PDF."""
    of = (programme.id, programme.version)
    report = combined_report(combined, quarter, words, programme=of, name=name)
    return report_pdf(report, (report.title, report.chip), practice=combined.practice)


def note_combined(workspace: Workspace, quarter: str, reason: str) -> ReadableCopy:
    """Enter that what many services say of a quarter leaves as a copy that anybody can read.

    Raises:
        NotForExport: There is no reason.
        RecordError: The list could not be told.

    """
    require(workspace.vault, "read_packages")
    why = reason.strip()
    if not why:
        raise NotForExport(_("Write down why somebody needs a copy that is not encrypted."))
    by = workspace.vault.person.name
    return releases.enter_readable(workspace.service, f"{COMBINED}{quarter}", by, why)


def take_back_combined(workspace: Workspace, copy: ReadableCopy) -> None:
    """Enter that nothing of it came to be written or printed."""
    with suppress(RecordError):
        releases.take_back_readable(workspace.service, copy)


def save_combined(workspace: Workspace, data: bytes, to: Path, copy: ReadableCopy) -> None:
    """Write a copy that was entered.

    Raises:
        ExportError: The file could not be put there; the entry is taken back.

    """
    try:
        replace_with(to, data)
    except ExportError:
        take_back_combined(workspace, copy)
        raise
