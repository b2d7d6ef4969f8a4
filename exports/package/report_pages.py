"""The report of a package as the pages that are on its paper, for a window that shows them."""

from pypdf.errors import PyPdfError

from exports.errors import PackageRefused
from exports.package.package import REPORT
from exports.package.verification import VerifiedPackage
from exports.paper.pages.page_reading import DrawnPage, DrawnWords, drawn_pages
from session_forms.words.texts import _

_STRANGE = (PyPdfError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What reading a PDF comes to that `exports.paper` did not make."""


def report_pages(package: VerifiedPackage) -> tuple[DrawnPage, ...]:
    """Return the pages of the report in a verified package, as its sender saw them.

    Raises:
        PackageRefused: It holds no report, or none that this version can show.

    """
    try:
        pages = drawn_pages(package.files[REPORT])
    except _STRANGE:
        pages = ()
    if not pages:
        raise PackageRefused(
            _("The report in this package cannot be shown here: save it as a PDF to read it.")
        )
    return pages


def lines_of(page: DrawnPage) -> tuple[str, ...]:
    """Return the words of a page by line, in the order in which they are drawn."""
    lines: list[str] = []
    last: float | None = None
    for each in page.items:
        if isinstance(each, DrawnWords):
            if each.y == last:
                lines[-1] = f"{lines[-1]} {each.text}"
            else:
                lines.append(each.text)
            last = each.y
    return tuple(lines)
