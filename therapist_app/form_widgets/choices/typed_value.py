"""Figures typed one after the other: 1 then 0 means 10, where 10 can be chosen."""

from collections.abc import Collection

LONGEST_PAUSE = 1500
"""Milliseconds between two figures of one number; after a longer pause a number starts afresh."""


class TypedValue:
    """Remembers the figures typed so far, as long as they can go on."""

    def __init__(self, keys: Collection[str]) -> None:
        self._keys = frozenset(keys)
        self._so_far = ""
        self._at = 0

    def after(self, pressed: str, at: int) -> str | None:
        """Return the key that is meant after `pressed` at a moment in milliseconds, if one is."""
        if at - self._at > LONGEST_PAUSE:
            self._so_far = ""
        self._at = at
        if not pressed:
            return None
        longer = self._so_far + pressed
        self._so_far = longer if self._can_become(longer) else pressed
        if self._so_far in self._keys:
            return self._so_far
        if not self._can_become(self._so_far):
            self._so_far = ""
        return None

    @property
    def is_begun(self) -> bool:
        """Whether what was typed is a key, or can become one with what is typed next."""
        return bool(self._so_far)

    @property
    def is_whole(self) -> bool:
        """Whether nothing that is typed next can make the key that is meant a longer one."""
        so_far = self._so_far
        return not any(key.startswith(so_far) and key != so_far for key in self._keys)

    @property
    def waits(self) -> bool:
        """Whether a key is meant that what is typed next can make a longer one."""
        return self._so_far in self._keys and not self.is_whole

    def is_ended_by(self, pressed: str) -> bool:
        """Whether what was typed waits for a longer key that `pressed` cannot make of it."""
        return self.waits and not self._can_become(self._so_far + pressed)

    def can_go_on_with(self, pressed: str) -> bool:
        """Whether `pressed` makes a longer number of what was typed, or the beginning of one."""
        return self.is_begun and self._can_become(self._so_far + pressed)

    def forget(self) -> None:
        """Begin afresh with the next figure."""
        self._so_far = ""

    def _can_become(self, words: str) -> bool:
        return any(key.startswith(words) for key in self._keys)
