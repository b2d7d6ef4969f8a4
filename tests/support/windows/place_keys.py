"""The keys that lead to places, which follow the order of the rail."""

from PySide6.QtCore import Qt

from therapist_app.commands import Destination
from therapist_app.shell.navigation.places import BY_DESTINATION


def place_key(kind: type[Destination]) -> Qt.Key:
    """Return the key that leads to a place together with Ctrl."""
    return Qt.Key(ord(_shortcut(kind)[-1]))


def place_keys(kind: type[Destination]) -> str:
    """Return the keys that lead to a place, as a display is told of them: ``ctrl+1``."""
    return _shortcut(kind).lower()


def _shortcut(kind: type[Destination]) -> str:
    entry = BY_DESTINATION[kind].entry
    assert entry is not None
    return entry.shortcut
