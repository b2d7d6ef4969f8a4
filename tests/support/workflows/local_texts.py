"""A text of the service's own that is in force, as if it had been written and approved before."""

from datetime import timedelta

from programme.local_text_sections import begun, final_text
from session_forms.reference.jurisdictions import installed_jurisdictions
from tests.support.programme.local_texts import written_whole
from therapist_app.record.model import LocalText
from therapist_app.record.service import local_texts
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
