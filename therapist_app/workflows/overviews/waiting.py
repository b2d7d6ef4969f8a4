"""Who waits for a place in the course: since when, from where, and what comes next.

Nobody is put on this list and nobody is taken off it: somebody waits from their first contact
until their first session begins, the course is ended, or it is decided that it is not for them.
"""

from dataclasses import dataclass, replace
from datetime import date

from session_forms.answers import Answers, QuestionId
from session_forms.filling.filling import start
from session_forms.words.texts import _, ngettext
from therapist_app.record.clients import clients, promises
from therapist_app.record.model import FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.consenting import refuse_contact
from therapist_app.workflows.course.promised_contacts import ELIGIBILITY, FIRST_CONTACT
from therapist_app.workflows.fitting_forms import given_at
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.prefilling_forms import form_context
from therapist_app.workflows.workspace import Workspace

NOT_FOR_THEM = frozenset({"other_service", "not_wanted"})
"""The decisions after which nobody waits any more."""
REACHING = frozenset({"may_contact", "safe_ways", "limits_said", "next_step"})
"""The questions of the first contact that whoever calls back must find answered."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class WaitingPerson:
    """One person who waits.

    Attributes:
        since: The day of the first contact.
        weeks: Whole weeks from then until today.
        source: Who made the contact, in words; empty where it was not written.
        urgency: How soon somebody should speak with them, in words; empty where it was not said.
        decision: What was decided about the right help, in words; empty while nothing was.
        next_contact: The day by which contact was promised; None where none is.
        is_whole: Whether the form of the first contact is finished.
        filled_form_id: Of the first contact.
        refuses_contact: Whether the person does not agree to be contacted (any more).
        not_said: What a finished first contact leaves open about reaching them, by the words of
            its questions; looked for where one client is named.

    """

    client_id: str
    code: str
    since: date
    weeks: int
    source: str
    urgency: str
    decision: str
    next_contact: date | None
    is_whole: bool
    filled_form_id: str
    refuses_contact: bool = False
    not_said: tuple[str, ...] = ()


def waiting_list(workspace: Workspace, client_id: str | None = None) -> tuple[WaitingPerson, ...]:
    """Return who waits, the longest first; only one client when named."""
    found = clients.before_the_course(workspace.caseload, FIRST_CONTACT, client_id)
    if not found:
        return ()
    ids = [each for each, _code, _added in found]
    newest: dict[tuple[str, str], FilledForm] = {}
    for each in fitting_forms.for_clients(workspace, ids, (FIRST_CONTACT, ELIGIBILITY)):
        if each.form_id == FIRST_CONTACT or each.status == "finished":
            before = newest.get((each.client_id, each.form_id))
            if before is None or given_at(before) <= given_at(each):
                newest[each.client_id, each.form_id] = each
    promised: dict[str, date] = {}
    for promise in promises.still_open(workspace.caseload, client_id):
        if promise.kind == "next_contact":
            promised.setdefault(promise.client_id, promise.due_on)
    lines = (
        _line(
            workspace,
            client,
            newest[client[0], FIRST_CONTACT],
            newest.get((client[0], ELIGIBILITY)),
            promised.get(client[0]),
        )
        for client in found
        if (client[0], FIRST_CONTACT) in newest
    )
    refusing = refuse_contact(workspace, ids)
    waiting = sorted(
        (
            replace(each, refuses_contact=each.client_id in refusing)
            for each in lines
            if each is not None
        ),
        key=lambda each: (each.since, each.code),
    )
    if client_id is None:
        return tuple(waiting)
    return tuple(
        replace(each, not_said=_not_said(workspace, newest[each.client_id, FIRST_CONTACT]))
        for each in waiting
    )


def weeks_words(weeks: int) -> str:
    """Return for how long somebody has waited."""
    if not weeks:
        return _("waiting since this week")
    words = ngettext("waiting for {count} week", "waiting for {count} weeks", weeks)
    return words.format(count=weeks)


def _line(
    workspace: Workspace,
    client: tuple[str, str, date],
    first: FilledForm,
    decided: FilledForm | None,
    next_contact: date | None,
) -> WaitingPerson | None:
    said = workspace.answers_of(first)
    about = workspace.answers_of(decided) if decided is not None else {}
    if about.get(QuestionId("decision")) in NOT_FOR_THEM:
        return None
    client_id, code, added = client
    day = said.get(QuestionId("day"))
    since = date.fromisoformat(day) if isinstance(day, str) else added
    return WaitingPerson(
        client_id=client_id,
        code=code,
        since=since,
        weeks=max(0, (workspace.today() - since).days // WEEK),
        source=_words(workspace, first, said, "source"),
        urgency=_words(workspace, first, said, "urgency"),
        decision=_words(workspace, decided, about, "decision") if decided is not None else "",
        next_contact=next_contact,
        is_whole=first.status == "finished",
        filled_form_id=first.id,
    )


def _not_said(workspace: Workspace, first: FilledForm) -> tuple[str, ...]:
    if first.status != "finished":
        return ()
    form = workspace.form_of(first)
    state = start(form, form_context(workspace, first, form), workspace.answers_of(first))
    return tuple(each.prompt for each in state.unanswered if each.id in REACHING)


def _words(workspace: Workspace, filled: FilledForm, answers: Answers, question: str) -> str:
    value = answers.get(QuestionId(question))
    form = workspace.form_of(filled)
    return "" if value is None else answer_words(form.question(question), value)
