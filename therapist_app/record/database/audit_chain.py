"""The chain of audit entries inside one open database.

The head of an entry is an HMAC over its number, the head before it and the entry itself, so
nothing can be changed, left out or put in without the key. Actions that reach far are signed
by the person besides: somebody else who holds the key cannot speak in their name.
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from sqlcipher3 import dbapi2

from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, authenticate, derive_masked
from therapist_app.record.crypto.slots import NONCE_LENGTH, TAG_LENGTH
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.anchor import Mark
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.folder.strict_json import canonical

PREFIX = "audit_key "
MOST_ENTRIES = 1 << 53
"""No record comes that far; SQLite counts to a thousand times as many, and no further."""
KEEP_FACT = (
    "INSERT INTO about (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)


def audit_key_of(connection: dbapi2.Connection, data_key: Masked) -> Masked:
    """Return the key of the audit chain in an open database.

    Raises:
        RecordDamaged: It is not what was kept.

    """
    found = connection.execute(
        "SELECT value FROM about WHERE key = ?", (row_name(data_key),)
    ).fetchone()
    if found is None:
        return derive_masked(data_key, "audit")
    whole = bytearray(KEY_LENGTH)
    try:  # whoever has the key of the file can write there
        sealed = bytes.fromhex(found[0])
        with _wrapping(data_key).revealed() as key:
            ChaCha20Poly1305(key).decrypt_into(
                sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:], PREFIX.encode(), whole
            )
    except (InvalidTag, TypeError, ValueError):
        raise RecordDamaged("secret-missing") from None
    return Masked(whole)


def kept_fact(audit_key: Masked, data_key: Masked, sources: ClockAndRandom) -> tuple[str, str]:
    """Return the key and value of the fact that keeps an audit key for this data key."""
    nonce = sources.random_bytes(NONCE_LENGTH)
    sealed = bytearray(KEY_LENGTH + TAG_LENGTH)
    with _wrapping(data_key).revealed() as key, audit_key.revealed() as whole:
        ChaCha20Poly1305(key).encrypt_into(nonce, whole, PREFIX.encode(), sealed)
    return row_name(data_key), (nonce + bytes(sealed)).hex()


def row_name(data_key: Masked) -> str:
    """Return the name of the row that belongs to a data key; it tells nothing of the key."""
    naming = derive_masked(data_key, "audit key name")
    name = authenticate(naming, b"audit key")[:8].hex()
    naming.forget()
    return PREFIX + name


def _wrapping(data_key: Masked) -> Masked:
    return derive_masked(data_key, "audit key wrap")


SIGNED_ACTIONS = frozenset(
    {
        "access_bundle_made",
        "anchor_missing",
        "brought_up",
        "caseload_begun",
        "caseload_closed",
        "caseload_handed_over",
        "caseload_marked",
        "caseload_older",
        "client_arrived",
        "client_moved_away",
        "client_offer_withdrawn",
        "client_offered",
        "client_taken_over",
        "clients_changed_hands",
        "clients_gone",
        "clients_taken_out",
        "clock_corrected",
        "closing_doubted",
        "continuity_agreed",
        "continuity_declined",
        "continuity_renewed",
        "continuity_replaced",
        "continuity_used",
        "cover_agreed",
        "cover_declined",
        "cover_ended",
        "cover_granted",
        "cover_seconded",
        "drill_failed",
        "drill_held",
        "erased",
        "erased_alone",
        "erasure_doubted",
        "erasure_confirmed",
        "export_key_other",
        "first_contact_discarded",
        "first_contact_handed_over",
        "folder_older",
        "found_no_more",
        "found_open",
        "gate_overridden",
        "keeper_by_continuity",
        "keeper_noticed",
        "hold_lift_confirmed",
        "hold_lifted_alone",
        "key_file_changed",
        "key_rotated",
        "keys_known",
        "keys_renewed",
        "leak_marked",
        "legal_hold_lifted",
        "legal_hold_set",
        "limits_told_before",
        "list_taken_back",
        "local_text_approved",
        "memory_changed",
        "named_as_agreeing",
        "note_signed",
        "pack_installed",
        "pack_put_forward",
        "pack_set_aside",
        "pack_signed",
        "pack_used",
        "passphrase_changed",
        "people_changed",
        "person_added",
        "person_removed",
        "programme_signed_off",
        "pseudonym_key_replaced",
        "readable_copy_saved",
        "recipient_changed",
        "recipient_compared",
        "recipient_key_refused",
        "release_asked",
        "release_begun",
        "release_called_back",
        "release_expired",
        "release_refused",
        "release_seconded",
        "release_interrupted",
        "release_taken_back",
        "released",
        "restored",
        "restricted",
        "row_gone",
        "row_left_out",
        "row_unsigned",
        "rows_as_left",
        "rows_compared",
        "rows_not_compared",
        "rows_unaccounted",
        "restriction_lifted",
        "roles_changed",
        "salvaged",
        "service_boxes_other",
        "service_created",
        "service_moved",
        "service_older",
        "setting_put_back",
        "setting_unsigned",
        "settings_changed",
        "statement_accepted",
        "statement_refused",
        "statement_remembered",
        "statements_begun",
        "secrets_known",
        "structure_put_right",
        "sheet_replaced",
        "sheet_used_for_another",
        "sign_off_withdrawn",
        "signer_confirmed",
        "signer_dropped",
        "site_files_changed",
        "unlocked_with_sheet",
        "version_put_right",
    }
)
SIGNED_ROWS = frozenset(
    {
        "backup_entered",
        "backups_given_up",
        "backups_to_give_up",
        "check_paused",
        "client_added",
        "client_packed",
        "client_unpacked",
        "export_key_renewed",
        "figures_written",
        "local_text_objected",
        "local_text_read",
        "local_text_written",
        "others_read",
        "own_age_key_made",
        "person_remembered",
        "pseudonym_key_made",
        "pseudonym_key_taken_over",
        "quarter_closed",
        "quarter_figures_given",
        "quarter_figures_given_after_waiting",
        "quarter_figures_given_complete",
        "question_answered",
        "readable_copy_undone",
        "record_checked",
        "record_key_made",
        "release_outdated",
    }
)
"""Acts that are signed with the row that says who did them; an earlier version signed none."""
SIGNED_LATER = frozenset(
    {"backups_given_up", "backups_to_give_up", "export_key_renewed", "own_age_key_made"}
    | {"client_packed", "client_unpacked"}
    | {"person_remembered", "pseudonym_key_made", "pseudonym_key_taken_over"}
    | {"readable_copy_undone", "record_key_made"}
)
"""Those of them that a version signed nothing of which signed others; its entries tell no row."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the uid that entries carry, and their signature."""

    uid: str
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Deed:
    """What an entry tells: an id, an action and the names of fields; never what is in them."""

    action: str
    subject: str
    fields: Sequence[str] = ()


class AuditChain:
    """Adds entries, and knows the newest.

    Attributes:
        mark: Number and head of the newest entry.
        found: The number of the newest entry when the database was opened.
        written: The action of each entry since, by its number; one beyond the mark was undone.

    """

    def __init__(self, connection: dbapi2.Connection, key: Masked, actor: Actor) -> None:
        """Take up after the newest entry.

        Raises:
            RecordDamaged: "structure": its number is one that somebody made up.

        """
        self._connection = connection
        self._key = key
        self._actor = actor
        newest = connection.execute("SELECT n, head FROM audit ORDER BY n DESC LIMIT 1").fetchone()
        if newest and newest[0] >= MOST_ENTRIES:
            raise RecordDamaged("structure")
        self.mark = Mark(*newest) if newest else self.beginning()
        self.found = self.mark.n
        self.written: dict[int, str] = {}

    @property
    def author(self) -> str:
        """The uid of whoever adds entries."""
        return self._actor.uid

    def go_on_over(self, connection: dbapi2.Connection) -> None:
        """Go on over another connection to the same database."""
        self._connection = connection

    def sign_as(self, actor: Actor) -> None:
        """Go on with another key pair of the person who writes."""
        self._actor = actor

    def beginning(self) -> Mark:
        """Return the mark before the first entry."""
        return Mark(0, authenticate(self._key, b"beginning"))

    def append(self, at: datetime, deed: Deed) -> None:
        """Add an entry, inside the transaction of the change it tells of."""
        entry = canonical(
            {
                "at": moment_text(at),
                "by": self._actor.uid,
                "action": deed.action,
                "subject": deed.subject,
                "fields": list(deed.fields),
            }
        )
        mark = self.following(self.mark, entry)
        is_to_sign = deed.action in SIGNED_ACTIONS or deed.action in SIGNED_ROWS
        signature = self._actor.sign(mark.head) if is_to_sign else None
        self._connection.execute(
            "INSERT INTO audit (n, entry, head, signature) VALUES (?, ?, ?, ?)",
            (mark.n, entry, mark.head, signature),
        )
        self.mark = mark
        self.written[mark.n] = deed.action

    def following(self, before: Mark, entry: bytes) -> Mark:
        """Return the mark of `entry` as the next one after `before`."""
        n = before.n + 1
        return Mark(n, authenticate(self._key, n.to_bytes(8, "big") + before.head + entry))

    def bears(self, n: int, entry: bytes, head: bytes) -> bool:
        """Return whether a head is that of an entry, as the one with its number.

        A signature is under the head alone: without this the words of an entry that somebody
        signed could be others. Where the entry before is gone nothing tells.
        """
        before = self.head_at(n - 1) if n > 0 else None
        if before is None:
            return False
        return hmac.compare_digest(self.following(Mark(n - 1, before), entry).head, head)

    def heads(self, before: Mark, entries: Sequence[bytes]) -> list[bytes]:
        """Return the head of each of these entries, in order, as the ones after `before`.

        The key is whole in memory until all are reckoned: hand in some thousands at most.
        """
        found = []
        head = before.head
        with self._key.revealed() as key:
            for n, entry in enumerate(entries, before.n + 1):
                head = hmac.digest(key, n.to_bytes(8, "big") + head + entry, "sha256")
                found.append(head)
        return found

    def heads_where_they_stand(
        self, before: Mark, rows: Sequence[tuple[int, bytes, bytes]]
    ) -> list[bytes]:
        """Return the head of each row's entry as the one after the row before, as that stands.

        One that is not as it was written makes no other one after it so. As of `heads`, hand in
        some thousands at most.
        """
        found = []
        last, head = max(before.n, 0), before.head
        with self._key.revealed() as key:
            for n, entry, stands in rows:
                following = (last + 1).to_bytes(8, "big")
                found.append(hmac.digest(key, following + head + entry, "sha256"))
                last, head = max(n, 0), stands  # nobody but a colleague writes one below 1
        return found

    def head_at(self, n: int) -> bytes | None:
        """Return the head of entry `n`, if there is one."""
        if n == 0:
            return self.beginning().head
        found = self._connection.execute("SELECT head FROM audit WHERE n = ?", (n,)).fetchone()
        return bytes(found[0]) if found else None
