"""The keys that lead to places, which follow the order of the rail."""

from PySide6.QtCore import Qt

from tests.support.display.person import Person, named
from therapist_app.commands import Destination
from therapist_app.shell.navigation.places import BY_DESTINATION, ENTRIES


def place_key(kind: type[Destination]) -> Qt.Key:
    """Return the key that leads to a place together with Ctrl."""
    return Qt.Key(ord(_shortcut(kind)[-1]))


def place_keys(kind: type[Destination]) -> str:
    """Return the keys that lead to a place, as a display is told of them: ``ctrl+1``."""
    return _shortcut(kind).lower()


def place_keys_seen(person: Person, kind: type[Destination]) -> str:
    """Return the keys that lead to a place as it stands in the rail that a person sees."""
    wanted = BY_DESTINATION[kind].entry
    assert wanted is not None
    person.see(named(wanted.id))
    shown = [each.id for each in ENTRIES if person.sees(named(each.id))]
    return f"ctrl+{shown.index(wanted.id) + 1}"


def _shortcut(kind: type[Destination]) -> str:
    entry = BY_DESTINATION[kind].entry
    assert entry is not None
    return entry.shortcut
