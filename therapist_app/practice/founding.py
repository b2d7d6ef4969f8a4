"""A practice service: made and unlocked in one go, by words that everybody may know."""

from pathlib import Path

from therapist_app.practice.setting_up import PRACTICE_WORDS
from therapist_app.record.clock_and_random import ClockAndRandom
from therapist_app.record.crypto import kdf
from therapist_app.record.header.header import NewPerson
from therapist_app.record.sign_in import unlocking as records
from therapist_app.record.vault.vault import Vault


def new_practice(folder: Path, name: str, sources: ClockAndRandom) -> Vault:
    """Return a practice service made just now, unlocked, with one person in it."""
    secret = PRACTICE_WORDS.encode()
    founder = NewPerson(name, ("keeper", "therapist"), bytearray(secret))
    made = records.create_service(
        folder, founder, continuity=False, cost=kdf.FLOOR, practice=True, sources=sources
    )
    return records.unlock(folder, made.uid, bytearray(secret), practice=True, sources=sources)
