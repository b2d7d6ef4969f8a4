"""What a client agreed to: taken from finished forms, kept by hand for paper and for spoken words.

What the answers mean stands in `consents.toml`. A decision is kept when it is another one than
before, or about another version of the text; a refusal after an agreement takes it back.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from session_forms.answers import Answers, QuestionId
from session_forms.words.texts import _
from therapist_app.record.client_rights import consents
from therapist_app.record.database.columns import LAST_MOMENT
from therapist_app.record.errors import SenselessValue
from therapist_app.record.model import Consent, Decision, FilledForm, GivenHow
from therapist_app.workflows.workspace import Workspace

FIGURES_USED = "figures_used"
CONTACT_AFTER_END = "contact_after_end"
CALL_BACK = "call_back"
WORKING_AGREEMENT = "working_agreement"


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that a client can agree to."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """The question of a form that asks for a decision, and the answers that give or refuse it."""

    topic: str
    form: str
    question: str
    given: str | bool
    refused: str | bool


@dataclass(frozen=True, slots=True)
class PaperConsent:
    """A decision on paper or by word of mouth, as the therapist writes it down.

    Attributes:
        text_id: What the text is called: a form's id, or the clinic's own name for its paper.
        decided_at: When it was decided; noon of a day.
        imported_at: When the list was imported that it came with, if it came with one.

    """

    topic: str
    text_id: str
    text_version: str
    decision: Decision
    given_how: GivenHow
    decided_at: datetime
    imported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TopicLine:
    """One topic with its history, the newest first; empty while the client has not decided.

    Attributes:
        texts: What was decided about, in words, in the order of `history`.

    """

    topic: Topic
    history: tuple[Consent, ...]
    texts: tuple[str, ...] = ()

    @property
    def newest(self) -> Consent | None:
        """The decision that counts."""
        return self.history[0] if self.history else None


def topics() -> tuple[Topic, ...]:
    """Return what a client can agree to, in the order in which it is shown."""
    return tuple(Topic(each["id"], _(each["title"])) for each in _content()["topics"])


@cache
def asked() -> tuple[DecisionAsked, ...]:
    """Return the questions that ask for a decision."""
    return tuple(DecisionAsked(**each) for each in _content()["asked"])


def keep_consents(workspace: Workspace, filled: FilledForm) -> None:
    """Keep the decisions in a finished form; call within the change that finishes it."""
    wanted = [each for each in asked() if each.form == filled.form_id]
    if not wanted:
        return
    answers = workspace.answers_of(filled)
    at = filled.answered_at if filled.filled_on else workspace.now()
    for each in wanted:
        decision = _decision(each, answers)
        if decision is not None:
            source = PaperConsent(
                each.topic, filled.form_id, str(filled.form_version), decision, "form", at
            )
            write_down(workspace, filled.client_id, source)


def write_down(workspace: Workspace, client_id: str, consent: PaperConsent) -> None:
    """Keep a decision: in a form, on paper or by word of mouth.

    A text that is called by its title is kept under its id, so that it is known as the same.

    Raises:
        SenselessValue: The newest decision bears the last moment that there is, and none can come
            after it: somebody made it up.

    """
    consent = replace(consent, text_id=_text_called(workspace, consent.topic, consent.text_id))
    before = _before(workspace, client_id, consent)
    at = consent.decided_at
    if before is not None and at <= before.decided_at:
        at = before.decided_at + timedelta(microseconds=1)  # later on the same day
        if at >= LAST_MOMENT:
            raise SenselessValue("moment")
    decision = consent.decision
    if decision == "refused" and before is not None and before.decision != "refused":
        decision = "withdrawn"
    text = (consent.text_id, consent.text_version)
    if before is not None and (before.decision, before.text_id, before.text_version) == (
        decision,
        *text,
    ):
        return
    consents.add(
        workspace.caseload,
        Consent(
            id=workspace.caseload.new_id(),
            client_id=client_id,
            topic=consent.topic,
            text_id=consent.text_id,
            text_version=consent.text_version,
            decision=decision,
            given_how=consent.given_how,
            decided_at=at,
            imported_at=consent.imported_at,
        ),
    )


def consent_lines(workspace: Workspace, client_id: str) -> tuple[TopicLine, ...]:
    """Return every topic with what the client decided."""
    kept = consents.for_client(workspace.caseload, client_id)
    found = {
        topic: tuple(each for each in reversed(kept) if each.topic == topic.id)
        for topic in topics()
    }
    return tuple(
        TopicLine(topic, history, tuple(text_in_words(workspace, each) for each in history))
        for topic, history in found.items()
    )


def text_in_words(workspace: Workspace, consent: Consent) -> str:
    """Return the title of the form that asked, else the name of the paper, with its version."""
    name = consent.text_id
    if workspace.forms.knows(name):
        name = workspace.forms.latest(name).title
    return _("{text}, version {version}").format(text=name, version=consent.text_version)


def refused_to_work(workspace: Workspace, client_id: str) -> Consent | None:
    """Return the decision that counts on working together, where it is no agreement (any more).

    None once the course has ended: what is left of it then rests on other decisions.
    """
    if workspace.client(client_id).status == "ended":
        return None
    newest = consents.newest(workspace.caseload, (client_id,), WORKING_AGREEMENT).get(client_id)
    return None if newest is None or newest.decision == "given" else newest


def refusals(workspace: Workspace, client_ids: Collection[str]) -> Mapping[str, Decision]:
    """Return of these clients, of any status, who does not agree to work together (any more)."""
    found = consents.newest(workspace.caseload, client_ids, WORKING_AGREEMENT)
    return {each: one.decision for each, one in found.items() if one.decision != "given"}


def refuse_contact(workspace: Workspace, client_ids: Collection[str]) -> frozenset[str]:
    """Return which of these clients do not agree (any more) to be contacted before the course."""
    found = consents.newest(workspace.caseload, client_ids, CALL_BACK)
    return frozenset(each for each, one in found.items() if one.decision != "given")


def _decision(question: DecisionAsked, answers: Answers) -> Decision | None:
    answer = answers.get(QuestionId(question.question))
    if answer == question.given:
        return "given"
    return "refused" if answer == question.refused and answer is not None else None


def _text_called(workspace: Workspace, topic: str, name: str) -> str:
    """Return the id of a form that asks about it, or of a local text; else the name as it is."""
    known = {_folded(each.id): each.id for each in workspace.local_texts}
    for each in asked():
        if each.topic == topic:
            form = workspace.forms.latest(each.form)
            known |= {_folded(called): form.id for called in (form.id, form.title)}
    return known.get(_folded(name), name)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _before(workspace: Workspace, client_id: str, consent: PaperConsent) -> Consent | None:
    """Return what counted on the day of a decision, which may be written down long after it.

    One of a day that has not come was written down under a wrong clock, or made up by who covers:
    whatever is decided now comes after it.
    """
    day, today = (each.astimezone().date() for each in (consent.decided_at, workspace.now()))
    kept = consents.for_client(workspace.caseload, client_id)
    decided = [
        (each, each.decided_at.astimezone().date()) for each in kept if each.topic == consent.topic
    ]
    earlier = [each for each, on in decided if on <= day or on > today]
    return earlier[-1] if earlier else None


@cache
def _content() -> dict[str, Any]:
    text = (files("therapist_app.workflows") / "consents.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
