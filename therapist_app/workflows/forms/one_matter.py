"""One matter, one alert: whether an answer opens an alert, or belongs to one that is open.

An open alert asks for forms. What is said in one of them, in the same session or on the same day,
is the same matter: at the same or a lower level it is added to the open alert; at a higher level
an alert opens in which the lower one is continued. Either way every answer keeps its row, and a
person answers the whole at one alert. What nobody asked for opens an alert of its own.
"""

from dataclasses import replace

from session_forms.conditions.alert_levels import LEVELS
from session_forms.form.definition import FormDefinition
from therapist_app.record.clients import alerts
from therapist_app.record.model import Alert, FilledForm
from therapist_app.workflows.policies.pathway import pathway
from therapist_app.workflows.workspace import Workspace

ENQUIRY = "enquiry"


def keep_alert(workspace: Workspace, alert: Alert, filled: FilledForm) -> Alert:
    """Keep what an answer in a form raised, and return the open alert with which it is answered.

    That is the alert itself, in which lower ones of its matter are continued, or the most pressing
    of those that asked for the form. An answer that is kept already is not kept again.
    """
    asking = _asking(workspace, alert, filled)
    if asking and _height(asking[0]) >= _height(alert):
        alerts.open_alert(workspace.caseload, replace(alert, answered_with=asking[0].id))
        return asking[0]
    alerts.open_alert(workspace.caseload, alert)
    for each in asking:
        alerts.continue_in(workspace.caseload, each, alert)
    return alert


def is_enquiry(form: FormDefinition, stream: str) -> bool:
    """Return whether a form is an enquiry into a stream.

    The check of each session asks of everything in passing, and is no enquiry into what it opens.
    """
    streams = {rule.stream for each in form.questions for rule in each.alerts}
    return form.id in pathway()["records"][stream][ENQUIRY] and streams == {stream}


def _asking(workspace: Workspace, raised: Alert, filled: FilledForm) -> tuple[Alert, ...]:
    """Return the open alerts whose matter an answer belongs to, the most pressing first."""
    found = [
        each
        for each in alerts.unacknowledged(workspace.caseload, filled.client_id)
        if each.stream == raised.stream
        and any(
            _is_near(workspace, known, filled) and _asked_for(workspace, known, raised, filled)
            for known in (each, *alerts.added_to(workspace.caseload, each.id))
        )
    ]
    return tuple(sorted(found, key=lambda each: -_height(each)))


def _asked_for(workspace: Workspace, known: Alert, raised: Alert, filled: FilledForm) -> bool:
    """Return whether an alert asks for a form, or opened at another answer to the same question.

    The form in which it opened is none that it asks for, but for an enquiry.
    """
    if is_enquiry(workspace.form_of(filled), known.stream):
        return True
    if known.filled_form_id in {filled.id, filled.amends}:
        return known.question_id == raised.question_id
    rules = pathway()
    records: dict[str, list[str]] = rules["records"][known.stream]
    shown_by = {each for action in rules[known.level]["asks"] for each in records.get(action, ())}
    return filled.form_id in {*known.opens, *shown_by}


def _is_near(workspace: Workspace, known: Alert, filled: FilledForm) -> bool:
    """Return whether a form was filled in after an alert, in its session or on its day."""
    opened_on = known.opened_at.astimezone().date()
    if filled.filled_on is not None and filled.filled_on < opened_on:
        return False
    if known.appointment_id is not None and known.appointment_id == filled.appointment_id:
        return True
    return (filled.filled_on or workspace.today()) == opened_on


def _height(alert: Alert) -> int:
    return LEVELS.index(alert.level)
