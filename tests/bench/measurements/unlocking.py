"""Unlocking with a passphrase, against deriving its key."""

from collections.abc import Iterator

from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import alternate, timed
from tests.bench.workplace.place import Place
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto import kdf
from therapist_app.record.sign_in import unlocking as vault

ROUNDS = 9
WORDS = b"quiet harbour lantern walks slowly"


def unlock_lines(place: Place) -> Iterator[Line]:
    """Unlock a small record; what lies above the derivation has a budget."""
    folder, sources = place.folder / "unlocked", system_sources()
    founder = vault.NewPerson("Ana Example", ("keeper", "therapist"), bytearray(WORDS))
    made = vault.create_service(
        folder, founder, practice=True, continuity=False, cost=kdf.FLOOR, sources=sources
    )

    def unlock() -> None:
        vault.unlock(folder, made.uid, bytearray(WORDS), practice=True, sources=sources).close()

    floor, taken = alternate(
        lambda _: timed(lambda: kdf.derive_key(bytearray(WORDS), bytes(16), kdf.FLOOR)),
        lambda _: timed(unlock),
        ROUNDS,
    )
    yield Line("unlocked and closed", Budget(100, "above the floor"), floor, taken)
