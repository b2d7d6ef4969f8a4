"""What the service has settled: idle limit, telephone numbers, policies.

Everybody can write in the service file. So what is settled for everybody is signed with its hash,
and each session tells of what stands otherwise than somebody last signed.
"""

import json
from collections.abc import Iterator
from typing import TypeVar

from therapist_app.record.database.audit import mark_of, newest_telling, signers_of
from therapist_app.record.database.database import Change, ServiceFile

T = TypeVar("T")
SETTLED = frozenset(
    {
        "chosen_measures",
        "idle_seconds",
        "idle_seconds_in_session",
        "on_track_rules",
        "retention",
        "staff_numbers",
        "take_home_numbers",
        "use_of_forms",
    }
)
"""What holds for everybody, and for clients."""
_CHANGED = "settings_changed"


def load(service: ServiceFile, key: str, default: T) -> T:
    """Return a setting, or `default` where nothing was settled."""
    found = service.row("SELECT value FROM settings WHERE key = ?", (key,))
    if not found:
        return default
    value: T = json.loads(found[0])
    return value


def save(service: ServiceFile, key: str, value: object) -> None:
    """Settle something; `value` is anything that JSON can spell."""
    told = (mark_of(_spelt(value)),) if key in SETTLED else ()
    with service.change(_CHANGED, f"setting:{key}", told) as change:
        save_within(change, key, value)


def save_within(change: Change, key: str, value: object) -> None:
    """Settle something within a change that tells itself what was done, in one entry."""
    change.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, _spelt(value)),
    )


def not_as_signed(service: ServiceFile) -> Iterator[tuple[str, str]]:
    """Yield what is settled for everybody otherwise than was last signed, with a mark of it.

    Entries of an earlier version have no hash, and vouch for whatever stands there until it is
    settled anew.
    """
    stand = dict(service.rows("SELECT key, value FROM settings"))
    signed = newest_telling(service, _CHANGED)
    for key in sorted(SETTLED):
        subject = f"setting:{key}"
        newest, mark = signed.get(subject), mark_of(stand[key]) if key in stand else ""
        if newest is not None:
            is_signed = newest.fields == (mark,)
        else:
            is_signed = not mark or bool(signers_of(service, _CHANGED, subject))
        if not is_signed:
            yield key, mark


def _spelt(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
