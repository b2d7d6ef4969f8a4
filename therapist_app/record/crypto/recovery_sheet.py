"""The sheet of paper that opens a person's keys when the passphrase is lost.

A sheet holds 160 random bits as eight groups of five characters; the fifth of each group
checks the four before it and the group's place, so a slip is found, and named, before any key
is derived.
"""

import hmac
from dataclasses import dataclass, field

from therapist_app.record.crypto import base32
from therapist_app.record.errors import WrongSheet

SECRET_LENGTH = 20
GROUPS = 8


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What is printed, once, straight from memory.

    Attributes:
        text: Eight groups of five characters, with hyphens between.

    """

    text: str = field(repr=False)


def make_sheet(secret: bytes | bytearray) -> RecoverySheet:
    """Return the sheet for 20 random bytes."""
    characters = base32.encode(secret)
    groups = [characters[place : place + 4] for place in range(0, len(characters), 4)]
    return RecoverySheet(
        "-".join(group + _check(group, number) for number, group in enumerate(groups))
    )


def read_sheet(typed: str) -> bytearray:
    """Return the secret of a sheet as somebody typed it.

    Raises:
        WrongSheet: It cannot be right; `group` says where, when it can be told.

    """
    text = base32.tidy(typed)
    if len(text) != GROUPS * 5:
        raise WrongSheet("length")
    secret = ""
    for number in range(GROUPS):
        group = text[number * 5 : number * 5 + 5]
        if not base32.is_tidy(group) or _check(group[:4], number) != group[4]:
            raise WrongSheet("mistyped", group=number + 1)
        secret += group[:4]
    return bytearray(base32.decode(secret))


def confirm_sheet(sheet: RecoverySheet, typed: str) -> None:
    """Check that a sheet was copied right, by having it typed back.

    Raises:
        WrongSheet: It was mistyped, or is another sheet.

    """
    if not hmac.compare_digest(read_sheet(typed), read_sheet(sheet.text)):
        raise WrongSheet("another-sheet")


def _check(group: str, number: int) -> str:
    return base32.check_character(group, start=number + 1)
