"""What the service has settled: idle limit, telephone numbers, policies.

Everybody can write in the service file. So what is settled for everybody is signed with its hash,
and each session puts right, and tells, what stands otherwise than whoever may settle it signed.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from therapist_app.record.database.audit import (
    AuditEntry,
    believed,
    mark_of,
)
from therapist_app.record.database.database import Change, ServiceFile
from therapist_app.record.errors import UnlistedSetting

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
    "told_signatures": (),
    "use_of_forms": (),
}
"""What holds for everybody, and for clients; and in the entries of which acts it is told, where it
has none of its own."""
UNSIGNED = frozenset(
    {
        "begun_words",
        "came_from",
        "declined_covers",
        "export_places",
        "first_session",
        "knowledge_checks",
        "packs_waiting",
        "rating_vignettes",
        "service_names",
        "worked_cases",
    }
)
"""What holds for one person, or decides nothing for anybody: nobody signs it. A key that is put
together begins with one of these and a colon."""
OF_ONE = frozenset({"begun_words"})
"""Of these what holds for one person, which is theirs alone: they sign it."""
_OF = ":"
_WITH = {"known_signer_people": "known_signers"}
"""What is settled in the entry of another setting."""
_PUT = (
    "INSERT INTO settings (key, value) VALUES (?, ?)"
    " ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
_KEPT = "kept:"
"""Before the key of what holds for everybody: the same value once more, to be put back."""
BY_EVERYBODY = frozenset({"ended_signers", "known_signer_people", "known_signers"})
BY_WHO_RELEASES = frozenset({"told_signatures"})
WHO_RELEASES = frozenset({"lead", "therapist"})
WHO_SETTLES = frozenset({"keeper", "lead"})
"""Who may settle all else; the table of permissions says the same."""


def who_settles(key: str) -> frozenset[str]:
    """Return which roles may settle something that not everybody may."""
    return WHO_RELEASES if key in BY_WHO_RELEASES else WHO_SETTLES


MaySettle = Callable[[AuditEntry, str], bool]
ACTS = frozenset(act for acts in SETTLED.values() for act in acts)


@dataclass(frozen=True, slots=True)
class NotSettled:
    """What stands otherwise than whoever may settle it signed.

    Attributes:
        mark: The hash of what stands; empty where nothing does.
        settled: What was last settled, as JSON, where it is still here.
        is_signed: Whether somebody signed what stands, who had no role for it.
        settled_in: The number of the entry in which it was settled; 0 for none.

    """

    key: str
    mark: str
    settled: str | None
    is_signed: bool
    settled_in: int


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
    """Settle something; `value` is anything that JSON can spell.

    Raises:
        UnlistedSetting: Nobody decided whether it is signed.

    """
    is_signed = key in SETTLED or key.partition(_OF)[0] in OF_ONE
    told = (mark_of(_spelt(value)),) if is_signed else ()
    with service.change(CHANGED, f"setting:{key}", told) as change:
        _put(change, key, value)


def save_within(change: Change, key: str, value: object) -> None:
    """Settle something within a change that tells what was done.

    Of what holds for everybody the next entry of that change has the hash.

    Raises:
        UnlistedSetting: Nobody decided whether it is signed.

    """
    _put(change, key, value)
    if key in SETTLED:
        change.tell_besides(f"{key}{_IS}{mark_of(_spelt(value))}")


def load_own(service: ServiceFile, key: str, kind: type[T]) -> T | None:
    """Return a setting of the person who has the file open, as far as they signed what it holds.

    One that an earlier version kept, which signed no hash of it, counts until there is another.
    """
    about = f"setting:{key}"
    signed = [
        each
        for each in believed(service, (CHANGED,))
        if each.subject == about and each.by == service.audit.author
    ]
    found = service.row("SELECT value FROM settings WHERE key = ?", (key,))
    if not signed or not found or signed[-1].fields not in {(), (mark_of(str(found[0])),)}:
        return None
    return _read(str(found[0]), kind)


def _put(change: Change, key: str, value: object) -> None:
    if key not in SETTLED and key.partition(":")[0] not in UNSIGNED:
        raise UnlistedSetting(key.partition(":")[0])
    change.execute(_PUT, (key, _spelt(value)))
    if key in SETTLED:
        change.execute(_PUT, (f"{_KEPT}{key}", _spelt(value)))


def not_as_signed(service: ServiceFile, may_settle: MaySettle) -> Iterator[NotSettled]:
    """Yield what stands otherwise than whoever may settle it last signed.

    Entries of an earlier version have no hash, and vouch for whatever stands there until it is
    settled anew.

    Args:
        service: Where it stands.
        may_settle: Whether whose entry it is had a role for a setting then.

    """
    stand = dict(service.rows("SELECT key, value FROM settings"))
    by_anybody = _newest(service, lambda *_: True)
    for key, (mark, n) in _newest(service, may_settle).items():
        now = mark_of(stand[key]) if key in stand else ""
        if mark == now or (not n and (not now or _is_settled_before(service, key, may_settle))):
            continue
        kept = stand.get(f"{_KEPT}{key}", "")
        is_kept = bool(kept) and mark_of(kept) == mark
        is_signed = bool(now) and by_anybody[key][0] == now
        yield NotSettled(key, now, kept if is_kept else None, is_signed, n)


def put_right(change: Change, found: NotSettled) -> None:
    """Put what was last settled by whoever may in the place of what stands there, or nothing."""
    if found.settled is None:
        change.execute("DELETE FROM settings WHERE key = ?", (found.key,))
    else:
        change.execute(_PUT, (found.key, found.settled))


def _newest(service: ServiceFile, may_settle: MaySettle) -> dict[str, tuple[str, int]]:
    """Return the hash of what was last settled, and the number of that entry, by its key."""
    own = believed(service, (CHANGED,), telling=True)
    acts = believed(service, ACTS - {CHANGED}, telling=True)
    found: dict[str, tuple[str, int]] = dict.fromkeys(SETTLED, ("", 0))
    for each in sorted((*own, *acts), key=lambda entry: entry.n):
        marks = ((key, mark) for key, mark in _marks_in(each) if may_settle(each, key))
        found.update({key: (mark, each.n) for key, mark in marks})
    return found


def _marks_in(entry: AuditEntry) -> Iterator[tuple[str, str]]:
    kind, _colon, key = entry.subject.partition(":")
    if entry.action == CHANGED and kind == "setting" and key in SETTLED and entry.fields:
        yield key, entry.fields[0]
    yield from _told_in(entry)


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


def _is_settled_before(service: ServiceFile, key: str, may_settle: MaySettle) -> bool:
    """Whether somebody settled something with an earlier version, whose entry has no hash."""
    about = f"setting:{_WITH.get(key, key)}"
    own = (each for each in believed(service, (CHANGED,)) if each.subject == about)
    acts = believed(service, [each for each in SETTLED[key] if each != CHANGED])
    return any(
        may_settle(each, key)
        for each in (*own, *acts)
        if not each.fields or not any(_marks_in(each))
    )


def _spelt(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
