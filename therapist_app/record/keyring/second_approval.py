"""A release that waits until a second person has looked at it and approved it, too.

It is encrypted once, under a key that is sealed to each person who may look at it: everybody in
the service but the one who asks. Who asks signs what they saw, so that nobody else can put
something in its place under their name.
"""

import hashlib
import json
import zlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.crypto.signing import is_signed, sign
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.database.audit import signed_about
from therapist_app.record.database.columns import JSON_OBJECT, MOMENT, moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import SharedTable
from therapist_app.record.errors import HeaderAltered, NotAllowed
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.header import Header, Person
from therapist_app.record.service.releases import ASKED, ENDS
from therapist_app.record.vault.vault import Vault

KEY_LENGTH = 32
WAITS_AT_MOST = timedelta(days=14)
_MOST_BYTES = 1 << 27
"""So much a release holds at most; a few bytes can be packed that unpack to more than there is."""
_NONCE = bytes(12)
"""The key is used once."""


@dataclass(frozen=True, slots=True)
class WaitingRelease:
    """One release that waits.

    Attributes:
        asked_by: The uid of who approved it first.
        boxes: The key, sealed to each person who may look: JSON, by uid.
        sealed: The release, encrypted.
        signature: Theirs over what waits.

    """

    id: str
    asked_at: datetime
    asked_by: str
    recipient: str
    purpose: str
    boxes: str
    sealed: bytes
    signature: bytes


_TABLE = SharedTable(
    "waiting_releases", WaitingRelease, columns={"asked_at": MOMENT, "boxes": JSON_OBJECT}
)


def others(header: Header, uid: str) -> tuple[Person, ...]:
    """Return who could be the second person."""
    return tuple(each for each in header.people if each.uid != uid)


@dataclass(frozen=True, slots=True)
class AskedApproval:
    """What the first person approves.

    Attributes:
        content: The release, with what the ledger is to keep of it.
        told: What the entry tells of it (`releases.told_of_asked`): their name in the ledger
            stands for this alone.

    """

    release: str
    recipient: str
    purpose: str
    content: bytes
    told: str


def ask(vault: Vault, asking: AskedApproval) -> None:
    """Let a release wait for a second person.

    Raises:
        NotAllowed: There is nobody else in the service.

    """
    seconds = others(vault.header, vault.person.uid)
    if not seconds:
        raise NotAllowed
    service = vault.service
    key = bytearray(vault.sources.random_bytes(KEY_LENGTH))
    sealed = ChaCha20Poly1305(key).encrypt(
        _NONCE, zlib.compress(asking.content), asking.release.encode()
    )
    boxes = {
        each.uid: seal(key, each.public, _context(asking.release, each.uid), vault.sources).hex()
        for each in seconds
    }
    wipe(key)
    waiting = WaitingRelease(
        asking.release,
        service.now(),
        vault.person.uid,
        asking.recipient,
        asking.purpose,
        json.dumps(boxes),
        sealed,
        b"",
    )
    signature = sign(vault.credentials.keys.signing, _statement(waiting, asking.content))
    waiting = replace(waiting, signature=signature)
    with service.change(ASKED, f"release:{waiting.id}", (asking.told,)) as change:
        _TABLE.insert(change, waiting)


def all_waiting(service: ServiceFile) -> tuple[WaitingRelease, ...]:
    """Return every release that waits, the oldest first."""
    return _TABLE.select(service, "ORDER BY asked_at, id")


def unwritten(service: ServiceFile) -> tuple[WaitingRelease, ...]:
    """Return what waits and is not in the ledger: what was cut off is prepared again.

    What somebody signed that it waits no longer does not, though a colleague put it back.
    """
    left = "WHERE id NOT IN (SELECT id FROM releases) ORDER BY asked_at, id"
    return tuple(each for each in _TABLE.select(service, left) if not _is_over(service, each))


def _is_over(service: ServiceFile, waiting: WaitingRelease) -> bool:
    for each in signed_about(service, (ASKED, *ENDS), f"release:{waiting.id}"):
        if each.action in ENDS:
            return True
        if each.by == waiting.asked_by:
            return False
    return False


def count_for(vault: Vault) -> int:
    """Return how many the person signed in can look at; what is too old counts no more."""
    now, uid = vault.service.now(), vault.person.uid
    waiting = (each for each in unwritten(vault.service) if now - each.asked_at < WAITS_AT_MOST)
    return sum(each.asked_by != uid and uid in json.loads(each.boxes) for each in waiting)


def open_waiting(vault: Vault, waiting: WaitingRelease) -> bytes:
    """Return what waits, for the person signed in.

    Raises:
        NotAllowed: They asked for it themselves, or came to the service after it.
        HeaderAltered: It is not what the person who asked signed, or they are not here any more.

    """
    uid = vault.person.uid
    box = json.loads(waiting.boxes).get(uid)
    if box is None or waiting.asked_by == uid:
        raise NotAllowed
    opening = vault.credentials.keys.opening
    try:  # everybody in the service can write another box there, and another release
        key = unseal(bytes.fromhex(box), opening, _context(waiting.id, uid))
    except (TypeError, ValueError):
        raise HeaderAltered("waiting-release") from None
    unpacking = zlib.decompressobj()
    try:
        opened = ChaCha20Poly1305(key).decrypt(_NONCE, waiting.sealed, waiting.id.encode())
        content = unpacking.decompress(opened, _MOST_BYTES)
    except (InvalidTag, ValueError, zlib.error):
        raise HeaderAltered("waiting-release") from None
    finally:
        wipe(key)
    if not unpacking.eof:
        raise HeaderAltered("waiting-release")
    first = vault.header.person(waiting.asked_by)
    signed = _statement(waiting, content)
    if first is None or not is_signed(signed, waiting.signature, first.verify):
        raise HeaderAltered("waiting-release")
    return content


def end_waiting(service: ServiceFile, waiting: WaitingRelease, action: str) -> None:
    """Take a release out that waits no longer: approved, refused, called back or too old."""
    with service.change(action, f"release:{waiting.id}") as change:
        change.execute("DELETE FROM waiting_releases WHERE id = ?", (waiting.id,))


def _context(release_id: str, uid: str) -> bytes:
    return canonical({"release": release_id, "to": uid})


def _statement(waiting: WaitingRelease, content: bytes) -> bytes:
    return b"a release that waits\n" + canonical(
        {
            "release": waiting.id,
            "at": moment_text(waiting.asked_at),
            "by": waiting.asked_by,
            "recipient": waiting.recipient,
            "purpose": waiting.purpose,
            "sha256": hashlib.sha256(content).hexdigest(),
        }
    )
