"""Each client's secret key, from which the protection of counts draws its changes.

It is the same for every recipient and every quarter, so that the same data always give the same
figures; it is printed nowhere, and stands in no file that leaves.
"""

import hmac
from collections.abc import Callable

from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile

PURPOSE = "figures"
BYTES = 8


def record_keys(service: ServiceFile) -> Callable[[str], int]:
    """Return what gives the 64 secret bits of a client, by their id."""
    secret = _secret(service)

    def record_key(client_id: str) -> int:
        digest = hmac.digest(secret, bytes.fromhex(client_id), "sha256")
        return int.from_bytes(digest[:BYTES], "big")

    return record_key


def _secret(service: ServiceFile) -> bytes:
    found = service.row("SELECT key FROM record_keys WHERE purpose = ?", (PURPOSE,))
    if found:
        return bytes(found[0])
    key = service.sources.random_bytes(32)
    with service.change("record_key_made", "record_keys") as change:
        change.execute(
            "INSERT INTO record_keys (purpose, key, created_at) VALUES (?, ?, ?)",
            (PURPOSE, key, moment_text(service.now())),
        )
    return key
