"""One disclosure, several alerts: what the answer to an earlier one may say for a later one.

Each alert keeps an answer of its own, and none is closed by another. Where a person says that it
is the same, what was said at the earlier one is taken over, and one promise of contact stands for
both. Nothing is taken over by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from session_forms.conditions.alert_levels import LEVELS
from session_forms.words.day_words import written_day
from session_forms.words.texts import _
from therapist_app.record.clients import alerts, promises
from therapist_app.record.model import Acknowledgement, Alert, Promise
from therapist_app.workflows.forms.opening_answers import said_words
from therapist_app.workflows.sessions.promising import let_go
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """The answer to another alert of the same client, given in this session or on this day.

    Attributes:
        said: The question with the answer that opened it, in the form's own words.
        to_keep: What it promised, or rests on, that is still to be kept.

    """

    alert: Alert
    answer: Acknowledgement
    said: str
    to_keep: tuple[Promise, ...]

    @property
    def contact(self) -> Promise | None:
        """The next contact it promised, while that is still to be kept."""
        return next((each for each in self.to_keep if each.kind == "next_contact"), None)

    @property
    def telling(self) -> Promise | None:
        """Who is still to be told, as it promised."""
        return next((each for each in self.to_keep if each.kind == "tell_somebody"), None)

    def speaks_for(self, alert: Alert) -> bool:
        """Return whether what was asked then may speak for an alert: it is no more pressing."""
        is_no_more = LEVELS.index(alert.level) <= LEVELS.index(self.alert.level)
        return alert.stream == self.alert.stream and is_no_more


def earlier_answers(workspace: Workspace, alert: Alert) -> tuple[EarlierAnswer, ...]:
    """Return the answers that may be taken over at an alert, the newest first.

    One that was itself taken over is not offered again: the later one holds what it said.
    """
    found = [
        each
        for each in alerts.for_client(workspace.caseload, alert.client_id)
        if each.id != alert.id and _is_near(workspace, each, alert)
    ]
    taken = {each.acknowledgement.taken_from for each in found if each.acknowledgement}
    still_open = promises.still_open(workspace.caseload, alert.client_id)
    return tuple(
        EarlierAnswer(
            each,
            answer,
            said_words(workspace, each),
            tuple(due for due in still_open if _rests_on(each, due)),
        )
        for each in sorted(found, key=_answered_at, reverse=True)
        if each.id not in taken and (answer := each.acknowledgement) is not None
    )


def earlier_answer(workspace: Workspace, alert: Alert, taken_from: str) -> EarlierAnswer | None:
    """Return the answer that is taken over at an alert; None where none is, or it may not be."""
    found = earlier_answers(workspace, alert) if taken_from else ()
    return next((each for each in found if each.alert.id == taken_from), None)


def is_put_off(taken: EarlierAnswer | None, next_contact: str) -> bool:
    """Return whether a day comes after the contact that was promised in an answer taken over."""
    contact = taken.contact if taken else None
    return contact is not None and next_contact > contact.due_on.isoformat()


def settled(answer: Acknowledgement, taken: EarlierAnswer | None) -> Acknowledgement:
    """Return an answer that says which promises of the one taken over stand, and which do not."""
    if taken is None:
        return replace(answer, taken_from="")
    replaced = () if taken.contact is None else (taken.contact.id,)
    if stands_for_contact(taken, answer):
        replaced = ()
    stands = tuple(each.id for each in taken.to_keep if each.id not in replaced)
    return replace(answer, stands_with=stands, replaces=replaced)


def stands_for_contact(taken: EarlierAnswer | None, answer: Acknowledgement) -> bool:
    """Return whether the contact that was promised before is the one an answer promises."""
    contact = taken.contact if taken else None
    return contact is not None and contact.due_on.isoformat() == answer.next_contact


def stands_for_telling(taken: EarlierAnswer | None, who: str, by: date) -> bool:
    """Return whether somebody was to be told by that day before."""
    telling = taken.telling if taken else None
    return telling is not None and (telling.words, telling.due_on) == (who.strip(), by)


def replace_promises(workspace: Workspace, answer: Acknowledgement) -> None:
    """Close the promises in whose place an answer puts another, and say so."""
    day = written_day(date.fromisoformat(answer.next_contact)) if answer.replaces else ""
    for each in answer.replaces:
        let_go(workspace, each, _("Promised again, by {day}.").format(day=day))


def replaced_promises(found: Iterable[Alert]) -> frozenset[str]:
    """Return the promises in whose place the answers to alerts put others."""
    answers = (each.acknowledgement for each in found)
    return frozenset(each for answer in answers if answer for each in answer.replaces)


def _is_near(workspace: Workspace, other: Alert, alert: Alert) -> bool:
    """Return whether another alert was answered in the session of an alert, or on this day."""
    if other.acknowledgement is None or not other.acknowledgement.next_contact:
        return False
    is_today = _answered_at(other).astimezone().date() == workspace.today()
    same_session = other.appointment_id is not None and other.appointment_id == alert.appointment_id
    return is_today or same_session


def _answered_at(alert: Alert) -> datetime:
    return alert.acknowledged_at or alert.opened_at


def _rests_on(alert: Alert, promise: Promise) -> bool:
    answer = alert.acknowledgement
    return promise.alert_id == alert.id or (answer is not None and promise.id in answer.stands_with)
