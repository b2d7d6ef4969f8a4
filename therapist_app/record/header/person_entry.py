"""A person as the list in front of a locked record has them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as the unlock window lists them.

    Attributes:
        practice: Whether the whole service is practice.
        key_file: Whether they open it with a key file besides their passphrase.

    """

    uid: str
    name: str
    roles: tuple[str, ...]
    practice: bool
    key_file: bool = False
