"""The changes of the key that the service signs its exports with, and for whom they were made.

Each change tells, for everybody who was sent something, the public key of before and after, signed
by both the key of before and the keeper who made it. The private key of before is nowhere then.
"""

import json
from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from exports.package.key_change import KeyChange, key_change_of
from therapist_app.record.crypto import signing
from therapist_app.record.crypto.key_derivation import KEY_LENGTH, derive_masked
from therapist_app.record.crypto.wiping import Masked, wipe, wipe_bytes
from therapist_app.record.database.audit import AuditEntry, believed, mark_of
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.facts import Fact
from therapist_app.record.database.shared_tables import GONE
from therapist_app.record.header.header import Person
from therapist_app.record.service.former_people import former_people
from therapist_app.record.service.secrets_known import EXPORTS, RENEWED, told_of
from therapist_app.record.service.service_keys import export_seed, seed_for, wrapped

CHANGES_KEY = "export_key_changes"
NOBODY = ""
"""For whom what was signed before each recipient had a key of their own."""
_TOLD = "changes="
_FOUND_ANEW = ("restored", "service_moved")
"""What brings other rows than the audit beside them tells; everybody is told who did either."""
_KEEPERS_USE = "changes of export keys for"


@dataclass(frozen=True, slots=True)
class _Renewal:
    """One new key of the service.

    Attributes:
        of: What it was made for: who had left by then, by uid; whose keys had been given up by
            then, by uid and the number of their pair.
        changes: For each recipient how their key changed, by name.

    """

    of: tuple[str, ...]
    changes: dict[str, KeyChange]


def is_export_key_known(
    service: ServiceFile, people: Sequence[Person], is_by_keeper: Callable[[AuditEntry], bool]
) -> bool:
    """Return whether somebody may know the key who must not: who left, or has keys given up.

    Args:
        service: The file it stands in.
        people: Who is of the service now.
        is_by_keeper: Whether whose entry it is kept the service then.

    """
    found = () if other_changes(service, is_by_keeper) is not None else _renewals(service)
    seen = {mark for each in found[-1:] for mark in each.of}
    return not seen.issuperset(_marks(service, people))


def other_changes(service: ServiceFile, is_by_keeper: Callable[[AuditEntry], bool]) -> str | None:
    """Return a mark of the changes that stand there, where they are others than a keeper made.

    Everybody can write there, and so that a key was changed of which somebody knows, or take out
    that it was. A file that was put back has newer ones than its entries tell, and an earlier
    version told none.
    """
    anew = max((each.n for each in believed(service, _FOUND_ANEW)), default=0)
    made = [each for each in believed(service, (RENEWED,), after=anew) if is_by_keeper(each)]
    told = [field for each in made for field in each.fields if field.startswith(_TOLD)]
    found = service.row("SELECT value FROM about WHERE key = ?", (CHANGES_KEY,))
    mark = mark_of(str(found[0])) if found else GONE
    is_invented = bool(found) and not made and not anew
    is_other = bool(told) and told[-1] != f"{_TOLD}{mark}"
    return mark if is_invented or is_other else None


def renew_export_key(
    service: ServiceFile, people: Sequence[Person], keeper: Masked, day: date
) -> None:
    """Put a new key in the place of the one that signs exports; the one of before is gone then.

    Args:
        service: The file it stands in.
        people: Who is of the service now.
        keeper: The signing key of the keeper who does so; keys that follow from it sign.
        day: On which it is done. What readers are told is the last day of its month: they count
            by months, and a change tells nobody outside on which day something happened here.

    """
    drawn = service.sources.random_bytes(KEY_LENGTH)
    key = bytearray(drawn)
    wipe_bytes(drawn)
    last = date(day.year, day.month, monthrange(day.year, day.month)[1])
    changes = {each: _change(service, each, key, keeper, last) for each in _everybody(service)}
    renewals = (*_renewals(service), _Renewal(_marks(service, people), changes))
    spelt = json.dumps([_as_data(each) for each in renewals])
    told = told_of(EXPORTS, key), f"{_TOLD}{mark_of(spelt)}"
    with service.change(RENEWED, "service", told) as change:
        change.keep("export_key", wrapped(service, "export_key", key).hex())
        change.keep(CHANGES_KEY, spelt)
    wipe(key)


def export_key_changes(service: ServiceFile, recipient: str) -> tuple[KeyChange, ...]:
    """Return the changes of the key by which a recipient knows the service, the first one first."""
    return tuple(
        each.changes[recipient] for each in _renewals(service) if recipient in each.changes
    )


def has_somebody_left(service: ServiceFile) -> bool:
    """Whether the newest key was made because somebody left, not alone for keys given up."""
    *before, newest = _renewals(service)
    seen = {mark for each in before for mark in each.of}
    return any(" " not in mark for mark in newest.of if mark not in seen)


def earlier_export_keys(service: ServiceFile) -> dict[bytes, date]:
    """Return every public key of before with its last day."""
    return {
        change.before: change.day for each in _renewals(service) for change in each.changes.values()
    }


def _marks(service: ServiceFile, people: Sequence[Person]) -> tuple[str, ...]:
    here = {each.uid for each in people}
    known = service.verify_keys  # whoever is only written among them left nowhere
    listed = (each.uid for each in former_people(service) if each.uid in known)
    left = (uid for uid in listed if uid not in here)
    given_up = (f"{each.uid} {each.pair}" for each in people if each.pair > 1)
    return (*left, *given_up)


def _everybody(service: ServiceFile) -> tuple[str, ...]:
    """Return for whom there may be something that is signed: who is known or was sent it."""
    found = service.rows("SELECT name FROM recipients UNION SELECT recipient FROM releases")
    return (NOBODY, *(str(name) for (name,) in found if name))


def _change(
    service: ServiceFile, recipient: str, key: bytearray, keeper: Masked, day: date
) -> KeyChange:
    before = export_seed(service, recipient)
    after = seed_for(Masked(bytearray(key)), recipient)
    own = derive_masked(keeper, f"{_KEEPERS_USE} {recipient}")
    told = KeyChange(day, _public(before), _public(after), _public(own))
    said = told.statement
    by_before, by_keeper = signing.sign(before, said), signing.sign(own, said)
    for each in (before, after, own):
        each.forget()
    return KeyChange(day, told.before, told.after, told.keeper, by_before, by_keeper)


def _public(seed: Masked) -> bytes:
    with seed.revealed() as whole:
        return signing.verify_key_of(whole)


def _renewals(service: ServiceFile) -> tuple[_Renewal, ...]:
    return _CHANGES.of(service) or ()


def _renewals_from(text: str) -> tuple[_Renewal, ...]:
    return tuple(
        _Renewal(
            tuple(each["of"]),
            {name: key_change_of(change) for name, change in each["changes"].items()},
        )
        for each in json.loads(text)
    )


_CHANGES = Fact(CHANGES_KEY, _renewals_from)


def _as_data(renewal: _Renewal) -> dict[str, object]:
    changes = {name: each.as_data for name, each in renewal.changes.items()}
    return {"of": list(renewal.of), "changes": changes}
