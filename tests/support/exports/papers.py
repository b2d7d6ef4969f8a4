"""One of every kind of PDF that the exports make, for the tests of what holds for all of them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import pairwise

from exports.access.access_bundle import access_pdf, covering_pdf
from exports.access.access_record import AccessItem, AccessLine, AccessPart, AccessRecord
from exports.access.caseload_bundle import caseload_page
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.client_summary import client_summary
from exports.document.document import Report
from exports.document.typesetting import report_pdf
from exports.paper.first_line.description_page import description_pdf
from exports.paper.first_line.guide import guide_pdf
from exports.paper.first_line.taken_along import taken_along_pdf
from exports.paper.forms.draft_text import draft_text_pdf
from exports.paper.forms.hand_over_page import hand_over_pdf
from exports.paper.forms.worksheet import Filled, fits_in_a_grid, grid_key, worksheet_pdf
from exports.paper.manual.printing import session_manual_pdf, whole_manual_pdf
from exports.paper.take_home.client_copy import CopyLine, Passage, client_copy_pdf
from exports.paper.take_home.handout import handout_pdf
from exports.reports.service_report import service_report, tabulated
from exports.supervision.day_sheet import (
    AppointmentRow,
    DaySheet,
    PaperDay,
    day_sheet_pdf,
    week_pdf,
)
from exports.supervision.drill_page import DrillPage, drill_page_pdf
from exports.supervision.supervision_paper import finished_pack
from programme.first_line.courses import installed_courses
from programme.first_line.description import installed_description
from programme.loading import library as programmes
from programme.local_text_sections import begun
from session_forms.answers import Answers
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.form.licences import CopySize
from session_forms.library import library
from session_forms.library.library import read_form
from session_forms.reference.directory import installed_directory
from session_forms.reference.jurisdictions import installed_jurisdictions, newest_of_each
from tests.support.exports.cases import case_file, many, occasion, pseudonym, record_key
from tests.support.exports.packs import FULL, KNOWN

PAPER_DAY = PaperDay(
    date(2026, 11, 24),
    (AppointmentRow("09:30 to 10:30", "K7-412", "Session 3 · My week", "in person", ""),),
    (("L4-903", "Be in contact"),),
)
DAY_SHEET = DaySheet(
    PAPER_DAY,
    date(2026, 11, 23),
    {"emergency_number": "112", "crisis_line": "116 123"},
    (("K7-412", (Passage("What helps", (CopyLine("Go for a walk"),)),)), ("L4-903", ())),
    ("Clinical lead · Bo Example: 030 1234", "On call for urgent advice: 0170 99"),
)
DRILL_PAGE = DrillPage(
    date(2026, 11, 23),
    "1234-5678",
    ("2 of 2 caseloads were found whole.", "Ana Example signed in there."),
    (("Service file", "put back"), ("Caseload of Bo Example", "came along sealed")),
)
HOSTILE = "<img src='/etc/passwd'/> & <b"

EVERY_KIND = """
id = "every-kind"
version = 1
title = "Every kind"
licence = "own wording"
standing_note = "Brief and factual."

[[questions]]
id = "long_scale"
kind = "scale"
prompt = "Long scale"
low = { value = 0, label = "none" }
high = { value = 100, label = "most" }

[[questions]]
id = "rated"
kind = "rating"
prompt = "Rated by itself"
options = [{ value = 0, label = "Never at all in all this time" }, { value = 1, label = "Always" }]

[[questions]]
id = "plain_rating"
kind = "rating"
prompt = "Rated between two ends"
low = { value = 0, label = "Never" }
high = { value = 4, label = "Every night" }

[[questions]]
id = "number"
kind = "number"
prompt = "Number"
unit = "hours"

[[questions]]
id = "day"
kind = "date"
prompt = "Day"

[[questions]]
id = "time"
kind = "time"
prompt = "Time"

[[questions]]
id = "moment"
kind = "datetime"
prompt = "Moment"

[[questions]]
id = "choice"
kind = "choice"
prompt = "Choice"
options = [{ id = "one", label = "One" }, { id = "two", label = "Two", help = "A word of help" }]
cannot_tell = true
can_decline = true

[[questions]]
id = "menu"
kind = "choice"
prompt = "Menu"
options_from = "own_menu"

[[questions]]
id = "table"
kind = "table"
prompt = "Table"

[[questions.columns]]
id = "what"
label = "What"
kind = "short_text"
help = "In a word"

[[questions.columns]]
id = "which"
label = "Which"
kind = "choice"
options = [{ id = "a", label = "First" }, { id = "b", label = "Second" }]

[[questions.columns]]
id = "done"
label = "Done"
kind = "yes_no"

[[questions.columns]]
id = "sure"
label = "Sure"
kind = "scale"
low = { value = 0, label = "" }
high = { value = 10, label = "" }

[[questions.columns]]
id = "on"
label = "On"
kind = "date"

[[questions]]
id = "fixed"
kind = "table"
prompt = "Fixed rows"
rows = [{ id = "mon", label = "Monday" }, { id = "tue", label = "Tuesday" }]
columns = [{ id = "hours", label = "Hours", kind = "number" }]

[[questions]]
id = "list"
kind = "list"
prompt = "List"

[[questions]]
id = "where"
kind = "directory_list"
prompt = "Where"

[[questions]]
id = "law"
kind = "jurisdiction"
prompt = "Law"

[[questions]]
id = "short"
kind = "short_text"
prompt = "Short"
max_characters = 200

[[questions]]
id = "long"
kind = "long_text"
prompt = "Long"
max_characters = 2000
"""

ANSWERS = {
    "long_scale": 40,
    "rated": 1,
    "plain_rating": 3,
    "number": 7,
    "day": "2026-11-24",
    "time": "10:30",
    "moment": "2026-11-24T10:30",
    "choice": "two",
    "menu": "A walk",
    "table": (
        {"what": "Phone", "which": "b", "done": True, "sure": 8, "on": "2026-05-02"},
        {"what": "Door", "done": False},
        {"which": "gone"},
    ),
    "fixed": ({"hours": 5}, {}),
    "list": ("first entry", "second entry"),
    "where": ("crisis-line",),
    "law": "sample@1",
    "short": HOSTILE,
}

TODAY = date(2026, 11, 24)
PLAN: Answers = {
    "status": "complete",
    "signs": ("I sleep badly", "My chest is tight"),
    "own_steps_likely": 8,
    "services": ("eu-emergency", "gb-stop-it-now"),
    "safer_environment_done": "done",
    "review_date": "2026-12-01",
}


def a_record(*lines: AccessLine) -> AccessRecord:
    """Return a client's own record with a line about others, and these after it."""
    others = AccessLine("form:1:people", "Who knows?", "My sister Zanzibar", is_about_others=True)
    return AccessRecord(
        code="K4-207",
        made_on=date(2026, 3, 2),
        parts=(
            AccessPart("identity", "Identity", ()),
            AccessPart(
                "forms",
                "Forms",
                (
                    AccessItem(
                        "form:1",
                        "Circle of support",
                        (AccessLine("form:1:a", "How many?", "Two"), others, *lines),
                    ),
                    AccessItem("form:2", "Empty form", ()),
                ),
            ),
        ),
    )


RECORD = a_record(AccessLine("form:1:c", "And else?", "Line after line. " * 400))


def every_kind() -> FormDefinition:
    """Return a form with a question of every kind."""
    return read_form("every-kind.v1.toml", EVERY_KIND)


def pdf_of(name: str) -> bytes:
    """Return the PDF of that name in `PAPERS`."""
    return PAPERS[name]()


def _worksheet(form_id: str, **how: bool) -> bytes:
    return worksheet_pdf(library.installed().latest(form_id), **how)


def _copy(size: CopySize) -> bytes:
    state = start(library.installed().latest("safety-plan"), Context(today=TODAY), PLAN)
    numbers = {"crisis_line": "0800 111"}
    return client_copy_pdf(state, size, installed_directory(), numbers=numbers, practice=True)


def _handout(*, large: bool) -> bytes:
    plan = programmes.installed().session_plan("S02")
    return handout_pdf(plan.handout, {"crisis_line": "0800 111"}, large=large)


def _draft() -> bytes:
    texts = newest_of_each(installed_jurisdictions())
    draft = begun(next(each for each in texts if each.id == "de"), {})
    return draft_text_pdf(draft, "Germany", "Ana", practice=True)


def report_of(kind: str) -> Report:
    """Return the report over a service, or the summary of one client."""
    forms, programme = library.installed(), programmes.installed()
    context = ExportContext(pseudonym, record_key, forms, programme)
    if kind == "service":
        cases = [pseudonymise(each, context) for each in many(40)]
        counted = tabulated(cases, forms=forms, programme=programme)
        return service_report([counted], occasion(), forms=forms, programme=programme)
    case = pseudonymise(case_file(1), context)
    return client_summary(case, occasion("single-case"), forms=forms, programme=programme)


def _report(kind: str) -> bytes:
    return report_pdf(report_of(kind), ("R-4F2A-77",), practice=True)


def _filled_in() -> bytes:
    filled = Filled(ANSWERS, "K7-412", ("Filled in on 24 November",))
    return worksheet_pdf(every_kind(), filled, practice=True)


PAPERS: Mapping[str, Callable[[], bytes]] = {
    "blank worksheet": lambda: _worksheet("phq-9"),
    "blank worksheet in large print": lambda: _worksheet("phq-9", large=True),
    "worksheet of every kind": lambda: worksheet_pdf(every_kind()),
    "worksheet to fill in": lambda: worksheet_pdf(every_kind(), fillable=True),
    "measure to fill in": lambda: _worksheet("phq-9", fillable=True),
    "worksheet with answers": _filled_in,
    "client's copy": lambda: _copy("a4"),
    "client's copy in large print": lambda: _copy("a4_large_print"),
    "wallet card": lambda: _copy("pocket_card"),
    "handout": lambda: _handout(large=False),
    "handout in large print": lambda: _handout(large=True),
    "draft of a local text": _draft,
    "copy of a record": lambda: access_pdf(RECORD, practice=True),
    "copy of a caseload": lambda: caseload_page(3, made_on=TODAY, practice=True),
    "covering page": lambda: covering_pdf(practice=False),
    "service report": lambda: _report("service"),
    "summary of one client": lambda: _report("client"),
    "supervision pack": lambda: (
        finished_pack(FULL, library.installed().latest("supervision"), KNOWN, practice=True).pdf
    ),
    "week": lambda: week_pdf([PAPER_DAY], date(2026, 11, 24), KNOWN, practice=True),
    "page of a drill": lambda: drill_page_pdf(DRILL_PAGE, practice=False),
    "day sheet": lambda: day_sheet_pdf(DAY_SHEET, KNOWN, practice=False),
    "trainer's guide": lambda: guide_pdf(installed_courses()["police"], practice=True),
    "handouts of a course": lambda: taken_along_pdf(installed_courses()["police"]),
    "hand-over page of a helpline": lambda: hand_over_pdf(
        library.installed().latest("first-contact")
    ),
    "programme on one page": lambda: description_pdf(
        installed_description(), programmes.installed()
    ),
    "manual of a session": lambda: session_manual_pdf(
        programmes.installed(), "S02", library.installed()
    ),
    "manual of the programme": lambda: whole_manual_pdf(
        programmes.installed(), library.installed()
    ),
}
"""What makes each of them, by what it is."""


@cache
def telling_forms() -> frozenset[str]:
    """Return a few shipped forms that together ask every kind of question, and some in a grid."""
    forms, found, telling = library.installed(), set[str](), set[str]()
    asked = {form_id: _printed_kinds(forms.latest(form_id)) for form_id in forms.ids()}
    for form_id in sorted(asked, key=lambda each: -len(asked[each])):
        if asked[form_id] - found:
            found |= asked[form_id]
            telling.add(form_id)
    return frozenset(telling)


def _printed_kinds(form: FormDefinition) -> set[str]:
    in_a_grid = (
        grid_key(one) == grid_key(other) and fits_in_a_grid((one, other), 1.0)
        for one, other in pairwise(form.questions)
    )
    return {each.kind for each in form.questions} | ({"grid"} if any(in_a_grid) else set())
