"""What the planting of faults rests on: which tests meet a change, and what a share says."""

import pytest

from tests.campaigns.mutation.likely_tests import AT_MOST, ENOUGH, Likely, imports
from tests.campaigns.mutation.mutants import change_of, wilson

FAR, NEAR, OTHER = "tests/exports/test_far.py", "tests/exports/a/test_near.py", "tests/test_it.py"
LIKELY = Likely(
    seconds={f"{FAR}::one": 0.1, f"{FAR}::two": 0.1, f"{NEAR}::slow": 9.0, f"{NEAR}::one": 0.2}
    | {f"{OTHER}::one": 0.1, f"{OTHER}::two": 0.1},
    lines={
        "exports/a/near.py": {3: 0b001001, 7: 0b000110},
        "exports/a/user.py": {4: 0b010000},
    },
    importing={
        "exports/a/user.py": frozenset({"exports/a/constants.py"}),
        FAR: frozenset({"exports/a/constants.py"}),
    },
)


def test_a_change_in_a_function_meets_all_tests_of_the_files_that_run_its_line() -> None:
    """Those of the file that is named like its module first, then those that run it, the quick."""
    found, _others = LIKELY.tests_of("exports/a/near.py", 3, is_inside=True)

    assert list(found) == [f"{NEAR}::one", f"{FAR}::one", f"{FAR}::two", f"{NEAR}::slow"]


def test_a_change_of_what_is_read_with_its_module_meets_all_who_run_any_of_it() -> None:
    found, _others = LIKELY.tests_of("exports/a/near.py", 1, is_inside=False)

    assert set(found) == {each for each in LIKELY.seconds if OTHER not in each}


def test_a_change_of_what_no_test_runs_meets_those_who_import_it_or_run_what_does() -> None:
    found, _others = LIKELY.tests_of("exports/a/constants.py", 1, is_inside=False)

    assert list(found) == [f"{FAR}::one", f"{FAR}::two", f"{OTHER}::one", f"{OTHER}::two"]


def test_a_change_that_lives_through_the_first_tests_meets_others_last_those_of_workflows() -> None:
    flow = "tests/therapist_app/workflows/test_far.py::one"
    seconds = {flow: 1.0} | {f"{FAR}::{number}": ENOUGH / 3 for number in range(60)}
    likely = Likely(seconds, {"exports/a/far.py": {1: (1 << 61) - 1}}, {})

    first, others = likely.tests_of("exports/a/far.py", 1, is_inside=True)

    assert len(first) == 3
    assert AT_MOST - ENOUGH < sum((first | others).values()) <= AT_MOST
    assert flow not in others
    few = Likely(dict(list(seconds.items())[:9]), {"exports/a/far.py": {1: 0b111111111}}, {})
    first, others = few.tests_of("exports/a/far.py", 1, is_inside=True)
    assert [len(first), len(others), list(others)[-1]] == [3, 6, flow]


def test_whatever_a_source_imports_is_found_as_a_module_and_as_a_name_of_one() -> None:
    found = set(imports("import a.b\ndef f():\n    from c import d\n"))

    assert found >= {"a/b.py", "c.py", "c/d.py", "c/__init__.py"}


def test_a_change_is_told_by_its_line() -> None:
    assert change_of("a = 1\nb = 2\n", "a = 1\nb = 3\n") == "b = 2 -> b = 3"
    assert change_of("@kept\ndef f(): ...\n", "def f(): ...\n") == "@kept -> (gone)"


def test_the_interval_of_a_share_is_the_published_one() -> None:
    """Newcombe, Statistics in Medicine 17:857 (1998), table I, method 3: 81 of 263."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=0.0001)
