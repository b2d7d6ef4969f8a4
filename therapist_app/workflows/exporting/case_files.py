"""What an export must not let out: of whom it is, and every text that somebody typed about them."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from exports.case.casefile import CaseFile
from exports.errors import NotForExport
from session_forms.filling.own_words import is_written
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import (
    alerts,
    clients,
    course_events,
    course_moves,
    fidelity,
    filled_forms,
    identities,
    promises,
)
from therapist_app.record.clients.filled_forms import MANY
from therapist_app.record.database.database import Caseload
from therapist_app.workflows.exporting.course_files import AT_ONCE, course_file, in_steps
from therapist_app.workflows.workspace import Workspace


def case_file(workspace: Workspace, client_id: str) -> CaseFile:
    """Return everything an export may look at about one client; it still says who it is.

    Raises:
        NotForExport: The client's record is restricted.

    """
    if protection.restriction_of(workspace.caseload, client_id) is not None:
        raise NotForExport(
            "The client's record is restricted, and nothing leaves it: lift the restriction first."
        )
    course = course_file(workspace, client_id)
    [known] = identifying_files(workspace, (client_id,))
    return replace(
        course,
        code=known.code,
        names=known.names,
        birth_date=known.birth_date,
        contacts=known.contacts,
        note_texts=known.note_texts,
    )


def identifying_files(workspace: Workspace, client_ids: Sequence[str]) -> Iterator[CaseFile]:
    """Yield what identifies each of these clients, without any course: for the search for leaks.

    Of many, the texts are read before the first is yielded: the whole table of forms is gone
    through for them, once.
    """
    texts_of = _TextsOfForms(workspace)
    of_many = _typed(workspace, client_ids, texts_of) if len(client_ids) > MANY else None
    for some in in_steps(client_ids, AT_ONCE):
        known = clients.with_ids(workspace.caseload, some)
        who = identities.of_clients(workspace.caseload, some)
        typed = _typed(workspace, some, texts_of) if of_many is None else of_many
        for each in some:
            if each in known:
                client, found = known[each], identities.identifiers(who[each])
                yield identifying_file(found, client.id, client.code, typed.get(each, ()))


def identifying_file(
    known: identities.ClientIdentifiers,
    client_id: str = "",
    code: str = "",
    typed: Sequence[str] = (),
) -> CaseFile:
    """Return what identifies somebody as a case file without any course, to be searched for."""
    return CaseFile(
        client_id=client_id,
        code=code,
        names=known.names,
        birth_date=known.birth_date,
        contacts=known.contacts,
        age_band="",
        gender="",
        track="",
        mode="",
        status="",
        note_texts=tuple(typed),
    )


def _typed(
    workspace: Workspace, client_ids: Sequence[str], texts_of: "_TextsOfForms"
) -> Mapping[str, list[str]]:
    """Return every text that somebody typed about these clients, by client, where there is any."""
    caseload = workspace.caseload
    found: defaultdict[str, list[str]] = defaultdict(list)
    for client_id, form_id, version, answers in filled_forms.finished_answers(caseload, client_ids):
        found[client_id] += texts_of(form_id, version, answers)
    for some in in_steps(client_ids, AT_ONCE):
        _type_besides(caseload, some, found)
    return found


def _type_besides(
    caseload: Caseload, client_ids: Sequence[str], found: defaultdict[str, list[str]]
) -> None:
    """Add to what was found the texts that stand in no form."""
    for alert in alerts.of_clients(caseload, client_ids):
        if alert.acknowledgement is not None:
            found[alert.client_id].append(alert.acknowledgement.facts)
    for override in course_events.overrides_of_clients(caseload, client_ids):
        found[override.client_id].append(override.reason)
    for event in course_events.of_clients(caseload, client_ids):
        found[event.client_id].append(event.reason)
    for move in course_moves.of_clients(caseload, client_ids):
        found[move.client_id] += [
            move.reason,
            move.undo_reason,
            *(each.reason for each in move.lines),
        ]
    for client_id, reason in (
        *filled_forms.amend_reasons(caseload, client_ids),
        *fidelity.reasons_of_clients(caseload, client_ids),
        *promises.words_of_clients(caseload, client_ids),
    ):
        found[client_id].append(reason)


class _TextsOfForms:
    """The texts in answers as they are kept; which questions hold any is known for each form."""

    def __init__(self, workspace: Workspace) -> None:
        self._forms = workspace.forms
        self._asked = cache(self._questions)

    def __call__(self, form_id: str, version: int, answers: str) -> Iterator[str]:
        if (form_id, version) not in self._forms:  # whatever stands there may be a text
            yield from _strings(json.loads(answers))
            return
        asked = self._asked(form_id, version)
        given = json.loads(answers) if asked else {}
        if not isinstance(given, dict):
            yield from _strings(given)
            return
        for each in asked:
            said = given.get(each)
            if isinstance(said, str):
                yield said
            for entry in said if isinstance(said, list) else ():
                yield from _strings(entry)

    def _questions(self, form_id: str, version: int) -> tuple[str, ...]:
        form = self._forms.get(form_id, version)
        return tuple(each.id for each in form.questions if is_written(each))


def _strings(read: object) -> Iterator[str]:
    """Yield every text in what was read, however deep it lies."""
    if isinstance(read, str):
        yield read
    elif isinstance(read, dict):
        for each in read.values():
            yield from _strings(each)
    elif isinstance(read, list):
        for each in read:
            yield from _strings(each)


def names_of_others(workspace: Workspace, client_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the second raters and supervisors who are named in these clients' records."""
    found: set[str] = set()
    for some in in_steps(client_ids, AT_ONCE):
        found.update(fidelity.second_raters(workspace.caseload, some))
        found.update(
            each.supervisor for each in course_events.overrides_of_clients(workspace.caseload, some)
        )
    return tuple(sorted(found))
