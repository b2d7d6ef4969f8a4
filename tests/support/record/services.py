"""A real service with a passphrase, for the few tests that pay for Argon2id."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from therapist_app.record.clock_and_random import ClockAndRandom, SeededClock, system_sources
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.sign_in.unlocking import (
    Created,
    NewPerson,
    unlock,
    unlock_with_sheet,
)
from therapist_app.record.vault.vault import Vault

PASSPHRASE = "vexed otter quilt, h\u00f4tel"
NEW = "seven lanterns over mud"


@dataclass
class Place:
    """A real service that a test may spoil, and a clock."""

    folder: Path
    created: Created
    clock: SeededClock

    @property
    def sources(self) -> ClockAndRandom:
        return replace(system_sources(), now=self.clock)

    @property
    def attempts(self) -> Path:
        return self.folder / "attempts"

    @property
    def header(self) -> Path:
        return self.folder / "header.json"

    def unlock(
        self,
        passphrase: str = PASSPHRASE,
        uid: str | None = None,
        key_file: Path | None = None,
    ) -> Vault:
        return unlock(
            self.folder,
            self.created.uid if uid is None else uid,
            bytearray(passphrase.encode()),
            practice=False,
            sources=self.sources,
            key_file=key_file,
        )

    def unlock_with_sheet(self, text: str | None = None, passphrase: str = NEW) -> Any:
        return unlock_with_sheet(
            self.folder,
            self.created.uid,
            self.created.sheet.text if text is None else text,
            bytearray(passphrase.encode()),
            practice=False,
            sources=self.sources,
        )

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file()
        }


def no_keys() -> PersonKeys:
    """Return the keys of nobody, for what was not really made."""
    return PersonKeys(Masked(bytearray()), Masked(bytearray()))


def founder(passphrase: str = PASSPHRASE) -> NewPerson:
    return NewPerson("Ana Example", ("keeper", "therapist"), bytearray(passphrase.encode()))
