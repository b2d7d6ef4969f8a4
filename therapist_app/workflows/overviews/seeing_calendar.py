"""The days of a week as the record has them: appointments by code, and what has a day alone.

However many appointments there are, the number of readings stays the same.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal

from programme.course.merging import merged_plan
from programme.course.order import due_after
from programme.course.progress import next_plan
from programme.definition.definition import Programme, SessionPlan
from session_forms.words.day_words import short_near_day
from session_forms.words.texts import _
from therapist_app.record.clients import appointments, clients, filled_forms, promises
from therapist_app.record.database.tables import ById
from therapist_app.record.model import Appointment, AppointmentState, Attendance, Ending, Mode
from therapist_app.workflows.course.after_the_end import after_the_ends
from therapist_app.workflows.course.consenting import refusals
from therapist_app.workflows.course.following_a_plan import course_facts, programme_of_meeting
from therapist_app.workflows.overviews.taking_back import may_undo_missed
from therapist_app.workflows.overviews.unanswered import unanswered_before
from therapist_app.workflows.sessions.holding_a_session import ending_of
from therapist_app.workflows.sessions.safety_thread import promise_words
from therapist_app.workflows.workspace import Workspace

USUAL_MINUTES = 60
"""How long an appointment stands in the calendar whose plan is not installed."""
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WORKING_DAYS = 5
OFFERED_FOR = timedelta(weeks=6)
"""Who has met nobody for longer stands on Today, or nowhere any more."""
MOST_A_DAY = 16
"""More than that stand beside each other so narrow that none could be read."""
MOST_OFFERED, MOST_REVIEWS = 8, 50
MOST_LOOKED_AT = 40
"""Of so many whose course is over it is read whether anything is due, before the page waits."""
PLANS = ("safety-plan", "boundaries")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment in the calendar.

    Attributes:
        at: When it begins, in local time.
        minutes: How long it is meant to last.
        moved_from: For when it was agreed at first, local, if it was moved since.
        overlaps: Whether another one that is not off stands at the same time.
        asks: Whether its hour has passed and nothing says what became of it.
        place: Where it is held, where that was said.

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
    moved_from: datetime | None = None
    overlaps: bool = False
    asks: bool = False
    place: str = ""
    may_undo_missed: bool = False

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
class DayNote:
    """What has a day and no hour.

    Attributes:
        kind: A promise to be kept, a plan to be looked at again, or an appointment of an earlier
            day of which nothing says what became.
        about_id: The promise, the form of the plan, or the appointment.
        is_due: Whether its day is today, or has passed.
        planned_on: The day of the earlier appointment.

    """

    kind: Literal["promise", "plan", "unanswered"]
    day: date
    client_id: str
    code: str
    title: str
    about_id: str
    is_due: bool
    planned_on: date | None = None


@dataclass(frozen=True, slots=True)
class DueSession:
    """A session that the programme has next for a client, and that nobody has planned.

    Attributes:
        due_on: The day on which it is due, where the programme names one.
        seen_on: The day of the last appointment that took place, where there was one.

    """

    client_id: str
    code: str
    plan_id: str
    plan_title: str
    due_on: date | None = None
    seen_on: date | None = None


@dataclass(frozen=True, slots=True)
class CalendarPageData:
    """Some days in a row.

    Attributes:
        days: The days that are looked at.
        now: The record's time, local.
        entries: The appointments of these days, by time.
        notes: What has one of these days and no hour.
        moved_away: Appointments that were agreed for one of these days, and are on another now.
        crowded: Days with more appointments than one person holds; only the first are among them.

    """

    days: tuple[date, ...]
    now: datetime
    entries: tuple[CalendarEntry, ...]
    notes: tuple[DayNote, ...] = ()
    crowded: frozenset[date] = frozenset()
    moved_away: tuple[CalendarEntry, ...] = ()

    @property
    def today(self) -> date:
        """The local day it is."""
        return self.now.date()

    @property
    def days_used(self) -> tuple[date, ...]:
        """The days to show of a week: its end only where something stands in it, or it is now."""
        taken = {each.day for each in self.entries} | {each.day for each in self.notes}
        taken.add(self.today)
        return tuple(
            each
            for each in self.days
            if len(self.days) == 1 or each.weekday() < WORKING_DAYS or each in taken
        )

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
    by_day = {
        day: appointments.on_day(
            workspace.caseload, _midnight(day), _midnight(day + A_DAY), limit=MOST_A_DAY + 1
        )
        for day in shown
    }
    found = [each for of_day in by_day.values() for each in of_day[:MOST_A_DAY]]
    start, end = _midnight(first), _midnight(shown[-1] + A_DAY)
    gone = appointments.moved_away(workspace.caseload, start, end, limit=MOST_A_DAY)
    known = clients.with_ids(workspace.caseload, {each.client_id for each in (*found, *gone)})
    programmes = ById((each.id, workspace.programme_of(each)) for each in known.values())

    def followed(appointment: Appointment) -> Programme:
        if appointment.earlier_programme:
            return programme_of_meeting(workspace, appointment)
        return programmes[appointment.client_id]

    codes = {each.id: each.code for each in known.values()}
    entries = [_entry(each, codes, followed(each), now) for each in found]
    elsewhere = (_entry(each, codes, followed(each), now) for each in gone)
    return CalendarPageData(
        days=shown,
        now=now,
        entries=with_overlaps(entries),
        notes=day_notes(workspace, shown),
        moved_away=tuple(
            each
            for each in elsewhere
            if each.moved_from is not None and each.moved_from.date() != each.day
        ),
        crowded=frozenset(day for day, of_day in by_day.items() if of_day[MOST_A_DAY:]),
    )


def day_notes(workspace: Workspace, days: Sequence[date]) -> tuple[DayNote, ...]:
    """Return what is to be done on one of these days at no hour: promises, then plan reviews.

    What was promised for a day before stands on today, where today is one of them, and so does an
    appointment before these days of which nothing says what became.
    """
    first, last, today = days[0], days[-1], workspace.today()
    since = date.min if first <= today <= last else first
    due = promises.due_between(workspace.caseload, since, last)
    reviews = [
        (form_id, client_id, day)
        for form_id in PLANS
        for client_id, day in filled_forms.reviews_due(
            workspace.caseload, form_id, last, since=first, limit=MOST_REVIEWS
        )
    ]
    ids = {each.client_id for each in due} | {client_id for _form, client_id, _day in reviews}
    codes = clients.codes(workspace.caseload, ids)
    promised = (
        DayNote(
            kind="promise",
            day=max(each.due_on, today) if since == date.min else each.due_on,
            client_id=each.client_id,
            code=codes[each.client_id],
            title=promise_words(each),
            about_id=each.id,
            is_due=each.due_on <= today,
        )
        for each in due
    )
    looked_at = (
        DayNote(
            kind="plan",
            day=day,
            client_id=client_id,
            code=codes[client_id],
            title=workspace.forms.latest(form_id).short_title,
            about_id=form_id,
            is_due=day <= today,
        )
        for form_id, client_id, day in reviews
    )
    return (
        *sorted(promised, key=lambda each: (each.day, each.code)),
        *sorted(looked_at, key=lambda each: (each.day, each.code)),
        *(_asks_before(workspace, first, today) if since == date.min else ()),
    )


def _asks_before(workspace: Workspace, first: date, today: date) -> Iterator[DayNote]:
    """Give the appointments before the days in sight that ask what became of them, by code."""
    for each in unanswered_before(workspace, first):
        yield DayNote(
            kind="unanswered",
            day=today,
            client_id=each.appointment.client_id,
            code=each.code,
            title=_("held, or did not come? {day}").format(day=short_near_day(each.day, today)),
            about_id=each.appointment.id,
            is_due=False,
            planned_on=each.day,
        )


def due_sessions(workspace: Workspace, last: date) -> tuple[DueSession, ...]:
    """Return the sessions that the programme has next for clients with nothing planned.

    Of those in treatment who met in the last weeks or have just been taken in, and of those in
    follow-up for whom a booster or a follow-up is due by a week after `last`; of nobody who does
    not agree to work together.
    """
    caseload, waiting = workspace.caseload, without_a_next(workspace)
    known = clients.with_ids(caseload, waiting)
    met: dict[str, list[Appointment]] = {}
    for each in appointments.of_clients(caseload, waiting):
        met.setdefault(each.client_id, []).append(each)
    found: list[DueSession] = []
    for client_id in waiting:
        client, before = known[client_id], met.get(client_id, [])
        plan = next_plan(workspace.programme_of(client), course_facts(client, before), client.track)
        if plan is not None:
            seen = _seen_on(before, workspace.today()) or client.held_before_on
            title = plan.public_title
            found.append(DueSession(client_id, client.code, plan.id, title, None, seen))
    return (*_after_the_end(workspace, last + A_WEEK), *found)[:MOST_OFFERED]


def _seen_on(meetings: Iterable[Appointment], today: date) -> date | None:
    """Return the day of the last appointment that has come and was not cancelled or missed."""
    days = (each.planned_for.astimezone().date() for each in meetings if each.state != "missed")
    return max((each for each in days if each <= today), default=None)


def without_a_next(workspace: Workspace, most: int = MOST_OFFERED) -> list[str]:
    """Return who is in treatment, was seen or taken in lately, and has nothing planned, by id.

    Nobody who does not agree to work together; of many the first, of newcomers and of others as
    many as `most` each, newcomers before others.
    """
    found = appointments.nothing_planned(workspace.caseload, workspace.now() - OFFERED_FOR)
    return _without_refusals(workspace, (*found.newcomers[:most], *found.seen[:most]))


def out_of_sight(workspace: Workspace, most: int) -> list[str]:
    """Return who is in treatment, has nothing planned and is not offered a session any more.

    They have not been seen for longer, and nobody said that their course is paused or over.
    """
    found = appointments.nothing_planned(workspace.caseload, workspace.now() - OFFERED_FOR)
    return _without_refusals(workspace, found.out_of_sight[:most])


def _after_the_end(workspace: Workspace, until: date) -> tuple[DueSession, ...]:
    """Return what is due after the end of a course by a day, of whom nothing else is planned."""
    window = until - OFFERED_FOR

    @cache
    def is_near(day: date) -> bool:
        due = due_after(workspace.programme, day)
        return any(window <= each.day <= until for each in due)

    in_time = [
        client_id
        for client_id, days in clients.in_follow_up(workspace.caseload)
        if any(is_near(day) for day in days)
    ][:MOST_LOOKED_AT]
    near = _without_refusals(workspace, in_time)
    codes = clients.codes(workspace.caseload, near)
    found: list[DueSession] = []
    for client_id, after in after_the_ends(workspace, near).items():
        due = next((each for each in after.due if window <= each.day <= until), None)
        if due is not None:
            code = codes[client_id]
            plan = workspace.programme.session_plans.get(due.plan_id)
            title = plan.public_title if plan else due.title
            found.append(DueSession(client_id, code, due.plan_id, title, due.day))
    return tuple(sorted(found, key=lambda each: (each.due_on or until, each.code)))


def _without_refusals(workspace: Workspace, client_ids: Sequence[str]) -> list[str]:
    refused = refusals(workspace, client_ids)
    return [each for each in client_ids if each not in refused]


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
    minutes = appointment.minutes or (plan.minutes if plan else USUAL_MINUTES)
    first = appointment.first_planned_for
    is_past = at + timedelta(minutes=minutes) < now
    return CalendarEntry(
        appointment_id=appointment.id,
        client_id=appointment.client_id,
        code=codes[appointment.client_id],
        at=at,
        minutes=minutes,
        plan_id=appointment.plan_id,
        plan_title=plan.public_title if plan else appointment.plan_id,
        mode=appointment.mode,
        state=appointment.state,
        attendance=appointment.attendance,
        ending=ending_of(appointment),
        moved_from=first.astimezone() if first else None,
        asks=is_past and appointment.state == "planned",
        place=appointment.place,
        may_undo_missed=may_undo_missed(appointment, now.date()),
    )


def _plan(appointment: Appointment, programme: Programme) -> SessionPlan | None:
    """Return the plan of an appointment, where the version that stands in for it has it."""
    plan = programme.session_plans.get(appointment.plan_id)
    beside = programme.session_plans.get(appointment.merged_with)
    return merged_plan(plan, beside) if plan and beside else plan


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
