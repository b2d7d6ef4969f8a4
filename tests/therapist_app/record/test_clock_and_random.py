"""Time and randomness: the system's, or a seed's for practice."""

from datetime import UTC, datetime, timedelta

from therapist_app.record.clock_and_random import (
    SeededClock,
    continued,
    seeded_sources,
    system_sources,
)

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_the_system_tells_the_time_with_its_zone_and_never_repeats_itself() -> None:
    sources = system_sources()

    assert sources.now().tzinfo is UTC
    assert sources.random_bytes(16) != sources.random_bytes(16)
    assert not sources.seeded


def test_the_same_seed_draws_the_same_bytes_and_another_seed_does_not() -> None:
    first, again, other = (seeded_sources(seed, START) for seed in (1, 1, 2))

    drawn = [each.random_bytes(16) for each in (first, again, other)]

    assert drawn[0] == drawn[1] != drawn[2]
    assert first.random_bytes(16) != drawn[0]
    assert first.seeded


def test_a_seeded_clock_moves_only_when_told() -> None:
    clock = SeededClock(START)
    sources = seeded_sources(1, clock)

    stood = (sources.now(), sources.now(), seeded_sources(1, START).now())
    clock.advance(90)
    advanced = sources.now()
    clock.move_to(START)

    assert stood == (START, START, START)
    assert advanced == START + timedelta(seconds=90)
    assert sources.now() == START


def test_each_opening_of_a_practice_record_draws_other_bytes_that_still_repeat() -> None:
    drawn = [
        continued(seeded_sources(1, START), mark).random_bytes(16)
        for mark in (b"first opening", b"second opening", b"second opening")
    ]

    assert drawn[0] != drawn[1] == drawn[2]


def test_the_systems_randomness_is_used_as_it_is() -> None:
    sources = system_sources()

    assert continued(sources, b"mark") is sources
