"""A form from the record to the screen and back: opened, kept as a draft, finished.

A critical answer opens its alert in the same transaction that keeps the answer. Changing
the answer later does not close the alert.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from session_forms.answers import Answers, QuestionId, answers_from_json, answers_to_json
from session_forms.filling.filling import FormState, start
from session_forms.filling.prefill import followed, taken_over
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from therapist_app.record.client_rights import restrictions
from therapist_app.record.clients import alerts, appointments, clients, filled_forms, signatures
from therapist_app.record.errors import AlreadySigned
from therapist_app.record.model import Alert, FilledBy, FilledForm
from therapist_app.workflows.course.consenting import keep_consents
from therapist_app.workflows.course.following_a_plan import is_asked_again, plan_of, slots_of
from therapist_app.workflows.forms.earlier_forms import bands_before, earlier_forms, own_menu
from therapist_app.workflows.forms.paper_facts import asks_for_its_day, with_paper_facts
from therapist_app.workflows.forms.reference import (
    near_services,
    offered_texts,
    refuse_without_text,
    texts_to_read,
)
from therapist_app.workflows.policies.form_use import refuse_excluded
from therapist_app.workflows.workspace import Workspace

# Carried into a new version of a plan; a choice is asked afresh each time.
CARRIED_KINDS = ("list", "table", "directory_list", "short_text", "long_text", "from_form")
IN_PROGRESS = "in_progress"  # opened again, a plan is worked on until it is complete again


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A form as the screen gets it, and the row it will be kept in."""

    filled: FilledForm
    state: FormState
    client_code: str
    saved_at: datetime | None
    read_only: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """When a form was kept, and the alerts that keeping it opened."""

    at: datetime
    alerts: tuple[Alert, ...]


def open_form(
    workspace: Workspace,
    client_id: str,
    form_id: str,
    *,
    appointment_id: str | None = None,
    filled_by: FilledBy = "together",
) -> OpenForm:
    """Return the client's form: the one begun in this appointment, or a fresh one.

    Nothing is written until the first answer is kept. While the client's record is restricted the
    form is only read.

    Raises:
        FormExcluded: The form may not be used here, and was not begun before.
        NoLocalText: The form rests on a local text, none is approved and in date, and the form
            was not begun before.

    """
    stored = _begun(workspace, client_id, form_id, appointment_id)
    if stored is None:
        asked = workspace.form_for(clients.load(workspace.caseload, client_id), form_id)
        refuse_excluded(workspace, asked)
        refuse_without_text(workspace, asked, workspace.today())
    filled = stored or _fresh(workspace, client_id, form_id, appointment_id, filled_by)
    form = workspace.forms.get(filled.form_id, filled.form_version)
    context = _context(workspace, filled, form)
    if stored is None:
        answers = _first_answers(workspace, filled, form, context)
    else:
        answers = answers_from_json(form, stored.answers)
    if filled.status == "draft":
        answers = followed(form, context, answers)
    return OpenForm(
        filled=filled,
        state=start(form, context, answers),
        client_code=clients.load(workspace.caseload, client_id).code,
        saved_at=stored.changed_at if stored else None,
        read_only=_is_signed(workspace, appointment_id) or _is_restricted(workspace, client_id),
    )


def reopen_form(workspace: Workspace, filled_form_id: str) -> OpenForm:
    """Return a form that is in the record already, as it was kept.

    It is only read once its session is signed, or, outside a session, once the day is over on
    which it was finished.

    Raises:
        RecordBug: There is no such filled form.

    """
    filled = filled_forms.load(workspace.caseload, filled_form_id)
    form = workspace.forms.get(filled.form_id, filled.form_version)
    return OpenForm(
        filled=filled,
        state=start(
            form, _context(workspace, filled, form), answers_from_json(form, filled.answers)
        ),
        client_code=clients.load(workspace.caseload, filled.client_id).code,
        saved_at=filled.changed_at,
        read_only=_is_signed(workspace, filled.appointment_id)
        or _is_closed(workspace, filled)
        or _is_restricted(workspace, filled.client_id),
    )


def keep_draft(workspace: Workspace, opened: OpenForm, state: FormState) -> Kept:
    """Keep the answers as they stand, and open the alerts they call for."""
    return _keep(workspace, replace(opened.filled, answers=answers_to_json(state.answers)), state)


def finish_form(workspace: Workspace, opened: OpenForm, state: FormState) -> Kept:
    """Keep what is shown and answered, drop what is hidden, and mark the form finished."""
    finished = replace(
        opened.filled,
        status="finished",
        answers=answers_to_json(state.answers_to_keep),
        finished_at=workspace.now(),
    )
    return _keep(workspace, finished, state)


def latest_answers(workspace: Workspace, client_id: str) -> dict[str, Answers]:
    """Return the answers of the newest finished version of each form of one client."""
    newest: dict[str, FilledForm] = {}
    found = filled_forms.for_client(workspace.caseload, client_id)
    for filled in sorted(found, key=given_at):
        if filled.status == "finished" and filled.amends is None:
            newest[filled.form_id] = filled
    return {
        form_id: answers_from_json(
            workspace.forms.get(form_id, filled.form_version), filled.answers
        )
        for form_id, filled in newest.items()
    }


def _keep(workspace: Workspace, filled: FilledForm, state: FormState) -> Kept:
    filled = with_paper_facts(state.form, filled, state.answers)
    at = workspace.now()
    opened: list[Alert] = []
    is_draft = filled.status == "draft"
    with workspace.caseload.together(draft=is_draft):
        is_brief = is_draft and filled.filled_by != "paper"  # a paper form's day changes too
        if not (is_brief and filled_forms.keep_answers(workspace.caseload, filled, at)):
            _keep_whole(workspace, filled, at)
        if not is_draft:
            keep_consents(workspace, filled)
        for raised in state.alerts:
            alert = Alert(
                id=workspace.caseload.new_id(),
                client_id=filled.client_id,
                appointment_id=filled.appointment_id,
                filled_form_id=filled.id,
                form_id=filled.form_id,
                question_id=raised.question_id,
                stream=raised.stream,
                level=raised.level,
                states=raised.states,
                opens=raised.opens,
                opened_at=at,
            )
            if alerts.open_alert(workspace.caseload, alert):
                workspace.caseload.anchor_through()
                opened.append(alert)
    return Kept(at, tuple(opened))


def _keep_whole(workspace: Workspace, filled: FilledForm, at: datetime) -> None:
    stored = filled_forms.find(workspace.caseload, filled.id)
    if stored is not None:
        kept = replace(
            filled,
            status="finished" if stored.status == "finished" else filled.status,
            started_at=stored.started_at,
            changed_at=at,
            finished_at=filled.finished_at or stored.finished_at,
        )
        filled_forms.save(workspace.caseload, kept)
        return
    if filled.form_id != "session-note" and _is_signed(workspace, filled.appointment_id):
        raise AlreadySigned
    filled_forms.add(workspace.caseload, replace(filled, started_at=at, changed_at=at))


def _begun(
    workspace: Workspace, client_id: str, form_id: str, appointment_id: str | None
) -> FilledForm | None:
    for filled in reversed(filled_forms.for_client(workspace.caseload, client_id, form_id)):
        is_begun = appointment_id is not None or _is_draft_at_the_screen(workspace, filled)
        if is_begun and filled.amends is None and filled.appointment_id == appointment_id:
            return filled
    return None


def _is_draft_at_the_screen(workspace: Workspace, filled: FilledForm) -> bool:
    """Return whether a draft was begun here; one from paper is gone on with as such."""
    form = workspace.forms.get(filled.form_id, filled.form_version)
    return filled.status == "draft" and (filled.filled_by != "paper" or asks_for_its_day(form))


def _is_closed(workspace: Workspace, filled: FilledForm) -> bool:
    """Return whether it was finished outside a session, and before today."""
    if filled.appointment_id is not None or filled.finished_at is None:
        return False
    return filled.finished_at.astimezone().date() < workspace.today()


def given_at(filled: FilledForm) -> datetime:
    """Return when the answers were given: paper by its own day, others when they were begun."""
    return filled.answered_at if filled.filled_on else filled.started_at


def _fresh(
    workspace: Workspace,
    client_id: str,
    form_id: str,
    appointment_id: str | None,
    filled_by: FilledBy,
) -> FilledForm:
    now = workspace.now()
    return FilledForm(
        id=workspace.caseload.new_id(),
        client_id=client_id,
        appointment_id=appointment_id,
        form_id=form_id,
        form_version=workspace.form_for(
            clients.load(workspace.caseload, client_id), form_id
        ).version,
        slot=_slot(workspace, client_id, form_id, appointment_id),
        status="draft",
        filled_by=filled_by,
        answers="{}",
        started_at=now,
        changed_at=now,
    )


def _slot(
    workspace: Workspace, client_id: str, form_id: str, appointment_id: str | None
) -> str | None:
    """Return the slot a measure fills; None where it is no measure of this session, or an extra."""
    if appointment_id is None:
        return None
    appointment = appointments.load(workspace.caseload, appointment_id)
    for slot in slots_of(workspace, appointment):
        if slot.form_id == form_id:
            is_free = filled_forms.in_slot(workspace.caseload, client_id, slot.name) is None
            return slot.name if is_free else None
    return None


def _is_living_plan(form: FormDefinition) -> bool:
    """Return whether each version goes on from the last: a plan does, an enquiry never."""
    return form.always_available and any(
        question.id == "status" and question.possible(IN_PROGRESS) for question in form.questions
    )


def _first_answers(
    workspace: Workspace, filled: FilledForm, form: FormDefinition, context: Context
) -> Answers:
    """Return what a fresh form begins with: what goes on from earlier forms."""
    begun = _begun_before(workspace, filled)
    if begun is not None:
        return answers_from_json(form, begun.answers)
    goes_on = form.carries_on or _is_living_plan(form)
    carried = _carried(workspace, filled.client_id, form) if goes_on else {}
    return {**taken_over(form, context), **carried}


def _begun_before(workspace: Workspace, filled: FilledForm) -> FilledForm | None:
    """Return the form as the meeting before left it, where this one is the rest of a session."""
    if filled.appointment_id is None:
        return None
    appointment = appointments.load(workspace.caseload, filled.appointment_id)
    if appointment.continues is None:
        return None
    steps = [
        each for each in plan_of(workspace, appointment).steps if each.form_id == filled.form_id
    ]
    if not steps or any(is_asked_again(step) for step in steps):
        return None
    earlier = [
        each
        for each in filled_forms.for_appointment(workspace.caseload, appointment.continues)
        if (each.form_id, each.form_version) == (filled.form_id, filled.form_version)
        and each.amends is None
    ]
    return earlier[-1] if earlier else None


def _carried(workspace: Workspace, client_id: str, form: FormDefinition) -> Answers:
    latest = filled_forms.latest(workspace.caseload, client_id, form.id, finished=True)
    if latest is None or latest.form_version != form.version:
        return {}
    kinds = {question.id: question.kind for question in form.questions}
    answers = answers_from_json(form, latest.answers)
    carried = {key: value for key, value in answers.items() if kinds[key] in CARRIED_KINDS}
    return {QuestionId("status"): IN_PROGRESS, **carried} if _is_living_plan(form) else carried


def _context(workspace: Workspace, filled: FilledForm, form: FormDefinition) -> Context:
    earlier = any(
        other.id != filled.id
        and other.status == "finished"
        and other.amends is None
        and (filled.filled_on is None or other.answered_at < filled.answered_at)
        for other in filled_forms.for_client(workspace.caseload, filled.client_id, filled.form_id)
    )
    open_streams = {
        alert.stream for alert in alerts.unacknowledged(workspace.caseload, filled.client_id)
    }
    return Context(
        today=filled.filled_on or workspace.today(),
        first_use=not earlier,
        earlier_version=earlier,
        open_streams=frozenset(open_streams),
        earlier=earlier_forms(workspace, filled, form),
        bands=bands_before(workspace, filled, form),
        own_menu=own_menu(workspace, filled) if form.dependencies.asks_menu else (),
        directory=tuple(entry.id for entry in near_services(workspace)),
        directory_kinds={entry.id: entry.kind for entry in workspace.directory},
        services={entry.id: entry for entry in workspace.directory},
        jurisdictions=offered_texts(workspace, filled),
        local_texts=texts_to_read(workspace),
    )


def _is_restricted(workspace: Workspace, client_id: str) -> bool:
    return restrictions.of_client(workspace.caseload, client_id) is not None


def _is_signed(workspace: Workspace, appointment_id: str | None) -> bool:
    return appointment_id is not None and bool(
        signatures.for_appointment(workspace.caseload, appointment_id)
    )
