"""Forms, notes, scores and alerts of one client as lines of a copy of the record."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from exports.access.access_record import AccessItem, AccessLine, AccessPart
from session_forms.answers import Answers, QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.scoring.scoring import score_form
from session_forms.words.day_words import written_day
from session_forms.words.number_words import number_words
from session_forms.words.texts import translate as _
from therapist_app.record.clients import alerts, filled_forms, signatures
from therapist_app.record.model import Alert, FilledForm
from therapist_app.workflows.forms.answer_words import answer_words
from therapist_app.workflows.forms.paper_facts import paper_words
from therapist_app.workflows.forms.reference import reference_names
from therapist_app.workflows.measures.score_words import band_words
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
    return AccessPart("forms", _("Forms"), tuple(_form_item(workspace, each) for each in found))


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
                day = written_day(by.signed_at.astimezone().date())
                words = _("{name}, {day}").format(name=by.signed_by, day=day)
                lines = (*lines, AccessLine(f"{item.id}:signed", _("Signed by"), words))
            items.append(AccessItem(item.id, item.title, lines))
    return AccessPart("notes", _("Notes"), tuple(items))


def alerts_part(workspace: Workspace, client_id: str) -> AccessPart:
    """Return every alert, and what was done about it."""
    found = alerts.for_client(workspace.caseload, client_id)
    return AccessPart("alerts", _("Alerts"), tuple(_alert_item(each) for each in found))


def _filled(workspace: Workspace, client_id: str) -> tuple[FilledForm, ...]:
    found = filled_forms.for_client(workspace.caseload, client_id)
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


def _form_item(workspace: Workspace, filled: FilledForm) -> AccessItem:
    form = workspace.form_of(filled)
    read = _Form(filled, form, workspace.answers_of(filled))
    lines = (*_facts(read), *_answer_lines(workspace, read), *_score_lines(read))
    day = written_day(filled.answered_at.astimezone().date())
    title = _("{title}, version {version}, {day}").format(
        title=form.title, version=form.version, day=day
    )
    return AccessItem(read.id, title, lines)


def _facts(read: _Form) -> Iterator[AccessLine]:
    filled = read.filled
    if filled.status == "draft":
        yield AccessLine(f"{read.id}:draft", _("State"), _("Begun and not finished"))
    if words := paper_words(filled):
        yield AccessLine(f"{read.id}:paper", _("On paper"), words)
    if filled.amends:
        yield AccessLine(
            f"{read.id}:amends", _("Corrects an earlier one, because"), filled.amend_reason
        )


def _answer_lines(workspace: Workspace, read: _Form) -> Iterator[AccessLine]:
    names = reference_names(workspace)
    others = third_parties().get(read.form.id, frozenset())
    for question in read.form.questions:
        answer = read.answers.get(QuestionId(question.id))
        if answer is not None:
            yield AccessLine(
                f"{read.id}:{question.id}",
                question.prompt,
                answer_words(question, answer, names),
                is_about_others=question.id in others,
            )


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


def _alert_item(alert: Alert) -> AccessItem:
    key = f"alert:{alert.id}"
    done = alert.acknowledgement
    found = [
        ("states", _("What was marked"), alert.states, False),
        ("level", _("Level"), alert.level, False),
    ]
    if done is None:
        found.append(("open", _("What was done"), _("Not answered yet"), False))
    else:
        found += [
            ("actions", _("What was done"), action_words(done.actions), False),
            ("facts", _("What is known"), done.facts, False),
            ("told", _("Who was told"), done.told, True),
            ("told_when", _("When they were told"), done.told_when, False),
            ("next", _("Next contact"), done.next_contact, False),
            ("rest", _("Why something was left open"), done.reason_for_open_actions, False),
            ("by", _("Answered by"), done.by, False),
        ]
    lines = tuple(
        AccessLine(f"{key}:{name}", what, value, is_about_others)
        for name, what, value, is_about_others in found
        if value
    )
    day = written_day(alert.opened_at.astimezone().date())
    return AccessItem(key, _("Alert of {day}").format(day=day), lines)
