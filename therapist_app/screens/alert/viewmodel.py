"""What the alert screen knows: the fact, the rule, and the answer as far as it is written."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from PySide6.QtCore import Slot
from typing_extensions import override

from session_forms.words.texts import N_, _
from therapist_app.commands import AlertPage, Back, FormPage
from therapist_app.form_widgets.values.days import moment_or_day, read_moment
from therapist_app.record.model import Acknowledgement
from therapist_app.view_model import ViewModel
from therapist_app.workflows.overviews.begun_answers import Written, begun_answers
from therapist_app.workflows.overviews.reaching import Reach, reach_of
from therapist_app.workflows.sessions.answering_alerts import (
    AlertPageData,
    ToTell,
    acknowledge,
    acknowledge_changed,
    alert_page_data,
    open_alerts,
    what_is_missing,
    what_is_missing_of_change,
    with_record,
)
from therapist_app.workflows.sessions.taking_over import EarlierAnswer
from therapist_app.workflows.workspace import Workspace

A_LONG_TIME = timedelta(days=400)
RECORDED = N_("The answer is recorded.")
NEXT_ONE = N_("The answer is recorded. Another alert of this client is open: here it is.")


@dataclass(frozen=True, slots=True)
class AlertState:
    """The alert and its answer as they stand.

    Attributes:
        missing: What the answer still lacks, as the codes of `what_is_missing`, and `told_when`
            where what is typed is neither a time nor a day, or lies ahead.
        days: The days that may be chosen for the next contact.
        open_for: How long nobody has answered it.
        answer: What a person wrote, with what the record shows of the actions.
        is_to_tell: Whether somebody is still to be told.
        tell_by: Until when they are told, as an ISO date; empty before it is chosen.
        how_changed: How the answer that opened it came to be changed; empty before it is chosen.
        is_told_before: Whether somebody was told, as it is written, before the alert opened.
        is_told_ahead: Whether what is written is a time or a day that is still to come.

    """

    page: AlertPageData
    answer: Acknowledgement
    is_to_tell: bool
    tell_by: str
    missing: tuple[str, ...]
    days: tuple[date, ...]
    open_for: timedelta
    how_changed: str = ""
    is_told_before: bool = False
    is_told_ahead: bool = False

    @property
    def missing_of_change(self) -> tuple[str, ...]:
        """What is still to be said of a changed answer, as `what_is_missing_of_change` says it."""
        level = self.page.alert.level
        return what_is_missing_of_change(level, self.how_changed, self.answer.facts)

    @property
    def is_answered(self) -> bool:
        """Whether somebody has answered it."""
        return self.page.alert.acknowledgement is not None

    @property
    def has_facts_written(self) -> bool:
        """Whether the facts stand in the answer just as a form of the session says them."""
        facts = self.page.written.facts
        return not self.is_answered and bool(facts) and self.answer.facts == facts

    @property
    def has_contact_written(self) -> bool:
        """Whether the next contact is that of a form of the session."""
        day = self.page.written.next_contact
        return (
            not self.is_answered and day is not None and self.answer.next_contact == day.isoformat()
        )

    @property
    def left_open(self) -> tuple[str, ...]:
        """The asked actions that are not done, in the words in which they are asked."""
        return tuple(each.text for each in self.page.asked if each.id not in self.answer.actions)

    @property
    def taken(self) -> EarlierAnswer | None:
        """The earlier answer that was taken over."""
        return _earlier(self.page, self.answer.taken_from)


class AlertViewModel(ViewModel[AlertState]):
    """Holds one alert and the answer that is being written to it.

    Signals:
        leave_requested: To a form that the alert names, or back.

    """

    def __init__(self, workspace: Workspace, alert_id: str) -> None:
        super().__init__()
        self._workspace = workspace
        self._drafts = begun_answers(workspace.vault)
        self._page = alert_page_data(workspace, alert_id)
        self._written = self._begun_answer()
        if self._written.answer.taken_from:
            self._page = alert_page_data(workspace, alert_id, self._written.answer.taken_from)
        given = self._page.alert.acknowledgement
        if given is not None:
            self._written = Written(given)

    @property
    @override
    def state(self) -> AlertState:
        """The alert and its answer as they stand."""
        today, written = self._workspace.today(), self._written
        shown = written.answer
        if self._page.alert.acknowledgement is None:
            shown = with_record(self._page.asked, shown)
        missing = what_is_missing(
            self._page.alert.level,
            self._without_untold(shown),
            today,
            self._to_tell,
            _earlier(self._page, shown.taken_from),
        )
        if self._page.alert.acknowledgement is None and self._told_when is None:
            missing = (*missing, "told_when")
        return AlertState(
            page=self._page,
            answer=shown,
            is_to_tell=written.is_to_tell,
            tell_by=written.tell_by,
            missing=missing,
            days=self._days,
            open_for=self._workspace.now() - self._page.alert.opened_at,
            how_changed=written.how_changed,
            is_told_before=self._is_told_before,
            is_told_ahead=self._is_told_ahead,
        )

    @property
    def _days(self) -> tuple[date, ...]:
        today = self._workspace.today()
        span = (self._page.contact_by - today).days
        return tuple(today + timedelta(days=each) for each in range(span + 1))

    @property
    def _only_day(self) -> str:
        """The day that stands there where no other can be chosen, as an ISO date; else empty."""
        return self._days[0].isoformat() if len(self._days) == 1 else ""

    @property
    def is_begun(self) -> bool:
        """Whether anything of the answer was written here, or is done by what is recorded."""
        return self._page.alert.id in self._drafts or bool(self.state.answer.actions)

    @Slot(str)
    def toggle(self, action_id: str) -> None:
        """Take that one of the asked actions was done, or was not after all."""
        chosen = {*self._written.answer.actions} ^ {action_id}
        actions = tuple(each.id for each in self._page.asked if each.id in chosen)
        self._write(replace(self._written.answer, actions=actions))

    @Slot(str)
    def write_told(self, words: str) -> None:
        """Take who was told."""
        self._write(replace(self._written.answer, told=words))

    @Slot(str)
    def write_told_when(self, words: str) -> None:
        """Take when they were told, as it is typed."""
        self._write(replace(self._written.answer, told_when=words))

    @Slot()
    def toggle_to_tell(self) -> None:
        """Take that somebody is still to be told, or was told after all."""
        is_to_tell = not self._written.is_to_tell
        when = "" if is_to_tell else self._written.answer.told_when
        answer = replace(self._written.answer, told_when=when)
        by = self._written.tell_by or self._only_day
        self._keep(replace(self._written, answer=answer, is_to_tell=is_to_tell, tell_by=by))

    @Slot(str)
    def choose_tell_by(self, day: str) -> None:
        """Take until when they are told, as an ISO date."""
        self._keep(replace(self._written, tell_by=day))

    @Slot(str)
    def write_facts(self, words: str) -> None:
        """Take the facts and the decision."""
        self._write(replace(self._written.answer, facts=words))

    @Slot(str)
    def write_reason(self, words: str) -> None:
        """Take why an asked action stays open."""
        self._write(replace(self._written.answer, reason_for_open_actions=words))

    @Slot(str)
    def choose_day(self, day: str) -> None:
        """Take the day of the next contact, as an ISO date."""
        self._write(replace(self._written.answer, next_contact=day))

    @Slot(str)
    def take_over(self, alert_id: str) -> None:
        """Take over what was said at an earlier alert, as the same thing; what stands here stays.

        What concerns the alert itself, the facts and why something stays open, is taken over from
        an answer of the same stream alone; so is a day only where it is soon enough.
        """
        taken = _earlier(self._page, alert_id)
        if taken is None:
            return
        written, before = self._written.answer, taken.answer
        own = {each.id for each in self._page.asked if not each.shown_by}
        chosen = {*written.actions, *(own & {*before.actions})}
        is_same_stream = taken.alert.stream == self._page.alert.stream
        day = taken.contact.due_on if taken.contact else None
        is_soon = day is not None and day <= self._page.contact_by
        said = replace(
            written,
            actions=tuple(each.id for each in self._page.asked if each.id in chosen),
            told=written.told or before.told,
            told_when=written.told_when or before.told_when,
            facts=written.facts or (before.facts if is_same_stream else ""),
            reason_for_open_actions=written.reason_for_open_actions
            or (before.reason_for_open_actions if is_same_stream else ""),
            next_contact=day.isoformat() if day and is_soon else written.next_contact,
            taken_from=alert_id,
        )
        now = replace(self._written, answer=said, before=self._written)
        if taken.telling is not None and not said.told:
            told = replace(said, told=taken.telling.words)
            by = taken.telling.due_on.isoformat()
            now = replace(now, answer=told, is_to_tell=True, tell_by=by)
        self._look_again(now)
        self.act_done.emit(_("The earlier answer is taken over: read it through."))

    @Slot()
    def take_back(self) -> None:
        """Take nothing over after all: what was written before stands again."""
        if self._written.before is not None:
            self._look_again(self._written.before)
            self.act_done.emit(_("What you wrote before is back."))

    def look_up_reach(self) -> Reach:
        """Return how the client is reached; the record notes that it was read."""
        return reach_of(self._workspace, self._page.alert.client_id)

    @Slot(str)
    def open_form(self, form_id: str) -> None:
        """Go to a form that the alert names; what is written here waits."""
        alert = self._page.alert
        self.leave_requested.emit(FormPage(alert.client_id, form_id, alert.appointment_id))

    @Slot(str)
    def choose_how_changed(self, how: str) -> None:
        """Take how the answer that opened it came to be changed before the form was finished."""
        self._keep(replace(self._written, how_changed=how))

    @Slot()
    def record_changed(self) -> None:
        """Answer the alert by that, if nothing is missing."""
        state = self.state
        if state.missing_of_change or state.is_answered:
            self._emit_state()
            return
        alert_id = self._page.alert.id
        acknowledge_changed(self._workspace, alert_id, state.how_changed, state.answer.facts)
        self._go_on()

    @Slot()
    def record(self) -> None:
        """Answer the alert, if nothing is missing."""
        if self.state.missing or self.state.is_answered:
            self._emit_state()
            return
        given = self._without_untold(self._written.answer)
        given = replace(given, told_when=self._told_when or "")
        acknowledge(self._workspace, self._page.alert.id, given, self._to_tell)
        self._go_on()

    def _go_on(self) -> None:
        """Go to the next open alert of the client, else back."""
        self._drafts.pop(self._page.alert.id, None)
        still_open = open_alerts(self._workspace, self._page.alert.client_id)
        self.act_done.emit(_(NEXT_ONE) if still_open else _(RECORDED))
        self.leave_requested.emit(AlertPage(still_open[0].id) if still_open else Back())

    def _without_untold(self, answer: Acknowledgement) -> Acknowledgement:
        """Return an answer as it is kept: who is still to be told was not told."""
        return replace(answer, told="", told_when="") if self._written.is_to_tell else answer

    @property
    def _told_when(self) -> str | None:
        """When they were told, in full words; empty while nobody said, None where it is none."""
        written = self._written.answer
        if self._written.is_to_tell or not written.told_when.strip():
            return ""
        taken = _earlier(self._page, written.taken_from)
        if taken is not None and written.told_when == taken.answer.told_when:
            return written.told_when
        return read_moment(written.told_when, self._workspace.now().astimezone())

    @property
    def _is_told_before(self) -> bool:
        """Whether what is written lies before the alert opened, which may be so, or a slip."""
        now = self._workspace.now().astimezone()
        found = moment_or_day(self._written.answer.told_when, now)
        opened = self._page.alert.opened_at.astimezone(now.tzinfo)
        if isinstance(found, datetime):
            return found < opened.replace(second=0, microsecond=0)
        return found is not None and found < opened.date()

    @property
    def _is_told_ahead(self) -> bool:
        """Whether what is written would be a time or a day, if it were not still to come."""
        now = self._workspace.now().astimezone()
        written = self._written.answer.told_when
        later = (now + A_LONG_TIME).replace(hour=23, minute=59)
        return moment_or_day(written, now) is None and moment_or_day(written, later) is not None

    @property
    def _to_tell(self) -> ToTell | None:
        written = self._written
        if not written.is_to_tell:
            return None
        by = date.fromisoformat(written.tell_by) if written.tell_by else date.max
        return ToTell(written.answer.told.strip(), by)

    def _look_again(self, written: Written) -> None:
        taken_from = written.answer.taken_from
        self._page = alert_page_data(self._workspace, self._page.alert.id, taken_from)
        self._keep(written)

    def _write(self, answer: Acknowledgement) -> None:
        self._keep(replace(self._written, answer=answer))

    def _keep(self, written: Written) -> None:
        self._written = written
        self._drafts[self._page.alert.id] = written
        self._emit_state()

    def _begun_answer(self) -> Written:
        """Return what was written here before, or at an alert that was continued in this one.

        What it lacks is taken from the forms: the enquiry may have been filled in meanwhile.
        """
        alert_id = self._page.alert.id
        for each in self._page.matter:
            if (begun := self._drafts.pop(each.alert.id, None)) is not None:
                self._drafts.setdefault(alert_id, begun)
        said = self._empty_answer()
        begun = self._drafts.get(alert_id)
        if begun is None:
            return Written(said)
        answer = replace(
            begun.answer,
            facts=begun.answer.facts or said.facts,
            next_contact=begun.answer.next_contact or said.next_contact,
        )
        return replace(begun, answer=answer)

    def _empty_answer(self) -> Acknowledgement:
        """Return the answer before anybody wrote it here, with what a form says already.

        What it says was done is about another answer where that which opened this one was changed.
        """
        already, was_changed = self._page.written, self._page.standing == "changed"
        day = already.next_contact
        return Acknowledgement(
            actions=(),
            facts="" if was_changed else already.facts,
            told="",
            told_when="",
            next_contact=day.isoformat() if day else self._only_day,
            reason_for_open_actions="",
            by=self._workspace.vault.person.name,
        )


def _earlier(page: AlertPageData, alert_id: str) -> EarlierAnswer | None:
    return next((each for each in page.earlier if each.alert.id == alert_id), None)
