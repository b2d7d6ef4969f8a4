"""A change of the key that a service signs its packages with, as its later packages tell it.

Each is signed by the key of before and by a key of whoever keeps the service. Neither makes the new
key known to a reader: somebody who left may hold the key of before, and a reader knows no keeper.
Two people compare the new number; a change says that there is reason to, and which number ends.
"""

import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

CHANGES = "changes"
"""Where changes stand beside the signature of a package."""
MOST = 200
IsAuthentic = Callable[[bytes, bytes, bytes], bool]
"""Whether a key (first) made a signature (second) of data (third)."""


class NoKeyChange(ValueError):
    """What should tell of a change of key does not, or is not signed as it must be."""


@dataclass(frozen=True, slots=True)
class KeyChange:
    """One change, from one public key to the next.

    Attributes:
        day: The last day of the key of before; the end of a month, so that no day is told.
        before: The key of before, 32 bytes, Ed25519.
        after: The key from that day on.
        keeper: A key of whoever keeps the service, for this one reader alone.
        by_before: The signature of the key of before.
        by_keeper: That of the keeper's key.

    """

    day: date
    before: bytes
    after: bytes
    keeper: bytes
    by_before: bytes = b""
    by_keeper: bytes = b""

    @property
    def statement(self) -> bytes:
        """What both sign; it can be taken for no list of files, which is a JSON object."""
        keys = {"after": self.after.hex(), "before": self.before.hex(), "keeper": self.keeper.hex()}
        said = json.dumps({"day": self.day.isoformat(), **keys}, sort_keys=True)
        return f"change of a signing key\n{said}\n".encode()

    @property
    def as_data(self) -> dict[str, str]:
        """The change as it stands in a file."""
        return {
            "day": self.day.isoformat(),
            "before": self.before.hex(),
            "after": self.after.hex(),
            "keeper": self.keeper.hex(),
            "by_before": self.by_before.hex(),
            "by_keeper": self.by_keeper.hex(),
        }


def key_change_of(data: Mapping[str, object]) -> KeyChange:
    """Return a change as it stood in a file; its signatures are not looked at.

    Raises:
        NoKeyChange: It is none.

    """
    try:
        keys = ("before", "after", "keeper", "by_before", "by_keeper")
        day = date.fromisoformat(str(data["day"]))
        return KeyChange(day, *(binascii.unhexlify(str(data[key])) for key in keys))
    except (KeyError, ValueError):
        raise NoKeyChange from None


def changes_up_to(listed: object, key: bytes, is_authentic: IsAuthentic) -> tuple[KeyChange, ...]:
    """Return the changes that led to a key, the first one first, each signed by both.

    Args:
        listed: What stands beside a signature; None where nothing does.
        key: The key of that signature, to which the last change must lead.
        is_authentic: How signatures are checked.

    Raises:
        NoKeyChange: It is no list of changes, each of which follows on the one before.

    """
    if listed is None:
        return ()
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST:
        raise NoKeyChange
    found = [key_change_of(each) for each in listed if isinstance(each, dict)]
    follow = [*(each.before for each in found[1:]), key]
    leads_there = len(found) == len(listed) and [each.after for each in found] == follow
    if not leads_there or not all(_is_signed(each, is_authentic) for each in found):
        raise NoKeyChange
    return tuple(found)


def _is_signed(change: KeyChange, is_authentic: IsAuthentic) -> bool:
    said = change.statement
    return is_authentic(change.before, change.by_before, said) and is_authentic(
        change.keeper, change.by_keeper, said
    )


def as_listed(changes: Sequence[KeyChange]) -> list[dict[str, str]]:
    """Return changes as they stand beside a signature."""
    return [each.as_data for each in changes]
