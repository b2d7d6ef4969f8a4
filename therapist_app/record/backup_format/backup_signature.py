"""Who made a backup: their signature over all of it, readable without its secret.

A backup is sealed to its holders, and sealing needs no key of anybody's: whoever once held a
caseload's key could make another one. The signature is the person's own. It covers label,
manifest and database; whether that person was allowed is asked of the header
(`backups.vouching`).
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from therapist_app.record.crypto.signing import is_signed
from therapist_app.record.errors import BackupDamaged
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.strict_json import canonical


@dataclass(frozen=True, slots=True)
class BackupSigner:
    """Whoever makes a backup.

    Attributes:
        key: What their signatures verify with.
        sign: Signs in their name.

    """

    uid: str
    key: bytes
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class BackupSignature:
    """What a person signed, and with which key.

    Attributes:
        by: Their uid.
        key: What the signature verifies with; whether it is theirs the header says.
        sha256: Of the database as it lies in the file.

    """

    by: str
    key: bytes
    sha256: bytes
    signature: bytes


def signed(label: bytes, manifest: bytes, sha256: bytes, signer: BackupSigner) -> bytes:
    """Return a signature over a spelt label, an encrypted manifest and a database, spelt."""
    signature = signer.sign(_message(label, manifest, sha256, signer.uid))
    return canonical(
        {
            "by": signer.uid,
            "key": signer.key.hex(),
            "sha256": sha256.hex(),
            "signature": signature.hex(),
        }
    )


def read_signature(spelt: bytes, label: bytes, manifest: bytes) -> BackupSignature:
    """Return who signed this label and this manifest, and which database.

    Raises:
        BackupDamaged: It is not as it was signed.

    """
    try:
        fields = strict_json.parse(spelt)
        read = BackupSignature(
            by=str(fields["by"]),
            key=bytes.fromhex(fields["key"]),
            sha256=bytes.fromhex(fields["sha256"]),
            signature=bytes.fromhex(fields["signature"]),
        )
    except (strict_json.BadJson, KeyError, TypeError, ValueError):
        raise BackupDamaged("signature") from None
    if not is_signed(_message(label, manifest, read.sha256, read.by), read.signature, read.key):
        raise BackupDamaged("signature")
    return read


def _message(label: bytes, manifest: bytes, sha256: bytes, by: str) -> bytes:
    return canonical(
        {
            "use": "backup",
            "label": hashlib.sha256(label).hexdigest(),
            "manifest": hashlib.sha256(manifest).hexdigest(),
            "database": sha256.hex(),
            "by": by,
        }
    )
