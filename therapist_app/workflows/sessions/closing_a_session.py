"""The close of a session: fidelity in a minute, a note mostly written, a signature."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args

from programme.definition.parts import FidelityItem
from programme.fidelity.fidelity import Adherence, adherence
from session_forms.answers import QuestionId, answers_to_json
from session_forms.filling.filling import FormState, answer
from session_forms.words.reason_words import says_why
from session_forms.words.texts import _
from therapist_app.record.clients import (
    alerts,
    appointments,
    fidelity,
    filled_forms,
    signatures,
)
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import (
    Appointment,
    Attendance,
    FidelityAmendment,
    FidelityRating,
    Rating,
    Signature,
)
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import agenda_of, plan_of
from therapist_app.workflows.errors import NotReadyToSign
from therapist_app.workflows.forms.keeping_forms import finish_form
from therapist_app.workflows.forms.opening_forms import OpenForm, open_form
from therapist_app.workflows.people.signed_names import by_who_signed
from therapist_app.workflows.sessions.before_signing import (
    blockers,
    lacks_safety_check,
    steps_that_lack,
)
from therapist_app.workflows.sessions.drafting_the_note import drafted_note, drafted_on_safety
from therapist_app.workflows.sessions.seeing_a_session import (
    measures_due,
    minutes_by_clock,
    open_steps,
    seconds_used,
)
from therapist_app.workflows.workspace import Workspace

NOTE = "session-note"
ATTENDANCE: Mapping[str, Attendance] = {each: each for each in get_args(Attendance)}
MINUTES = QuestionId("duration_min")


@dataclass(frozen=True, slots=True)
class FidelityLine:
    """One fidelity item and how it went."""

    item: FidelityItem
    rating: Rating | None
    reason: str


@dataclass(frozen=True, slots=True)
class OpenCorrection:
    """An open correction of a signed note."""

    text: str
    reason: str
    signature: Signature


@dataclass(frozen=True, slots=True)
class ClosePageData:
    """What the close of a session shows."""

    appointment: Appointment
    code: str
    minutes: int
    steps_done: int
    steps: int
    items: tuple[FidelityLine, ...]
    adherence: Adherence
    note: OpenForm
    signature: Signature | None
    amendments: tuple[OpenCorrection, ...]
    rating_amendments: tuple[FidelityAmendment, ...] = ()
    """The corrections of ratings, oldest first."""
    open_steps: tuple[str, ...] = ()
    """The titles of the steps that were neither done nor left out."""
    skipped_steps: tuple[str, ...] = ()
    """The titles of the steps that were left out, beside which the ratings are made."""
    after: tuple[str, ...] = ()
    """What to see to now that the session is over."""
    open_measures: tuple[str, ...] = ()
    """The titles of the measures of this session that are not filled in yet."""
    measures_step: str = ""
    """The step at which the first of them is handed over; empty where none is open."""
    lacks_safety_check: bool = False
    """Whether the safety check of this session was not completed."""
    had_alerts: bool = False
    """Whether an alert opened in this session."""
    held_by_another: str = ""
    """The name of the colleague who held it; empty where the person signed in did, or signed it."""


def close_page_data(workspace: Workspace, appointment_id: str) -> ClosePageData:
    """Return what the close of a session shows; the note is drafted if it was not begun."""
    appointment = appointments.load(workspace.caseload, appointment_id)
    plan = plan_of(workspace, appointment)
    rated = {
        each.item_id: each for each in fidelity.for_appointment(workspace.caseload, appointment_id)
    }
    note = note_form(workspace, appointment)
    under = signatures.for_appointment(workspace.caseload, appointment_id)
    signed = by_who_signed(workspace.vault, workspace.caseload, under)
    marks = appointments.step_marks(workspace.caseload, appointment_id)
    skipped = {each.step_id for each in marks if each.mark == "skipped"}
    agenda = agenda_of(workspace, appointment)
    lacking = steps_that_lack(workspace, appointment)
    due = [each for each in measures_due(workspace, appointment) if each.state != "finished"]
    signer = signed[0].signed_by if signed else workspace.vault.person.name
    return ClosePageData(
        appointment=appointment,
        code=workspace.client(appointment.client_id).code,
        minutes=_minutes(workspace, appointment, note),
        steps_done=sum(each.mark == "done" and each.step_id not in lacking for each in marks),
        steps=len(agenda),
        items=tuple(_line(item, rated.get(item.id)) for item in plan.fidelity),
        adherence=adherence({each.item_id: each.rating for each in rated.values()}),
        note=note,
        signature=signed[0] if signed else None,
        amendments=_amendments(workspace, signed),
        rating_amendments=fidelity.amendments_for_appointment(workspace.caseload, appointment_id),
        open_steps=tuple(step.title for step in open_steps(workspace, appointment)),
        skipped_steps=tuple(each.title for each in agenda if each.id in skipped),
        after=plan.after,
        open_measures=tuple(each.title for each in due),
        measures_step=_step_of(workspace, appointment, due[0].form_id) if due else "",
        held_by_another="" if appointment.held_by == signer else appointment.held_by,
        lacks_safety_check=lacks_safety_check(workspace, appointment),
        had_alerts=bool(alerts.for_appointment(workspace.caseload, appointment_id)),
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
    lacks_why = rating == "na" and not says_why(reason)
    if not is_signed or lacks_why or not says_why(amend_reason):
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
    drafted = dict(drafted_answers(workspace, appointment))
    if note.saved_at is None:
        drafted |= {"attendance": appointment.attendance or "attended", "mode": appointment.mode}
    state = note.state
    for question, value in drafted.items():
        if state.question_state(question).answer is None:
            state = answer(state, QuestionId(question), value)
    return replace(note, state=state)


def drafted_answers(workspace: Workspace, appointment: Appointment) -> Mapping[str, object]:
    """Return what the note says as long as nobody writes something else there.

    How long it was stays open where the session was left running, over night for one, and where it
    is written down on a later day, when no clock ran.
    """
    return workspace.caseload.made_once(
        ("drafted", appointment), lambda: _drafted(workspace, appointment)
    )


def _drafted(workspace: Workspace, appointment: Appointment) -> Mapping[str, object]:
    minutes = minutes_by_clock(appointment, workspace.now())
    drafted: dict[str, object] = {"summary": drafted_note(workspace, appointment)}
    if on_safety := drafted_on_safety(workspace, appointment):
        drafted["risk_changes"] = on_safety
    return drafted if minutes is None else {MINUTES: minutes, **drafted}


def _minutes(workspace: Workspace, appointment: Appointment, note: OpenForm) -> int:
    """Return how long the meeting was: as its note says, else as long as the clock ran."""
    written = note.state.question_state(MINUTES).answer
    if note.filled.status == "finished" and isinstance(written, int):
        return written
    return seconds_used(appointment, workspace.now()) // 60


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
        if appointment.rest_follows:
            _let_go_of_measures(workspace, appointment_id)
        signatures.sign(workspace.caseload, signature)
        attendance = ATTENDANCE[str(state.answers_to_keep[QuestionId("attendance")])]
        appointments.save(
            workspace.caseload, replace(appointment, state="signed", attendance=attendance)
        )
    return signature


def _let_go_of_measures(workspace: Workspace, appointment_id: str) -> None:
    """Let measures that are only begun fill no slot: where the session goes on they are due again.

    What was answered of them stays with the meeting, which its signature closes.
    """
    for filled in filled_forms.for_appointment(workspace.caseload, appointment_id):
        if filled.slot is not None and filled.status == "draft":
            filled_forms.save(workspace.caseload, replace(filled, slot=None))


def amend_note(workspace: Workspace, appointment_id: str, text: str, reason: str) -> None:
    """Correct a signed note openly: the original stays, the correction stands beside it."""
    signed = signatures.for_appointment(workspace.caseload, appointment_id)
    if not signed or not text.strip() or not says_why(reason):
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


def _step_of(workspace: Workspace, appointment: Appointment, form_id: str) -> str:
    """Return the step of this meeting at which a measure is handed over, else its first."""
    ids = [step.id for step in agenda_of(workspace, appointment)]
    given_at = plan_of(workspace, appointment).given_at(form_id)
    return given_at if given_at in ids else ids[0]


def _line(item: FidelityItem, rated: FidelityRating | None) -> FidelityLine:
    return FidelityLine(item, rated.rating if rated else None, rated.reason if rated else "")


def _amendments(workspace: Workspace, signed: tuple[Signature, ...]) -> tuple[OpenCorrection, ...]:
    found: list[OpenCorrection] = []
    for signature in signed[1:]:
        filled = filled_forms.load(workspace.caseload, signature.filled_form_id)
        text = _("This correction cannot be shown with the forms that are installed.")
        if fitting_forms.fits(workspace, filled):
            text = str(workspace.answers_of(filled).get(QuestionId("summary"), ""))
        found.append(OpenCorrection(text, filled.amend_reason, signature))
    return tuple(found)
