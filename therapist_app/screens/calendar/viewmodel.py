"""What the calendar knows: the days it shows, the appointment that is chosen, the last move."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from PySide6.QtCore import Slot
from typing_extensions import override

from session_forms.words.day_words import moment_in_words
from session_forms.words.texts import _, ngettext
from therapist_app import commands
from therapist_app.record.clients import appointments
from therapist_app.view_model import OnADay, ViewModel
from therapist_app.workflows.course.planning import (
    Arrangement,
    is_to_come,
    move_appointment,
    plan_meetings,
)
from therapist_app.workflows.course.plans_begun import (
    BegunPlan,
    begun_plan,
    forget_begun,
    keep_begun,
)
from therapist_app.workflows.overviews.plan_choices import PlanChoice, plan_choices
from therapist_app.workflows.overviews.searching import (
    KnownClient,
    clients_to_choose_from,
    find_clients,
)
from therapist_app.workflows.overviews.seeing_calendar import (
    A_DAY,
    A_WEEK,
    CalendarEntry,
    CalendarPageData,
    DueSession,
    calendar_page_data,
    due_sessions,
    monday_of,
)
from therapist_app.workflows.overviews.taking_back import may_remove, record_off, undo_missed
from therapist_app.workflows.sessions.holding_a_session import start_session
from therapist_app.workflows.sessions.readiness import Readiness, readiness_of
from therapist_app.workflows.workspace import Workspace

Span = Literal["week", "day"]
Asking = Literal["", "move", "missed", "cancelled", "plan"]
MOST_FOUND = 6
SHORTEST, LONGEST = 15, 240
"""The least and the most minutes of an appointment."""


@dataclass(frozen=True, slots=True)
class MovedAppointment:
    """A move, to be undone while the page is there and nothing else was done.

    Attributes:
        code: Whose appointment.
        was_at: When it was planned for before, local.
        at: When it is planned for now, local.
        was_minutes: How long it was before.
        minutes: How long it is now.
        was_place: Where it was to be before.

    """

    appointment_id: str
    code: str
    was_at: datetime
    at: datetime
    was_minutes: int
    minutes: int
    was_place: str


@dataclass(frozen=True, slots=True)
class CalendarState:
    """What the calendar shows.

    Attributes:
        page: The days with their appointments.
        span: A week, or one day.
        chosen_id: The appointment that is chosen, or "".
        asking: What is being asked about it, or about a new one; "" for nothing.
        planned_at: The moment that a new one was pointed to, local.
        offers: What the programme has next for clients with nothing planned; None until read.
        offered: The one of them that is being planned.
        moved: The last thing done on this page, where it was a move.
        ready_id: The appointment of which it was read what it rests on.
        readiness: What that one rests on; None where it rests on nothing any more.

    """

    page: CalendarPageData
    span: Span
    chosen_id: str = ""
    asking: Asking = ""
    planned_at: datetime | None = None
    offers: tuple[DueSession, ...] | None = None
    offered: DueSession | None = None
    moved: MovedAppointment | None = None
    ready_id: str = ""
    readiness: Readiness | None = None

    @property
    def chosen(self) -> CalendarEntry | None:
        """The appointment that is chosen."""
        return self.page.entry(self.chosen_id)


class CalendarViewModel(OnADay, ViewModel[CalendarState]):
    """Holds some days, and what is done with an appointment in them."""

    def __init__(
        self, workspace: Workspace, day: str = "", appointment_id: str = "", asking: str = ""
    ) -> None:
        """Take the day to begin with, as 2026-11-24, the appointment that is chosen, what is asked.

        `asking` is `move` or nothing.
        """
        super().__init__()
        self._workspace = workspace
        first = date.fromisoformat(day) if day else workspace.today()
        self._day = first
        self._state = CalendarState(self._read(first, "week"), "week", appointment_id)
        self._known: tuple[KnownClient, ...] | None = None
        self._offered_until: date | None = None
        if asking == "move":
            self.ask("move")

    @property
    def day(self) -> date:
        """The day that the calendar stands at."""
        return self._day

    def show_span(self, span: Span) -> None:
        """Show a week or one day; what is asked stays where it is about one that is still there."""
        state = self._state
        if span != state.span:
            page = self._read(self._day, span)
            is_there = state.asking == "plan" or page.entry(state.chosen_id) is not None
            asking = state.asking if is_there else ""
            self._change(replace(state, page=page, span=span, asking=asking))

    @Slot()
    def show_earlier(self) -> None:
        """Show the week or the day before."""
        self._show(self._day - self._step)

    @Slot()
    def show_later(self) -> None:
        """Show the week or the day after."""
        self._show(self._day + self._step)

    def show_today(self) -> None:
        """Show the week or the day that it is."""
        self._show(self.today)

    def choose(self, appointment_id: str) -> None:
        """Choose an appointment; what was being asked about another one is let go."""
        if appointment_id != self._state.chosen_id:
            self._change(replace(self._state, chosen_id=appointment_id, asking=""))

    @Slot()
    def read_readiness(self) -> None:
        """Read what the chosen appointment rests on; called once the person stays with it."""
        entry = self._state.chosen
        if entry is None or entry.appointment_id == self._state.ready_id:
            return
        with self._workspace.reading_once():
            kept = appointments.load(self._workspace.caseload, entry.appointment_id)
            found = readiness_of(self._workspace, kept)
        self._change(replace(self._state, ready_id=entry.appointment_id, readiness=found))

    def ask(self, asking: Asking, planned_at: datetime | None = None) -> None:
        """Ask something about the chosen appointment, or for a new one, or nothing any more."""
        chosen = self._state.chosen
        is_about_one = asking in ("move", "missed", "cancelled")
        if is_about_one and chosen is None:
            return
        if chosen is not None and is_about_one and chosen.state != "planned":
            words = _("Only what is still planned can be moved, or recorded as not held.")
            self.act_done.emit(words)
            return
        if chosen is not None and is_about_one and not self.may_ask(asking, chosen):
            words = _("The day of this session has not come yet. Move it, or say who cancelled.")
            self.act_done.emit(words)
            return
        self._change(replace(self._state, asking=asking, planned_at=planned_at, offered=None))

    def may_ask(self, asking: str, entry: CalendarEntry) -> bool:
        """Return whether it can be asked: nobody failed to come before the day of their session."""
        if asking == "contact":
            return entry.state == "missed"
        if asking == "undo":
            return entry.may_undo_missed
        is_before = asking == "missed" and entry.day > self.today
        return entry.state == "planned" and not is_before

    @Slot()
    def read_offers(self) -> None:
        """Read what is offered for the days in sight, unless it was; called once they are."""
        until = self._state.page.days[-1]
        if until != self._offered_until:
            self._offered_until = until
            with self._workspace.reading_once():
                found = due_sessions(self._workspace, until)
            self._change(replace(self._state, offers=found))

    @Slot(DueSession)
    def plan_offered(self, offer: DueSession, at: datetime | None = None) -> None:
        """Ask when an offered session is to be; a local moment that was pointed to stands there."""
        self._change(replace(self._state, asking="plan", planned_at=at, offered=offer))

    @Slot()
    def put_on_paper(self) -> None:
        """Go to where these days are printed."""
        self.leave_requested.emit(commands.CalendarPaper(self._day.isoformat(), self._state.span))

    def is_to_come(self) -> bool:
        """Return whether the hour of the chosen appointment has not come yet."""
        return is_to_come(self._workspace, self._state.chosen_id)

    def open_chosen(self) -> None:
        """Go where the chosen appointment is: into its session, to its note, to its client."""
        entry = self._state.chosen
        if entry is None:
            return
        match entry.state:
            case "in_progress" | "on_hold":
                start_session(self._workspace, entry.appointment_id)
                self.leave_requested.emit(commands.SessionPage(entry.appointment_id))
            case "held":
                self.leave_requested.emit(commands.ClosePage(entry.appointment_id))
            case _:
                self.leave_requested.emit(commands.ClientPage(entry.client_id))

    @Slot()
    def write_contact(self) -> None:
        """Go where it is written down whether who did not come was reached."""
        entry = self._state.chosen
        if entry is not None:
            to = commands.ClientPage(entry.client_id, "contact", entry.appointment_id)
            self.leave_requested.emit(to)

    def move_to(self, at: datetime, place: str | None = None) -> None:
        """Move the chosen appointment to a local moment and a place, and follow it there.

        It stays where it was to be if no place is named.
        """
        entry = self._state.chosen
        if entry is None or entry.state != "planned":
            return
        where = entry.place if place is None else place
        if (at, where) == (entry.at, entry.place):
            self.ask("")
            self.act_done.emit(_("Nothing was moved: it was planned for then already."))
            return
        move_appointment(self._workspace, entry.appointment_id, at, place=where)
        self._follow(at.date(), _moved(entry, at, entry.minutes))
        if at == entry.at:
            self.act_done.emit(_("Saved: the room or place of {code}").format(code=entry.code))
            return
        self.act_done.emit(
            _("Moved: {code}, to {when}").format(code=entry.code, when=moment_in_words(at))
        )

    def lengthen_by(self, minutes: int) -> None:
        """Make the chosen appointment longer, or shorter where that is less than nothing."""
        entry = self._state.chosen
        if entry is None or entry.state != "planned":
            return
        wanted = min(max(SHORTEST, entry.minutes + minutes), LONGEST)
        if wanted == entry.minutes:
            return
        move_appointment(self._workspace, entry.appointment_id, entry.at, wanted)
        self._follow(entry.day, _moved(entry, entry.at, wanted))
        words = ngettext("{code}: {count} minute now", "{code}: {count} minutes now", wanted)
        self.act_done.emit(words.format(code=entry.code, count=wanted))

    @Slot()
    def undo(self) -> None:
        """Put the appointment that was moved last back where it stood."""
        moved = self._state.moved
        if moved is None:
            return
        before = (moved.was_at, moved.was_minutes, moved.was_place)
        move_appointment(self._workspace, moved.appointment_id, *before)
        self._follow(moved.was_at.date(), None, moved.appointment_id)
        when = moment_in_words(moved.was_at)
        self.act_done.emit(_("Moved back: {code}, to {when}").format(code=moved.code, when=when))

    def record_missed(self, reason: str) -> None:
        """Keep that the chosen one is off, or remove it; no move before it is undone."""
        done = record_off(self._workspace, self._state.chosen_id, reason)
        self._follow(self._day, None)
        self._read_offers_anew()
        self.act_done.emit(done)

    def may_remove(self) -> bool:
        """Return whether the chosen appointment may be removed, as planned by mistake."""
        return may_remove(self._workspace, self._state.chosen_id)

    def undo_missed(self) -> None:
        """Plan the chosen appointment again, which was said not to have taken place."""
        undo_missed(self._workspace, self._state.chosen_id)
        self._follow(self._day, None)
        self._read_offers_anew()
        self.act_done.emit(_("The session is planned as it was before."))

    def find_clients(self, words: str) -> tuple[KnownClient, ...]:
        """Return the first clients with this in their code or name; none for nothing."""
        if not words.strip():
            return ()
        if self._known is None:
            self._known = clients_to_choose_from(self._workspace)
        found = find_clients(self._known, words)
        return tuple(each for each in found if not each.is_restricted)[:MOST_FOUND]

    def plan_choices(self, client_id: str) -> tuple[PlanChoice, ...]:
        """Return the sessions of a client's programme, the next one first."""
        return plan_choices(self._workspace, client_id)

    def begun_plan(self, client_id: str) -> BegunPlan | None:
        """Return what was written of a client's next session and not planned."""
        return begun_plan(self._workspace, client_id)

    def keep_begun(self, client_id: str, plan: BegunPlan) -> None:
        """Keep what is written, for whoever leaves the page before it is planned."""
        keep_begun(self._workspace, client_id, plan)

    def plan(
        self, client_id: str, plan_id: str, at: datetime, arrangement: Arrangement, merged: str
    ) -> None:
        """Put a session of a client into the calendar, and show it there.

        A move before it is undone no more: Undo would take back something else than was done last.
        """
        planned = plan_meetings(
            self._workspace, client_id, plan_id, at, arrangement, merged_with=merged
        )
        forget_begun(self._workspace, client_id)
        self._follow(at.astimezone().date(), None, planned.id)
        self._read_offers_anew()
        words = _("The session is planned for {day}.")
        self.act_done.emit(words.format(day=moment_in_words(at.astimezone())))

    @property
    def _step(self) -> timedelta:
        return A_WEEK if self._state.span == "week" else A_DAY

    @override
    def _change(self, state: CalendarState) -> None:
        if state.asking != "plan":
            self._known = None  # names are forgotten with what they were looked for
        super()._change(state)

    def _show(self, day: date) -> None:
        self._day = day
        self._change(replace(self._state, page=self._read(day, self._state.span), asking=""))

    def _follow(self, day: date, moved: MovedAppointment | None, chosen_id: str = "") -> None:
        """Read anew with the chosen appointment in sight."""
        self._day = day
        state = self._state
        self._change(
            replace(
                state,
                page=self._read(day, state.span),
                chosen_id=chosen_id or state.chosen_id,
                asking="",
                offered=None,
                moved=moved,
                ready_id="",
                readiness=None,
            )
        )

    def _read_offers_anew(self) -> None:
        """Read what is offered after something else than a move: a move changes nothing of it."""
        self._offered_until = None
        self.read_offers()

    def _read(self, day: date, span: Span) -> CalendarPageData:
        with self._workspace.reading_once():
            if span == "day":
                return calendar_page_data(self._workspace, day, 1)
            return calendar_page_data(self._workspace, monday_of(day), 7)


def _moved(entry: CalendarEntry, at: datetime, minutes: int) -> MovedAppointment:
    return MovedAppointment(
        entry.appointment_id, entry.code, entry.at, at, entry.minutes, minutes, entry.place
    )
