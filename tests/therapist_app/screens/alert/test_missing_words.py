"""What an answer lacks is always said: a button that does nothing says nothing."""

from itertools import chain, combinations

import pytest

from therapist_app.screens.alert.answer_view import missing_words

CODES = ("actions", "reason", "facts", "told", "to_tell", "next_contact")


class _Page:
    asked = (1, 2, 3)


class _State:
    page = _Page()
    left_open = 3

    def __init__(self, missing: tuple[str, ...]) -> None:
        self.missing = missing


@pytest.mark.parametrize(
    "missing", list(chain.from_iterable(combinations(CODES, count) for count in range(1, 7)))
)
def test_whatever_is_missing_there_is_a_word_for_it(missing: tuple[str, ...]) -> None:
    assert missing_words(_State(missing))
