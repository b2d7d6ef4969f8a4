"""What forms point at in this service: the services to give, and the local texts to read.

A form that rests on a local text is begun only while one is approved and in date; one that was
begun while it was can be finished afterwards. Practice may use a draft.
"""

from collections.abc import Mapping
from datetime import date

from session_forms.answers import QuestionId
from session_forms.form.definition import FormDefinition
from session_forms.questions.references import JurisdictionQuestion
from session_forms.reference.directory import EVERYWHERE, DirectoryEntry, offered
from session_forms.reference.jurisdictions import Jurisdiction, newest_of_each, usable_texts
from session_forms.reference.service_words import clinic_words, text_words
from therapist_app.record.model import FilledForm
from therapist_app.workflows.errors import NoLocalText
from therapist_app.workflows.policies.page_numbers import page_numbers
from therapist_app.workflows.workspace import Workspace


def refuse_without_text(workspace: Workspace, form: FormDefinition, day: date) -> None:
    """Refuse to begin a form on a day without a local text, where it rests on one.

    Raises:
        NoLocalText: No text is approved and in date on that day.

    """
    if form.needs_local_text and not _usable_on(workspace, day):
        raise NoLocalText(form.id)


def offered_texts(workspace: Workspace, filled: FilledForm) -> tuple[str, ...]:
    """Return the local texts that a form may name, by reference.

    They are those in date in their newest version, on the day of the paper for one from paper,
    and the one it names already, where that was in date when the form was begun.
    """
    usable = _usable_on(workspace, filled.filled_on or workspace.today())
    now = {each.ref for each in newest_of_each(usable)}
    begun = _usable_on(workspace, filled.filled_on or filled.started_at.astimezone().date())
    kept = _named_in(workspace, filled)
    now |= {each.ref for each in begun if each.ref in kept}
    return tuple(each.ref for each in workspace.local_texts if each.ref in now)


def offered_services(workspace: Workspace) -> tuple[DirectoryEntry, ...]:
    """Return the services that can be given, those near first.

    First of all stand those whose number this service settled for its pages.
    """
    found, near = offered(workspace.directory, _countries(workspace)), near_ids(workspace)
    ours = page_numbers(workspace)
    settled = {_digits(each) for each in (ours.emergency_number, ours.crisis_line) if each}
    known = [each for each in found if each.id in near and _digits(each.phone) in settled]
    return (*known, *(each for each in found if each not in known))


def near_ids(workspace: Workspace) -> frozenset[str]:
    """Return the services of the countries of the clinic's texts, and those reached everywhere.

    Without such a country none is nearer than others.
    """
    countries = _countries(workspace)
    near = EVERYWHERE.union(countries) if countries else frozenset[str]()
    return frozenset(each.id for each in workspace.directory if each.country in near)


def _countries(workspace: Workspace) -> frozenset[str]:
    texts = _usable_on(workspace, workspace.today())
    return frozenset(each.country for each in texts if each.country)


def _digits(number: str) -> str:
    return "".join(each for each in number if each.isdecimal())


def reference_names(workspace: Workspace) -> Mapping[str, str]:
    """Return what services and local texts are called in the clinic, by the ids in answers."""
    return workspace.service.made_once("reference names", lambda: _reference_names(workspace))


def _reference_names(workspace: Workspace) -> Mapping[str, str]:
    today = workspace.today()
    services = (*workspace.packs.kept_services, *workspace.directory)
    names = {entry.id: clinic_words(entry, today) for entry in services}
    return names | {ref: text_words(each) for ref, each in texts_to_read(workspace).items()}


def texts_to_read(workspace: Workspace) -> Mapping[str, Jurisdiction]:
    """Return every local text that an answer may name, by reference, also one put aside."""
    return {each.ref: each for each in (*workspace.packs.kept_texts, *workspace.local_texts)}


def _usable_on(workspace: Workspace, day: date) -> tuple[Jurisdiction, ...]:
    return usable_texts(workspace.local_texts, day, practice=workspace.practice)


def _named_in(workspace: Workspace, filled: FilledForm) -> set[str]:
    form = workspace.form_of(filled)
    asking = [each.id for each in form.questions if isinstance(each, JurisdictionQuestion)]
    if not asking:
        return set()
    answers = workspace.answers_of(filled)
    return {str(answers[key]) for each in asking if (key := QuestionId(each)) in answers}
