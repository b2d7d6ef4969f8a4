"""A second person's word that something may be done, signed with their own keys.

Whoever does it names them, with whatever program. So the entry carries the signature, over what
was confirmed and whose act it is: nobody can give that word for somebody else, nor use one that
was given for another act.
"""

from dataclasses import dataclass

from therapist_app.record.crypto.signing import is_signed, sign
from therapist_app.record.database.audit import AuditEntry, note
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.vault.unnoted_changes import roles_at
from therapist_app.record.vault.vault import Vault

CONFIRMED = frozenset({"erasure_confirmed", "hold_lift_confirmed"})
"""The actions of the entries that carry one."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What somebody confirmed.

    Attributes:
        by: Their uid.
        about: The one act, as `erasure:` or `legal_hold:` and what stands for it.
        signature: Theirs.

    """

    by: str
    about: str
    signature: bytes


def confirmed(vault: Vault, uid: str, keys: PersonKeys, about: str) -> Confirmation:
    """Return that somebody confirms what the person signed in is about to do."""
    said = _statement(vault, by=uid, about=about, done_by=vault.person.uid)
    return Confirmation(uid, about, sign(keys.signing, said))


def is_valid(vault: Vault, confirmation: Confirmation, done_by: str) -> bool:
    """Return whether whoever is named signed it, for an act of this person and no other's."""
    if confirmation.by == done_by:
        return False
    said = _statement(vault, by=confirmation.by, about=confirmation.about, done_by=done_by)
    key = vault.service.verify_keys.get(confirmation.by, b"")
    return is_signed(said, confirmation.signature, key)


def note_confirmed(vault: Vault, action: str, subject: str, confirmation: Confirmation) -> None:
    """Enter what somebody confirmed, in the name of who does it."""
    note(vault.service, action, subject, told_of(confirmation))


def told_of(confirmation: Confirmation) -> tuple[str, ...]:
    """Return what an entry tells of what somebody confirmed."""
    return confirmation.by, confirmation.about, confirmation.signature.hex()


def confirmer(vault: Vault, entry: AuditEntry) -> str:
    """Return the uid of who confirmed what an entry tells; empty where they did not sign it.

    Nor does it count where they had left by then.
    """
    try:
        by, about, signature = entry.fields
        confirmation = Confirmation(by, about, bytes.fromhex(signature))
    except ValueError:
        return ""
    is_here = roles_at(vault.service, vault.header, by, entry.n) != frozenset()
    is_of_it = is_here and about.startswith(entry.subject)
    return by if is_of_it and is_valid(vault, confirmation, entry.by) else ""


def _statement(vault: Vault, *, by: str, about: str, done_by: str) -> bytes:
    return b"a second person confirms\n" + canonical(
        {"service": vault.header.service_id, "about": about, "by": by, "done_by": done_by}
    )
