"""What a quarter will be able to say before somebody closes it, and what is unfinished in it."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime

from exports.disclosure.disclosure import READER_PROFILES
from exports.quarters import Quarter
from therapist_app.record.clients import alerts, appointments, course_moves
from therapist_app.record.database.audit import codes_of
from therapist_app.record.database.database import Caseload
from therapist_app.record.header.caseload_access import owned_by
from therapist_app.record.service.quarters import LeftOut, left_out
from therapist_app.workflows.exporting.course_files import agreed_clients, course_files
from therapist_app.workflows.exporting.quarters import end_of, forms_left_out
from therapist_app.workflows.exporting.under_way import ReadingProgress
from therapist_app.workflows.permissions import require
from therapist_app.workflows.sessions.seeing_a_session import measures_due
from therapist_app.workflows.workspace import Workspace

MOST_COUNTED = 1000
"""Of appointments without an answer so many are counted at most."""


@dataclass(frozen=True, slots=True)
class UnfinishedInQuarter:
    """What is unfinished of a quarter in some caseloads; false where nothing is.

    Attributes:
        notes: Sessions before its end whose note is not signed.
        running: Sessions begun before its end that nobody ended: they are not counted.
        measures: Measures that these unsigned sessions still lack.
        alerts: Alerts that opened before its end and that nobody answered.
        unanswered: Appointments before its end of which nothing says what became.

    """

    notes: int = 0
    running: int = 0
    measures: int = 0
    alerts: int = 0
    unanswered: int = 0

    def __bool__(self) -> bool:
        """Whether anything is."""
        return any(astuple(self))


@dataclass(frozen=True, slots=True)
class QuarterAhead:
    """A quarter that can be closed, as the caseloads of the person signed in stand to it.

    Attributes:
        agreed: How many clients of theirs agreed that their figures are used.
        counted: How many of these had a session, held or missed, before its end.
        needed: How many clients a report needs, of all caseloads together.
        caseloads: How many caseloads the service has.
        unfinished: What is unfinished of it in these caseloads.

    """

    quarter: Quarter
    agreed: int
    counted: int
    needed: int
    caseloads: int
    unfinished: UnfinishedInQuarter = field(default_factory=UnfinishedInQuarter)


def quarter_ahead(workspace: Workspace, quarter: Quarter) -> QuarterAhead:
    """Return what closing this quarter would count of one's own clients, and what is unfinished.

    Raises:
        NoCaseload: The person signed in keeps no clients.
        KnownRecordError: A caseload cannot be read.

    """
    vault = workspace.vault
    require(vault, "export_outcomes")
    own = [each.id for each in owned_by(vault.header, vault.person.uid)]
    end = end_of(quarter)
    agreed = counted = 0
    for each in own:
        looking = replace(workspace, beside=vault.open_caseload(each))
        who = agreed_clients(looking)
        agreed += len(who)
        counted += _count_met(looking, who, end)
    return QuarterAhead(
        quarter,
        agreed=agreed,
        counted=counted,
        needed=READER_PROFILES["internal-review"].people_from,
        caseloads=len(vault.header.caseloads),
        unfinished=unfinished_in(workspace, quarter, own),
    )


def unfinished_in(
    workspace: Workspace, quarter: Quarter, caseloads: Iterable[str]
) -> UnfinishedInQuarter:
    """Return what is unfinished of a quarter in some caseloads, by their ids.

    Raises:
        KnownRecordError: A caseload cannot be read.

    """
    found = UnfinishedInQuarter()
    for each in caseloads:
        looking = replace(workspace, beside=workspace.vault.open_caseload(each))
        found = _with(found, looking, end_of(quarter))
    return found


@dataclass(frozen=True, slots=True)
class LeftOutAhead:
    """Filled forms of one's own clients that figures given now would not hold; false where none.

    Attributes:
        forms: How many; no form that is installed fits them.
        clients: Of how many clients they are.
        codes: Of whom; of many the first.

    """

    forms: int = 0
    clients: int = 0
    codes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.forms)


NOTHING_LEFT_OUT = LeftOutAhead()


def left_out_ahead(
    workspace: Workspace, quarter: Quarter, under_way: ReadingProgress
) -> LeftOutAhead:
    """Return which filled forms of one's own clients a quarter would not hold if given now.

    Raises:
        Stopped: It was stopped meanwhile.
        KnownRecordError: A caseload cannot be read.

    """
    vault, found = workspace.vault, NOTHING_LEFT_OUT
    for each in owned_by(vault.header, vault.person.uid):
        of_caseload = forms_left_out(workspace, quarter, each.id, under_way)
        found = _and(found, vault.open_caseload(each.id), of_caseload)
    return found


def left_out_as_noted(
    workspace: Workspace, quarter: Quarter, caseloads: Iterable[str]
) -> LeftOutAhead:
    """Return the same as the caseloads noted it last, without reading a client.

    Raises:
        KnownRecordError: A caseload cannot be read.

    """
    found = NOTHING_LEFT_OUT
    for each in caseloads:
        caseload = workspace.vault.open_caseload(each)
        found = _and(found, caseload, left_out(caseload, quarter.name))
    return found


def _and(found: LeftOutAhead, caseload: Caseload, noted: LeftOut) -> LeftOutAhead:
    codes = sorted(codes_of(caseload, noted.clients).values())
    return LeftOutAhead(found.forms + noted.forms, found.clients + noted.of, (*found.codes, *codes))


def _with(found: UnfinishedInQuarter, workspace: Workspace, end: datetime) -> UnfinishedInQuarter:
    """Return it with what is unfinished in the caseload in use, of before that moment."""
    unsigned = [
        each for each in appointments.unsigned(workspace.caseload) if each.planned_for < end
    ]
    running = (
        each.started_at is not None and each.started_at < end
        for each in appointments.open_now(workspace.caseload)
    )
    missing = (
        due.state != "finished" and not due.on_paper
        for each in unsigned
        for due in measures_due(workspace, each)
    )
    waiting = alerts.unacknowledged(workspace.caseload)
    asking = appointments.unanswered(workspace.caseload, end, limit=MOST_COUNTED)
    return UnfinishedInQuarter(
        notes=found.notes + len(unsigned),
        running=found.running + sum(running),
        measures=found.measures + sum(missing),
        alerts=found.alerts + sum(each.opened_at < end for each in waiting),
        unanswered=found.unanswered + len(asking),
    )


def _count_met(workspace: Workspace, agreed: Sequence[str], end: datetime) -> int:
    """Return how many of these clients had a session before that moment, as figures count them.

    Whoever went on with another course is counted by the first of theirs, which takes a look at
    their whole course; of all others it is enough that there was a meeting.
    """
    not_met = appointments.clients_not_met(workspace.caseload, end)
    moved = course_moves.moved_clients(workspace.caseload).intersection(agreed)
    files = course_files(workspace, sorted(moved), end, form_ids=(), as_begun=True)
    counted = sum(bool(each.sessions) for each in files)
    return counted + len(set(agreed) - not_met - moved)
