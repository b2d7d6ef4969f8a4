"""Who stands behind a code: the only reader of that table."""

from therapist_app.record.database import Caseload
from therapist_app.record.model import Identity
from therapist_app.record.tables import Table

_TABLE = Table("identities", Identity, key=("client_id",))


def save(caseload: Caseload, identity: Identity) -> None:
    """Save who a client is."""
    with caseload.change("identity_changed", f"client:{identity.client_id}") as change:
        _TABLE.replace(change, identity)


def load(caseload: Caseload, client_id: str) -> Identity:
    """Return who a client is; nothing but the code where nothing was saved."""
    found = _TABLE.first(caseload, "WHERE client_id = ?", (client_id,))
    return found or Identity(client_id, "code_only")
