"""The owner of clients agrees to every cover and hand-over that waits for them."""

from therapist_app.record.keyring.key_care import agree_to_cover, covers_waiting
from therapist_app.record.vault.vault import Vault


def agree(vault: Vault) -> None:
    """Agree to all that waits for the person signed in."""
    for each in covers_waiting(vault):
        agree_to_cover(vault, each)
