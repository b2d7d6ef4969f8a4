"""What a form begins with and is told: the client's earlier forms, plans, services and texts."""

from collections.abc import Iterable, Iterator, Mapping

from session_forms.answers import Answers, QuestionId, Row
from session_forms.filling import prefill
from session_forms.filling.own_words import can_hold_words
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.questions.from_form import EarlierForm
from session_forms.questions.kinds import Question
from session_forms.questions.references import DirectoryListQuestion
from session_forms.questions.tables import TableQuestion
from session_forms.scoring.scoring import band_in
from therapist_app.record.clients import alerts, appointments
from therapist_app.record.model import FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import is_asked_again, plan_of
from therapist_app.workflows.forms.offered_days import offered_days
from therapist_app.workflows.forms.reference import (
    near_ids,
    offered_services,
    offered_texts,
    texts_to_read,
)
from therapist_app.workflows.workspace import Workspace

MENU_FORM = "coping-menu"
"""The form whose lists are the client's own menu."""
STATUS = QuestionId("status")
IN_PROGRESS = "in_progress"  # such a plan is worked on; of another it is asked where it stands


def first_answers(
    workspace: Workspace, filled: FilledForm, form: FormDefinition, context: Context
) -> Answers:
    """Return what a fresh form begins with: what goes on from earlier forms."""
    begun = _begun_before(workspace, filled)
    if begun is not None:
        return workspace.answers_of(begun)
    goes_on = form.carries_on or is_living_plan(form)
    carried = _carried(workspace, filled.client_id, form) if goes_on else {}
    return {**prefill.initial(form, context), **carried}


def _came_before(other: FilledForm, filled: FilledForm) -> bool:
    """Return whether another form was given before this one: what came after asks nothing anew."""
    if filled.filled_on is not None:
        return other.answered_at < filled.answered_at
    return other.started_at <= filled.started_at


def form_context(workspace: Workspace, filled: FilledForm, form: FormDefinition) -> Context:
    """Return what a form is told from outside of it, at the time at which it was filled in."""
    earlier = any(
        other.id not in {filled.id, filled.amends}
        and other.status == "finished"
        and _came_before(other, filled)
        for other in fitting_forms.for_client(workspace, filled.client_id, filled.form_id)
    )
    waiting = alerts.unacknowledged(workspace.caseload, filled.client_id)
    return Context(
        today=filled.filled_on or workspace.today(),
        first_use=not earlier,
        earlier_version=earlier,
        open_streams=frozenset(alert.stream for alert in waiting),
        earlier=_earlier_forms(workspace, filled, form),
        bands=_bands_before(workspace, filled, form),
        last_rows=_rows_before(workspace, filled, form),
        offered_days=offered_days(workspace, filled, form),
        own_menu=_own_menu(workspace, filled) if form.dependencies.asks_menu else (),
        directory=tuple(entry.id for entry in offered_services(workspace)),
        near=near_ids(workspace),
        directory_kinds={entry.id: entry.kind for entry in workspace.directory},
        services={entry.id: entry for entry in workspace.directory},
        jurisdictions=offered_texts(workspace, filled),
        local_texts=texts_to_read(workspace),
    )


def is_living_plan(form: FormDefinition) -> bool:
    """Return whether each version goes on from the last: a plan does, an enquiry never."""
    return form.always_available and any(
        question.id == STATUS and question.possible(IN_PROGRESS) for question in form.questions
    )


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
    if not steps or any(is_asked_again(workspace, step) for step in steps):
        return None
    earlier = [
        each
        for each in fitting_forms.for_appointment(workspace, appointment.continues)
        if (each.form_id, each.form_version) == (filled.form_id, filled.form_version)
    ]
    return earlier[-1] if earlier else None


def _carried(workspace: Workspace, client_id: str, form: FormDefinition) -> Answers:
    latest = fitting_forms.latest(workspace, client_id, form.id, finished=True)
    if latest is None or latest.form_version != form.version:
        return {}
    goes_on = {each.id for each in form.questions if _goes_on(each)}
    answers = workspace.answers_of(latest)
    tables = _asking_each_time(form)
    carried = {
        key: tables[key].carried_on(value) if key in tables else value
        for key, value in answers.items()
        if key in goes_on
    }
    is_worked_on = is_living_plan(form) and answers.get(STATUS) == IN_PROGRESS
    return {STATUS: IN_PROGRESS, **carried} if is_worked_on else carried


def _asking_each_time(form: FormDefinition) -> dict[QuestionId, TableQuestion]:
    """Return the tables of a form whose rows go on without some of their cells, by question."""
    return {
        QuestionId(each.id): each
        for each in form.questions
        if isinstance(each, TableQuestion) and each.asks_each_time
    }


def _rows_before(
    workspace: Workspace, filled: FilledForm, form: FormDefinition
) -> Mapping[str, tuple[Row, ...]]:
    """Return the rows of last time, whole, where some of their cells are asked for anew."""
    tables = _asking_each_time(form) if form.carries_on else {}
    found: dict[str, tuple[Row, ...]] = {}
    for last in _last_finished(workspace, filled, (form.id,) if tables else ()):
        answers = workspace.answers_of(last) if last.form_version == form.version else {}
        for key in tables:
            rows = answers.get(key)
            if isinstance(rows, tuple):
                found[key] = tuple(row for row in rows if isinstance(row, Mapping))
    return found


def _goes_on(question: Question) -> bool:
    """Return whether its answer is carried into a new version; a choice is asked afresh."""
    return can_hold_words(question) or isinstance(question, DirectoryListQuestion)


def _earlier_forms(
    workspace: Workspace, filled: FilledForm, form: FormDefinition
) -> dict[str, EarlierForm]:
    """Return the forms that `form` takes over from, as last finished before this one."""
    return {
        last.form_id: prefill.as_earlier(
            workspace.form_of(last),
            last.answered_at.astimezone().date(),
            workspace.answers_of(last),
        )
        for last in _last_finished(workspace, filled, form.dependencies.sources)
    }


def _bands_before(
    workspace: Workspace, filled: FilledForm, form: FormDefinition
) -> Mapping[tuple[str, str], str]:
    """Return the bands of the measures that `form` goes by, as last finished before this one."""
    found = {}
    for form_id, score_id in form.dependencies.measures:
        for last in _last_finished(workspace, filled, (form_id,)):
            measure = workspace.form_of(last)
            is_known = any(score.id == score_id for score in measure.scores)
            band = band_in(measure, score_id, workspace.answers_of(last)) if is_known else None
            if band is not None:
                found[form_id, score_id] = band
    return found


def _own_menu(workspace: Workspace, filled: FilledForm) -> tuple[str, ...]:
    """Return the entries of the client's own menu, each once, as last finished."""
    entries: dict[str, None] = {}
    for last in _last_finished(workspace, filled, (MENU_FORM,)):
        answers = workspace.answers_of(last)
        for question in workspace.form_of(last).questions:
            given = answers.get(QuestionId(question.id))
            if question.kind == "list" and isinstance(given, tuple):
                entries.update(dict.fromkeys(map(str, given)))
    return tuple(entries)


def _last_finished(
    workspace: Workspace, filled: FilledForm, form_ids: Iterable[str]
) -> Iterator[FilledForm]:
    """Yield the newest of each form; what was given on an earlier day knows none of later ones."""
    is_past = filled.status == "finished" or filled.filled_on is not None
    for form_id in form_ids:
        found = [
            other
            for other in fitting_forms.for_client(workspace, filled.client_id, form_id)
            if other.id != filled.id
            and other.status == "finished"
            and not (is_past and other.answered_at > filled.answered_at)
        ]
        if found:
            yield max(found, key=lambda other: other.answered_at)
