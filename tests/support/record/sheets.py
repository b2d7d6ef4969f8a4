"""New sheets in one step: shown, and typed back at once."""

from therapist_app.record.crypto.recovery_sheet import RecoverySheet
from therapist_app.record.keyring.new_sheets import (
    confirm_continuity,
    confirm_own_sheet,
    new_continuity,
    new_own_sheet,
)
from therapist_app.record.vault.vault import Vault


def replace_sheet(vault: Vault) -> RecoverySheet:
    """Have a new recovery sheet made and typed back."""
    new = new_own_sheet(vault)
    confirm_own_sheet(vault, new)
    return new.sheet


def replace_continuity(vault: Vault, typed: str = "") -> RecoverySheet:
    """Have a new continuity sheet made and typed back; `typed` is the one before."""
    new = new_continuity(vault, typed)
    confirm_continuity(vault, new)
    return new.sheet
