"""The days of a week as the record has them: appointments by code, and what has a day alone.

However many appointments there are, the number of readings stays the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from programme.course.merging import merged_plan
from programme.definition.definition import Programme, SessionPlan
from therapist_app.record.clients import appointments, clients
from therapist_app.record.model import Appointment, AppointmentState, Attendance, Ending, Mode
from therapist_app.workflows.sessions.holding_a_session import ending_of
from therapist_app.workflows.workspace import Workspace

USUAL_MINUTES = 60
"""How long an appointment stands in the calendar whose plan is not installed."""
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WORKING_DAYS = 5


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment in the calendar.

    Attributes:
        at: When it begins, in local time.
        minutes: How long it is meant to last.
        overlaps: Whether another one that is not off stands at the same time.
        asks: Whether its hour has passed and nothing says what became of it.

    """

    appointment_id: str
    client_id: str
    code: str
    at: datetime
    minutes: int
    plan_id: str
    plan_title: str
    mode: Mode
    state: AppointmentState
    attendance: Attendance
    ending: Ending
    overlaps: bool = False
    asks: bool = False

    @property
    def until(self) -> datetime:
        """When it is meant to end."""
        return self.at + timedelta(minutes=self.minutes)

    @property
    def day(self) -> date:
        """Its local day."""
        return self.at.date()

    @property
    def is_off(self) -> bool:
        """Whether it was cancelled, or nobody came."""
        return self.state == "missed"


@dataclass(frozen=True, slots=True)
class CalendarPageData:
    """Some days in a row.

    Attributes:
        days: The days that are looked at.
        now: The record's time, local.
        entries: The appointments of these days, by time.

    """

    days: tuple[date, ...]
    now: datetime
    entries: tuple[CalendarEntry, ...]

    @property
    def today(self) -> date:
        """The local day it is."""
        return self.now.date()

    def entry(self, appointment_id: str) -> CalendarEntry | None:
        """Return an appointment of these days."""
        wanted = (each for each in self.entries if each.appointment_id == appointment_id)
        return next(wanted, None)


def monday_of(day: date) -> date:
    """Return the first day of a week."""
    return day - timedelta(days=day.weekday())


def calendar_page_data(workspace: Workspace, first: date, days: int) -> CalendarPageData:
    """Return what a calendar of so many days shows."""
    shown = tuple(first + timedelta(days=each) for each in range(days))
    now = workspace.now().astimezone()
    start, end = _midnight(first), _midnight(shown[-1] + A_DAY)
    found = appointments.on_day(workspace.caseload, start, end)
    known = clients.with_ids(workspace.caseload, {each.client_id for each in found})
    programmes = {each.id: workspace.programme_of(each) for each in known.values()}
    codes = {each.id: each.code for each in known.values()}
    entries = [_entry(each, codes, programmes[each.client_id], now) for each in found]
    return CalendarPageData(shown, now, with_overlaps(entries))


def with_overlaps(entries: Sequence[CalendarEntry]) -> tuple[CalendarEntry, ...]:
    """Return appointments in order of time, with those marked that stand at the same time."""
    in_order = sorted(entries, key=lambda each: (each.at, each.code))
    standing = [each for each in in_order if not each.is_off]
    beside = {
        each.appointment_id
        for group in beside_each_other(standing)
        if len(group) > 1
        for each in group
    }
    return tuple(replace(each, overlaps=each.appointment_id in beside) for each in in_order)


def beside_each_other(entries: Iterable[CalendarEntry]) -> tuple[tuple[CalendarEntry, ...], ...]:
    """Return appointments, which come in order of time, in groups that share some time."""
    groups: list[list[CalendarEntry]] = []
    until: datetime | None = None
    for each in entries:
        if until is None or each.at >= until:
            groups.append([])
            until = each.until
        groups[-1].append(each)
        until = max(until, each.until)
    return tuple(tuple(each) for each in groups)


def _entry(
    appointment: Appointment, codes: Mapping[str, str], programme: Programme, now: datetime
) -> CalendarEntry:
    plan = _plan(appointment, programme)
    at = appointment.planned_for.astimezone()
    minutes = plan.minutes if plan else USUAL_MINUTES
    is_past = at + timedelta(minutes=minutes) < now
    return CalendarEntry(
        appointment_id=appointment.id,
        client_id=appointment.client_id,
        code=codes[appointment.client_id],
        at=at,
        minutes=minutes,
        plan_id=appointment.plan_id,
        plan_title=plan.title if plan else appointment.plan_id,
        mode=appointment.mode,
        state=appointment.state,
        attendance=appointment.attendance,
        ending=ending_of(appointment),
        asks=is_past and appointment.state == "planned",
    )


def _plan(appointment: Appointment, programme: Programme) -> SessionPlan | None:
    """Return the plan of an appointment, where the version that stands in for it has it."""
    plan = programme.session_plans.get(appointment.plan_id)
    beside = programme.session_plans.get(appointment.merged_with)
    return merged_plan(plan, beside) if plan and beside else plan


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
