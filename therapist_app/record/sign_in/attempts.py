"""Wrong passphrases since the last right one: they delay the next try, and are told afterwards.

The tally is the one file that a wrong passphrase changes. It never grows into a refusal and
never costs data: the work of the key derivation is what protects the keys. Each wrong try is
noted sealed to the service, so that the file itself says nothing about who tried.
"""

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from session_forms.held_files import remove_file
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto.sealed_box import seal, unseal
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.columns import NO_SENSE, moment_from, moment_text
from therapist_app.record.errors import CannotWrite, DiskFull, HeaderAltered, NotARecord
from therapist_app.record.folder import strict_json
from therapist_app.record.folder.files import read_private_file, replace_file
from therapist_app.record.header.header import Header

DELAYS = (0, 0, 0, 5, 15, 60, 300)
_LIMIT = 64 * 1024
_MOST = 1_000_000
"""So many tries are counted: whoever has the folder can write any number there."""
_KEPT = 100
_CONTEXT = b"therapist record 1: attempt"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One wrong try: when, and for whom ("unknown" where there is no such person)."""

    at: datetime
    uid: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What the file holds.

    Attributes:
        count: How many wrong tries in a row.
        last: When the newest was.
        sealed: The newest of them, each sealed.
        is_readable: False when the file is not as it was written.

    """

    count: int = 0
    last: datetime | None = None
    sealed: tuple[str, ...] = ()
    is_readable: bool = True

    def wait(self, now: datetime) -> float:
        """Return how many seconds the next try must wait; a clock set back never adds to it."""
        if self.last is None:
            return 0.0
        delay = DELAYS[min(self.count, len(DELAYS)) - 1]
        passed = max((now - self.last).total_seconds(), 0.0)
        return max(delay - passed, 0.0)


def load_tally(path: Path) -> Tally:
    """Read the tally; a missing one is empty, and so is one that cannot be read."""
    try:
        fields = strict_json.parse(read_private_file(path, _LIMIT))
        last = moment_from(fields["last"])
        sealed = tuple(str(box) for box in fields["sealed"])
        count = min(max(int(fields["count"]), 1), _MOST)
        return Tally(count, last, sealed, is_readable=True)
    except FileNotFoundError:
        return Tally()
    except (CannotWrite, NotARecord, strict_json.BadJson, KeyError, TypeError, ValueError):
        return Tally(is_readable=False)


_met: dict[tuple[Path, Tally], datetime] = {}


def tally_as_of(path: Path, now: datetime) -> Tally:
    """Read the tally; where the newest try lies in the future, it counts as made now.

    Its clock was ahead, and the wait would not end before that day has come. Where that cannot be
    written, it counts from when this program met it.
    """
    tally = load_tally(path)
    if tally.last is None or tally.last <= now:
        return tally
    met = _met.setdefault((path, tally), now)
    dated = replace(tally, last=min(met, now))
    with contextlib.suppress(CannotWrite, DiskFull):
        _write(path, dated)
    return dated


def clear_tally(path: Path) -> None:
    """Start the tally afresh; where that cannot be written, it stays."""
    with contextlib.suppress(OSError):
        remove_file(path)


def note_attempt(path: Path, header: Header, uid: str, sources: ClockAndRandom) -> None:
    """Add one wrong try to the tally."""
    before = load_tally(path)
    at = sources.now()
    known = uid if header.person(uid) else "unknown"
    told = bytearray(strict_json.canonical({"at": moment_text(at), "uid": known}))
    box = seal(told, header.audit_public, _CONTEXT, sources).hex()
    sealed = (*before.sealed, box)[-_KEPT:]
    _write(path, Tally(before.count + 1, at, sealed))


def read_attempts(tally: Tally, audit_key: Masked) -> tuple[Attempt, ...]:
    """Return the tries that a tally tells of; those that do not open are left out."""
    found = (_open(box, audit_key) for box in tally.sealed)
    return tuple(attempt for attempt in found if attempt is not None)


def _write(path: Path, tally: Tally) -> None:
    assert tally.last is not None
    fields = {
        "count": tally.count,
        "last": moment_text(tally.last),
        "sealed": list(tally.sealed),
    }
    replace_file(path, strict_json.canonical(fields))


def _open(box: str, audit_key: Masked) -> Attempt | None:
    try:
        told = unseal(bytes.fromhex(box), audit_key, _CONTEXT)
        fields = strict_json.parse(bytes(told))
        return Attempt(moment_from(fields["at"]), str(fields["uid"]))
    except (HeaderAltered, strict_json.BadJson, *NO_SENSE):  # whoever has the folder can seal one
        return None
