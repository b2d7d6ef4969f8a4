"""Pages and charts, against the same amount drawn bare."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import chain

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from exports.paper.forms.worksheet import worksheet_pdf
from exports.paper.manual.printing import session_manual_pdf, whole_manual_pdf
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from therapist_app.workflows.exporting.exporting import ReleaseRequest, prepare
from therapist_app.workflows.exporting.keeping_recipients import OWN_LEAD

ROUNDS = 9
A_PAGE = Budget(100)
WHOLE_MANUAL = Budget(10_000)
LONG = 40
LONG_ROUNDS = 3
_PAGE = re.compile(rb"/Type\s*/Page\b")
_WORDS = "Plain words that fill a line of the page and go on into the next one. " * 3


def paper_lines(place: Place) -> Iterator[Line]:
    """Prepare a client's summary and a worksheet, a page; forty pages of guides; the manual."""
    workspace = place.workplace.workspace
    request = ReleaseRequest(
        "client_summary", OWN_LEAD, "clinical_lead", place.workplace.crowd.dozen[0]
    )
    yield _per_page(
        "client summary prepared, a page",
        lambda: prepare(workspace, request).release.files["report.pdf"],
    )
    form = workspace.forms.latest("phq-9")
    yield _per_page("worksheet, a page", lambda: worksheet_pdf(form))
    plans = chain.from_iterable([workspace.programme.session_plans] * LONG)
    pages = 0
    long: list[str] = []
    for plan_id in plans:
        if pages >= LONG:
            break
        long.append(plan_id)
        pages += _pages(session_manual_pdf(workspace.programme, plan_id, workspace.forms))

    def guides() -> None:
        for plan_id in long:
            session_manual_pdf(workspace.programme, plan_id, workspace.forms)

    floor, taken = alternate(
        lambda _: timed(lambda: _bare(pages)), lambda _: timed(guides), LONG_ROUNDS
    )
    yield Line(f"guides, {pages} pages", Budget(2000 / LONG * pages), floor, taken)
    yield _whole_manual(place)


def _whole_manual(place: Place) -> Line:
    """Print the programme as it is shipped."""
    workspace = place.workplace.workspace
    programme, forms = workspace.programme, workspace.forms
    pages = _pages(whole_manual_pdf(programme, forms))
    floor, taken = alternate(
        lambda _: timed(lambda: _bare(pages)),
        lambda _: timed(lambda: whole_manual_pdf(programme, forms)),
        LONG_ROUNDS,
    )
    return Line(f"whole manual, {pages} pages", WHOLE_MANUAL, floor, taken)


def _per_page(name: str, make: Callable[[], bytes]) -> Line:
    pages = _pages(make())

    def ours(_number: int) -> Span:
        return timed(make).shared(pages)

    def floor(_number: int) -> Span:
        return timed(lambda: _bare(pages)).shared(pages)

    return Line(name, A_PAGE, *alternate(floor, ours, ROUNDS))


def _pages(pdf: bytes) -> int:
    return len(_PAGE.findall(pdf))


def _bare(pages: int) -> None:
    """Write pages of plain paragraphs and one table each."""
    style = getSampleStyleSheet()["BodyText"]
    story: list[Flowable] = []
    for _ in range(pages):
        story += [Paragraph(_WORDS, style) for _ in range(8)]
        story += [Table([["cell"] * 5] * 12), PageBreak()]
    SimpleDocTemplate(BytesIO()).build(story)
