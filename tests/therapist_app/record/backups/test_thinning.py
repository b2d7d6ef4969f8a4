"""Thinning out: which backups are kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from therapist_app.record.backups.backup_list import HERE, Backup, from_the_future
from therapist_app.record.backups.backup_thinning import gone_by, to_remove
from therapist_app.record.errors import RecordTooNew

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)


def made(days: float, *, is_whole: bool = True) -> Backup:
    made_at = NOW - timedelta(days=days)
    verified_at = made_at if is_whole else None
    return Backup(f"{days:09.4f}", "", HERE, "", 1, b"", made_at, "me", verified_at)


def kept(backups: list[Backup]) -> list[float]:
    removed = to_remove(backups, NOW)
    return [float(each.id) for each in backups if each.id not in removed]


def test_one_a_day_for_three_years_leaves_the_last_days_weeks_and_months() -> None:
    left = kept([made(days) for days in range(1000)])

    assert left[:12] == list(range(12))
    assert len(left) <= 12 + 10 + 9
    ages = [NOW - timedelta(days=days) for days in left]
    assert len({each.isocalendar()[:2] for each in ages}) >= 10
    assert len({(each.year, each.month) for each in ages}) == 9


def test_none_is_kept_beyond_the_day_by_which_an_erasure_says_that_it_is_gone() -> None:
    left = [NOW - timedelta(days=days) for days in kept([made(days) for days in range(2200)])]

    assert min(map(gone_by, left)) > NOW.date()


@pytest.mark.parametrize(
    ("made", "gone"), [((2026, 1), (2026, 11)), ((2026, 2), (2026, 12)), ((2026, 12), (2027, 10))]
)
def test_a_backup_is_gone_ten_months_after_its_own(
    made: tuple[int, int], gone: tuple[int, int]
) -> None:
    assert gone_by(datetime(*made, 15, 12, tzinfo=UTC)) == date(*gone, 1)


def test_within_a_day_half_hours_are_kept_apart() -> None:
    minutes = [0, 10, 29, 30, 45, 61]

    left = kept([made(each / 1440) for each in minutes])

    assert [round(each * 1440) for each in left] == [0, 30, 61]


def test_an_old_one_stays_while_it_is_the_newest_that_is_whole() -> None:
    assert kept([made(2000), made(1, is_whole=False)]) == [2000]


def test_what_the_laptop_took_while_the_stick_was_out_pushes_out_none_of_the_stick() -> None:
    on_stick = [replace(made(days), disk="other") for days in (0.01, 5, 6)]
    on_laptop = [replace(made(days), disk="record") for days in (0.02, 0.03, 4.9, 5.1)]

    assert kept([*on_stick, *on_laptop]) == [0.01, 5, 6, 0.02, 4.9]


def test_what_a_later_version_made_is_left_to_that_version() -> None:
    later = replace(made(2, is_whole=False), fault=RecordTooNew.code)

    assert kept([made(3), later]) == [3, 2]
    assert kept([made(3), replace(later, fault="page")]) == [3]


def test_what_was_not_found_whole_stays_while_there_is_nothing_better_of_its_time() -> None:
    assert kept([made(3), made(2, is_whole=False), made(9, is_whole=False)]) == [3, 9]
    assert kept([made(2, is_whole=False)]) == [2]


def test_backups_from_the_future_push_out_none_of_a_known_day() -> None:
    usual = [made(days) for days in range(20)]
    future = [made(-days) for days in range(1, 400)]

    left = kept([*future, *usual])

    assert [each for each in left if each >= 0] == kept(usual)
    assert min(left) == -399  # the newest of those is kept as well


@given(
    st.lists(
        st.tuples(st.floats(0, 2000), st.booleans()), unique_by=lambda each: f"{each[0]:09.4f}"
    )
)
def test_the_newest_whole_one_is_never_removed_and_removing_is_done_at_once(
    ages: list[tuple[float, bool]],
) -> None:
    backups = [made(days, is_whole=is_whole) for days, is_whole in ages]

    removed = to_remove(backups, NOW)
    left = [each for each in backups if each.id not in removed]

    whole = [each for each in backups if each.is_whole]
    assert not whole or max(whole, key=lambda each: (each.made_at, each.id)).id not in removed
    assert to_remove(left, NOW) == ()


@pytest.mark.parametrize(
    ("fault", "whole", "too_new"),
    [("", True, False), ("damaged", False, False), (RecordTooNew.code, False, True)],
)
def test_a_backup_of_a_later_version_is_told_apart_from_a_damaged_one(
    fault: str, *, whole: bool, too_new: bool
) -> None:
    backup = replace(made(2), fault=fault)

    assert (backup.is_whole, backup.is_too_new) == (whole, too_new)


def test_the_furthest_day_ahead_is_that_of_the_databases_asked_for_and_of_none_of_the_past() -> (
    None
):
    mine, others = (replace(made(days), database="mine") for days in (1, -2)), made(-9)
    there = (*mine, others)

    assert from_the_future(there, {"mine"}, NOW) == NOW + timedelta(days=2)
    assert from_the_future(there, {"another"}, NOW) is None
    assert from_the_future([made(1)], {""}, NOW) is None
