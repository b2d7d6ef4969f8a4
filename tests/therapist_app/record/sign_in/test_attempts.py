"""Wrong passphrases delay the next try, and are told afterwards."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk
from therapist_app.record.crypto.sealed_box import seal
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.columns import FIRST_MOMENT, LAST_MOMENT
from therapist_app.record.errors import CannotWrite, Throttled
from therapist_app.record.header.header_file import load_header
from therapist_app.record.service.service_keys import service_secret
from therapist_app.record.sign_in import attempts
from therapist_app.record.sign_in.attempts import (
    DELAYS,
    Tally,
    clear_tally,
    load_tally,
    note_attempt,
    read_attempts,
    tally_as_of,
)
from therapist_app.record.sign_in.unlocking import ready_header

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "delay"), [(1, 0), (2, 0), (3, 0), (4, 5), (5, 15), (6, 60), (7, 300), (99, 300)]
)
def test_the_delay_grows_and_never_becomes_a_refusal(count: int, delay: int) -> None:
    tally = Tally(count, NOW)

    assert tally.wait(NOW) == delay
    assert tally.wait(NOW + timedelta(seconds=delay)) == 0
    assert max(DELAYS) == 300


def test_a_clock_set_back_does_not_lengthen_the_delay() -> None:
    assert Tally(7, NOW).wait(NOW - timedelta(days=9000)) == 300
    assert Tally(7, NOW).wait(NOW + timedelta(days=9000)) == 0


def test_a_wait_that_began_under_a_clock_that_was_ahead_ends_like_any_other(
    on_disk: ServiceOnDisk,
) -> None:
    header, path = load_header(on_disk.place.header), on_disk.place.attempts
    on_disk.clock.advance(400 * 86400)
    for _try in range(5):
        note_attempt(path, header, on_disk.uid, on_disk.sources)
    now = on_disk.clock() - timedelta(days=399)

    assert tally_as_of(path, now).wait(now) == 15
    later = now + timedelta(seconds=15)
    assert tally_as_of(path, later).wait(later) == 0


def test_a_tally_that_cannot_be_dated_anew_delays_all_the_same(
    on_disk: ServiceOnDisk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> None:
        raise CannotWrite

    path = on_disk.place.attempts
    note_attempt(path, load_header(on_disk.place.header), on_disk.uid, on_disk.sources)
    monkeypatch.setattr(attempts, "replace_file", refused)
    now = on_disk.clock() - timedelta(days=1)

    assert tally_as_of(path, now).last == now
    for _try in range(6):
        later = now + timedelta(seconds=max(DELAYS))
        assert tally_as_of(path, later).wait(later) == 0


FORGED = [
    (last, count, sealed)
    for last in ("2026-03-02T08:59:59+00:00", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00+14:00")
    for count in ("7", "1e999", "-5", "NaN", "true", "9" * 400, "9" * 5000, '"7"', "[3]", "1.5")
    for sealed in ("[]", '"x"', "[[1]]", "{}", "null", '["zz"]')
]


def test_whatever_stands_in_the_file_nobody_waits_longer_than_the_longest_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> None:
        raise CannotWrite

    path = tmp_path / "attempts"
    for is_written in (True, False):
        if not is_written:
            monkeypatch.setattr(attempts, "replace_file", refused)
        for last, count, sealed in FORGED:
            path.write_text(f'{{"count":{count},"last":"{last}","sealed":{sealed}}}')
            waited = tally_as_of(path, NOW).wait(NOW)
            later = NOW + timedelta(seconds=waited)

            assert waited <= max(DELAYS)
            assert tally_as_of(path, later).wait(later) == 0


def test_tries_that_somebody_made_up_in_the_owners_name_are_a_wait_and_are_told(
    on_disk: ServiceOnDisk,
) -> None:
    header = load_header(on_disk.place.header)
    for _try in range(120):
        note_attempt(on_disk.place.attempts, header, on_disk.uid, on_disk.sources)
    with pytest.raises(Throttled) as refused:
        ready_header(on_disk.place, on_disk.sources)
    assert refused.value.seconds == max(DELAYS)
    on_disk.clock.advance(max(DELAYS))
    ready_header(on_disk.place, on_disk.sources)

    with on_disk.open() as vault:
        assert vault.failed_attempts == 120
    assert load_tally(on_disk.place.attempts).count == 0


def test_without_a_wrong_try_there_is_no_delay() -> None:
    assert Tally().wait(NOW) == 0


def test_tries_are_counted_and_told_only_to_the_service(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)
    with on_disk.open() as vault:
        key = Masked(service_secret(vault.service, "audit_key"))

    note_attempt(on_disk.place.attempts, header, on_disk.uid, on_disk.sources)
    note_attempt(on_disk.place.attempts, header, "somebody's real name", on_disk.sources)

    tally = load_tally(on_disk.place.attempts)
    assert tally.count == 2
    assert [each.uid for each in read_attempts(tally, key)] == [on_disk.uid, "unknown"]
    assert on_disk.uid.encode() not in on_disk.place.attempts.read_bytes()
    assert read_attempts(tally, Masked(bytearray(32))) == ()


def test_a_try_at_a_moment_that_no_clock_shows_is_left_out(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)
    with on_disk.open() as vault:
        key = Masked(service_secret(vault.service, "audit_key"))

    for moment in (LAST_MOMENT, FIRST_MOMENT):
        at_that = replace(on_disk.sources, now=lambda moment=moment: moment)
        note_attempt(on_disk.place.attempts, header, on_disk.uid, at_that)

    found = read_attempts(load_tally(on_disk.place.attempts), key)
    assert [each.at for each in found] == [FIRST_MOMENT]


def test_the_file_stays_small_however_many_tries(on_disk: ServiceOnDisk) -> None:
    header = load_header(on_disk.place.header)

    for _ in range(120):
        note_attempt(on_disk.place.attempts, header, on_disk.uid, on_disk.sources)

    tally = load_tally(on_disk.place.attempts)
    assert tally.count == 120
    assert len(tally.sealed) == 100
    assert on_disk.place.attempts.stat().st_size < 64 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"count":1}',
        b'{"count":"x","last":"x","sealed":[]}',
        b'{"count":1,"last":"x","sealed":[]}',
        b'{"count":1,"last":"2026-03-02T09:00:00","sealed":[]}',
        b'{"count":1,"last":1,"sealed":[]}',
        b'{"count":1,"last":"2026-03-02T09:00:00+00:00","sealed":1}',
        b"x" * 100_000,
    ],
)
def test_a_tally_that_cannot_be_read_is_empty_and_says_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "attempts"
    path.write_bytes(data)

    tally = load_tally(path)

    assert (tally.count, tally.is_readable) == (0, False)
    assert tally.wait(NOW) == 0


def test_a_box_that_does_not_open_is_left_out() -> None:
    tally = Tally(1, NOW, ("not hex", "00" * 80))

    assert read_attempts(tally, Masked(bytearray(b"k" * 32))) == ()


def test_a_tally_that_cannot_be_cleared_stays(tmp_path: Path) -> None:
    (tmp_path / "attempts").mkdir()

    clear_tally(tmp_path / "attempts")

    assert (tmp_path / "attempts").exists()


@pytest.mark.parametrize(
    "told", [b"", b"x", b"[]", b"{}", b'{"at":3,"uid":"x"}', b'{"at":"x","uid":"x"}', b"[" * 5_000]
)
def test_whatever_somebody_seals_into_the_tally_keeps_nobody_out(
    on_disk: ServiceOnDisk, told: bytes
) -> None:
    """The key to seal with stands in the header, for everybody who has the folder."""
    place = on_disk.place
    header = load_header(place.header)
    attempts.note_attempt(place.attempts, header, on_disk.uid, on_disk.sources)
    tally = attempts.load_tally(place.attempts)
    made_up = seal(bytearray(told), header.audit_public, attempts._CONTEXT, on_disk.sources).hex()
    attempts._write(place.attempts, replace(tally, sealed=(made_up, *tally.sealed)))

    with on_disk.open() as vault:
        assert vault.failed_attempts == 1
    assert attempts.load_tally(place.attempts).count == 0
