"""Keys derived from their passphrase without the work that makes guessing slow.

It is another key than the product's, bound as closely. A process that a test starts follows the
test: both derive so, or both in full.
"""

import os
from functools import wraps
from hashlib import blake2b
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from therapist_app.record.crypto.slots import KdfCost

TOLD = "SESSIONS_TESTS_DERIVE_WITHOUT_THE_WORK"
"""What a process finds in its environment that is to derive so."""


def derive_without_the_work(patch: "pytest.MonkeyPatch") -> None:
    """Derive so from now on, here and in processes that `follow`, until the patch is undone."""
    kdf = import_module("therapist_app.record.crypto.kdf")
    really = kdf.derive_key

    @wraps(really)
    def derive_key(passphrase: bytearray, salt: bytes, cost: "KdfCost") -> bytearray:
        if not cost.is_acceptable or len(salt) != kdf.SALT_LENGTH:
            return really(passphrase, salt, cost)
        key = blake2b(passphrase, digest_size=kdf.KEY_LENGTH, key=repr(cost).encode(), salt=salt)
        passphrase[:] = bytes(len(passphrase))
        return bytearray(key.digest())

    patch.setattr(kdf, "derive_key", derive_key)
    patch.setenv(TOLD, "1")


class _ForGood:
    """A patch that is never undone."""

    setattr = staticmethod(setattr)

    @staticmethod
    def setenv(name: str, value: str) -> None:
        os.environ[name] = value


def follow() -> None:
    """Derive as the test does that started this process."""
    if os.environ.get(TOLD):
        derive_without_the_work(_ForGood())
