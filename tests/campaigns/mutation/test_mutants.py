"""What the planting of faults rests on: which tests meet a change, and what a share says."""

import pytest

from tests.campaigns.mutation.mutants import Notes, change_of, wilson

NOTES = Notes(
    lines={
        "tests/exports/test_far.py": {"exports/a/near.py": frozenset({3})},
        "tests/exports/a/test_near.py": {"exports/a/near.py": frozenset({3, 7})},
        "tests/exports/a/test_other.py": {"exports/a/near.py": frozenset({7})},
        "tests/programme/test_none.py": {},
    },
    seconds={"tests/exports/test_far.py": 0.1},
)


def test_a_change_in_a_function_meets_the_tests_that_run_its_line_the_likeliest_first() -> None:
    found = NOTES.tests_of("exports/a/near.py", 3, is_inside=True)

    assert found == ("tests/exports/a/test_near.py", "tests/exports/test_far.py")


def test_a_change_of_what_is_read_with_its_module_meets_all_who_run_any_of_it() -> None:
    found = NOTES.tests_of("exports/a/near.py", 1, is_inside=False)

    assert set(found) == {each for each in NOTES.lines if "programme" not in each}


def test_a_change_that_no_test_runs_meets_all_of_them() -> None:
    assert set(NOTES.tests_of("exports/b.py", 1, is_inside=True)) == set(NOTES.lines)


def test_a_change_is_told_by_its_line() -> None:
    assert change_of("a = 1\nb = 2\n", "a = 1\nb = 3\n") == "b = 2 -> b = 3"
    assert change_of("@kept\ndef f(): ...\n", "def f(): ...\n") == "@kept -> (gone)"


def test_the_interval_of_a_share_is_the_published_one() -> None:
    """Newcombe, Statistics in Medicine 17:857 (1998), table I, method 3: 81 of 263."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)
