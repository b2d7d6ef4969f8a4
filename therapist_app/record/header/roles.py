"""What a person may be in a service."""

from dataclasses import dataclass
from typing import Literal, get_args

from typing_extensions import override

Role = Literal["keeper", "therapist", "lead"]
ROLES: tuple[str, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person as the unlock window lists them.

    Attributes:
        role: Their roles, joined by a plus sign.
        practice: Whether the whole service is practice.
        key_file: Whether they open it with a key file besides their passphrase.

    """

    uid: str
    name: str
    role: str
    practice: bool
    key_file: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """Each role by itself."""
        return tuple(self.role.split("+"))


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person about to join; the passphrase is wiped when it has been used."""

    name: str
    roles: tuple[Role, ...]
    passphrase: bytearray

    @override
    def __repr__(self) -> str:
        return "NewPerson()"
