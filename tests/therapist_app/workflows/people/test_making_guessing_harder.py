"""What is proposed about the cost of a guess, from what is measured."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.record.team import lay_out_team
from therapist_app.record.crypto import kdf
from therapist_app.record.crypto.kdf import CEILING, FLOOR
from therapist_app.record.crypto.slots import MIB, KdfCost
from therapist_app.workflows.people import making_guessing_harder
from therapist_app.workflows.people.making_guessing_harder import (
    Measure,
    make_guessing_harder,
    measured,
    proposal,
)

NOW = KdfCost(128 * MIB, 3, 4)


def laptop(seconds_at_128: float, *, overhead: float = 0.0) -> Measure:
    """A laptop on which a guess of 128 MiB and 3 passes takes so long."""
    return lambda cost: overhead + seconds_at_128 * cost.work / NOW.work


@pytest.mark.parametrize("seconds", [0.1, 0.2, 0.36, 0.45, 0.55])
def test_a_laptop_that_bears_more_is_asked_for_more_within_half_a_second_and_one(
    seconds: float,
) -> None:
    found = proposal(NOW, laptop(seconds))

    assert found.now_seconds == pytest.approx(seconds)
    assert found.proposed is not None
    assert found.proposed.is_acceptable
    assert found.proposed.work > NOW.work
    assert 0.5 <= found.seconds <= 1.0


@pytest.mark.parametrize("seconds", [0.75, 0.9, 1.0, 5.0])
def test_what_is_dear_enough_is_never_made_cheaper(seconds: float) -> None:
    assert proposal(NOW, laptop(seconds)).proposed is None


def test_where_memory_ends_it_goes_on_with_passes() -> None:
    found = proposal(NOW, laptop(0.01))

    assert found.proposed is not None
    assert found.proposed.memory == CEILING.memory
    assert NOW.passes < found.proposed.passes <= CEILING.passes
    assert found.proposed.is_acceptable


def test_a_laptop_faster_than_the_bounds_gets_the_dearest_there_is() -> None:
    found = proposal(NOW, laptop(0.0001))

    assert found.proposed == KdfCost(CEILING.memory, CEILING.passes, 4)


def test_a_laptop_that_does_not_slow_down_evenly_is_measured_again() -> None:
    found = proposal(NOW, laptop(0.2, overhead=0.2))

    assert found.proposed is not None
    assert 0.5 <= found.seconds <= 1.0


def test_a_laptop_on_which_nothing_fits_keeps_what_it_has() -> None:
    def uneven(cost: KdfCost) -> float:
        return 0.6 if cost == NOW else 2.0

    assert proposal(NOW, uneven).proposed is None


def test_what_is_measured_is_one_guess_at_that_cost_from_its_begin_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guesses: list[tuple[str, KdfCost]] = []
    clock = SimpleNamespace(now=100.0)
    clock.perf_counter = lambda: clock.now
    derive_key = kdf.derive_key

    def guess(secret: bytearray, salt: bytes, cost: KdfCost) -> bytearray:
        clock.now += 0.4
        guesses.append((secret.decode(), cost))
        return derive_key(secret, salt, cost)

    monkeypatch.setattr(making_guessing_harder, "time", clock)
    monkeypatch.setattr(kdf, "derive_key", guess)

    assert measured(FLOOR) == pytest.approx(0.4)
    assert guesses == [("a guess to be timed", FLOOR)]


def test_what_is_asked_for_stands_in_the_header(tmp_path: Path) -> None:
    dearer = KdfCost(FLOOR.memory * 2, FLOOR.passes, FLOOR.lanes)
    team = lay_out_team(tmp_path)

    with team.open("Ana") as vault:
        cost = KdfCost(max(vault.header.cost.memory, dearer.memory), dearer.passes, dearer.lanes)
        make_guessing_harder(vault, cost)

        assert vault.header.cost == cost
