"""Whether a service is open on a laptop where it was not before.

A record that was copied opens elsewhere with its passphrase, as it should; whoever did not copy
it should hear of it. A laptop is known by a random number kept beside the look settings, outside
the service folder, so that it does not travel with it; the service keeps a keyed hash of it.
"""

import contextlib
import hmac
from pathlib import Path

from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import CannotWrite, DiskFull, NotARecord
from therapist_app.record.folder.files import read_private_file, replace_file
from therapist_app.record.service.service_keys import service_secret
from therapist_app.record.vault.vault import Vault

NEW_DEVICE = "new-device"
_LENGTH = 16
_KEY = "device:"


def note_device(vault: Vault, remembered: Path) -> None:
    """Warn in the vault where this laptop is new to the service, and know it from now on.

    The laptop where a service is opened first is not new. Where the number cannot be kept,
    nothing is said: it would be new every day.
    """
    number = _number(vault, remembered)
    if not number:
        return
    secret = service_secret(vault.service, "code_key")
    name = _KEY + hmac.digest(secret, b"device" + number, "sha256")[:_LENGTH].hex()
    wipe(secret)
    known = {
        key for (key,) in vault.service.rows("SELECT key FROM about WHERE key LIKE 'device:%'")
    }
    if name in known:
        return
    with vault.service.change("device_noted", f"person:{vault.person.uid}") as change:
        change.keep(name, moment_text(vault.service.now()))
    if known:
        vault.warnings = (*vault.warnings, NEW_DEVICE)


def _number(vault: Vault, remembered: Path) -> bytes:
    with contextlib.suppress(FileNotFoundError, CannotWrite, NotARecord):
        found = read_private_file(remembered, _LENGTH)
        if len(found) == _LENGTH:
            return found
    number = vault.sources.random_bytes(_LENGTH)
    try:
        remembered.parent.mkdir(parents=True, exist_ok=True)
        replace_file(remembered, number)
    except (OSError, CannotWrite, DiskFull):
        return b""
    return number
