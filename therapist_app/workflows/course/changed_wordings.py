"""Whether the words that a client agreed to were changed since, and what is new in them.

The question alone counts, not the form around it: a version that asks the same in the same words
makes no agreement old. Agreeing stays agreeing until the client is asked again (ADR 193).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from programme.definition.definition import Programme
from session_forms.form.definition import FormDefinition
from session_forms.library.library import FormLibrary
from session_forms.questions.choices import ChoiceQuestion
from session_forms.reference.jurisdictions import newest_of_each, usable_texts
from session_forms.words.day_words import written_day
from session_forms.words.texts import _
from therapist_app.record.client_rights import consents
from therapist_app.record.model import Client, Consent
from therapist_app.workflows.course.consenting import FIGURES_USED, DecisionAsked, asked
from therapist_app.workflows.workspace import Workspace

_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s+")
FEW = 2
"""A version of a paper is in use once so many clients decided about it: one may be a slip."""


@dataclass(frozen=True, slots=True)
class ChangedWording:
    """An agreement to words that are asked in another way today.

    Attributes:
        agreed_on: The day on which the client agreed.
        title: What it is called.
        version: The version in which it is asked today.
        to_read: What is read aloud today, without the answers; empty where it is a paper, which is
            not kept here.
        new: What it did not say then; empty where one of the two is not kept here.
        left_out: What it said then and says no more.

    """

    agreed_on: date
    title: str
    version: str
    to_read: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def changed_wording(workspace: Workspace, client: Client) -> ChangedWording | None:
    """Return what changed since a client agreed to the use of figures; None where nothing did.

    Nobody is asked again who refused, or whose course has ended.
    """
    if client.status == "ended":
        return None
    found = consents.newest(workspace.caseload, (client.id,), FIGURES_USED).get(client.id)
    if found is None or found.decision != "given":
        return None
    question = next((each for each in asked() if _asks(each, found)), None)
    if question is not None:
        return _in_a_form(workspace, client, found, question)
    return _in_a_local_text(workspace, found) or _on_paper(workspace, found)


def wording_words(found: ChangedWording) -> str:
    """Return what a client agreed to, and what is said today that was not said then."""
    agreed = _("The client agreed on {day}.").format(day=written_day(found.agreed_on))
    parts = [agreed]
    if not found.to_read:
        words = _("Version {version} of “{title}” is in use now. Compare the two papers.")
        parts.append(words.format(version=found.version, title=found.title))
    elif not found.new and not found.left_out:
        words = _("The earlier text is not installed, so what changed cannot be shown here.")
        parts.append(words)
    if found.new:
        parts.append(_("New since then: {sentences}").format(sentences=_quoted(found.new)))
    if found.left_out:
        parts.append(_("No longer said: {sentences}").format(sentences=_quoted(found.left_out)))
    return " ".join(parts)


def _quoted(sentences: Sequence[str]) -> str:
    return _("“{words}”").format(words=" ".join(sentences))


def is_review(programme: Programme, plan_id: str) -> bool:
    """Return whether a session is one in which the course is looked at as a whole."""
    return plan_id in programme.on_track.review_at


def _asks(question: DecisionAsked, consent: Consent) -> bool:
    return (question.topic, question.form) == (consent.topic, consent.text_id)


def _in_a_form(
    workspace: Workspace, client: Client, consent: Consent, question: DecisionAsked
) -> ChangedWording | None:
    """Compare with what is asked of whoever begins the client's course today."""
    today = workspace.form_in(workspace.course(client.programme_id), question.form)
    before = _number(consent.text_version)
    if before is None or before >= today.version:
        return None
    then = _form(workspace.forms, question.form, before)
    said = _said(today, question)
    aloud = _sentences(*_spoken_in(today, question))
    if then is None:
        return replace(_changed(consent, today.title, str(today.version), said), to_read=aloud)
    written = workspace.as_written.forms
    pair = [_form(written, question.form, each) for each in (before, today.version)]
    if _said(pair[0], question) == _said(pair[1], question):
        return None
    found = _changed(consent, today.title, str(today.version), said, _said(then, question))
    return replace(found, to_read=aloud)


def _in_a_local_text(workspace: Workspace, consent: Consent) -> ChangedWording | None:
    usable = usable_texts(workspace.local_texts, workspace.today(), practice=workspace.practice)
    before = _number(consent.text_version)
    today = next((each for each in newest_of_each(usable) if each.id == consent.text_id), None)
    if today is None or before is None or before >= today.version:
        return None
    ref = f"{consent.text_id}@{before}"
    then = next((each for each in workspace.local_texts if each.ref == ref), None)
    said = _sentences(today.client_text)
    if then is None:
        return _changed(consent, today.name, str(today.version), said)
    was = _sentences(then.client_text)
    return None if was == said else _changed(consent, today.name, str(today.version), said, was)


def _on_paper(workspace: Workspace, consent: Consent) -> ChangedWording | None:
    """Compare with the version of the same paper that came into use last, by its first decision."""
    versions = consents.versions(workspace.caseload, consent.topic, consent.text_id)
    began = {each.version: each.first_decided_at for each in versions}
    later = [
        each
        for each in versions
        if each.clients >= FEW and each.first_decided_at > began[consent.text_version]
    ]
    newest = max(later, key=lambda each: each.first_decided_at, default=None)
    return None if newest is None else _changed(consent, consent.text_id, newest.version, ())


def _changed(
    consent: Consent,
    title: str,
    version: str,
    said: Sequence[str],
    was: Sequence[str] | None = None,
) -> ChangedWording:
    before = said if was is None else was
    return ChangedWording(
        agreed_on=consent.decided_at.astimezone().date(),
        title=title,
        version=version,
        to_read=tuple(said),
        new=tuple(each for each in said if each not in before),
        left_out=tuple(each for each in before if each not in said),
    )


def _form(forms: FormLibrary, form_id: str, version: int) -> FormDefinition | None:
    return forms.get(form_id, version) if (form_id, version) in forms else None


def _said(form: FormDefinition | None, question: DecisionAsked) -> tuple[str, ...]:
    return () if form is None else _sentences(*_asked_in(form, question))


def _asked_in(form: FormDefinition, asks: DecisionAsked) -> tuple[str, ...]:
    """Return all that a question says: what is read aloud, and what can be answered."""
    question = form.question(asks.question)
    options = question.options if isinstance(question, ChoiceQuestion) else ()
    return (*_spoken_in(form, asks), *(each.label for each in options))


def _spoken_in(form: FormDefinition, asks: DecisionAsked) -> tuple[str, str]:
    """Return what is asked, and what is said to it."""
    question = form.question(asks.question)
    return question.prompt, question.help


def _sentences(*texts: str) -> tuple[str, ...]:
    found = (each.strip() for text in texts for each in _END_OF_SENTENCE.split(text))
    return tuple(each for each in found if each)


def _number(version: str) -> int | None:
    return int(version) if version.isdecimal() else None
