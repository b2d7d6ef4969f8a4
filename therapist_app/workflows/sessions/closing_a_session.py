"""The close of a session: fidelity in a minute, a note mostly written, a signature."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from programme.definition.parts import FidelityItem
from programme.fidelity.fidelity import Adherence, adherence
from session_forms.answers import QuestionId, answers_to_json
from session_forms.filling.filling import FormState, answer
from session_forms.words.day_words import written_day
from session_forms.words.number_words import number_words
from session_forms.words.texts import ngettext
from session_forms.words.texts import translate as _
from therapist_app.record.clients import (
    alerts,
    appointments,
    fidelity,
    filled_forms,
    promises,
    signatures,
)
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import (
    Acknowledgement,
    Alert,
    Appointment,
    Attendance,
    FidelityAmendment,
    FidelityRating,
    Rating,
    Signature,
)
from therapist_app.workflows.course.following_a_plan import agenda_of, plan_of
from therapist_app.workflows.errors import NotReadyToSign
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.keeping_forms import finish_form, latest_answers
from therapist_app.workflows.forms.opening_answers import opening_answer
from therapist_app.workflows.forms.opening_forms import OpenForm, open_form
from therapist_app.workflows.measures.measuring import measure_series
from therapist_app.workflows.measures.score_words import band_words
from therapist_app.workflows.sessions.answering_alerts import action_words, is_changed
from therapist_app.workflows.sessions.before_signing import Blocker, blockers
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS
from therapist_app.workflows.sessions.seeing_a_session import open_steps, seconds_used
from therapist_app.workflows.sessions.taking_over import replaced_promises
from therapist_app.workflows.workspace import Workspace

NOTE = "session-note"
ATTENDANCE: Mapping[str, Attendance] = {each: each for each in get_args(Attendance)}
LONGEST_MEETING = 600  # minutes, as the note's own limit; beyond it nobody ended the session
LONGEST_DRAFT = 1500  # characters; as many again are left for what a person writes


@dataclass(frozen=True, slots=True)
class FidelityLine:
    """One fidelity item and how it went."""

    item: FidelityItem
    rating: Rating | None
    reason: str


@dataclass(frozen=True, slots=True)
class Amendment:
    """An open correction of a signed note."""

    text: str
    reason: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class ClosePageData:
    """What the close of a session shows."""

    appointment: Appointment
    code: str
    title: str
    minutes: int
    steps_done: int
    steps: int
    items: tuple[FidelityLine, ...]
    adherence: Adherence
    note: OpenForm
    blockers: tuple[Blocker, ...]
    signature: Signature | None
    amendments: tuple[Amendment, ...]
    rating_amendments: tuple[FidelityAmendment, ...] = ()
    """The corrections of ratings, oldest first."""
    open_steps: tuple[str, ...] = ()
    """The titles of the steps that were neither done nor left out."""
    after: tuple[str, ...] = ()
    """What to see to now that the session is over."""


def close_page_data(workspace: Workspace, appointment_id: str) -> ClosePageData:
    """Return what the close of a session shows; the note is drafted if it was not begun."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    plan = plan_of(workspace, appointment)
    rated = {
        each.item_id: each for each in fidelity.for_appointment(workspace.caseload, appointment_id)
    }
    note = note_form(workspace, appointment)
    signed = signatures.for_appointment(workspace.caseload, appointment_id)
    marks = appointments.step_marks(workspace.caseload, appointment_id)
    return ClosePageData(
        appointment=appointment,
        code=workspace.client(appointment.client_id).code,
        title=plan.public_title,
        minutes=seconds_used(appointment, workspace.now()) // 60,
        steps_done=sum(each.mark == "done" for each in marks),
        steps=len(agenda_of(workspace, appointment)),
        items=tuple(_line(item, rated.get(item.id)) for item in plan.fidelity),
        adherence=adherence({each.item_id: each.rating for each in rated.values()}),
        note=note,
        blockers=() if signed else blockers(workspace, appointment, note.state),
        signature=signed[0] if signed else None,
        amendments=_amendments(workspace, signed),
        rating_amendments=fidelity.amendments_for_appointment(workspace.caseload, appointment_id),
        open_steps=tuple(step.title for step in open_steps(workspace, appointment)),
        after=plan.after,
    )


def rate(
    workspace: Workspace, appointment_id: str, item_id: str, rating: Rating, reason: str = ""
) -> None:
    """Keep how one fidelity item went; not applicable needs a reason."""
    if signatures.for_appointment(workspace.caseload, appointment_id):
        raise AlreadySigned
    row = FidelityRating(appointment_id, item_id, rating, reason.strip(), workspace.now())
    with workspace.caseload.change("fidelity_rated", appointment_id, (item_id,)):
        fidelity.rate(workspace.caseload, row)


def amend_rating(
    workspace: Workspace,
    appointment_id: str,
    item_id: str,
    rating: Rating,
    *,
    reason: str = "",
    amend_reason: str,
) -> None:
    """Correct a rating of a signed session openly: the first one stays, the corrected one counts.

    Raises:
        NotReadyToSign: The session is not signed, or a reason is missing.

    """
    is_signed = bool(signatures.for_appointment(workspace.caseload, appointment_id))
    lacks_why = rating == "na" and not reason.strip()
    if not is_signed or lacks_why or not amend_reason.strip():
        raise NotReadyToSign(("amendment",))
    amendment = FidelityAmendment(
        id=workspace.caseload.new_id(),
        appointment_id=appointment_id,
        item_id=item_id,
        rating=rating,
        reason=reason.strip(),
        amend_reason=amend_reason.strip(),
        amended_by=workspace.vault.person.name,
        amended_at=workspace.now(),
    )
    fidelity.amend(workspace.caseload, amendment)


def note_form(workspace: Workspace, appointment: Appointment) -> OpenForm:
    """Return the note of an appointment; what nobody wrote in it is drafted from what was done."""
    note = open_form(
        workspace, appointment.client_id, NOTE, appointment_id=appointment.id, filled_by="therapist"
    )
    if note.filled.status == "finished":
        return note
    drafted = drafted_answers(workspace, appointment)
    if note.saved_at is None:
        drafted |= {"attendance": appointment.attendance or "attended", "mode": appointment.mode}
    state = note.state
    for question, value in drafted.items():
        if state.question_state(question).answer is None:
            state = answer(state, QuestionId(question), value)
    return replace(note, state=state)


def drafted_answers(workspace: Workspace, appointment: Appointment) -> dict[str, object]:
    """Return what the note says as long as nobody writes something else there.

    How long it was stays open where the session was left running, over night for one.
    """
    minutes = seconds_used(appointment, workspace.now()) // 60
    drafted: dict[str, object] = {"summary": drafted_note(workspace, appointment)}
    return drafted if minutes > LONGEST_MEETING else {"duration_min": minutes, **drafted}


def drafted_note(workspace: Workspace, appointment: Appointment) -> str:
    """Return the note as far as what was done can write it: facts only."""
    plan = plan_of(workspace, appointment)
    marked = {
        each.step_id: each for each in appointments.step_marks(workspace.caseload, appointment.id)
    }
    in_order = [(step.title, marked[step.id]) for step in plan.steps if step.id in marked]
    done = [title for title, each in in_order if each.mark == "done"]
    lines = _done_lines(done, of=len(plan.steps), is_through=len(in_order) == len(plan.steps))
    lines += [
        _("Left out: {step} ({reason}).").format(step=title, reason=each.reason)
        for title, each in in_order
        if each.mark == "skipped"
    ]
    if appointment.broken_off:
        lines += _broken_off_lines(workspace, appointment)
    elif appointment.rest_follows:
        lines.append(_("To be continued in another meeting."))
    lines += _score_lines(workspace, appointment)
    lines += _alert_lines(workspace, appointment)
    lines += _practice_lines(workspace, appointment)
    return "\n".join(lines)[:LONGEST_DRAFT]


def sign_note(
    workspace: Workspace, appointment_id: str, note: OpenForm, state: FormState
) -> Signature:
    """Sign the note as it stands.

    Raises:
        AlreadySigned: It was signed before.
        NotReadyToSign: Something stands in the way; `before_signing` says what can.

    """
    if signatures.for_appointment(workspace.caseload, appointment_id):
        raise AlreadySigned
    appointment = appointments.load(workspace.caseload, appointment_id)
    in_the_way = blockers(workspace, appointment, state)
    if in_the_way:
        raise NotReadyToSign(tuple(each.kind for each in in_the_way))
    signature = Signature(
        note.filled.id, appointment_id, workspace.vault.person.name, workspace.now()
    )
    with workspace.caseload.change("note_signed", appointment_id):
        finish_form(workspace, note, state)
        signatures.sign(workspace.caseload, signature)
        attendance = ATTENDANCE[str(state.answers_to_keep[QuestionId("attendance")])]
        appointments.save(
            workspace.caseload, replace(appointment, state="signed", attendance=attendance)
        )
    return signature


def amend_note(workspace: Workspace, appointment_id: str, text: str, reason: str) -> None:
    """Correct a signed note openly: the original stays, the correction stands beside it."""
    signed = signatures.for_appointment(workspace.caseload, appointment_id)
    if not signed or not text.strip() or not reason.strip():
        raise NotReadyToSign(("amendment",))
    original = filled_forms.load(workspace.caseload, signed[0].filled_form_id)
    now = workspace.now()
    amendment = replace(
        original,
        id=workspace.caseload.new_id(),
        amends=original.id,
        amend_reason=reason.strip(),
        amended_by=workspace.vault.person.name,
        answers=answers_to_json({QuestionId("summary"): text.strip()}),
        started_at=now,
        changed_at=now,
        finished_at=now,
    )
    with workspace.caseload.change("note_amended", appointment_id):
        filled_forms.add(workspace.caseload, amendment)
        signatures.sign(
            workspace.caseload,
            Signature(amendment.id, appointment_id, workspace.vault.person.name, now),
        )


def _done_lines(done: Sequence[str], *, of: int, is_through: bool) -> list[str]:
    """Return what was done: by its number where the plan was gone through, else by its steps."""
    if not done:
        return []
    if len(done) == of:
        return [_("Done: the whole plan of the session.")]
    if is_through:
        words = ngettext(
            "Done: {done} of {count} step of the session.",
            "Done: {done} of {count} steps of the session.",
            of,
        )
        return [words.format(done=len(done), count=of)]
    return [_("Done: {steps}.").format(steps="; ".join(done))]


def _line(item: FidelityItem, rated: FidelityRating | None) -> FidelityLine:
    return FidelityLine(item, rated.rating if rated else None, rated.reason if rated else "")


def _amendments(workspace: Workspace, signed: tuple[Signature, ...]) -> tuple[Amendment, ...]:
    found: list[Amendment] = []
    for signature in signed[1:]:
        filled = filled_forms.load(workspace.caseload, signature.filled_form_id)
        text = str(workspace.answers_of(filled).get(QuestionId("summary"), ""))
        found.append(Amendment(text, filled.amend_reason, signature))
    return tuple(found)


def _broken_off_lines(workspace: Workspace, appointment: Appointment) -> list[str]:
    """Return that the client left before, and until when reaching them is promised."""
    promised = next(
        (
            each
            for each in promises.for_client(workspace.caseload, appointment.client_id)
            if each.kind == "reach_client" and each.appointment_id == appointment.id
        ),
        None,
    )
    left = _("Broken off: the client left before the end.")
    if promised is None:
        return [left]
    until = _("Reaching the client is promised until {day}.")
    return [left, until.format(day=written_day(promised.due_on))]


def _alert_lines(workspace: Workspace, appointment: Appointment) -> list[str]:
    """Return what was done about each alert of the meeting, and what was promised because of it."""
    promised = promises.for_client(workspace.caseload, appointment.client_id)
    lines: list[str] = []
    contacts: list[str] = []
    opened = alerts.for_appointment(workspace.caseload, appointment.id)
    replaced = replaced_promises(alerts.for_client(workspace.caseload, appointment.client_id))
    given = [(each.level, each.acknowledgement) for each in opened]
    alike = Counter((level, answer.actions) for level, answer in given if answer is not None)
    for each in opened:
        answer = each.acknowledgement
        if answer is None:
            continue
        if is_changed(answer):
            lines.append(_changed_line(workspace, each, answer))
            continue
        lines.append(_answered_line(each, answer, alike[each.level, answer.actions]))
        if answer.told:
            lines.append(_("Told: {who}.").format(who=answer.told))
        lines += [
            _("To be told until {day}: {who}.").format(day=written_day(due.due_on), who=due.words)
            for due in promised
            if due.kind == "tell_somebody" and due.alert_id == each.id
        ]
        if any(due.id in replaced and due.alert_id == each.id for due in promised):
            continue
        day = written_day(date.fromisoformat(answer.next_contact))
        contacts.append(_("The next contact is promised until {day}.").format(day=day))
    return list(dict.fromkeys((*lines, *contacts)))


def _answered_line(alert: Alert, answer: Acknowledgement, count: int) -> str:
    """Return what was done about an alert, once for all of which the same is said."""
    said = ngettext(
        "An alert ({level}) was answered: {actions}.",
        "{count} alerts ({level}) were answered: {actions}.",
        count,
    )
    actions = action_words(answer.actions).replace("\n", "; ")
    return said.format(count=count, level=_(LEVEL_WORDS[alert.level]), actions=actions)


def _changed_line(workspace: Workspace, alert: Alert, answer: Acknowledgement) -> str:
    """Return that an answer was changed before its form was finished, and how that came about."""
    opened = opening_answer(workspace, alert)
    said = _(
        "An alert ({level}) opened at “{question}”. The answer was changed before the form was "
        "finished, to: {answer}. {how}."
    )
    return said.format(
        level=_(LEVEL_WORDS[alert.level]),
        question=opened.question,
        answer=opened.answer,
        how=action_words(answer.actions),
    )


def _score_lines(workspace: Workspace, appointment: Appointment) -> list[str]:
    return [
        f"{series.name}: {number_words(value)}, {band_words(series.score, each.result)}."
        for series in measure_series(workspace, appointment.client_id)
        if series.is_main
        for each in series.scored
        if each.plan_id == appointment.plan_id and (value := each.result.value) is not None
    ]


def _practice_lines(workspace: Workspace, appointment: Appointment) -> list[str]:
    practice = latest_answers(workspace, appointment.client_id).get("practice-plan", {})
    what = practice.get(QuestionId("what"))
    if what is None:
        return []
    question = workspace.forms.latest("practice-plan").question("what")
    return [_("Practice agreed: {what}").format(what=answer_words(question, what))]
