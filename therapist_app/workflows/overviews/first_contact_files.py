"""A first contact that another service gets, or sent: in a sealed file, never readable on the way.

It is sent with the person's own yes alone, to a recipient whose key was compared. What came is
written on the page of a first contact, as somebody would who reads it from paper.
"""

from dataclasses import replace
from types import MappingProxyType

from exports.errors import NotForExport, PackageRefused
from exports.package.hand_over_file import HandOverFile, opened_hand_over, sealed_hand_over
from session_forms.answers import QuestionId
from session_forms.words.texts import _
from therapist_app.record.client_rights import protection
from therapist_app.record.clients import identities
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.exporting.keeping_recipients import (
    key_of_recipient,
    own_identities,
    recipient_lines,
)
from therapist_app.workflows.fitting_forms import given_at
from therapist_app.workflows.workspace import Workspace

NOT_HANDED_ON = frozenset({"next_step", "contact_by"})
"""What was promised by one service is no promise of another."""
WAY, BY_PAGE = QuestionId("way"), "page"


def services_to_hand_to(workspace: Workspace) -> tuple[str, ...]:
    """Return the recipients whose key was compared, but for the lead of this service."""
    return tuple(each.name for each in recipient_lines(workspace) if each.standing == "ready")


def hand_over_first_contact(workspace: Workspace, client_id: str, recipient: str) -> bytes:
    """Return the sealed file of a client's first contact for another service, and note it.

    Raises:
        NotForExport: The client's record is restricted, there is no finished first contact, or the
            key of the recipient was not compared.
        SealRefused: The recipient's key is none.

    """
    if protection.restriction_of(workspace.caseload, client_id) is not None:
        raise NotForExport(
            _("The client's record is restricted, and nothing of it is handed over.")
        )
    key = key_of_recipient(workspace, recipient)
    known = fitting_forms.for_clients(workspace, (client_id,), (FIRST_CONTACT,))
    finished = [each for each in known if each.status == "finished"]
    if not finished or not key:
        raise NotForExport(_("Finish the first contact before you hand it over."))
    newest = max(finished, key=given_at)
    who = identities.load(workspace.caseload, client_id)
    answers = workspace.answers_of(newest)
    kept = {each: value for each, value in answers.items() if each not in NOT_HANDED_ON}
    told = HandOverFile(who.name, who.contact, MappingProxyType(kept), workspace.practice)
    data = sealed_hand_over(told, workspace.form_of(newest), key)
    with workspace.caseload.change("first_contact_handed_over", f"client:{client_id}"):
        return data


def receive_first_contact(workspace: Workspace, data: bytes) -> HandOverFile:
    """Return what a sealed file holds; nothing of it is kept.

    Raises:
        SealRefused: It is for another service, was changed, or is no sealed file.
        PackageRefused: It is no hand-over that this program reads, or invented where this is not.

    """
    form = workspace.form_in(workspace.programme, FIRST_CONTACT)
    found = opened_hand_over(data, own_identities(workspace), form)
    if found.practice != workspace.practice:
        raise PackageRefused(
            _("This hand-over is of invented data, and is opened in practice alone.")
            if found.practice
            else _("This hand-over is of a real person, and is not opened in practice.")
        )
    said = {each: value for each, value in found.answers.items() if each not in NOT_HANDED_ON}
    return replace(found, answers=MappingProxyType(said | {WAY: BY_PAGE}))
