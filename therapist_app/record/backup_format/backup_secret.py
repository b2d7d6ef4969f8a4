"""The secret of one backup: a key of its own, and the key of the audit that is inside.

The first is random, so that destroying the sealed boxes destroys the backup. The second is there
because a chain is verified with the key it was written under, whatever became of the data key
since.
"""

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.wiping import Masked

SECRET_LENGTH = 2 * KEY_LENGTH


def new_secret(audit_key: Masked, sources: ClockAndRandom) -> Masked:
    """Return the secret of a new backup of a database with this audit key."""
    whole = bytearray(SECRET_LENGTH)  # grown, it would leave a copy behind
    whole[:KEY_LENGTH] = sources.random_bytes(KEY_LENGTH)
    with audit_key.revealed() as second:
        whole[KEY_LENGTH:] = second
    return Masked(whole)


def halves(secret: Masked) -> tuple[Masked, Masked]:
    """Return the backup's own key, and the audit key."""
    with secret.revealed() as whole:
        first, second = whole[:KEY_LENGTH], whole[KEY_LENGTH:]
    return Masked(first), Masked(second)
