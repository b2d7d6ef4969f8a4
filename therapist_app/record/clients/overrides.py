"""Hard gates passed with a reason and a named supervisor."""

from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import Caseload
from therapist_app.record.database.tables import Table
from therapist_app.record.model import GateOverride

_TABLE = Table("gate_overrides", GateOverride, columns={"overridden_at": MOMENT})


def add(caseload: Caseload, override: GateOverride) -> None:
    """Keep that a gate was passed."""
    subject = f"client:{override.client_id}"
    with caseload.change("gate_overridden", subject, (override.gate_id,)) as change:
        _TABLE.insert(change, override)


def for_client(caseload: Caseload, client_id: str) -> tuple[GateOverride, ...]:
    """Return the gates passed for a client, oldest first."""
    return _TABLE.select(caseload, "WHERE client_id = ? ORDER BY overridden_at, id", (client_id,))
