"""Where a screen asks to go: what every place is, and the way back; the places are in `commands`.

It stands apart because the unlock window knows no place, and each of them takes time to make.
"""

from dataclasses import dataclass

HELD = "--held"
"""How a fresh process is told that it was locked while a client had the laptop."""
DUE = "--due"
"""How a fresh process is told that something was due the day it was locked, and not what."""
LOCKED_BY = "--locked-by"
"""How a fresh process is told who locked it, by their uid: most often they come back."""
HELP_KEY, WHOLE_KEY, SHORTCUTS_KEY = "F1", "Shift+F1", "Ctrl+/"
"""What explains the page that somebody is on, and what lists every key."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a screen asks to go."""


@dataclass(frozen=True, slots=True)
class Back(Destination):
    """To where the person came from."""
