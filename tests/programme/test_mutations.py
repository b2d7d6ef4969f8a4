"""A few of the broken folders of which the campaign runs thousands."""

from random import Random

import pytest

from tests.campaigns.content.programme_fuzz import installed, tiny
from tests.support.broken import programme_claims
from tests.support.broken.broken_programmes import broken_folder
from tests.support.broken.programme_claims import check_folder
from tests.support.sampling import sampled

TINY = tiny()
CASES = 25


@pytest.mark.parametrize("seed", sampled(range(20), every=5))
def test_a_broken_folder_is_a_sound_programme_or_an_error_with_its_place(seed: int) -> None:
    files, *known = TINY
    for number in range(CASES):
        check_folder(broken_folder(files, Random(f"{seed} {number}")), *known)


@pytest.mark.parametrize("number", sampled(range(8), every=4))
def test_the_shipped_programme_broken_is_sound_or_an_error_with_its_place(number: int) -> None:
    files, *known = installed()

    check_folder(broken_folder(files, Random(f"shipped {number}")), *known)


def test_folders_that_are_not_broken_are_sound() -> None:
    assert check_folder(*TINY) is not None
    assert check_folder(*installed()) is not None


def test_an_error_of_another_kind_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_arguments: object) -> None:
        raise KeyError

    monkeypatch.setattr(programme_claims, "problems_in", failing)

    with pytest.raises(KeyError):
        check_folder(*TINY)


def test_an_error_on_a_line_that_is_not_there_would_be_found() -> None:
    error = programme_claims.ContentError("programme.toml", 3, "", "a", "b")

    with pytest.raises(AssertionError):
        programme_claims.check_sentence(error, {"programme.toml": b"id = 1\n"})


def test_a_difference_that_goes_unsaid_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    files, forms, before = TINY
    monkeypatch.setattr(programme_claims, "differences", lambda *_: ())

    with pytest.raises(AssertionError, match="unsaid"):
        check_folder(files, forms, before.model_copy(update={"version": "0.9.0"}))


def test_a_list_that_says_something_else_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programme_claims, "find_checked", lambda *_: None)

    with pytest.raises(AssertionError):
        check_folder(*TINY)
