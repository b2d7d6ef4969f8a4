"""Overwriting secrets, and keeping those that stay in a shape that cannot be found.

A secret is a `bytearray`, so that it can be overwritten. One that must stay for as long as a
record is open is `Masked`: it stands in memory as two random halves, and is whole only inside
a `with` block.
"""

import ctypes
import secrets
from collections.abc import Generator
from contextlib import contextmanager


def wipe(*buffers: bytearray) -> None:
    """Overwrite each buffer with zeros."""
    for buffer in buffers:
        buffer[:] = bytes(len(buffer))


def wipe_bytes(secret: bytes) -> None:
    """Overwrite a `bytes` object that a library returned and nobody else holds.

    X25519 hands out its shared secret as `bytes`; this is the only way not to leave it behind.
    """
    if len(secret) > 1:  # CPython shares the empty and the one-byte objects
        header = bytes.__basicsize__ - 1
        ctypes.memset(id(secret) + header, 0, len(secret))


class Masked:
    """A secret kept as two halves, each random by itself."""

    __slots__ = ("_pad", "_rest")

    def __init__(self, secret: bytearray) -> None:
        """Take over `secret`: the buffer handed in is wiped."""
        self._pad = bytearray(secrets.token_bytes(len(secret)))
        self._rest = bytearray(len(secret))
        _xor(secret, self._pad, self._rest)
        wipe(secret)

    @contextmanager
    def revealed(self) -> Generator[bytearray]:
        """Yield the secret for one operation, and overwrite it afterwards."""
        whole = bytearray(len(self._pad))
        _xor(self._pad, self._rest, whole)
        try:
            yield whole
        finally:
            wipe(whole)

    def copied(self) -> "Masked":
        """Return the secret once more, to be forgotten by itself."""
        with self.revealed() as whole:
            return Masked(bytearray(whole))

    def forget(self) -> None:
        """Overwrite both halves."""
        wipe(self._pad, self._rest)


def _xor(left: bytearray, right: bytearray, into: bytearray) -> None:
    # Byte by byte: a big integer would leave a copy of the secret behind.
    for place in range(len(into)):
        into[place] = left[place] ^ right[place]
