"""Who did something, by name, as far as they signed it.

Everybody can write in the service file, also under a colleague's name; whoever covers in a
caseload.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from session_forms.words.list_words import together
from session_forms.words.texts import _, pgettext
from therapist_app.record.client_rights.client_moves import came_over
from therapist_app.record.clients import filled_forms, signatures
from therapist_app.record.database.database import Caseload
from therapist_app.record.model import Signature
from therapist_app.record.service import releases
from therapist_app.record.service.quarters import ClosedQuarter
from therapist_app.record.service_model import ReadableCopy, Release
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.people.seeing_people import names_of


def unsigned() -> str:
    """Return what stands in the place of a name that nobody signed."""
    return pgettext("who did it", "somebody whose signature is missing")


def who_closed(vault: Vault, closed: ClosedQuarter) -> str:
    """Return who closed a quarter, which counts only where they signed it."""
    nobody = _("Somebody who is not in the list of people")
    return names_of(vault).get(closed.confirmed_by, nobody)


def by_who_signed(
    vault: Vault, caseload: Caseload, found: Iterable[Signature]
) -> tuple[Signature, ...]:
    """Return signatures under notes, each with the name of who signed, whoever wrote the note."""
    names = names_of(vault)
    return tuple(_by_who_signed(vault, caseload, each, names) for each in found)


def _by_who_signed(
    vault: Vault, caseload: Caseload, found: Signature, names: Mapping[str, str]
) -> Signature:
    uid = signatures.signer(caseload, found.filled_form_id)
    if uid is None and _came_over(vault, caseload, found):
        return found
    return replace(found, signed_by=names.get(uid, found.signed_by) if uid else unsigned())


def _came_over(vault: Vault, caseload: Caseload, found: Signature) -> bool:
    """Return whether a note came with its client, as whose they were and are both signed."""
    client_id = filled_forms.load(caseload, found.filled_form_id).client_id
    opened = (each for each, database in vault.open_caseloads.items() if database is caseload)
    return any(came_over(vault.service, vault.opened(each), client_id) for each in opened)


def who_approved(vault: Vault, release: Release) -> str:
    """Return who approved a release, one or two people."""
    signed = _names(vault, releases.approvers(vault.service, release))
    named = (release.approved_by, release.second_by)
    return together([each if each in signed else unsigned() for each in named if each])


def who_saved(vault: Vault, copy: ReadableCopy) -> str:
    """Return who saved a readable copy."""
    signed = _names(vault, releases.who_saved(vault.service, copy))
    return copy.saved_by if copy.saved_by in signed else unsigned()


def _names(vault: Vault, uids: Collection[str]) -> frozenset[str]:
    names = names_of(vault)
    return frozenset(names[each] for each in uids if each in names)
