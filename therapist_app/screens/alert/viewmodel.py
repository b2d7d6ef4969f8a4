"""What the alert screen knows: the fact, the rule, and the answer as far as it is written."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Slot
from typing_extensions import override

from therapist_app.commands import Back, FormPage
from therapist_app.record.model import Acknowledgement
from therapist_app.record.vault.vault import Vault
from therapist_app.view_model import ViewModel
from therapist_app.workflows.sessions.answering_alerts import (
    AlertPageData,
    acknowledge,
    alert_page_data,
    what_is_missing,
)
from therapist_app.workflows.workspace import Workspace

# Answers that are begun wait here while a form that the alert names is filled in: in memory
# alone, for as long as the record is open.
_begun: WeakKeyDictionary[Vault, dict[str, Acknowledgement]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class AlertState:
    """The alert and its answer as they stand.

    Attributes:
        missing: What the answer still lacks, as the codes of `what_is_missing`.
        days: The days that may be chosen for the next contact.
        open_for: How long nobody has answered it.

    """

    page: AlertPageData
    answer: Acknowledgement
    missing: tuple[str, ...]
    days: tuple[date, ...]
    open_for: timedelta

    @property
    def is_answered(self) -> bool:
        """Whether somebody has answered it."""
        return self.page.alert.acknowledgement is not None

    @property
    def left_open(self) -> int:
        """How many of the asked actions are not ticked."""
        return sum(each.id not in self.answer.actions for each in self.page.asked)


class AlertViewModel(ViewModel[AlertState]):
    """Holds one alert and the answer that is being written to it.

    Signals:
        leave_requested: To a form that the alert names, or back.

    """

    def __init__(self, workspace: Workspace, alert_id: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._page = alert_page_data(workspace, alert_id)
        self._drafts = _begun.setdefault(workspace.vault, {})
        self._answer = (
            self._page.alert.acknowledgement or self._drafts.get(alert_id) or self._empty_answer()
        )

    @property
    @override
    def state(self) -> AlertState:
        """The alert and its answer as they stand."""
        today = self._workspace.today()
        span = (self._page.contact_by - today).days
        return AlertState(
            page=self._page,
            answer=self._answer,
            missing=what_is_missing(self._page.alert.level, self._answer, today),
            days=tuple(today + timedelta(days=each) for each in range(span + 1)),
            open_for=self._workspace.now() - self._page.alert.opened_at,
        )

    @Slot(str)
    def toggle(self, action_id: str) -> None:
        """Take that one of the asked actions was done, or was not after all."""
        chosen = {*self._answer.actions} ^ {action_id}
        actions = tuple(each.id for each in self._page.asked if each.id in chosen)
        self._write(replace(self._answer, actions=actions))

    @Slot(str)
    def write_told(self, words: str) -> None:
        """Take who was told; the time is filled in with the first words."""
        when = self._answer.told_when
        if words and not when:
            when = self._workspace.now().astimezone().strftime("%Y-%m-%d %H:%M")
        self._write(replace(self._answer, told=words, told_when=when))

    @Slot(str)
    def write_told_when(self, words: str) -> None:
        """Take when they were told."""
        self._write(replace(self._answer, told_when=words))

    @Slot(str)
    def write_facts(self, words: str) -> None:
        """Take the facts and the decision."""
        self._write(replace(self._answer, facts=words))

    @Slot(str)
    def write_reason(self, words: str) -> None:
        """Take why an asked action stays open."""
        self._write(replace(self._answer, reason_for_open_actions=words))

    @Slot(str)
    def choose_day(self, day: str) -> None:
        """Take the day of the next contact, as an ISO date."""
        self._write(replace(self._answer, next_contact=day))

    @Slot(str)
    def open_form(self, form_id: str) -> None:
        """Go to a form that the alert names; what is written here waits."""
        alert = self._page.alert
        self.leave_requested.emit(FormPage(alert.client_id, form_id, alert.appointment_id))

    @Slot()
    def record(self) -> None:
        """Answer the alert, if nothing is missing."""
        if self.state.missing or self.state.is_answered:
            self._emit_state()
            return
        acknowledge(self._workspace, self._page.alert.id, self._answer)
        self._drafts.pop(self._page.alert.id, None)
        self.leave_requested.emit(Back())

    def _write(self, answer: Acknowledgement) -> None:
        self._answer = answer
        self._drafts[self._page.alert.id] = answer
        self._emit_state()

    def _empty_answer(self) -> Acknowledgement:
        return Acknowledgement(
            actions=(),
            facts="",
            told="",
            told_when="",
            next_contact="",
            reason_for_open_actions="",
            by=self._workspace.vault.person.name,
        )
