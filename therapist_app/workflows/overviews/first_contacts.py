"""Somebody makes contact for the first time: one page, from the telephone to the record.

Nobody is added before something is written about them. Name and number go where who a client is
stands, and into no answer.
"""

from dataclasses import dataclass, replace

from session_forms.answers import Answers, QuestionId
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from therapist_app.record.clients import identities
from therapist_app.record.model import Anonymity, Identity
from therapist_app.workflows.course.promised_contacts import FIRST_CONTACT
from therapist_app.workflows.forms.opening_forms import OpenForm, fresh_form
from therapist_app.workflows.overviews.seeing_clients import NewClient, add_client
from therapist_app.workflows.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Caller:
    """Who somebody is, as far as they say: what to call them, and a number or an address."""

    name: str = ""
    contact: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything was said."""
        return bool(self.name.strip() or self.contact.strip())


def open_first_contact(workspace: Workspace) -> OpenForm:
    """Return the form of a first contact, today's, about somebody who is not in the record yet.

    Nothing is written, and no code is drawn, until `take_in`.
    """
    form = workspace.form_in(workspace.programme, FIRST_CONTACT)
    client_id = workspace.caseload.new_id()
    filled = fresh_form(workspace, client_id, form, None, None, filled_by="therapist")
    today = workspace.today()
    answers: Answers = {QuestionId("day"): today.isoformat()}
    return OpenForm(
        filled=filled,
        state=start(form, Context(today=today), answers),
        client_code="",
        saved_at=None,
        read_only=False,
    )


def take_in(workspace: Workspace, opened: OpenForm, caller: Caller, *, is_added: bool) -> None:
    """Add whoever made contact under a fresh code, or put right what is known of them.

    Call within the change that keeps the form.

    Raises:
        NameUnfit: Something of it holds what cannot be seen; nothing was changed.

    """
    client_id = opened.filled.client_id
    anonymity: Anonymity = "pseudonym" if caller.name.strip() else "code_only"
    if not is_added:
        add_client(
            workspace,
            NewClient(anonymity=anonymity, name=caller.name, contact=caller.contact),
            client_id=client_id,
            is_track_open=True,
        )
        return
    known = identities.load(workspace.caseload, client_id)
    said: Identity = replace(
        known, anonymity=anonymity, name=caller.name.strip(), contact=caller.contact.strip()
    )
    if said != known:
        identities.save(workspace.caseload, said)
