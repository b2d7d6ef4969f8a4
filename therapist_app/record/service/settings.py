"""What the service has settled: idle limit, telephone numbers, policies."""

import json
from typing import TypeVar

from therapist_app.record.database.database import Change, ServiceFile

T = TypeVar("T")


def load(service: ServiceFile, key: str, default: T) -> T:
    """Return a setting, or `default` where nothing was settled."""
    found = service.row("SELECT value FROM settings WHERE key = ?", (key,))
    if not found:
        return default
    value: T = json.loads(found[0])
    return value


def save(service: ServiceFile, key: str, value: object) -> None:
    """Settle something; `value` is anything that JSON can spell."""
    with service.change("settings_changed", f"setting:{key}") as change:
        save_within(change, key, value)


def save_within(change: Change, key: str, value: object) -> None:
    """Settle something within a change that tells itself what was done, in one entry."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    change.execute(
        "INSERT INTO settings (key, value) VALUES (?, ?)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, text),
    )
