"""Who rated a session as the second rater, as they signed it themselves.

Their ratings are kept in the therapist's own file. So they sign, once their passphrase was right,
for a key that is made for this one session, and each rating is signed with that key, which goes
with the page. Nobody rates in their name afterwards, and nobody changes what they rated.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

from therapist_app.record.client_rights.client_moves import came_over
from therapist_app.record.clients import appointments, fidelity
from therapist_app.record.clients.signatures import ARRIVED
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.signing import is_signed, sign, verify_key_of
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import AuditEntry, believed
from therapist_app.record.database.columns import moment_text
from therapist_app.record.folder.strict_json import canonical
from therapist_app.record.keyring.confirmations import Confirmation, is_valid
from therapist_app.record.model import SecondRating
from therapist_app.record.service.former_people import names_ever
from therapist_app.record.vault.vault import Vault

_SEED_LENGTH = 32


@dataclass(frozen=True, slots=True)
class RatersKey:
    """A key for the ratings of one session, as long as its page is open."""

    seed: Masked
    public: bytes


@dataclass(frozen=True, slots=True)
class SecondRater:
    """Somebody of the service who rates a session now."""

    confirmation: Confirmation
    key: RatersKey

    @property
    def uid(self) -> str:
        """Who it is."""
        return self.confirmation.by

    def signed(self, rating: SecondRating) -> tuple[str, ...]:
        """Return what the entry of a rating tells of who gave it."""
        given = sign(self.key.seed, _statement(rating))
        confirmed = self.confirmation.signature
        return self.uid, *(each.hex() for each in (self.key.public, confirmed, given))


def raters_key(sources: ClockAndRandom) -> RatersKey:
    """Return a new key."""
    seed = bytearray(sources.random_bytes(_SEED_LENGTH))
    public = verify_key_of(seed)
    return RatersKey(Masked(seed), public)


def about_session(appointment_id: str, public: bytes) -> str:
    """Return what a second rater confirms: that the ratings of a session with this key are theirs.

    It reads as every act that a second person confirms.
    """
    return f"second_rating:{appointment_id}:{public.hex()}"


def not_signed(vault: Vault, appointment_id: str | None = None) -> dict[str, frozenset[str]]:
    """Return the sessions with second ratings that who rated did not sign, with who typed them in.

    Of one session alone when it is named. Nobody is known where no entry tells of a rating. Of a
    client who came from a colleague the entries stayed there, and nothing is said.
    """
    caseload, names = vault.caseload, names_ever(vault.service, vault.header)
    if appointment_id is None:
        given = fidelity.all_second(caseload)
    else:
        whose = appointments.load(caseload, appointment_id).client_id
        of_session = fidelity.second_for_appointment(caseload, appointment_id)
        given = tuple((whose, each) for each in of_session)
    if not given:
        return {}
    entries = fidelity.entries_of_second(caseload)
    arrived = {each.subject.rpartition(":")[2] for each in believed(caseload, (ARRIVED,))}
    is_confirmed = cache(partial(is_valid, vault))  # once for all ratings of a session
    has_come = cache(partial(came_over, vault.service, vault.opened(vault.caseload_id or "")))
    found: dict[str, frozenset[str]] = {}
    for client, each in given:
        entry = entries.get((each.appointment_id, each.item_id))
        if entry is None and client in arrived and has_come(client):
            continue
        if entry is None or not _is_theirs(each, entry, names, is_confirmed):
            by = frozenset[str]() if entry is None else {entry.by}
            found[each.appointment_id] = found.get(each.appointment_id, frozenset()) | by
    return found


def _is_theirs(
    rating: SecondRating,
    entry: AuditEntry,
    names: dict[str, str],
    is_confirmed: Callable[[Confirmation, str], bool],
) -> bool:
    try:
        _item, uid, public, confirmed, given = entry.fields
        key, by_them, by_key = (bytes.fromhex(each) for each in (public, confirmed, given))
    except ValueError:
        return False
    confirmation = Confirmation(uid, about_session(rating.appointment_id, key), by_them)
    return (
        names.get(uid, "").split() == rating.rater.split()
        and is_signed(_statement(rating), by_key, key)
        and is_confirmed(confirmation, entry.by)
    )


def _statement(rating: SecondRating) -> bytes:
    return b"a second rating\n" + canonical(
        {
            "appointment": rating.appointment_id,
            "item": rating.item_id,
            "rating": rating.rating,
            "rater": rating.rater,
            "at": moment_text(rating.rated_at),
        }
    )
