"""A text of the service's own that is in force, as if it had been written and approved before."""

from dataclasses import replace
from datetime import timedelta

from programme.local_text_sections import begun, final_text
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.programme.local_texts import written_whole
from therapist_app.record.service import local_texts
from therapist_app.record.service_model import LocalText
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.workspace import Workspace


def bring_into_force(workspace: Workspace, text_id: str = "de", days: int = 300) -> None:
    """Have a text approved today, for so many days."""
    template = next(each for each in installed_jurisdictions() if each.id == text_id)
    draft, today = written_whole(begun(template)), workspace.today()
    by = f"{workspace.vault.person.name}, clinical lead"
    text = final_text(draft, by, today, today + timedelta(days=days))
    whole = draft.model_copy(update={"text": text}).model_dump_json()
    now = workspace.now()
    kept = LocalText(text_id, text.version, whole, "Ana", today, now, "Ben", today, by, now)
    local_texts.save(workspace.service, kept)
    _lead_from_now_on(workspace.vault)


def _lead_from_now_on(vault: Vault) -> None:
    """Let whoever approved it lead, as if a keeper had signed that."""
    person = vault.header.person(vault.person.uid)
    assert person is not None
    if "lead" not in person.roles:
        leads = replace(person, roles=(*person.roles, "lead"))
        vault.header = vault.header.with_person(leads)
        vault.person = vault.header.entry(leads)
