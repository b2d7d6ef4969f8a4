"""What may not wait until tomorrow, said once more to whoever closes the program."""

from contextlib import suppress

from session_forms.words.texts import _
from therapist_app.record.clients import clients
from therapist_app.record.errors import KnownRecordError
from therapist_app.workflows.sessions.answering_alerts import open_alerts
from therapist_app.workflows.sessions.safety_thread import LEVEL_WORDS, due_promises
from therapist_app.workflows.workspace import Workspace


def due_now(workspace: Workspace) -> tuple[str, ...]:
    """Return the open alerts, and what was promised for today or before, each by its code.

    Nothing where the caseload in use cannot be read: closing goes on whatever fails.
    """
    vault = workspace.vault
    if not vault.is_open or vault.caseload_id is None:
        return ()
    with suppress(KnownRecordError):
        opened = open_alerts(workspace)
        codes = clients.codes(workspace.caseload, {each.client_id for each in opened})
        alert = _("{code}: an alert is open ({level})")
        promise = _("{code}: {title}, {due}")
        said = [
            alert.format(code=codes[each.client_id], level=_(LEVEL_WORDS[each.level]))
            for each in opened
        ]
        said += [
            promise.format(code=each.code, title=each.title, due=each.due)
            for each in due_promises(workspace)
            if each.is_due
        ]
        return tuple(dict.fromkeys(said))
    return ()
