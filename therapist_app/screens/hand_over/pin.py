"""The PIN of one hand-over: chosen for it, held in memory alone, gone with it."""

from hmac import compare_digest
from itertools import pairwise

LEAST_DIGITS = 6
MOST_TRIES = 5


def what_is_wrong(pin: str, again: str) -> str:
    """Return why a PIN will not do, as a code: digits, short, simple, again, differ; or ""."""
    if not (pin.isascii() and pin.isdigit()) and pin:
        return "digits"
    if len(pin) < LEAST_DIGITS:
        return "short"
    if _is_simple(pin):
        return "simple"
    if not again:
        return "again"
    return "" if pin == again else "differ"


class Pin:
    """Remembers a PIN until it is forgotten, and how many wrong ones were typed."""

    def __init__(self, pin: str) -> None:
        self._digits = bytearray(pin, "ascii")
        self.wrong = 0

    def is_right(self, typed: str) -> bool:
        """Return whether this is the PIN; a forgotten one is never right."""
        return bool(self._digits) and compare_digest(bytes(self._digits), typed.encode())

    def note_wrong(self) -> bool:
        """Count a wrong one, and return whether more may be tried."""
        self.wrong += 1
        return self.wrong < MOST_TRIES

    @property
    def tries_left(self) -> int:
        """How many more may be tried."""
        return max(0, MOST_TRIES - self.wrong)

    def forget(self) -> None:
        """Overwrite the PIN."""
        self._digits[:] = bytes(len(self._digits))
        self._digits.clear()


def _is_simple(pin: str) -> bool:
    """Return whether somebody beside the laptop would guess it: one digit, or a run up or down."""
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    return steps in ({0}, {1}, {-1})
