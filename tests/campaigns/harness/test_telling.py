"""What may stand after a cut: a state that was said, not before the newest kept."""

import pytest

from tests.campaigns.harness.telling import told_by

SAID = [
    *("state service a", "made service", "state uid k", "made uid", "kept"),
    *("state uid l", "made uid", "kept", "state uid m"),
]


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ({"service": "a", "uid": "l"}, ""),
        ({"service": "a", "uid": "m"}, ""),
        ({"service": "a", "uid": "k"}, "caseload: 1 kept changes lost"),
        ({"service": "b", "uid": "l"}, "service file: half a change"),
        ({"service": "a"}, "caseload: was not opened"),
    ],
)
def test_a_state_must_have_been_said_and_may_not_lie_before_what_was_kept(
    found: dict[str, str], problem: str
) -> None:
    told = told_by(SAID)

    assert told.problem(found) == problem
    assert told.saves == 2


def test_a_worker_that_broke_is_a_problem_whatever_stands() -> None:
    told = told_by([*SAID, "broke KeyError at save:7"])

    assert told.problem({"service": "a", "uid": "m"}) == "the worker broke: KeyError at save:7"


def test_a_state_that_comes_back_counts_as_the_newest_of_its_kind() -> None:
    once, other = ["state uid k", "made uid", "kept"], ["state uid l", "made uid", "kept"]

    told = told_by([*once, *other, *once])

    assert told.problem({"uid": "k"}) == ""


def test_a_commit_that_failed_was_not_kept_though_something_else_was() -> None:
    failed = ["state service b", "state uid l", "made uid", "kept"]

    told = told_by([*SAID[:5], *failed])

    assert told.problem({"service": "a", "uid": "l"}) == ""
