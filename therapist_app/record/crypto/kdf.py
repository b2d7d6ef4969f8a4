"""From a passphrase to a key: Argon2id (RFC 9106).

The library's own context interface is used because it overwrites the passphrase itself and
writes the key into a buffer of ours; nothing of either is left behind.
"""

from _argon2_cffi_bindings import ffi, lib

from therapist_app.record.crypto.slots import CEILING, DEFAULT, FLOOR, KdfCost
from therapist_app.record.crypto.wiping import wipe
from therapist_app.record.errors import CannotWrite, RecordBug

__all__ = ["CEILING", "DEFAULT", "FLOOR", "KdfCost", "derive_key"]

SALT_LENGTH = 16
KEY_LENGTH = 32


def derive_key(passphrase: bytearray, salt: bytes, cost: KdfCost) -> bytearray:
    """Return the key that follows from `passphrase`, which is overwritten.

    Raises:
        RecordBug: The cost is out of bounds; nothing was allocated.
        CannotWrite: The machine has not enough memory.

    """
    if not cost.is_acceptable or len(salt) != SALT_LENGTH:
        wipe(passphrase)
        raise RecordBug("kdf-bounds")
    key = bytearray(KEY_LENGTH)
    salt_buffer = bytearray(salt)
    context = ffi.new(
        "argon2_context *",
        {
            "out": ffi.from_buffer("uint8_t[]", key),
            "outlen": KEY_LENGTH,
            "pwd": ffi.from_buffer("uint8_t[]", passphrase),
            "pwdlen": len(passphrase),
            "salt": ffi.from_buffer("uint8_t[]", salt_buffer),
            "saltlen": SALT_LENGTH,
            "secret": ffi.NULL,
            "secretlen": 0,
            "ad": ffi.NULL,
            "adlen": 0,
            "t_cost": cost.passes,
            "m_cost": cost.memory,
            "lanes": cost.lanes,
            "threads": cost.lanes,
            "version": lib.ARGON2_VERSION_13,
            "allocate_cbk": ffi.NULL,
            "free_cbk": ffi.NULL,
            "flags": lib.ARGON2_FLAG_CLEAR_PASSWORD,
        },
    )
    outcome = lib.argon2_ctx(context, lib.Argon2_id)
    wipe(passphrase)
    if outcome != lib.ARGON2_OK:
        raise CannotWrite("no-memory")
    return key
