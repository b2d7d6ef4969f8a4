"""Whose clients are being worked with, and whose else could be."""

from therapist_app.record.header.caseload_access import CaseloadChoice
from therapist_app.record.sign_in.unlocking import Vault

__all__ = [
    "CaseloadChoice",
    "caseload_in_use",
    "is_offered",
    "is_offered_still",
    "offered",
    "use_caseload",
]


def offered(vault: Vault) -> tuple[CaseloadChoice, ...]:
    """Return the caseloads that the person signed in may open today, their own first."""
    return vault.caseload_choices()


def caseload_in_use(vault: Vault) -> CaseloadChoice | None:
    """Return whose clients are being worked with; None where there are none."""
    return next((each for each in offered(vault) if each.id == vault.caseload_id), None)


def is_offered_still(vault: Vault) -> bool:
    """Return whether the caseload in use is still this person's to open, or none is in use."""
    return vault.caseload_id is None or caseload_in_use(vault) is not None


def use_caseload(vault: Vault, caseload: str) -> None:
    """Work with another caseload from now on.

    Raises:
        NotAllowed: This person may not open it, or not any more.

    """
    vault.use_caseload(caseload)


def is_offered(vault: Vault, caseload: str) -> bool:
    """Return whether the person signed in may open a caseload today."""
    return any(each.id == caseload for each in offered(vault))
