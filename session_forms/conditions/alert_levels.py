"""The two safety paths, and how soon somebody has to act on one.

The record imports no content, so it names the values that it stores itself; a test holds both to
the same words.
"""

from typing import Literal

Stream = Literal["suicide", "child_safety"]
Level = Literal["watch", "act", "urgent"]
LEVELS: tuple[Level, ...] = ("watch", "act", "urgent")
"""From the lowest to the highest."""
