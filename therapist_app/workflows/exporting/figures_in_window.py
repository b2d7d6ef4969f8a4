"""A figure of a report opened in the window: its rule, its sum, and whose it is here.

Clients are told by their codes, in caseloads alone that the person signed in can open: they could
count them there themselves. Nothing of it is part of what leaves.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from exports.disclosure.cell_keys import MOST
from exports.disclosure.disclosure import READER_PROFILES
from exports.errors import NotForExport
from exports.opened_figures import OpenedFigure, OpenedNumber, open_figure, people_behind
from exports.quarters import Quarter, quarter_named
from exports.reports.service_report import raw_tables
from programme.definition.definition import Programme
from session_forms.words.texts import _
from therapist_app.record.clients import clients
from therapist_app.workflows.exporting.quarters import cases_of, given
from therapist_app.workflows.exporting.under_way import ReadingProgress, unwatched
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class NumberInWindow:
    """One number of an opened figure, and whose it is here.

    Attributes:
        codes: The clients behind it, by code, in the caseloads that can be opened.

    """

    number: OpenedNumber
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FigureInWindow:
    """An opened figure.

    Attributes:
        most: By how much a count of it was changed at most.
        opened: In how many of the caseloads behind it the clients can be told.
        of: How many caseloads are behind it.

    """

    id: str
    title: str
    numbers: tuple[NumberInWindow, ...]
    notes: tuple[str, ...]
    most: int
    opened: int
    of: int


def figure_in_window(
    workspace: Workspace,
    quarter_name: str,
    profile: str,
    figure: str,
    under_way: ReadingProgress | None = None,
    *,
    course: str = "",
) -> FigureInWindow:
    """Return a figure of the report of a closed quarter, as its readers' profile shows it.

    `course` is the id of the course that the report is of; the one in use where it is empty.

    Whose it is comes from the record as it is now: who withdrew consent since is not told.

    Raises:
        NotForExport: The report has no such figure.
        Stopped: It was stopped while clients were read.
        DamagedFigures: What the caseloads gave cannot be read.
        NotForExport: Their role does not allow it.

    """
    require(workspace.vault, "make_report")
    quarter = quarter_named(quarter_name)
    programme = workspace.course(course)
    found = given(workspace, quarter, programme.id)
    told = READER_PROFILES[profile].over(len(found.shown))
    opened = open_figure(found.caseloads, programme, told, figure)
    if opened is None:
        raise NotForExport(_("The report has no such figure."))
    own = [each.id for each in workspace.vault.caseload_choices() if each.id in found.shown]
    codes: dict[str, set[str]] = {each.column: set() for each in opened.numbers}
    watched = under_way or unwatched()
    for caseload in own:
        looking = replace(workspace, beside=workspace.vault.open_caseload(caseload))
        for column, names in _codes(looking, quarter, programme, opened, watched).items():
            codes[column] |= names
    return FigureInWindow(
        figure,
        opened.name.words,
        tuple(NumberInWindow(each, tuple(sorted(codes[each.column]))) for each in opened.numbers),
        opened.notes,
        MOST * len(found.shown),
        len(own),
        len(found.shown),
    )


def _codes(
    workspace: Workspace,
    quarter: Quarter,
    programme: Programme,
    figure: OpenedFigure,
    under_way: ReadingProgress,
) -> Mapping[str, set[str]]:
    """Return the codes of the clients of the caseload in use behind each number of a figure."""
    cases = cases_of(workspace, quarter, under_way).get(programme.id, {})
    known = clients.with_ids(workspace.caseload, cases)
    code_of = {case.record_key: known[each].code for each, case in cases.items()}
    tables = raw_tables(tuple(cases.values()), workspace.forms, programme)
    behind = people_behind(tables, figure)
    return {column: {code_of[each] for each in people} for column, people in behind.items()}
