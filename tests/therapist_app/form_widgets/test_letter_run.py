"""Letters that follow each other, and the pauses that end them."""

import pytest

from therapist_app.form_widgets.letter_run import QUIET, WITHIN, LetterRun


def run_of(*moments: int) -> LetterRun:
    """Return what answered once at each of these moments."""
    run = LetterRun()
    for at, each in enumerate(moments):
        run.hear(each)
        with run.acting():
            run.remember(f"q{at}", None)
    return run


@pytest.mark.parametrize(
    ("moments", "kept"),
    [
        ((5000, 5000 + WITHIN), ["q0", "q1"]),
        ((5000, 5001 + WITHIN), ["q1"]),
        ((5000, 3000), ["q1"]),  # a clock that began anew
    ],
)
def test_a_pause_ends_what_may_be_one_word(moments, kept):
    assert list(run_of(*moments).before) == kept


@pytest.mark.parametrize(("after", "is_words"), [(QUIET, True), (QUIET + 1, False)])
def test_words_end_with_a_longer_pause(after, is_words):
    run = run_of(5000)
    run.begin_words()

    run.hear(5000 + after)

    assert run.is_words is is_words


def test_what_stood_first_is_what_comes_back():
    run = LetterRun()
    with run.acting():
        run.remember("q", "first")
        run.remember("q", "second")
    run.remember("q", "third")

    assert run.before == {"q": "first"}


def test_a_figure_keeps_what_was_answered_before_it():
    run = run_of(5000)

    run.keep_answers()

    assert run.before == {}
    assert run.is_begun
