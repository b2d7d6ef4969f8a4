"""What a form is told about the client's earlier forms: lines, bands, the own menu."""

from collections.abc import Mapping

from session_forms.answers import Answers, QuestionId, answers_from_json
from session_forms.filling.prefill import as_earlier
from session_forms.form.definition import FormDefinition
from session_forms.questions.from_form import EarlierForm
from session_forms.scoring.scoring import band_in
from therapist_app.record.clients import filled_forms
from therapist_app.record.model import FilledForm
from therapist_app.workflows.workspace import Workspace

MENU_FORM = "coping-menu"
"""The form whose lists are the client's own menu."""


def earlier_forms(
    workspace: Workspace, filled: FilledForm, form: FormDefinition
) -> dict[str, EarlierForm]:
    """Return the forms that `form` takes over from, as last finished before this one."""
    found = {}
    for form_id in form.dependencies.sources:
        last = _last_finished(workspace, filled, form_id)
        if last is not None:
            source, answers = _read(workspace, last)
            found[form_id] = as_earlier(source, last.answered_at.astimezone().date(), answers)
    return found


def bands_before(
    workspace: Workspace, filled: FilledForm, form: FormDefinition
) -> Mapping[tuple[str, str], str]:
    """Return the bands of the measures that `form` goes by, as last finished before this one."""
    found = {}
    for form_id, score_id in form.dependencies.measures:
        last = _last_finished(workspace, filled, form_id)
        if last is not None:
            measure, answers = _read(workspace, last)
            is_known = any(score.id == score_id for score in measure.scores)
            band = band_in(measure, score_id, answers) if is_known else None
            if band is not None:
                found[form_id, score_id] = band
    return found


def own_menu(workspace: Workspace, filled: FilledForm) -> tuple[str, ...]:
    """Return the entries of the client's own menu, each once, as last finished."""
    last = _last_finished(workspace, filled, MENU_FORM)
    if last is None:
        return ()
    menu, answers = _read(workspace, last)
    entries = (
        str(entry)
        for question in menu.questions
        if question.kind == "list"
        for entry in _entries(answers.get(QuestionId(question.id)))
    )
    return tuple(dict.fromkeys(entries))


def _entries(answer: object) -> tuple[object, ...]:
    return answer if isinstance(answer, tuple) else ()


def _last_finished(workspace: Workspace, filled: FilledForm, form_id: str) -> FilledForm | None:
    """Return the newest one; what was given on an earlier day knows nothing of later ones."""
    is_past = filled.status == "finished" or filled.filled_on is not None
    found = [
        other
        for other in filled_forms.for_client(workspace.caseload, filled.client_id, form_id)
        if other.id != filled.id
        and other.status == "finished"
        and other.amends is None
        and not (is_past and other.answered_at > filled.answered_at)
    ]
    return max(found, key=lambda each: each.answered_at, default=None)


def _read(workspace: Workspace, filled: FilledForm) -> tuple[FormDefinition, Answers]:
    form = workspace.forms.get(filled.form_id, filled.form_version)
    return form, answers_from_json(form, filled.answers)
