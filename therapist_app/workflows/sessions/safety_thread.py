"""What became of each alert, each session left early and each promise before the course.

A thread goes from what happened over who was told and what was promised to the contact that was
made. It is read from the record each time, so that no step in it rests on belief. Alerts of which
one answer was taken over from another stand in one thread: one contact is promised for them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from programme.words.part_words import ALERT_LEVELS
from session_forms.conditions.alert_levels import LEVELS
from session_forms.words.day_words import clock_time, near_day, weekday
from session_forms.words.list_words import together
from session_forms.words.texts import NP_, _, ngettext, pgettext
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import alerts, appointments, clients, promises
from therapist_app.record.model import Acknowledgement, Alert, Appointment, Contact, Promise
from therapist_app.workflows.course.promised_contacts import is_of_a_talk
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.forms.opening_answers import said_words
from therapist_app.workflows.sessions.answering_alerts import action_words
from therapist_app.workflows.sessions.promising import CONTACT
from therapist_app.workflows.sessions.taking_over import replaced_promises
from therapist_app.workflows.workspace import Workspace

MarkState = Literal["kept", "due", "open"]
A_WEEK = timedelta(days=7)

LEVEL_WORDS = {"routine": NP_("level of an alert", "routine"), **ALERT_LEVELS}


@dataclass(frozen=True, slots=True)
class ThreadPoint:
    """One point of a thread, in words.

    Attributes:
        state: Kept; due next; or open until what stands before it is kept.
        is_overdue: Whether its day has passed.

    """

    title: str
    when: str
    detail: str = ""
    state: MarkState = "kept"
    is_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """All that follows from one alert, one session that was broken off, or one promise.

    Attributes:
        about_id: The alert, the appointment, or the promise that was made before the course.
        began_at: When it was opened, when the client left, or when it was promised.
        alerts: What it is about, the first first: several where one answer was taken over.
        promises: What is still to be kept of it, the first due first.
        closed: The whole thread in one line once nothing of it is open; empty before.

    """

    about_id: str
    began_at: datetime
    alerts: tuple[Alert, ...]
    marks: tuple[ThreadPoint, ...]
    promises: tuple[Promise, ...]
    closed: str

    @property
    def is_unanswered(self) -> bool:
        """Whether it is about an alert that nobody has answered."""
        return any(each.is_open for each in self.alerts)

    @property
    def answered(self) -> tuple[Alert, ...]:
        """The alerts that have an answer of their own, the first first."""
        return tuple(each for each in self.alerts if each.acknowledgement is not None)

    def said_of(self, alert: Alert) -> str:
        """Return what is told of one of its alerts: the rule, or the answer that opened it."""
        told = zip(self.alerts, self.marks, strict=False)
        return next((mark.detail for each, mark in told if each.id == alert.id), alert.states)

    def is_about(self, about_id: str) -> bool:
        """Return whether it is about an alert, or about an appointment."""
        return about_id == self.about_id or any(each.id == about_id for each in self.alerts)


@dataclass(frozen=True, slots=True)
class PromisePageData:
    """What the page of a promise shows."""

    promise: Promise
    code: str
    thread: Thread
    is_restricted: bool


@dataclass(frozen=True, slots=True)
class DuePromise:
    """One promise that stands on Today, in words.

    Attributes:
        then: What else was promised of contact with the same client this week, the first due first.
        is_contact: Whether being in contact with the client keeps it.
        is_due: Whether its day is today, or has passed.
        is_overdue: Whether its day has passed.

    """

    promise_id: str
    client_id: str
    code: str
    title: str
    due: str
    tried: str
    is_contact: bool
    is_due: bool
    is_overdue: bool
    then: tuple[str, ...] = ()


def safety_threads(
    workspace: Workspace, client_id: str, read_on: date | None = None
) -> tuple[Thread, ...]:
    """Return the threads of a client: the open ones first, of these the most pressing.

    Days are told as somebody says them on the day `read_on`, which is today where none is given.
    """
    caseload = workspace.caseload
    booked = appointments.for_client(caseload, client_id)
    reading = _Reading(
        promises.for_client(caseload, client_id),
        promises.contacts_for_client(caseload, client_id),
        read_on or workspace.today(),
        min((each.started_at for each in booked if each.started_at is not None), default=None),
    )
    found = [_of_alerts(each, reading) for each in _joined(alerts.for_client(caseload, client_id))]
    found += [_of_broken_off(each, reading) for each in booked if reading.of_session(each.id)]
    found += [_of_promise(each, reading) for each in reading.made if is_of_a_talk(each)]
    to_say = (each if each.closed else _with_answer(workspace, each) for each in found)
    return tuple(sorted(to_say, key=_pressing))


def promise_page_data(workspace: Workspace, promise_id: str) -> PromisePageData:
    """Return a promise with the thread it stands in."""
    promise = promises.load(workspace.caseload, promise_id)
    about = promise.alert_id or promise.appointment_id or promise.id
    found = safety_threads(workspace, promise.client_id)
    return PromisePageData(
        promise=promise,
        code=workspace.client(promise.client_id).code,
        thread=next(each for each in found if each.is_about(about)),
        is_restricted=protection.restriction_of(workspace.caseload, promise.client_id) is not None,
    )


def due_promises(workspace: Workspace) -> tuple[DuePromise, ...]:
    """Return what is to be kept until a week from today, the first due first.

    Of several promises of contact with one client the first has the line, and says the others.
    """
    today = workspace.today()
    due: list[Promise] = []
    later: dict[str, list[str]] = {}
    for promise in promises.still_open(workspace.caseload):
        if promise.due_on - today > A_WEEK:
            continue
        if promise.kind not in CONTACT:
            due.append(promise)
        elif promise.client_id in later:
            words = _("{title}, {due}")
            later[promise.client_id].append(
                words.format(title=promise_words(promise), due=due_words(promise.due_on, today))
            )
        else:
            due.append(promise)
            later[promise.client_id] = []
    codes = clients.codes(workspace.caseload, (each.client_id for each in due))
    return tuple(
        DuePromise(
            promise_id=each.id,
            client_id=each.client_id,
            code=codes[each.client_id],
            title=promise_words(each),
            due=due_words(each.due_on, today),
            tried=tries_words(_tries(workspace, each), today),
            is_contact=each.kind in CONTACT,
            is_due=each.due_on <= today,
            is_overdue=each.due_on < today,
            then=tuple(later[each.client_id]) if each.kind in CONTACT else (),
        )
        for each in due
    )


def due_words(due_on: date, today: date) -> str:
    """Return until when something is due, or since when it is overdue."""
    away = due_on - today
    if not away:
        return pgettext("promise", "due today")
    if away < timedelta(0):
        day = weekday(due_on) if -away < A_WEEK else near_day(due_on, today)
        return _("overdue since {day}").format(day=day)
    if away == timedelta(days=1):
        return pgettext("promise", "due tomorrow")
    day = weekday(due_on) if away < A_WEEK else near_day(due_on, today)
    return _("due by {day}").format(day=day)


def moment_words(moment: datetime, today: date) -> str:
    """Return when something was, as short as it is clear."""
    at = moment.astimezone()
    if at.date() == today:
        return _("today, {time}").format(time=clock_time(at))
    return _("{day}, {time}").format(day=near_day(at.date(), today), time=clock_time(at))


def promise_words(promise: Promise) -> str:
    """Return what was promised."""
    match promise.kind:
        case "next_contact":
            return _("Be in contact again")
        case "reach_client":
            if promise.words:
                return _("Reach the client: {why}").format(why=promise.words)
            return _("Reach the client, who left early")
        case "tell_somebody":
            return _("To be told of the alert: {who}").format(who=promise.words)


def tries_words(tries: Sequence[Contact], today: date) -> str:
    """Return how often it was tried, and the last try; empty while nobody tried."""
    if not tries:
        return ""
    last = tries[-1]
    how, when = _(HOW_WORDS[last.how]), moment_words(last.made_at, today)
    if last.words:
        said = ngettext(
            "tried once, {when} {how}: {words}",
            "tried {count} times, last {when} {how}: {words}",
            len(tries),
        )
    else:
        said = ngettext(
            "tried once, {when} {how}",
            "tried {count} times, last {when} {how}",
            len(tries),
        )
    return said.format(count=len(tries), when=when, how=how, words=last.words)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was promised to one client and tried, and the day on which it is read.

    Attributes:
        begun_at: When the first session began; None before the course.

    """

    made: tuple[Promise, ...]
    contacts: tuple[Contact, ...]
    today: date
    begun_at: datetime | None

    def of_alerts(self, found: Sequence[Alert]) -> tuple[Promise, ...]:
        """Return what was promised in the answers to alerts, who is to be told first."""
        wanted = {each.id for each in found}
        made = (each for each in self.made if each.alert_id in wanted)
        return tuple(sorted(made, key=lambda each: each.kind != "tell_somebody"))

    def of_session(self, appointment_id: str) -> tuple[Promise, ...]:
        """Return what was promised because the client left a session."""
        return tuple(
            each
            for each in self.made
            if each.kind == "reach_client" and each.appointment_id == appointment_id
        )

    def tries(self, promise: Promise) -> tuple[Contact, ...]:
        return _without_answer(promise, self.contacts)

    def kept_by(self, promise: Promise) -> Contact | None:
        """Return the contact that closed a promise: one contact closes all whose day has come."""
        assert promise.closed_at is not None
        spoken = [
            each
            for each in self.contacts
            if each.outcome == "spoke" and promise.promised_at <= each.made_at <= promise.closed_at
        ]
        return spoken[-1] if spoken else None


def _tries(workspace: Workspace, promise: Promise) -> tuple[Contact, ...]:
    made = promises.contacts_for_client(workspace.caseload, promise.client_id)
    return _without_answer(promise, made)


def _without_answer(promise: Promise, contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    return tuple(
        each for each in contacts if each.promise_id == promise.id and each.outcome == "no_answer"
    )


def _pressing(thread: Thread) -> tuple[object, ...]:
    unanswered = (each for each in thread.alerts if each.is_open)
    level = max((LEVELS.index(each.level) for each in unanswered), default=0)
    due_on = thread.promises[0].due_on if thread.promises else date.max
    newest_first = -thread.began_at.timestamp()
    return (bool(thread.closed), not thread.is_unanswered, -level, due_on, newest_first)


def _with_answer(workspace: Workspace, thread: Thread) -> Thread:
    """Return an open thread with the answers that opened its alerts, in the form's own words."""
    opened = tuple(
        replace(mark, detail=said_words(workspace, alert))
        for mark, alert in zip(thread.marks, thread.alerts, strict=False)
    )
    return replace(thread, marks=(*opened, *thread.marks[len(opened) :]))


def _joined(found: Sequence[Alert]) -> Iterator[tuple[Alert, ...]]:
    """Yield alerts in their order: those together that are one matter, or share an answer.

    Rows that somebody wrote by hand may lead in a circle; what they open is told all the same.
    """
    before = {each.id: each.acknowledgement.taken_from for each in found if each.acknowledgement}
    before |= {each.id: each.answered_with for each in found if each.answered_with}
    by_first: dict[str, list[Alert]] = {}
    for each in found:
        first, seen = each.id, {""}
        while (earlier := before.get(first) or "") not in seen:
            seen.add(first)
            first = earlier
        by_first.setdefault(first, []).append(each)
    yield from (tuple(each) for each in by_first.values())


def _of_alerts(found: tuple[Alert, ...], reading: _Reading) -> Thread:
    first, today = found[0], reading.today
    marks = [_alert_mark(each, found, today) for each in found]
    made = reading.of_alerts(found)
    to_keep = _still_open(made)
    answers = [each.acknowledgement for each in found if each.acknowledgement]
    if not answers:
        marks.append(
            ThreadPoint(pgettext("alert", "Answer it"), pgettext("alert", "not yet"), "", "due")
        )
        return Thread(first.id, first.opened_at, found, tuple(marks), to_keep, "")
    marks += [_answered_mark(found, today), *_told_marks(answers)]
    if not answers[-1].next_contact:
        changed, how = _("The answer was changed"), action_words(answers[-1].actions)
        marks.append(ThreadPoint(changed, _("before the form was finished"), how))
        closed = _closed_alerts(found, made, today)
        return Thread(first.id, first.opened_at, found, tuple(marks), to_keep, closed)
    replaced = replaced_promises(found)
    for each in made:
        marks += (
            [_replaced_mark(each, today)] if each.id in replaced else _promise_marks(each, reading)
        )
    if not any(each.kind == "next_contact" for each in made):
        day = near_day(date.fromisoformat(answers[-1].next_contact), today)
        marks.append(
            ThreadPoint(pgettext("alert", "Contact agreed"), _("by {day}").format(day=day))
        )
    closed = "" if to_keep else _closed_alerts(found, made, today)
    return Thread(first.id, first.opened_at, found, tuple(marks), to_keep, closed)


def _alert_mark(alert: Alert, found: Iterable[Alert], today: date) -> ThreadPoint:
    """Return that an alert opened, and was continued in another; or what was told since."""
    opened = moment_words(alert.opened_at, today)
    later = next((each for each in found if each.id == alert.answered_with), None)
    if later is not None and later.opened_at <= alert.opened_at:
        return ThreadPoint(pgettext("alert", "Also told"), opened, alert.states)
    title = _("Alert: {level}").format(level=_(LEVEL_WORDS[alert.level]))
    if later is None:
        return ThreadPoint(title, opened, alert.states)
    continued = _("{opened}; continued in the alert of {time}")
    time = clock_time(later.opened_at.astimezone())
    return ThreadPoint(title, continued.format(opened=opened, time=time), alert.states)


def _answered_mark(found: Iterable[Alert], today: date) -> ThreadPoint:
    given = [each for each in found if each.acknowledged_at and each.acknowledgement]
    moments = sorted(each.acknowledged_at for each in given if each.acknowledged_at)
    when = together(moment_words(each, today) for each in moments)
    names = dict.fromkeys(each.acknowledgement.by for each in given if each.acknowledgement)
    return ThreadPoint(
        pgettext("alert", "Answered"), when, _("by {name}").format(name=together(names))
    )


def _told_marks(answers: Iterable[Acknowledgement]) -> list[ThreadPoint]:
    """Return a mark for each telling; what was taken over as it was is said once."""
    told = dict.fromkeys((each.told, each.told_when) for each in answers if each.told)
    return [ThreadPoint(_("Told: {who}").format(who=who), when) for who, when in told]


def _replaced_mark(promise: Promise, today: date) -> ThreadPoint:
    by = _("by {day}").format(day=near_day(promise.due_on, today))
    return ThreadPoint(pgettext("alert", "Contact promised"), by, promise.reason)


def _of_broken_off(appointment: Appointment, reading: _Reading) -> Thread:
    made, today = reading.of_session(appointment.id), reading.today
    left_at = appointment.ended_at or made[0].promised_at
    if appointment.state == "missed":
        began = appointment.planned_for
        marks = [ThreadPoint(_("It did not take place"), moment_words(began, today))]
    else:
        left = _("the client left before the end")
        marks = [ThreadPoint(_("Session broken off"), moment_words(left_at, today), left)]
    for each in made:
        marks += _promise_marks(each, reading)
    to_keep = _still_open(made)
    tell = _closed_missed if appointment.state == "missed" else _closed_session
    closed = "" if to_keep else tell(left_at, made[-1], today)
    return Thread(appointment.id, left_at, (), tuple(marks), to_keep, closed)


def _of_promise(promise: Promise, reading: _Reading) -> Thread:
    """Return the thread of a contact that was promised in a talk."""
    today = reading.today
    by = _("by {name}").format(name=promise.promised_by)
    is_before = reading.begun_at is None or promise.promised_at < reading.begun_at
    title = _("Before the course") if is_before else _("Agreed in a contact")
    agreed = ThreadPoint(title, moment_words(promise.promised_at, today), by)
    marks = (agreed, *_promise_marks(promise, reading))
    closed = "" if promise.closed_at is None else _closed_promise(promise, today)
    return Thread(promise.id, promise.promised_at, (), marks, _still_open((promise,)), closed)


def _promise_marks(promise: Promise, reading: _Reading) -> list[ThreadPoint]:
    today = reading.today
    if promise.kind == "tell_somebody":
        return [_tell_mark(promise, today)]
    title = (
        pgettext("alert", "Promised to reach them")
        if promise.kind == "reach_client"
        else pgettext("alert", "Contact promised")
    )
    tried = tries_words(reading.tries(promise), today)
    if promise.closed_at is None:
        is_overdue = promise.due_on < today
        due = due_words(promise.due_on, today)
        made = (
            pgettext("alert", "Reached")
            if promise.kind == "reach_client"
            else pgettext("alert", "Contact made")
        )
        return [
            ThreadPoint(title, due, tried, "due", is_overdue),
            ThreadPoint(made, pgettext("alert", "not yet"), "", "open"),
        ]
    by = _("by {day}").format(day=near_day(promise.due_on, today))
    return [ThreadPoint(title, by, tried), _closed_mark(promise, reading)]


def _tell_mark(promise: Promise, today: date) -> ThreadPoint:
    who = promise.words
    if promise.closed_at is None:
        title = _("To be told: {who}").format(who=who)
        return ThreadPoint(
            title, due_words(promise.due_on, today), "", "due", is_overdue=promise.due_on < today
        )
    when = moment_words(promise.closed_at, today)
    if promise.closed_how == "told":
        return ThreadPoint(_("Told: {who}").format(who=who), when, _by(promise))
    return ThreadPoint(_("Not told: {who}").format(who=who), when, promise.reason)


def _closed_mark(promise: Promise, reading: _Reading) -> ThreadPoint:
    assert promise.closed_at is not None
    when = moment_words(promise.closed_at, reading.today)
    match promise.closed_how:
        case "contact":
            kept = reading.kept_by(promise)
            made = (
                pgettext("alert", "Reached")
                if promise.kind == "reach_client"
                else pgettext("alert", "Contact made")
            )
            how = _(HOW_WORDS[kept.how]) if kept else _by(promise)
            return ThreadPoint(made, when, how)
        case "session":
            return ThreadPoint(_("Seen in a session"), when)
        case _:
            return ThreadPoint(pgettext("alert", "Cancelled"), when, promise.reason)


def _by(promise: Promise) -> str:
    return _("by {name}").format(name=promise.closed_by)


def _still_open(made: Iterable[Promise]) -> tuple[Promise, ...]:
    still = (each for each in made if each.closed_at is None)
    return tuple(sorted(still, key=lambda each: (each.due_on, each.promised_at)))


def _day_words(moment: datetime, today: date) -> str:
    return near_day(moment.astimezone().date(), today)


def _closed_alerts(found: Sequence[Alert], made: Sequence[Promise], today: date) -> str:
    contact = next((each for each in reversed(made) if each.kind == "next_contact"), None)
    levels = dict.fromkeys(_(LEVEL_WORDS[each.level]) for each in found)
    words = {
        "contact": _("Closed: alert ({level}) of {opened}, contact made {closed}."),
        "session": _("Closed: alert ({level}) of {opened}, seen in a session {closed}."),
        "let_go": _("Closed: alert ({level}) of {opened}, contact promise cancelled {closed}."),
        "": _("Closed: alert ({level}) of {opened}, answered {closed}."),
    }
    how = contact.closed_how if contact else ""
    answered_at = max(each.acknowledged_at for each in found if each.acknowledged_at)
    closed_at = contact.closed_at if contact else answered_at
    assert closed_at is not None
    return words[how].format(
        level=together(levels),
        opened=_day_words(found[0].opened_at, today),
        closed=_day_words(closed_at, today),
    )


def _closed_promise(promise: Promise, today: date) -> str:
    words = {
        "contact": _("Closed: promise of {made}, contact made {closed}."),
        "session": _("Closed: promise of {made}, seen in a session {closed}."),
        "let_go": _("Closed: promise of {made}, cancelled {closed}."),
    }
    return _closed_words(words, promise, today, made=promise.promised_at)


def _closed_missed(missed_at: datetime, promise: Promise, today: date) -> str:
    words = {
        "contact": _("Closed: session of {day} missed, reached {closed}."),
        "session": _("Closed: session of {day} missed, seen in a session {closed}."),
        "let_go": _("Closed: session of {day} missed, contact cancelled {closed}."),
    }
    return _closed_words(words, promise, today, day=missed_at)


def _closed_session(left_at: datetime, promise: Promise, today: date) -> str:
    words = {
        "contact": _("Closed: session of {left} broken off, reached {closed}."),
        "session": _("Closed: session of {left} broken off, seen in a session {closed}."),
        "let_go": _("Closed: session of {left} broken off, contact promise cancelled {closed}."),
    }
    return _closed_words(words, promise, today, left=left_at)


def _closed_words(
    words: Mapping[str, str], promise: Promise, today: date, **since: datetime
) -> str:
    """Return how a promise was closed, and of when what it goes back to was."""
    assert promise.closed_at is not None
    days = {name: _day_words(at, today) for name, at in since.items()}
    return words[promise.closed_how].format(closed=_day_words(promise.closed_at, today), **days)
