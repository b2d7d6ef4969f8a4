"""The keys of the service itself, with which others seal what they send to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from therapist_app.record.database.audit import believed, mark_of
from therapist_app.record.database.columns import MOMENT
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.shared_tables import GONE, SharedTable
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.service.keys_in_rows import identity_name, text_of, wrapped_text


@dataclass(frozen=True, slots=True)
class OwnAgeKey:
    """A key of the service itself, with which others seal what they send to it.

    Attributes:
        identity: The private half as it stands in the file; `identity_of` returns it whole.

    """

    public_key: str
    identity: str = field(repr=False)
    made_at: datetime


_MADE = "own_age_key_made"
_OWN = SharedTable(
    "own_age_keys",
    OwnAgeKey,
    key=("public_key",),
    columns={"made_at": MOMENT},
    unsigned=("identity",),
)


def own_keys(service: ServiceFile) -> tuple[OwnAgeKey, ...]:
    """Return the service's own keys, the newest first."""
    return _OWN.select(service, "ORDER BY made_at DESC, public_key")


def newest_own_key(service: ServiceFile) -> OwnAgeKey | None:
    """Return the key to seal with: the newest that somebody signed that they made.

    Everybody can write another one there. A service file that was put back may have its keys
    without the entries; then the newest of all.
    """
    kept = own_keys(service)
    signed = (each for each in kept if _OWN.signers(service, each, (_MADE,), "recipient"))
    return next(chain(signed, kept), None)


def keep_own_key(service: ServiceFile, public_key: str, identity: str) -> OwnAgeKey:
    """Keep a new key of the service's own."""
    stands = wrapped_text(service, identity_name(public_key), identity)
    own = OwnAgeKey(public_key, stands, service.now())
    with service.change(_MADE, "recipient", (_OWN.told(own), mark_of(identity))) as change:
        _OWN.insert(change, own)
    return own


def own_identities(service: ServiceFile) -> tuple[str, ...]:
    """Return the private half of each key of the service's own, the newest first.

    Everybody can write in the service file: one that is not what was kept keeps none of the others
    from opening what was sealed for them.
    """
    found = (_identity(service, each) for each in own_keys(service))
    return tuple(each for each in found if each is not None)


def _identity(service: ServiceFile, own: OwnAgeKey) -> str | None:
    try:
        return identity_of(service, own)
    except RecordDamaged:
        return None


def not_as_made(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield each key of the service's own that is gone, or is not as it was made, with a mark."""
    made = believed(service, (_MADE,), telling=True)
    halves: dict[str, tuple[str, ...]] = {}
    for each in made:  # as whoever made it signed, and nobody since
        for key in _OWN.keys_told(each):
            halves.setdefault(key, each.fields[1:])
    for own in own_keys(service):
        identity = _identity(service, own)
        stands = "" if identity is None else mark_of(identity)
        told = halves.get(_OWN.key_mark(own.public_key))
        if not stands or (told and told != (stands,)):
            yield f"own_age_keys:{own.public_key}", stands or mark_of(own.public_key)
    yield from ((key, GONE) for key in _OWN.gone(service, (_MADE,)))


def identity_of(service: ServiceFile, own: OwnAgeKey) -> str:
    """Return the private half of a key of the service's own.

    Raises:
        RecordDamaged: It is not what was kept.

    """
    return text_of(service, identity_name(own.public_key), own.identity)
