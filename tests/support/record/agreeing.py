"""The owner of clients agrees to every cover, hand-over and sheet that waits for them."""

from therapist_app.record.keyring.key_care import (
    agree_to_cover,
    agree_to_sheet,
    covers_waiting,
    lacks_agreement,
)
from therapist_app.record.vault.vault import Vault


def agree(vault: Vault) -> None:
    """Agree to all that waits for the person signed in."""
    for each in covers_waiting(vault):
        agree_to_cover(vault, each)
    if lacks_agreement(vault):
        agree_to_sheet(vault)
