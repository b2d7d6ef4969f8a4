"""Each client's secret key, from which the protection of counts draws its changes.

It is the same for every recipient and every quarter, so that the same data always give the same
figures; it is printed nowhere, and stands in no file that leaves.
"""

import hmac
from collections.abc import Callable

from therapist_app.record.crypto.key_derivation import KEY_LENGTH
from therapist_app.record.crypto.wiping import Masked, wipe_bytes
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.service.keys_as_made import (
    OF_FIGURES,
    check_as_made,
    check_never_made,
    told,
)
from therapist_app.record.service.keys_in_rows import FIGURES, key_of
from therapist_app.record.service.service_keys import wrapped

PURPOSE = "figures"
BYTES = 8


def record_keys(service: ServiceFile) -> Callable[[str], int]:
    """Return what gives the 64 secret bits of a client, by their id.

    Raises:
        KeyNotAsMade: What is kept is not what somebody signed that they made.

    """
    secret = Masked(_secret(service))

    def record_key(client_id: str) -> int:
        with secret.revealed() as key:
            digest = hmac.digest(key, bytes.fromhex(client_id), "sha256")
        return int.from_bytes(digest[:BYTES], "big")

    return record_key


def _secret(service: ServiceFile) -> bytearray:
    found = service.row("SELECT key FROM record_keys WHERE purpose = ?", (PURPOSE,))
    if found:
        kept = key_of(service, FIGURES, found[0])
        check_as_made(service, OF_FIGURES, (PURPOSE,), kept)
        return kept
    check_never_made(service, OF_FIGURES, (PURPOSE,))
    drawn = service.sources.random_bytes(KEY_LENGTH)
    key = bytearray(drawn)
    wipe_bytes(drawn)
    tells = told(OF_FIGURES, (PURPOSE,), key)
    with service.change("record_key_made", "record_keys", (tells,)) as change:
        change.execute(
            "INSERT INTO record_keys (purpose, key, created_at) VALUES (?, ?, ?)",
            (PURPOSE, wrapped(service, FIGURES, key), moment_text(service.now())),
        )
    return key
