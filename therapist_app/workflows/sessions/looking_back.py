"""Last time's work, beside this time's."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from session_forms.answers import Answers, AnswerValue, QuestionId, Row
from session_forms.questions.kinds import Question
from session_forms.words.day_words import written_day
from session_forms.words.list_words import facts_in_a_line
from session_forms.words.texts import NP_, _, pgettext
from therapist_app.record.clients import appointments, filled_forms, promises, signatures
from therapist_app.record.model import Appointment, Client, FilledForm
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.following_a_plan import plan_of
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.forms.answer_words import (
    NO_NAMES,
    REFERRING,
    answer_words,
    form_words,
)
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.forms.reference import reference_names
from therapist_app.workflows.people.signed_names import by_who_signed
from therapist_app.workflows.sessions.promising import CONTACT
from therapist_app.workflows.workspace import Workspace

NOTE = "session-note"
CODE = re.compile(r"\b[A-Z]\d-\d{3}\b")
"""A client's code, by which a note of supervision names whom it is about."""
AGREED = (("practice-plan", "what"), ("agreement", "first_practice"))
"""Where the practice until the next session is agreed: each week, and in the first session."""
QUESTIONS = (("limits", "questions"), ("key-messages", "my_question"))
"""Where a client's own question is written down, for somebody to answer it."""
ALWAYS = (
    *((form, question, NP_("last time", "Agreed practice")) for form, question in AGREED),
    ("practice-plan", "when_where", NP_("last time", "When and where")),
    ("session-feedback", "change_next_time", NP_("last time", "In the client's words")),
    *((form, question, NP_("last time", "The client asked")) for form, question in QUESTIONS),
    (NOTE, "plan", NP_("last time", "To come back to")),
)
"""What every session looks back at: form, question, and what stands over the answer."""
SAID_AT_FIRST = (
    ("hope", NP_("last time", "Hoped for")),
    ("said_besides", NP_("last time", "Said or agreed")),
    ("safe_when", NP_("last time", "When it is safe to reach them")),
)
"""What a first session looks back at, where the client made the first contact themselves."""
QUOTED = frozenset({"change_next_time", *(question for _form, question in QUESTIONS)})
"""What stands as the client said it."""


@dataclass(frozen=True, slots=True)
class LastItem:
    """One thing worth coming back to: what it is, and what was said."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about one client in supervision on a day: what, and who does it by when."""

    day: date
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastTime:
    """The session before this one, and its work that matters now.

    Attributes:
        same_aside: The day of a newer one of the same form that no form here fits; None where
            the one that is shown is the newest.
        note_id: The note of that session, to be read whole; empty where none was kept.
        decided: What was decided about the client in supervision since, a note after the other.

    """

    title: str
    held_at: datetime
    items: tuple[LastItem, ...]
    same_form: tuple[LastItem, ...]
    same_form_title: str
    note_id: str = ""
    decided: tuple[Decided, ...] = ()
    same_aside: date | None = None

    @property
    def is_there_more(self) -> bool:
        """Whether there is a note to read, or what was decided in supervision since."""
        return bool(self.note_id or self.decided)


@dataclass(frozen=True, slots=True)
class LastNote:
    """A note of an earlier session, to be read.

    Attributes:
        lines: Each question with its answer in words.
        signed_by: Who signed it; empty for a draft.
        amendments: What was corrected openly since, oldest first.

    """

    lines: tuple[tuple[str, str], ...]
    signed_by: str
    amendments: tuple[str, ...]


NO_NOTE = LastNote((), "", ())
"""Of a session of which no note was kept."""


def last_time(
    workspace: Workspace, appointment: Appointment, form_id: str | None
) -> LastTime | None:
    """Return what the session before `appointment` left; before the first, the first contact.

    It is None where neither is there.
    """
    earlier = [
        each
        for each in appointments.for_client(workspace.caseload, appointment.client_id)
        if each.state in ("held", "signed")
        and each.id != appointment.id
        and each.planned_for <= appointment.planned_for
    ]
    if not earlier:
        return _first_contact(workspace, appointment.client_id)
    before = earlier[-1]
    filled = fitting_forms.for_appointment(workspace, before.id)
    same = _earlier_version(workspace, appointment, form_id)
    since = before.took_place_at.astimezone().date()
    decided = tuple(_decided(workspace, workspace.client(appointment.client_id), since))
    return LastTime(
        title=plan_of(workspace, before).public_title,
        held_at=before.took_place_at,
        items=(
            *_left(workspace, filled),
            *_promised(workspace, appointment.client_id),
            *_in_supervision(decided),
        ),
        same_form=answered_items(workspace, same) if same else (),
        same_form_title=workspace.forms.latest(same.form_id).short_title if same else "",
        note_id=next((each.id for each in filled if each.form_id == NOTE), ""),
        decided=decided,
        same_aside=_newer_than(workspace, same) if same else None,
    )


def _newer_than(workspace: Workspace, shown: FilledForm) -> date | None:
    """Return the day of a newer one of the same form that no form here fits, if it is newest."""
    return fitting_forms.newest_aside(workspace, shown.client_id, shown.form_id, finished=True)


def _first_contact(workspace: Workspace, client_id: str) -> LastTime | None:
    """Return what was said at the first contact; the client may read along.

    What somebody else said of the client stands with the whole of it, for the therapist alone.
    """
    filled = filled_forms.latest(workspace.caseload, client_id, FIRST_CONTACT, finished=True)
    if filled is None or not fitting_forms.fits(workspace, filled):
        return None
    is_their_own = workspace.answers_of(filled).get(QuestionId("source")) == "self"
    return LastTime(
        title=pgettext("last time", "First contact"),
        held_at=filled.answered_at,
        items=(
            *(_said_then(workspace, filled) if is_their_own else ()),
            *_promised(workspace, client_id),
        ),
        same_form=(),
        same_form_title="",
        note_id=filled.id,
    )


def _said_then(workspace: Workspace, filled: FilledForm) -> Iterator[LastItem]:
    for question_id, label in SAID_AT_FIRST:
        for words in _said_to(workspace, filled, question_id):
            quoted = _("“{words}”").format(words=words)
            yield LastItem(_(label), quoted if question_id == "hope" else words)


def last_note(workspace: Workspace, note_id: str) -> LastNote:
    """Return a note of an earlier session as it was kept, with what was corrected since."""
    original = filled_forms.load(workspace.caseload, note_id)
    signed = (
        signatures.for_appointment(workspace.caseload, original.appointment_id)
        if original.appointment_id
        else ()
    )
    own = [each for each in signed if each.filled_form_id == note_id]
    by = "".join(each.signed_by for each in by_who_signed(workspace.vault, workspace.caseload, own))
    later = (
        filled_forms.load(workspace.caseload, each.filled_form_id)
        for each in signed
        if each.filled_form_id != note_id
    )
    read = fitting_forms.those_that_fit(workspace, later)
    return LastNote(
        lines=form_words(reopen_form(workspace, note_id).state),
        signed_by=by,
        amendments=tuple(
            str(workspace.answers_of(each).get(QuestionId("summary"), "")) for each in read
        ),
    )


def _left(workspace: Workspace, filled: tuple[FilledForm, ...]) -> Iterator[LastItem]:
    """Yield what was agreed, said and planned, under a word or two for each."""
    for form_id, question_id, label in ALWAYS:
        for each in filled:
            if each.form_id == form_id:
                for words in _said_to(workspace, each, question_id):
                    quoted = _("“{words}”").format(words=words)
                    yield LastItem(_(label), quoted if question_id in QUOTED else words)


def _promised(workspace: Workspace, client_id: str) -> Iterator[LastItem]:
    """Yield the next contact that the client was promised; the client may read along."""
    for each in promises.still_open(workspace.caseload, client_id):
        if each.kind in CONTACT:
            until = _("A call or a meeting by {day}").format(day=written_day(each.due_on))
            yield LastItem(pgettext("last time", "Promised"), until)
            return


def _in_supervision(decided: tuple[Decided, ...]) -> Iterator[LastItem]:
    """Yield that something was decided in supervision, and not what; the client may read along."""
    if decided:
        words = _("Something was decided on {day}. It stands with the whole note.")
        said = words.format(day=written_day(decided[-1].day))
        yield LastItem(pgettext("last time", "Supervision"), said)


def _decided(workspace: Workspace, client: Client, since: date) -> Iterator[Decided]:
    """Yield what was decided about a client in supervision from a day on, oldest first.

    One note may be about several clients, whichever of them it is kept with: what names another
    client alone is left out.
    """
    kept = filled_forms.supervision_notes(workspace.caseload)
    for filled in fitting_forms.those_that_fit(workspace, kept):
        answers = workspace.answers_of(filled)
        met = answers.get(QuestionId("date"))
        kept_on = filled.answered_at.astimezone().date()
        day = date.fromisoformat(met) if isinstance(met, str) else kept_on
        rows = [each for each in _rows(answers, "actions") if isinstance(each, Mapping)]
        named = _codes_in(*_rows(answers, "cases"), *(each.get("action", "") for each in rows))
        if day < since or (filled.client_id != client.id and client.code not in named):
            continue
        lines = tuple(
            _action_words(each)
            for each in rows
            if not (codes := _codes_in(each.get("action", ""))) or client.code in codes
        )
        if lines:
            yield Decided(day, lines)


def _rows(answers: Answers, question_id: str) -> tuple[str | Row, ...]:
    found = answers.get(QuestionId(question_id))
    return found if isinstance(found, tuple) else ()


def _codes_in(*words: object) -> frozenset[str]:
    return frozenset(code for each in words for code in CODE.findall(str(each).upper()))


def _action_words(row: Row) -> str:
    due = str(row.get("due", ""))
    by = _("by {day}").format(day=written_day(date.fromisoformat(due))) if due else ""
    return facts_in_a_line(str(row.get("action", "")), str(row.get("who", "")), by)


def answered_items(workspace: Workspace, filled: FilledForm) -> tuple[LastItem, ...]:
    """Return every answered question of a filled form, in words."""
    form = workspace.form_of(filled)
    answers = workspace.answers_of(filled)
    asked = reopen_form(workspace, filled.id).state  # in the words of that time
    return tuple(
        LastItem(asked.question_state(question.id).prompt, _in_words(workspace, question, given))
        for question in form.questions
        if (given := answers.get(QuestionId(question.id))) is not None
    )


def _said_to(workspace: Workspace, filled: FilledForm, question_id: str) -> Iterator[str]:
    """Yield what was answered to one question of a filled form, in words, if it was."""
    given = workspace.answers_of(filled).get(QuestionId(question_id))
    if given is not None:
        question = workspace.form_of(filled).question(question_id)
        yield _in_words(workspace, question, given)


def _in_words(workspace: Workspace, question: Question, given: AnswerValue) -> str:
    names = reference_names(workspace) if question.kind in REFERRING else NO_NAMES
    return answer_words(question, given, names)


def _earlier_version(
    workspace: Workspace, appointment: Appointment, form_id: str | None
) -> FilledForm | None:
    if form_id is None or form_id == "risk-check":  # the safety check is asked afresh, not compared
        return None
    found = [
        each
        for each in fitting_forms.for_client(workspace, appointment.client_id, form_id)
        if each.appointment_id != appointment.id and each.status == "finished"
    ]
    return found[-1] if found else None
