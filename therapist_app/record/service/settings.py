"""What the service has settled: idle limit, telephone numbers, policies.

Everybody can write in the service file. So what is settled for everybody is signed with its hash,
and each session tells of what stands otherwise than somebody last signed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from therapist_app.record.database.audit import (
    AuditEntry,
    believed,
    mark_of,
    newest_telling,
    signers_of,
)
from therapist_app.record.database.database import Change, ServiceFile

T = TypeVar("T")
CHANGED = "settings_changed"
_IS = "="
_OF_PACKS = ("pack_installed", "pack_used", "pack_set_aside")
_OF_SIGNERS = ("signer_confirmed", "signer_dropped")
SETTLED: Mapping[str, tuple[str, ...]] = {
    "backup_place": ("second_location_chosen", "second_location_stopped"),
    "chosen_measures": (),
    "ended_signers": (),
    "idle_seconds": (),
    "idle_seconds_in_session": (),
    "known_signer_people": (CHANGED,),
    "known_signers": (),
    "on_track_rules": (),
    "pack_signer_people": _OF_SIGNERS,
    "pack_signers": _OF_SIGNERS,
    "packs": _OF_PACKS,
    "retention": (),
    "sign_offs": ("programme_signed_off", "sign_off_withdrawn"),
    "staff_numbers": (),
    "take_home_numbers": (),
    "use_of_forms": (),
}
"""What holds for everybody, and for clients; and in the entries of which acts it is told, where it
has none of its own."""
_WITH = {"known_signer_people": "known_signers"}
"""What is settled in the entry of another setting."""
ACTS = frozenset(act for acts in SETTLED.values() for act in acts)


def load(service: ServiceFile, key: str, kind: type[T]) -> T | None:
    """Return a setting of a kind; None where nothing was settled, or what stands is none.

    Everybody can write in the service file, and nothing there may keep anybody out.
    """
    found = service.row("SELECT value FROM settings WHERE key = ?", (key,))
    if not found:
        return None
    return _read(found[0], kind)


_READERS: dict[object, Callable[..., Any]] = {}


def _read(spelt: str, kind: type[T]) -> T | None:
    from pydantic import TypeAdapter, ValidationError  # the window to sign in at needs none

    if kind not in _READERS:
        _READERS[kind] = TypeAdapter(kind).validate_json
    try:
        value: T = _READERS[kind](spelt, strict=True)
    except ValidationError:
        return None
    return value


def save(service: ServiceFile, key: str, value: object) -> None:
    """Settle something; `value` is anything that JSON can spell."""
    told = (mark_of(_spelt(value)),) if key in SETTLED else ()
    with service.change(CHANGED, f"setting:{key}", told) as change:
        _put(change, key, value)


def save_within(change: Change, key: str, value: object) -> None:
    """Settle something within a change that tells what was done.

    Of what holds for everybody the next entry of that change has the hash.
    """
    _put(change, key, value)
    if key in SETTLED:
        change.tell_besides(f"{key}{_IS}{mark_of(_spelt(value))}")


def _put(change: Change, key: str, value: object) -> None:
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
    signed = {about: each.fields[0] for about, each in newest_telling(service, CHANGED).items()}
    acts = believed(service, ACTS, telling=True)
    told = {key: mark for each in acts for key, mark in _told_in(each)}
    for key in SETTLED:
        mark = mark_of(stand[key]) if key in stand else ""
        newest = told.get(key, signed.get(f"setting:{key}"))
        if newest is None:
            is_signed = not mark or _is_settled_before(service, key)
        else:
            is_signed = newest == mark
        if not is_signed:
            yield key, mark


def settled_in(entry: AuditEntry) -> tuple[str, ...]:
    """Return what holds for everybody that was settled with an entry which tells its hash."""
    kind, _colon, key = entry.subject.partition(":")
    own = (key,) if entry.action == CHANGED and kind == "setting" and entry.fields else ()
    return tuple(each for each in (*own, *(key for key, _ in _told_in(entry))) if each in SETTLED)


def _told_in(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    for each in entry.fields:
        key, is_told, mark = each.partition(_IS)
        if is_told and entry.action in SETTLED.get(key, ()):
            yield key, mark


def _is_settled_before(service: ServiceFile, key: str) -> bool:
    """Whether somebody settled something with an earlier version, whose entry has no hash."""
    of_its_own = signers_of(service, CHANGED, f"setting:{_WITH.get(key, key)}")
    acts = [each for each in SETTLED[key] if each != CHANGED]
    return bool(of_its_own) or bool(acts and believed(service, acts))


def _spelt(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
