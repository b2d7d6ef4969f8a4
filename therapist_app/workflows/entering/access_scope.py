"""How far the person signed in reaches: which places are theirs, and whose clients are open."""

from dataclasses import dataclass

from therapist_app.commands import Destination, Oversight, People, Today
from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.permissions import may, roles_now

__all__ = ["AccessScope", "CaseloadChoice", "access_scope", "caseload_in_use", "home"]


@dataclass(frozen=True, slots=True)
class AccessScope:
    """What the window shows around every screen.

    Attributes:
        home: Where a person begins, and comes back to.
        has_clients: Whether places with clients are theirs.
        clients: Whose clients are being worked with; None where they are one's own and no
            others could be chosen.
        may_change: Whether others could be.

    """

    home: Destination
    has_clients: bool = True
    clients: CaseloadChoice | None = None
    may_change: bool = False


def home(vault: Vault) -> Destination:
    """Return where the person signed in begins: the day, else what their roles are about."""
    if may(vault, "work_with_clients"):
        return Today()
    return Oversight() if "lead" in roles_now(vault) else People()


def caseload_in_use(vault: Vault) -> CaseloadChoice | None:
    """Return whose clients are being worked with; None where there are none."""
    choices = vault.caseload_choices()
    return next((each for each in choices if each.id == vault.caseload_id), None)


def access_scope(vault: Vault) -> AccessScope:
    """Return how far the person signed in reaches now.

    Where the clients of a moment ago are not theirs to open any more, others that are come in
    their place.
    """
    found = vault.caseload_choices()
    if found and vault.caseload_id is not None and caseload_in_use(vault) is None:
        vault.use_caseload(found[0].id)
    if not may(vault, "work_with_clients"):
        return AccessScope(home(vault), has_clients=False)
    in_use, several = caseload_in_use(vault), len(found) > 1
    is_told = several or (in_use is not None and in_use.access != "own")
    return AccessScope(Today(), clients=in_use if is_told else None, may_change=several)
