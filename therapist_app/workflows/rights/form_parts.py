"""What a copy of the record says of forms, notes, alerts and what was begun and not saved."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from session_forms.answers import Answers, AnswerValue, QuestionId, unjudged_answers
from session_forms.errors import InvalidAnswers
from session_forms.filling.own_words import can_hold_words
from session_forms.form.definition import FormDefinition
from session_forms.questions.days import DayQuestion, TimeQuestion
from session_forms.questions.kinds import Question
from session_forms.scoring.scoring import score_form
from session_forms.words.day_words import clock_time
from session_forms.words.number_words import number_words
from session_forms.words.texts import _, pgettext
from therapist_app.record.clients import (
    alerts,
    appointments,
    begun_words,
    filled_forms,
    signatures,
)
from therapist_app.record.model import (
    Alert,
    FilledForm,
)
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.opening_answers import STILL, opening_answer, said_words
from therapist_app.workflows.forms.opening_forms import reopen_form
from therapist_app.workflows.forms.paper_facts import paper_words
from therapist_app.workflows.forms.reference import reference_names
from therapist_app.workflows.measures.score_words import band_words
from therapist_app.workflows.people.signed_names import by_who_signed
from therapist_app.workflows.rights.access_lines import Fact, day_words, lines_of
from therapist_app.workflows.sessions.answering_alerts import action_words
from therapist_app.workflows.workspace import Workspace

NOTE = "session-note"


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
    under = signatures.of_client(workspace.caseload, client_id)
    by_person = by_who_signed(workspace.vault, workspace.caseload, under)
    signed = {each.filled_form_id: each for each in by_person}
    items: list[AccessItem] = []
    for filled in _filled(workspace, client_id):
        if filled.form_id == NOTE:
            item = _form_item(workspace, filled)
            by = signed.get(filled.id)
            lines = item.lines
            if by is not None:
                day = day_words(by.signed_at)
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
        title = _("Begun and not saved, {day}").format(day=day_words(row.kept_at))
        items.append(AccessItem(key, title, lines_of(key, facts, about_others=others)))
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
    given = {each.id: appointments.given_at(workspace.caseload, each) for each in found}
    return tuple(sorted(found, key=lambda each: (given[each.id], each.id)))


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
    """Return a form with its answers; with its scores where it is the version that counts.

    Where no form that is installed fits, the answers stand as they are kept.
    """
    counts = filled_forms.as_it_counts(workspace.caseload, filled.id)
    if len(fitting_forms.those_that_fit(workspace, (filled, counts))) != len((filled, counts)):
        return _item_as_kept(workspace, filled)
    form = workspace.form_of(filled)
    counting = counting or filled
    read = _Form(filled, form, workspace.answers_of(filled))
    scores = _score_lines(read) if counting.id == filled.id else _later_line(read, counting)
    lines = (*_facts(filled), *_answer_lines(workspace, read), *scores)
    day = day_words(appointments.given_at(workspace.caseload, filled))
    title = _("{title}, version {version}, {day}").format(
        title=form.title, version=form.version, day=day
    )
    return AccessItem(read.id, title, lines)


def _item_as_kept(workspace: Workspace, filled: FilledForm) -> AccessItem:
    """Return a form that cannot be shown, with each answer under the name it has in the record."""
    item_id = f"form:{filled.id}"
    try:
        read = unjudged_answers(filled.form_id, filled.answers)
    except InvalidAnswers:
        read = {pgettext("client's copy", "Answers"): filled.answers}
    others = third_parties().get(filled.form_id, frozenset())
    lines = tuple(
        AccessLine(
            f"{item_id}:{name}",
            name,
            value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
            is_about_others=name in others,
            is_in_free_words=True,
        )
        for name, value in read.items()
    )
    title = _("{title}, version {version}, {day}, as it is kept").format(
        title=fitting_forms.name_of(workspace, filled.form_id),
        version=filled.form_version,
        day=day_words(appointments.given_at(workspace.caseload, filled)),
    )
    return AccessItem(item_id, title, (*_facts(filled), *lines))


def _facts(filled: FilledForm) -> Iterator[AccessLine]:
    item_id = f"form:{filled.id}"
    if filled.status == "draft":
        yield AccessLine(f"{item_id}:draft", pgettext("fact", "State"), _("Begun and not finished"))
    if words := paper_words(filled):
        yield AccessLine(f"{item_id}:paper", pgettext("fact", "On paper"), words)
    if filled.amends:
        yield AccessLine(
            f"{item_id}:amends",
            _("Corrects an earlier one, because"),
            filled.amend_reason,
            is_in_free_words=True,
        )
    if filled.amended_by:
        yield AccessLine(
            f"{item_id}:amended_by", pgettext("fact", "Corrected by"), filled.amended_by
        )


def _later_line(read: _Form, counting: FilledForm) -> Iterator[AccessLine]:
    if read.filled.status == "finished":
        words = _("Corrected on {day}; the correction counts").format(
            day=day_words(counting.finished_at or counting.changed_at)
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
                is_in_free_words=can_hold_words(question),
            )


def _day_as_kept(question: Question, answer: AnswerValue) -> str:
    is_day = isinstance(question, DayQuestion | TimeQuestion) and isinstance(answer, str)
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
        if alert.acknowledged_at is not None:
            answered_on = day_words(alert.acknowledged_at)
            facts.append(("at", pgettext("fact", "Answered on"), answered_on))
        if done.taken_from:
            said = _("From the answer to another alert, as the same thing")
            facts.append(("taken", pgettext("fact", "Taken over"), said))
    lines = lines_of(key, facts, about_others={"told"})
    return AccessItem(key, _("Alert of {day}").format(day=day_words(alert.opened_at)), lines)


def _answered_with_words(alert: Alert, other: Alert) -> str:
    """Return with which alert of the same matter one is answered."""
    if other.opened_at > alert.opened_at:
        said = _("Continued in the alert of {day}, {time}, and answered there")
    else:
        said = _("Belongs to the alert of {day}, {time}, and is answered there")
    at = other.opened_at.astimezone()
    return said.format(day=day_words(other.opened_at), time=clock_time(at))
