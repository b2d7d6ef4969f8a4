"""What a backup says of itself to those it is sealed to.

Encrypted under a key of its own that follows from the backup's, together with the label: so
neither can be changed or exchanged.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from therapist_app.record.crypto.key_derivation import derive
from therapist_app.record.crypto.wiping import Masked, wipe
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.columns import moment_text, optional_moment_from
from therapist_app.record.database.figures import Figures
from therapist_app.record.errors import BackupDamaged
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.strict_json import canonical

_NONCE = 12


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is in a backup.

    Attributes:
        id: Of the backup; each of its copies has the same.
        header_generation: Of the service's header when it was made.
        application: The version of the application that made it.
        figures: Of the database, when it was copied.
        size: Of the database, in bytes.
        sha256: Of the database as it lies in the file.
        made_by: The uid of the person whose session made it.

    """

    id: str
    header_generation: int
    application: str
    figures: Figures
    size: int
    sha256: bytes
    made_by: str


def lock_manifest(manifest: Manifest, key: Masked, label: bytes, nonce: bytes) -> bytes:
    """Return a manifest encrypted under the backup's key, bound to its spelt label."""
    figures = manifest.figures
    spelt = canonical(
        {
            "id": manifest.id,
            "header_generation": manifest.header_generation,
            "application": manifest.application,
            "schema": figures.schema,
            "rows": dict(figures.rows),
            "audit": [figures.mark.n, figures.mark.head.hex()],
            "changed_at": moment_text(figures.changed_at) if figures.changed_at else None,
            "size": manifest.size,
            "sha256": manifest.sha256.hex(),
            "made_by": manifest.made_by,
        }
    )
    manifest_key = _manifest_key(key)
    sealed = nonce + ChaCha20Poly1305(manifest_key).encrypt(nonce, spelt, label)
    wipe(manifest_key)
    return sealed


def open_manifest(sealed: bytes, key: Masked, label: bytes) -> Manifest:
    """Return a backup's manifest.

    Raises:
        BackupDamaged: It, or the label, was changed, or the key is another backup's.

    """
    manifest_key = _manifest_key(key)
    nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
    try:
        spelt = ChaCha20Poly1305(manifest_key).decrypt(nonce, rest, label)
    except (InvalidTag, ValueError):
        raise BackupDamaged("manifest") from None
    finally:
        wipe(manifest_key)
    fields = strict_json.parse(spelt)
    n, head = fields["audit"]
    return Manifest(
        id=fields["id"],
        header_generation=fields["header_generation"],
        application=fields["application"],
        figures=Figures(
            schema=fields["schema"],
            rows=tuple(sorted(fields["rows"].items())),
            mark=Mark(n, bytes.fromhex(head)),
            changed_at=optional_moment_from(fields["changed_at"]),
        ),
        size=fields["size"],
        sha256=bytes.fromhex(fields["sha256"]),
        made_by=fields["made_by"],
    )


def _manifest_key(key: Masked) -> bytearray:
    with key.revealed() as whole:
        return derive(whole, "backup manifest")
