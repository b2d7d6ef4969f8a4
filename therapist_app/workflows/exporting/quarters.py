"""Closing a quarter: somebody confirms its end, and each caseload gives its changed figures once.

Figures of a caseload are given by the session of whoever owns it, and stay as they are from then
on: an erasure, a restriction and a withdrawn consent act at once on every quarter that is not
closed, and what was given before holds nobody who could be taken out of it.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.errors import DamagedFigures, NotAllowed
from exports.quarters import Quarter, quarter_named, quarter_of
from exports.reports.service_report import Tabulated, read_tabulated, tabulated
from session_forms.words.texts import translate as _
from therapist_app.record.header.caseload_access import owned_by, owner_now
from therapist_app.record.service import quarters, record_keys
from therapist_app.record.service.quarters import ClosedQuarter, QuarterFigures
from therapist_app.workflows.exporting.case_files import agreed_clients, case_file, months_of
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Given:
    """What the caseloads gave to a quarter.

    Attributes:
        caseloads: Their figures; of one without anybody who agreed there are none.
        first_month: The first month in which any of them met anybody, as 2026-06.
        missing: Whose caseloads gave nothing yet.
        of: How many caseloads the service has.

    """

    caseloads: tuple[Tabulated, ...]
    first_month: str
    missing: tuple[str, ...]
    of: int


NOTHING_GIVEN = Given((), "", (), 0)


@dataclass(frozen=True, slots=True)
class QuarterChoice:
    """A closed quarter that a report can be made of.

    Attributes:
        missing: Whose caseloads gave nothing to it yet.

    """

    quarter: Quarter
    missing: tuple[str, ...]


def closed_quarters(workspace: Workspace) -> tuple[QuarterChoice, ...]:
    """Return the quarters of which there can be a report, the newest first."""
    found = (quarter_named(each.quarter) for each in quarters.closed(workspace.service))
    return tuple(QuarterChoice(each, _missing(workspace, each)) for each in found)


def quarter_to_close(workspace: Workspace) -> Quarter | None:
    """Return the quarter that comes next; None while it is not over.

    One follows the other; the first of all is the one that ended last.
    """
    ended = quarter_of(workspace.today()).before
    closed = quarters.closed(workspace.service)
    if not closed:
        return ended
    following = quarter_named(closed[0].quarter).next
    return following if following <= ended else None


def close_quarter(workspace: Workspace, quarter: Quarter) -> None:
    """Keep that a quarter is over, as somebody confirmed, and give what is one's own to it.

    Raises:
        NotAllowed: It is not the one that comes next, or not over by the clock.
        NoCaseload: The person signed in keeps no clients.
        KnownRecordError: A caseload cannot be read, or the service file not be written.

    """
    require(workspace.vault, "export_outcomes")
    if quarter != quarter_to_close(workspace):
        raise NotAllowed(_("This quarter cannot be closed now: close one after the other."))
    who = workspace.vault.person.uid
    quarters.close(workspace.service, ClosedQuarter(quarter.name, who, workspace.now()))
    give_figures(workspace)


def give_figures(workspace: Workspace) -> None:
    """Give the figures of one's own caseloads to every closed quarter that lacks them.

    Raises:
        KnownRecordError: A caseload cannot be read, or the service file not be written.

    """
    vault = workspace.vault
    own = {each.id for each in owned_by(vault.header, vault.person.uid)}
    for closed in quarters.closed(workspace.service):
        for caseload in sorted(own - quarters.caseloads_given(workspace.service, closed.quarter)):
            looking = replace(workspace, beside=vault.open_caseload(caseload))
            figures = json.dumps(_figures(looking, quarter_named(closed.quarter)))
            quarters.give(
                workspace.service,
                QuarterFigures(
                    closed.quarter, caseload, vault.person.uid, workspace.now(), figures
                ),
            )


def lacks_figures(workspace: Workspace) -> bool:
    """Return whether a caseload of one's own has given nothing yet to a quarter that is closed."""
    own = {each.id for each in owned_by(workspace.vault.header, workspace.vault.person.uid)}
    return any(
        own - quarters.caseloads_given(workspace.service, each.quarter)
        for each in quarters.closed(workspace.service)
    )


def give_figures_quietly(workspace: Workspace) -> None:
    """Do so beside other work; whatever fails, work goes on, and the next session tries again."""
    with suppress(Exception):
        give_figures(workspace)


def given(workspace: Workspace, quarter: Quarter) -> Given:
    """Return what the caseloads gave to a quarter.

    Raises:
        DamagedFigures: Something of it cannot be read.

    """
    found = [_read(each.figures) for each in quarters.given(workspace.service, quarter.name)]
    months = [month for month, _tabulated in found if month]
    return Given(
        caseloads=tuple(each for _month, each in found if each.people),
        first_month=min(months, default=quarter.last_month),
        missing=_missing(workspace, quarter),
        of=len(workspace.vault.header.caseloads),
    )


def _missing(workspace: Workspace, quarter: Quarter) -> tuple[str, ...]:
    header = workspace.vault.header
    there = quarters.caseloads_given(workspace.service, quarter.name)
    names = names_of(workspace.vault)
    silent = (each for each in header.caseloads if each.id not in there)
    return tuple(sorted(names.get(owner_now(header, each), "") for each in silent))


def _figures(workspace: Workspace, quarter: Quarter) -> dict[str, object]:
    """Return what the caseload in use gives: its first month, and its changed figures."""
    end = _end_of(quarter)
    keys = record_keys.record_keys(workspace.service)
    context = ExportContext(_nameless, keys, workspace.forms, workspace.programme)
    files = [case_file(workspace, each, until=end) for each in agreed_clients(workspace)]
    met = [each for each in files if each.sessions]
    first, _last = months_of(workspace, tuple(each.client_id for each in met))
    cases = [pseudonymise(each, context) for each in met]
    made = tabulated(cases, forms=workspace.forms, programme=workspace.programme)
    return {"first_month": first if met else "", **made.as_data()}


def _nameless(_client_id: str) -> str:
    """Return no pseudonym: figures have none."""
    return ""


def _end_of(quarter: Quarter) -> datetime:
    """Return the first moment after a quarter, by this laptop's own time."""
    return datetime.combine(quarter.next.first_day, time()).astimezone(UTC)


def _read(figures: str) -> tuple[str, Tabulated]:
    try:
        found = json.loads(figures)
        return str(found["first_month"]), read_tabulated(found)
    except (KeyError, TypeError, ValueError):
        raise DamagedFigures("The kept figures of a quarter cannot be read.") from None
