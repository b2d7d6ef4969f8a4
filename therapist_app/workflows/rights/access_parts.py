"""All that is held about a client, part by part, as lines of a copy of the record."""

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from programme.definition.definition import SessionPlan
from session_forms.answers import Answers, AnswerValue, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.questions.kinds import Question
from session_forms.scoring.scoring import score_form
from session_forms.words.day_words import clock_time, written_day, written_moment
from session_forms.words.list_words import facts_in_a_line, listed
from session_forms.words.number_words import number_words
from session_forms.words.texts import N_, NP_, ngettext, pgettext
from session_forms.words.texts import translate as _
from therapist_app.record.client_rights import protection
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.clients import (
    alerts,
    appointments,
    begun_words,
    course_events,
    course_moves,
    fidelity,
    filled_forms,
    identities,
    promises,
    signatures,
)
from therapist_app.record.database import audit
from therapist_app.record.database.audit import AuditEntry
from therapist_app.record.model import (
    Alert,
    Appointment,
    Consent,
    Contact,
    FilledForm,
    LegalHold,
    Restriction,
)
from therapist_app.workflows.course.consenting import consent_lines
from therapist_app.workflows.course.course_changes import course_title, kind_words, programme_when
from therapist_app.workflows.course.following_a_plan import known_plan
from therapist_app.workflows.course.ways_of_meeting import HOW_WORDS
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.opening_answers import STILL, opening_answer, said_words
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.forms.paper_facts import paper_words
from therapist_app.workflows.forms.reference import reference_names
from therapist_app.workflows.measures.score_words import band_words
from therapist_app.workflows.sessions.answering_alerts import action_words
from therapist_app.workflows.sessions.holding_a_session import ending_of
from therapist_app.workflows.workspace import Workspace

ANONYMITY = {
    "named": N_("With a name"),
    "pseudonym": N_("With a name that the client chose"),
    "code_only": N_("With a code only"),
}
STATUS = {
    "active": N_("Sessions go on"),
    "paused": NP_("course", "Paused"),
    "follow_up": N_("In follow-up"),
    "ended": NP_("course", "Ended"),
}
STATES = {
    "planned": NP_("session", "Planned"),
    "in_progress": NP_("session", "Begun"),
    "on_hold": N_("Begun, and interrupted"),
    "held": N_("Held; its note is not signed yet"),
    "signed": N_("Held; its note is signed"),
    "missed": N_("It did not take place"),
}
ENDINGS = {
    "finished": "",
    "to_be_continued": N_("To be continued: the rest was for another meeting"),
    "broken_off": NP_("how a session ended", "Broken off"),
}
PROMISES = {
    "next_contact": N_("To be in contact with you again"),
    "reach_client": N_("To reach you after a session that was broken off or missed"),
    "tell_somebody": N_("To tell somebody"),
}
CLOSED = {
    "contact": N_("Done: there was contact"),
    "session": N_("Done: a session was held"),
    "told": N_("Done: the person was told"),
    "let_go": NP_("promise", "Cancelled"),
}
OUTCOMES = {
    "spoke": N_("somebody was reached"),
    "no_answer": N_("nobody was reached"),
}
ATTENDANCE = {
    "attended": N_("The client came"),
    "late": N_("The client came late"),
    "cancelled_client": N_("Cancelled by the client"),
    "cancelled_service": N_("Cancelled by the service"),
    "did_not_attend": N_("The client did not come"),
}

Fact = tuple[str, str, str]
"""A name for the line's id, what it is, and its value."""
NOTE = "session-note"
DECISIONS = {
    "given": NP_("decision", "Agreed"),
    "refused": NP_("decision", "Refused"),
    "withdrawn": N_("Agreement taken back"),
}
HOW = {
    "signed_paper": N_("signed on paper"),
    "spoken": N_("by word of mouth"),
    "form": N_("in a form"),
}
REASONS = {
    "accuracy": N_("It is being checked whether it is correct"),
    "unlawful": N_("It should not have been kept, and the client does not want it erased"),
    "needed_for_claim": N_("The client needs it for a legal claim"),
    "objection": N_("The client objected, and that is being looked at"),
    "retention": N_("It is only kept because a law requires it"),
}
ACTIONS = {
    "access_bundle_made": N_("made a copy for the client"),
    "client_opened": N_("opened the record"),
    "form_printed": N_("had a form made for printing or saving"),
    "form_saved": N_("saved a form as a file"),
    "form_sent_to_printer": N_("sent a form to the printer"),
    "identity_read": N_("looked up who you are"),
}
ROLES = {
    "keeper": NP_("role", "administrator"),
    "lead": NP_("role", "clinical lead"),
    "therapist": NP_("role", "therapist"),
}
ID_LENGTH = 32
DAY_KINDS = frozenset({"date", "datetime", "time"})
DAYS = frozenset({"birth_date", "next"})
"""Facts that are kept as a day, 2026-02-28: written out for people, left so for programs."""


def identity_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return who stands behind the code."""
    identity = identities.load(workspace.caseload, client_id)
    facts: list[Fact] = [
        ("anonymity", _("How you stand in the record"), _(ANONYMITY[identity.anonymity])),
        ("name", pgettext("fact", "Name"), identity.name),
        ("contact", _("How to reach you"), identity.contact),
        ("birth_date", _("Date of birth"), identity.birth_date),
        ("emergency", _("Whom to call"), identity.emergency_contact),
    ]
    lines = _lines("identity", facts, about_others={"emergency"})
    item = AccessItem("identity", _("Who you are"), lines)
    return AccessPart("identity", pgettext("client's copy", "Identity"), (item,))


def course_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what the record holds about the course, and what was out of the ordinary in it."""
    client = workspace.client(client_id)
    programme = workspace.programme_of(client)
    tracks = {each.id: each.title for each in programme.tracks}
    facts: list[Fact] = [
        ("code", pgettext("fact", "Code"), client.code),
        ("since", _("In the record since"), written_day(client.created_on)),
        (
            "imported_at",
            _("Imported from a list on"),
            written_day(client.imported_at.astimezone().date()) if client.imported_at else "",
        ),
        ("held_before", _("Sessions held before this record"), listed(client.held_before)),
        (
            "held_before_on",
            _("The last of them on"),
            written_day(client.held_before_on) if client.held_before_on else "",
        ),
        ("status", pgettext("fact", "State"), _(STATUS[client.status])),
        (
            "programme",
            pgettext("fact", "Programme"),
            f"{programme.title} {client.programme_version}",
        ),
        ("track", pgettext("fact", "Track"), tracks.get(client.track, client.track)),
        (
            "adaptations",
            pgettext("fact", "Adaptations"),
            "\n".join(programme.adaptations.get(each, each) for each in client.adaptations),
        ),
        ("age_band", pgettext("fact", "Age band"), client.age_band),
        ("gender", pgettext("fact", "Gender"), client.gender),
    ]
    items = [AccessItem("course", pgettext("client's copy", "The course"), _lines("course", facts))]
    for event in course_events.for_client(workspace.caseload, client_id):
        day = _day(event.decided_at)
        title = _("{what}, {day}").format(what=kind_words(event), day=day)
        reason: list[Fact] = [
            ("what", pgettext("fact", "What exactly"), event.detail),
            ("session", pgettext("fact", "Session"), event.plan_id),
            ("reason", pgettext("fact", "Why"), event.reason),
        ]
        items.append(AccessItem(f"event:{event.id}", title, _lines(f"event:{event.id}", reason)))
    items += _moves(workspace, client_id)
    items += _overrides(workspace, client_id)
    return AccessPart("course", pgettext("client's copy", "Course"), tuple(items))


def sessions_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return every session: when, how it went, what was left out of it, how it was rated."""
    found = appointments.for_client(workspace.caseload, client_id)
    return AccessPart(
        "sessions",
        pgettext("client's copy", "Sessions"),
        tuple(_session(workspace, each) for each in found),
    )


def promises_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what was promised to the client or about them, and each try to keep it."""
    tries = promises.contacts_for_client(workspace.caseload, client_id)
    items = []
    for promise in promises.for_client(workspace.caseload, client_id):
        key = f"promise:{promise.id}"
        facts: list[Fact] = [
            ("due", _("At the latest on"), written_day(promise.due_on)),
            ("closed", _("What became of it"), _(CLOSED.get(promise.closed_how, ""))),
            ("reason", pgettext("fact", "Why"), promise.reason),
            ("by", pgettext("fact", "Promised by"), promise.promised_by),
            ("closed_by", pgettext("fact", "Closed by"), promise.closed_by),
        ]
        told: list[Fact] = [
            ("words", pgettext("fact", "In words"), promise.words),
            *(
                (
                    f"contact:{each.id}",
                    _contact_title(each),
                    each.words or _("No words were recorded"),
                )
                for each in tries
                if each.promise_id == promise.id
            ),
        ]
        others = {name for name, _what, _value in told}
        lines = _lines(key, (*facts, *told), about_others=others)
        items.append(AccessItem(key, _(PROMISES[promise.kind]), lines))
    met = {each.id: each for each in appointments.for_client(workspace.caseload, client_id)}
    items += [_unpromised(each, met) for each in tries if each.promise_id is None]
    return AccessPart("promises", pgettext("client's copy", "Promises"), tuple(items))


def _unpromised(contact: Contact, met: Mapping[str, Appointment]) -> AccessItem:
    key, words = f"contact:{contact.id}", contact.words or _("No words were recorded")
    missed = met.get(contact.appointment_id or "")
    day = _day(missed.planned_for) if missed else ""
    facts: list[Fact] = [
        ("about", _("After the appointment that was missed on"), day),
        ("words", pgettext("fact", "In words"), words),
    ]
    return AccessItem(key, _contact_title(contact), _lines(key, facts, about_others={"words"}))


def _contact_title(contact: Contact) -> str:
    return _("A try by {name} on {day}, {how}: {outcome}").format(
        name=contact.made_by,
        day=_day(contact.made_at),
        how=_(HOW_WORDS[contact.how]),
        outcome=_(OUTCOMES[contact.outcome]),
    )


def _moves(workspace: Workspace, client_id: str) -> Iterator[AccessItem]:
    for move in course_moves.of_clients(workspace.caseload, (client_id,)):
        key = f"move:{move.id}"
        counted = [each for each in move.lines if each.counts]
        undone = _day(move.undone_at) if move.undone_at else ""
        why = _("About {session}")
        before = course_title(workspace, move.from_programme, move.from_version)
        facts: list[Fact] = [
            ("from", _("The course before"), before),
            ("from_track", pgettext("fact", "Its track"), move.from_track),
            ("from_status", pgettext("fact", "Where it stood"), _(STATUS[move.from_status])),
            ("held", _("Sessions held before this record"), listed(move.from_held_before)),
            (
                "held_on",
                _("The last of them on"),
                written_day(move.from_held_before_on) if move.from_held_before_on else "",
            ),
            (
                "to",
                _("The course after"),
                course_title(workspace, move.to_programme, move.to_version),
            ),
            ("to_track", pgettext("fact", "Its track"), move.to_track),
            ("lines", _("Counted as held there"), listed(each.plan_id for each in counted)),
            ("planned", _("In the calendar then"), listed(each.plan_id for each in move.planned)),
            ("by", pgettext("fact", "Decided by"), move.decided_by),
            ("undone", pgettext("fact", "Taken back on"), undone),
            ("undone_by", pgettext("fact", "Taken back by"), move.undone_by),
            ("reason", pgettext("fact", "Why"), move.reason),
            ("undo_reason", _("Why it was taken back"), move.undo_reason),
            *(
                (f"line:{each.plan_id}", why.format(session=each.plan_id), each.reason)
                for each in move.lines
                if each.reason
            ),
        ]
        title = _("Another course followed, {day}").format(day=_day(move.decided_at))
        yield AccessItem(key, title, _lines(key, facts))


def _overrides(workspace: Workspace, client_id: str) -> Iterator[AccessItem]:
    for override in course_events.overrides_for_client(workspace.caseload, client_id):
        key = f"override:{override.id}"
        day = _day(override.overridden_at)
        gates = programme_when(workspace, client_id, override.overridden_at).gates
        named = (each.text for each in gates if each.id == override.gate_id)
        facts: list[Fact] = [
            ("gate", pgettext("fact", "Condition"), next(named, override.gate_id)),
            ("session", pgettext("fact", "Session"), override.plan_id),
            ("reason", pgettext("fact", "Why"), override.reason),
            ("agreed", pgettext("fact", "Agreed with"), override.supervisor),
        ]
        title = _("A session begun before a condition was met, {day}").format(day=day)
        yield AccessItem(key, title, _lines(key, facts))


def _session(workspace: Workspace, appointment: Appointment) -> AccessItem:
    key = f"session:{appointment.id}"
    at = appointment.planned_for.astimezone()
    plan = known_plan(workspace, appointment)
    facts: list[Fact] = [
        ("state", pgettext("fact", "State"), _(STATES[appointment.state])),
        ("mode", _("How you met"), _(HOW_WORDS[appointment.mode])),
        ("place", _("Where you met"), appointment.place),
        (
            "attendance",
            pgettext("fact", "Attendance"),
            _(ATTENDANCE.get(appointment.attendance, "")),
        ),
        ("broken_off", _("How it ended"), _(ENDINGS[ending_of(appointment)])),
        *_moved(appointment),
        *_skipped(workspace, appointment, plan),
        *_ratings(workspace, appointment, plan),
    ]
    title = _("{title}, {day}, {time}").format(
        title=plan.public_title if plan else appointment.plan_id,
        day=written_day(at.date()),
        time=clock_time(at),
    )
    return AccessItem(key, title, _lines(key, facts))


def _moved(appointment: Appointment) -> Iterator[Fact]:
    if appointment.first_planned_for is not None:
        first = written_moment(appointment.first_planned_for.astimezone())
        yield "first_planned_for", _("First planned for"), first
    if appointment.minutes is not None:
        words = ngettext("{count} minute", "{count} minutes", appointment.minutes)
        yield "minutes", _("Planned to last"), words.format(count=appointment.minutes)


def _skipped(
    workspace: Workspace, appointment: Appointment, plan: SessionPlan | None
) -> Iterator[Fact]:
    titles = {each.id: each.title for each in plan.steps} if plan else {}
    for mark in appointments.step_marks(workspace.caseload, appointment.id):
        if mark.mark == "skipped":
            what = _("Skipped: {step}").format(step=titles.get(mark.step_id, mark.step_id))
            yield f"step:{mark.step_id}", what, mark.reason or _("No reason was recorded")


def _ratings(
    workspace: Workspace, appointment: Appointment, plan: SessionPlan | None
) -> Iterator[Fact]:
    """Yield how closely the session followed its plan, as the therapist and a second rater saw."""
    texts = {each.id: each.text for each in plan.fidelity} if plan else {}
    for first in fidelity.first_for_appointment(workspace.caseload, appointment.id):
        words = _("Rating of the session: {item}").format(
            item=texts.get(first.item_id, first.item_id)
        )
        value = ", ".join(each for each in (_rating_words(first.rating), first.reason) if each)
        yield f"rating:{first.item_id}", words, value
    for later in fidelity.amendments_for_appointment(workspace.caseload, appointment.id):
        words = _("Rating corrected: {item}").format(item=texts.get(later.item_id, later.item_id))
        value = ", ".join(
            each
            for each in (
                _rating_words(later.rating),
                later.reason,
                later.amend_reason,
                later.amended_by,
            )
            if each
        )
        yield f"corrected:{later.id}", words, value
    for second in fidelity.second_for_appointment(workspace.caseload, appointment.id):
        words = _("Rating by a second rater: {item}").format(
            item=texts.get(second.item_id, second.item_id)
        )
        yield f"second:{second.item_id}", words, _rating_words(second.rating)


def _rating_words(rating: str) -> str:
    return _("does not apply") if rating == "na" else _("{rating} of 2").format(rating=rating)


def _lines(
    key: str, facts: Iterable[Fact], *, about_others: AbstractSet[str] = frozenset()
) -> tuple[AccessLine, ...]:
    """Return a line for each fact that is kept; `about_others` names those about other people."""
    return tuple(
        AccessLine(
            f"{key}:{name}",
            what,
            _said_day(value) if name in DAYS else value,
            name in about_others,
            value if name in DAYS else "",
        )
        for name, what, value in facts
        if value
    )


def _said_day(kept: str) -> str:
    """Return a kept day as it is written; what was typed in another way as it was typed."""
    try:
        return written_day(date.fromisoformat(kept))
    except ValueError:
        return kept


def _day(moment: datetime) -> str:
    return written_day(moment.astimezone().date())


@cache
def third_parties() -> dict[str, frozenset[str]]:
    """Return the questions of each form whose answers are about other people."""
    text = (files("therapist_app.workflows") / "third_parties.toml").read_text(encoding="utf-8")
    return {form: frozenset(questions) for form, questions in tomllib.loads(text).items()}


def forms_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return every form with prompts and answers, and its scores as they are shown."""
    found = [each for each in _filled(workspace, client_id) if each.form_id != NOTE]
    counting = {each.id for each in found if each.status == "finished"}
    newest = {each.amends: each for each in found if each.amends and each.id in counting}
    return AccessPart(
        "forms",
        pgettext("client's copy", "Forms"),
        tuple(
            _form_item(workspace, each, newest.get(each.amends or each.id, each)) for each in found
        ),
    )


def notes_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return every note of a session, with who signed it."""
    signed = {
        each.filled_form_id: each for each in signatures.of_client(workspace.caseload, client_id)
    }
    items: list[AccessItem] = []
    for filled in _filled(workspace, client_id):
        if filled.form_id == NOTE:
            item = _form_item(workspace, filled)
            by = signed.get(filled.id)
            lines = item.lines
            if by is not None:
                day = _day(by.signed_at)
                words = _("{name}, {day}").format(name=by.signed_by, day=day)
                lines = (
                    *lines,
                    AccessLine(f"{item.id}:signed", pgettext("fact", "Signed by"), words),
                )
            items.append(AccessItem(item.id, item.title, lines))
    return AccessPart("notes", pgettext("client's copy", "Notes"), tuple(items))


def _begun_words(read: object) -> Iterator[tuple[str, str]]:
    """Yield what was begun by where it stands: the fields of a page, or a plan by its parts."""
    if isinstance(read, dict):
        for name, value in read.items():
            if isinstance(value, dict):
                yield from _begun_words(value)
            elif isinstance(value, str):
                yield str(name), value
    elif isinstance(read, list):
        yield from ((f"{part} {name} {nth}", words) for part, name, nth, words in read)


def begun_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what somebody was writing about the client when it locked, and had not saved."""
    items: list[AccessItem] = []
    for row in begun_words.of_client(workspace.caseload, client_id):
        key, read = f"begun:{row.id}", json.loads(row.words)
        said = (each for each in _begun_words(read) if each[1])
        facts: list[Fact] = [(name, pgettext("fact", "In words"), words) for name, words in said]
        others = {name for name, _what, _words in facts}
        title = _("Begun and not saved, {day}").format(day=_day(row.kept_at))
        items.append(AccessItem(key, title, _lines(key, facts, about_others=others)))
    return AccessPart("begun", _("Begun and not saved"), tuple(items))


def alerts_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return every alert, and what was done about it."""
    found = alerts.for_client(workspace.caseload, client_id)
    by_id = {each.id: each for each in found}
    return AccessPart(
        "alerts",
        pgettext("client's copy", "Alerts"),
        tuple(_alert_item(workspace, each, by_id.get(each.answered_with or "")) for each in found),
    )


def _filled(workspace: Workspace, client_id: str) -> tuple[FilledForm, ...]:
    found = filled_forms.every_version(workspace.caseload, client_id)
    return tuple(sorted(found, key=lambda each: (each.answered_at, each.id)))


@dataclass(frozen=True, slots=True)
class _Form:
    """A filled form with its definition and its answers."""

    filled: FilledForm
    form: FormDefinition
    answers: Answers

    @property
    def id(self) -> str:
        return f"form:{self.filled.id}"


def _form_item(
    workspace: Workspace, filled: FilledForm, counting: FilledForm | None = None
) -> AccessItem:
    """Return a form with its answers; with its scores where it is the version that counts."""
    form = workspace.form_of(filled)
    counting = counting or filled
    read = _Form(filled, form, workspace.answers_of(filled))
    scores = _score_lines(read) if counting.id == filled.id else _later_line(read, counting)
    lines = (*_facts(read), *_answer_lines(workspace, read), *scores)
    day = _day(filled.answered_at)
    title = _("{title}, version {version}, {day}").format(
        title=form.title, version=form.version, day=day
    )
    return AccessItem(read.id, title, lines)


def _facts(read: _Form) -> Iterator[AccessLine]:
    filled = read.filled
    if filled.status == "draft":
        yield AccessLine(f"{read.id}:draft", pgettext("fact", "State"), _("Begun and not finished"))
    if words := paper_words(filled):
        yield AccessLine(f"{read.id}:paper", pgettext("fact", "On paper"), words)
    if filled.amends:
        yield AccessLine(
            f"{read.id}:amends", _("Corrects an earlier one, because"), filled.amend_reason
        )
    if filled.amended_by:
        yield AccessLine(
            f"{read.id}:amended_by", pgettext("fact", "Corrected by"), filled.amended_by
        )


def _later_line(read: _Form, counting: FilledForm) -> Iterator[AccessLine]:
    if read.filled.status == "finished":
        words = _("Corrected on {day}; the correction counts").format(
            day=_day(counting.finished_at or counting.changed_at)
        )
        yield AccessLine(f"{read.id}:corrected", pgettext("fact", "State"), words)


def _answer_lines(workspace: Workspace, read: _Form) -> Iterator[AccessLine]:
    names = reference_names(workspace)
    others = third_parties().get(read.form.id, frozenset())
    asked = reopen_form(workspace, read.filled.id).state  # in the words of that time
    for question in read.form.questions:
        answer = read.answers.get(QuestionId(question.id))
        if answer is not None:
            yield AccessLine(
                f"{read.id}:{question.id}",
                asked.question_state(question.id).prompt,
                answer_words(question, answer, names),
                is_about_others=question.id in others,
                for_programs=_day_as_kept(question, answer),
            )


def _day_as_kept(question: Question, answer: AnswerValue) -> str:
    is_day = question.kind in DAY_KINDS and isinstance(answer, str)
    return str(answer) if is_day else ""


def _score_lines(read: _Form) -> Iterator[AccessLine]:
    if read.filled.status != "finished":
        return
    results = score_form(read.form, read.answers)
    for score in read.form.scores:
        result = results.get(score.id)
        if result is not None and result.value is not None:
            words = f"{number_words(result.value)} ({band_words(score, result)})"
            yield AccessLine(
                f"{read.id}:score:{score.id}", _("Score: {title}").format(title=score.title), words
            )


def _alert_item(workspace: Workspace, alert: Alert, answered_with: Alert | None) -> AccessItem:
    key = f"alert:{alert.id}"
    done = alert.acknowledgement
    facts: list[Fact] = [
        ("states", _("What was marked"), alert.states),
        ("level", pgettext("fact", "Level"), alert.level),
    ]
    if opening_answer(workspace, alert).standing not in STILL:
        facts.append(("since", _("What became of it"), said_words(workspace, alert)))
    if answered_with is not None:
        facts.append(("with", _("What was done"), _answered_with_words(alert, answered_with)))
    elif done is None:
        facts.append(("open", _("What was done"), _("Not answered yet")))
    else:
        facts += [
            ("actions", _("What was done"), action_words(done.actions)),
            ("facts", _("What is known"), done.facts),
            ("told", _("Who was told"), done.told),
            ("told_when", _("When they were told"), done.told_when),
            ("next", pgettext("fact", "Next contact"), done.next_contact),
            ("rest", _("Why something was left open"), done.reason_for_open_actions),
            ("by", pgettext("fact", "Answered by"), done.by),
        ]
        if done.taken_from:
            said = _("From the answer to another alert, as the same thing")
            facts.append(("taken", pgettext("fact", "Taken over"), said))
    lines = _lines(key, facts, about_others={"told"})
    return AccessItem(key, _("Alert of {day}").format(day=_day(alert.opened_at)), lines)


def _answered_with_words(alert: Alert, other: Alert) -> str:
    """Return with which alert of the same matter one is answered."""
    if other.opened_at > alert.opened_at:
        said = _("Continued in the alert of {day}, {time}, and answered there")
    else:
        said = _("Belongs to the alert of {day}, {time}, and is answered there")
    at = other.opened_at.astimezone()
    return said.format(day=_day(other.opened_at), time=clock_time(at))


def consents_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return what the client agreed to, refused and took back."""
    items = []
    for topic in consent_lines(workspace, client_id):
        lines = tuple(_consent_line(each) for each in topic.history)
        if lines:
            items.append(AccessItem(f"consent:{topic.topic.id}", topic.topic.title, lines))
    return AccessPart("consents", pgettext("client's copy", "Consents"), tuple(items))


def protections_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return when the record was restricted or held, and why."""
    items = [
        AccessItem(
            f"restriction:{each.id}",
            _("Restricted on {day}").format(day=_day(each.restricted_at)),
            (
                AccessLine(
                    f"restriction:{each.id}:reason",
                    pgettext("fact", "Why"),
                    _(REASONS[each.reason]),
                ),
                *_review_and_end(f"restriction:{each.id}", each),
            ),
        )
        for each in protection.all_restrictions_of(workspace.caseload, client_id)
    ]
    items += [
        AccessItem(
            f"hold:{each.id}",
            _("Kept for a legal reason since {day}").format(day=_day(each.held_at)),
            (
                AccessLine(
                    f"hold:{each.id}:reason",
                    pgettext("fact", "Why"),
                    each.reason,
                    is_about_others=True,
                ),
                *_review_and_end(f"hold:{each.id}", each),
            ),
        )
        for each in protection.all_holds_on(workspace.caseload, client_id)
    ]
    return AccessPart("protections", _("Restriction and legal hold"), tuple(items))


def trail_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return who opened or changed the record, by role, a line for each day and kind."""
    ids = frozenset(
        str(row["id"]) for _t, row in rows_of(workspace.caseload, client_id) if "id" in row
    )
    roles = {
        each.uid: workspace.vault.header.entry(each).roles for each in workspace.vault.header.people
    }
    counted: Counter[tuple[date, str, str]] = Counter()
    for entry in audit.entries(workspace.caseload):
        if entry.subject[-ID_LENGTH:] in ids:
            who = _role_words(roles.get(entry.by, ()))
            counted[entry.at.astimezone().date(), who, _action_words(entry)] += 1
    items = tuple(
        AccessItem(f"trail:{day}", written_day(day), tuple(_trail_lines(day, counted)))
        for day in sorted({day for day, _who, _what in counted})
    )
    return AccessPart("trail", _("Who opened or changed the record"), items)


def _trail_lines(day: date, counted: Counter[tuple[date, str, str]]) -> Iterator[AccessLine]:
    for (at, who, what), count in sorted(counted.items()):
        if at == day:
            key = f"trail:{day}:{who}:{what}"
            words = ngettext("{what}, {count} time", "{what}, {count} times", count)
            yield AccessLine(key, who, words.format(what=what, count=count))


def _role_words(roles: tuple[str, ...]) -> str:
    return ", ".join(_(ROLES[each]) for each in roles) or _("somebody who has left the service")


def _action_words(entry: AuditEntry) -> str:
    return _(ACTIONS.get(entry.action, N_("wrote in the record")))


def _consent_line(consent: Consent) -> AccessLine:
    how = _(HOW[consent.given_how])
    day = _day(consent.decided_at)
    text = _("{text}, version {version}").format(text=consent.text_id, version=consent.text_version)
    listed_on = ""
    if consent.imported_at is not None:
        listed_on = _("from a list imported on {day}").format(day=_day(consent.imported_at))
    return AccessLine(
        f"consent:{consent.id}",
        facts_in_a_line(day, text, listed_on),
        f"{_(DECISIONS[consent.decision])}, {how}",
    )


def _review_and_end(key: str, noted: Restriction | LegalHold) -> Iterator[AccessLine]:
    if noted.review_on is not None:
        again = written_day(noted.review_on)
        yield AccessLine(f"{key}:review", _("To be looked at again on"), again)
    if noted.lifted_at is not None:
        yield AccessLine(f"{key}:ended", pgettext("fact", "Ended on"), _day(noted.lifted_at))
        yield AccessLine(f"{key}:lifted", pgettext("fact", "Ended, because"), noted.lift_reason)
