"""An alert is answered with an action. It cannot be dismissed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from session_forms.conditions.alert_levels import LEVELS, Level
from therapist_app.record.clients import alerts, appointments, promises
from therapist_app.record.model import Acknowledgement, Alert
from therapist_app.workflows.course.consenting import refuse_contact
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.errors import AnswerIncomplete
from therapist_app.workflows.forms.one_matter import is_enquiry
from therapist_app.workflows.forms.opening_answers import (
    Standing,
    opening_answer,
    said_words,
)
from therapist_app.workflows.policies.pathway import pathway
from therapist_app.workflows.policies.staff_numbers import are_numbers_settled, numbers_to_call
from therapist_app.workflows.sessions.promising import promise_contact, promise_to_tell
from therapist_app.workflows.sessions.shown_in_record import shown_in_record
from therapist_app.workflows.sessions.taking_over import (
    EarlierAnswer,
    earlier_answer,
    earlier_answers,
    is_put_off,
    replace_promises,
    settled,
    stands_for_contact,
    stands_for_telling,
)
from therapist_app.workflows.sessions.written_already import WrittenAlready, written_already
from therapist_app.workflows.workspace import Workspace

LEAST_FACTS = 15  # characters; a word alone says neither who nor by when


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form that an alert points to."""

    form_id: str
    title: str


@dataclass(frozen=True, slots=True)
class AskedAction:
    """One thing the clinic asks for at this level.

    Attributes:
        shown_by: The forms of which one shows that it was done; where there are none, a person
            says it.
        done_at: When such a form was finished, after the alert opened; None while none was.
        lacks: What a plan that was finished since still lacks, or that a form is begun, as a
            sentence; empty otherwise.

    """

    id: str
    text: str
    shown_by: tuple[OpenedForm, ...] = ()
    done_at: datetime | None = None
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class ToTell:
    """Who is still to be told of an alert, and until when."""

    who: str
    by: date


@dataclass(frozen=True, slots=True)
class SameMatter:
    """What else is answered with an alert: an earlier one, or what was told since.

    Attributes:
        said: The question with the answer, in the form's own words.
        source: The title of the form.

    """

    alert: Alert
    said: str
    source: str


@dataclass(frozen=True, slots=True)
class AlertPageData:
    """What the alert screen shows: the fact, the rule, the choices.

    Attributes:
        said: The question with the answer that opened it, in the form's own words, or what
            became of that answer.
        standing: Whether that answer still stands.
        to_tell: Who is still to be told of it, as it was promised.
        earlier: The answers that may be taken over, the newest first.
        numbers: Whom to call and the number, as far as they are known, in the order in which
            they are needed.
        are_numbers_settled: Whether this service settled any of them.
        has_left: Whether the client left the session before its end.
        refuses_contact: Whether it opened at the first contact with somebody who does not agree to
            be contacted.
        matter: What else is answered with it, oldest first.
        written: What forms of the session say already of what its answer asks for.

    """

    alert: Alert
    said: str
    code: str
    source: str
    level_title: str
    rule: str
    asked: tuple[AskedAction, ...]
    opens: tuple[OpenedForm, ...]
    contact_by: date
    to_tell: tuple[ToTell, ...] = ()
    earlier: tuple[EarlierAnswer, ...] = ()
    standing: Standing = "stands"
    numbers: tuple[tuple[str, str], ...] = ()
    are_numbers_settled: bool = False
    has_left: bool = False
    refuses_contact: bool = False
    matter: tuple[SameMatter, ...] = ()
    written: WrittenAlready = field(default_factory=WrittenAlready)


def open_alerts(workspace: Workspace, client_id: str | None = None) -> tuple[Alert, ...]:
    """Return the alerts nobody has answered yet, the most pressing first."""
    found = alerts.unacknowledged(workspace.caseload, client_id)
    return most_pressing_first(sorted(found, key=lambda alert: alert.opened_at))


def is_past_its_time(alert: Alert, now: datetime) -> bool:
    """Return whether an alert is open for longer than a day.

    The escalation pathway has each level answered by then: watch in the same session, act the same
    day, urgent at once.
    """
    return now - alert.opened_at > timedelta(days=1)


def most_pressing_first(found: Iterable[Alert]) -> tuple[Alert, ...]:
    """Return alerts with the most pressing first; of equally pressing ones, the order stays."""
    return tuple(sorted(found, key=lambda alert: -LEVELS.index(alert.level)))


def alert_page_data(workspace: Workspace, alert_id: str, taken_from: str = "") -> AlertPageData:
    """Return everything the alert screen shows, where the answer of another alert is taken over.

    Of an alert that is answered with another one, it is that one.
    """
    alert = alerts.answering(workspace.caseload, alert_id)
    matter = alerts.added_to(workspace.caseload, alert.id)
    earlier = () if alert.acknowledgement else earlier_answers(workspace, alert)
    taken = next((each for each in earlier if each.alert.id == taken_from), None)
    rests_on = alert.acknowledgement.stands_with if alert.acknowledgement else ()
    rules = pathway()
    level = rules[alert.level]
    latest = contact_by(alert.level, workspace.today())
    return AlertPageData(
        alert=alert,
        said=said_words(workspace, alert),
        code=workspace.client(alert.client_id).code,
        source=_title(workspace, alert.form_id),
        level_title=level["title"],
        rule=rules["texts"][alert.stream][alert.level],
        asked=_asked_of(workspace, alert, taken),
        opens=tuple(
            OpenedForm(form_id, workspace.forms.latest(form_id).short_title)
            for form_id in _opens(alert, matter)
            if workspace.forms.knows(form_id)
        ),
        contact_by=latest,
        to_tell=tuple(
            ToTell(each.words, each.due_on)
            for each in promises.for_client(workspace.caseload, alert.client_id)
            if each.kind == "tell_somebody" and (each.alert_id == alert.id or each.id in rests_on)
        ),
        earlier=earlier,
        standing=opening_answer(workspace, alert).standing,
        numbers=numbers_to_call(workspace, danger=alert.level == "urgent"),
        are_numbers_settled=are_numbers_settled(workspace),
        has_left=_has_left(workspace, alert),
        refuses_contact=alert.form_id == FIRST_CONTACT
        and bool(refuse_contact(workspace, (alert.client_id,))),
        matter=tuple(
            SameMatter(each, said_words(workspace, each), _title(workspace, each.form_id))
            for each in matter
        ),
        written=written_already(workspace, alert, latest),
    )


def _opens(alert: Alert, matter: Sequence[Alert]) -> tuple[str, ...]:
    """Return the forms that a matter points to; what was told in one of them needs no other way."""
    told_in = {each.form_id for each in (alert, *matter)}
    others = (form for each in matter for form in each.opens if form not in told_in)
    return tuple(dict.fromkeys((*alert.opens, *others)))


def _has_left(workspace: Workspace, alert: Alert) -> bool:
    if alert.appointment_id is None:
        return False
    return appointments.load(workspace.caseload, alert.appointment_id).broken_off


def asked_actions(level: Level) -> tuple[AskedAction, ...]:
    """Return what the clinic asks for at `level`."""
    rules = pathway()
    return tuple(AskedAction(each, rules["actions"][each]) for each in rules[level]["asks"])


def action_words(actions: tuple[str, ...]) -> str:
    """Return what was done, a line for each action."""
    known = {**pathway()["actions"], **changed_ways()}
    return "\n".join(known.get(each, each) for each in actions)


def contact_by(level: Level, today: date) -> date:
    """Return the last day for the next contact."""
    return today + timedelta(days=pathway()[level]["within_days"])


def acknowledge(
    workspace: Workspace, alert_id: str, answer: Acknowledgement, to_tell: ToTell | None = None
) -> None:
    """Answer an alert with what was done; the next contact is a promise from then on.

    What only the record can say is taken from the record, whatever the answer says. Somebody who
    is still to be told is a promise as well. Where an earlier answer was taken over, what was
    promised in it stands for both, or gives way to an earlier day. All that belongs to the same
    matter is answered with it.

    Raises:
        AnswerIncomplete: Something that its level asks for is missing.

    """
    alert = alerts.answering(workspace.caseload, alert_id)
    taken = earlier_answer(workspace, alert, answer.taken_from)
    answer = settled(with_record(_asked_of(workspace, alert, taken), answer), taken)
    missing = what_is_missing(alert.level, answer, workspace.today(), to_tell, taken)
    if missing:
        raise AnswerIncomplete(missing)
    with workspace.caseload.change("alert_acknowledged", f"alert:{alert.id}"):
        alerts.acknowledge(workspace.caseload, alert.id, answer)
        replace_promises(workspace, answer)
        if not stands_for_contact(taken, answer):
            promise_contact(workspace, alert, answer)
        if to_tell is not None and not stands_for_telling(taken, to_tell.who, to_tell.by):
            promise_to_tell(workspace, alert, to_tell.by, to_tell.who)


def changed_ways() -> dict[str, str]:
    """Return what may be said of an answer that was changed before its form was finished."""
    return dict(pathway()["changed"])


def is_changed(answer: Acknowledgement) -> bool:
    """Return whether an alert was answered by what became of the answer that opened it."""
    return any(each in changed_ways() for each in answer.actions)


def acknowledge_changed(workspace: Workspace, alert_id: str, how: str, facts: str) -> None:
    """Answer an alert by saying how its answer came to be changed before the form was finished.

    Nothing is asked for besides, and no contact is promised: a person says that it was a slip, or
    that it was talked about. That speaks for this answer alone: what else belonged to its matter
    and was not changed so is an open alert again.

    Raises:
        AnswerIncomplete: The answer was not changed so, or something is missing.

    """
    alert = alerts.answering(workspace.caseload, alert_id)
    missing = what_is_missing_of_change(alert.level, how, facts)
    if opening_answer(workspace, alert).standing != "changed":
        missing = ("standing", *missing)
    if missing:
        raise AnswerIncomplete(missing)
    answer = Acknowledgement(
        actions=(how,),
        facts=facts.strip(),
        told="",
        told_when="",
        next_contact="",
        reason_for_open_actions="",
        by=workspace.vault.person.name,
    )
    with workspace.caseload.change("alert_acknowledged", f"alert:{alert.id}"):
        alerts.acknowledge(workspace.caseload, alert.id, answer)
        _open_again(workspace, alert)


def still_standing(workspace: Workspace, alert: Alert) -> tuple[Alert, ...]:
    """Return what else belongs to the matter of an alert and still stands, most pressing first."""
    return most_pressing_first(
        each
        for each in alerts.added_to(workspace.caseload, alert.id)
        if opening_answer(workspace, each).standing != "changed"
    )


def _open_again(workspace: Workspace, alert: Alert) -> None:
    standing = still_standing(workspace, alert)
    if standing:
        alerts.open_again(workspace.caseload, standing[0], standing[1:])


def what_is_missing_of_change(level: Level, how: str, facts: str) -> tuple[str, ...]:
    """Return what is still to be said of a changed answer, as codes in the order of the screen.

    `how`: neither a slip nor talked about. `facts`: fewer than 15 characters at act or urgent.
    """
    checks = {
        "how": how in changed_ways(),
        "facts": level == "watch" or len(facts.strip()) >= LEAST_FACTS,
    }
    return tuple(name for name, holds in checks.items() if not holds)


def with_record(asked: Iterable[AskedAction], answer: Acknowledgement) -> Acknowledgement:
    """Return an answer whose actions are what a person said and what the record shows."""
    actions = tuple(
        each.id
        for each in asked
        if (each.done_at is not None if each.shown_by else each.id in answer.actions)
    )
    return replace(answer, actions=actions)


def left_undone(asked: Iterable[AskedAction], answer: Acknowledgement) -> tuple[AskedAction, ...]:
    """Return what an answer that was given left undone.

    Without a reason it left nothing undone of what was asked when it was given: what the pathway
    asks since then says nothing about it.
    """
    if not answer.reason_for_open_actions:
        return ()
    return tuple(each for each in asked if each.id not in answer.actions)


def what_is_missing(
    level: Level,
    answer: Acknowledgement,
    today: date,
    to_tell: ToTell | None = None,
    taken: EarlierAnswer | None = None,
) -> tuple[str, ...]:
    """Return what an answer still lacks, as codes in the order of the screen.

    `actions`: nothing ticked. `reason`: an asked action is open without a reason.
    `facts`: fewer than 15 characters at act or urgent. `told`: at act or urgent, nobody named who
    was told or is to be told. `to_tell`: somebody is to be told without a name or a day in time.
    `next_contact`: no day, or one outside the level's limit. `put_off`: a later day than the one
    promised in the answer that was taken over.
    """
    asked = {each.id for each in asked_actions(level)}
    open_ones = asked - set(answer.actions)
    serious = level != "watch"
    checks = {
        "actions": bool(answer.actions),
        "reason": not open_ones or bool(answer.reason_for_open_actions.strip()),
        "facts": not serious or len(answer.facts.strip()) >= LEAST_FACTS,
        "told": not serious or bool(answer.told.strip()) or to_tell is not None,
        "to_tell": to_tell is None
        or (bool(to_tell.who.strip()) and today <= to_tell.by <= contact_by(level, today)),
        "next_contact": _is_in_time(answer.next_contact, level, today),
        "put_off": not is_put_off(taken, answer.next_contact),
    }
    return tuple(name for name, holds in checks.items() if not holds)


def _asked_of(
    workspace: Workspace, alert: Alert, taken: EarlierAnswer | None = None
) -> tuple[AskedAction, ...]:
    """Return what is asked at an alert, with what the record shows of it.

    What was done since an alert whose answer is taken over counts where that answer speaks for
    this one; the form in which this one opened says nothing about it even so.
    """
    records: Mapping[str, list[str]] = pathway()["records"][alert.stream]
    since = taken.alert if taken is not None and taken.speaks_for(alert) else alert
    asked: list[AskedAction] = []
    for each in asked_actions(alert.level):
        form_ids = records.get(each.id, ())
        found = shown_in_record(workspace, (alert, since), each.id, form_ids)
        forms = tuple(
            OpenedForm(form_id, workspace.forms.latest(form_id).short_title)
            for form_id in form_ids
            if not _is_its_own(workspace, alert, form_id)
        )
        asked.append(replace(each, shown_by=forms, done_at=found.done_at, lacks=found.lacks))
    return tuple(asked)


def _title(workspace: Workspace, form_id: str) -> str:
    """Return the title of the form in which an alert opened; its id where it was removed since."""
    forms = workspace.forms
    return forms.latest(form_id).title if forms.knows(form_id) else form_id


def _is_its_own(workspace: Workspace, alert: Alert, form_id: str) -> bool:
    """Return whether a form is the check in which an alert opened, while its session is open.

    It says nothing about the alert, and another one is not begun before the next session: the way
    to it would lead to answers that stay as they are.
    """
    if form_id != alert.form_id or alert.appointment_id is None:
        return False
    if is_enquiry(workspace.forms.latest(form_id), alert.stream):
        return False
    appointment = appointments.load(workspace.caseload, alert.appointment_id)
    return appointment.state in {"in_progress", "on_hold", "held"}


def _is_in_time(day: str, level: Level, today: date) -> bool:
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return False
    return today <= chosen <= contact_by(level, today)
