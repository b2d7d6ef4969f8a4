"""The tokens keep what they promise."""

import pytest

from tests.support.screens.contrast import contrast, promises
from therapist_app.theme.tokens import COPY, SCHEMES, copied, tokens


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "ground", "least"), promises())
def test_every_promised_pair_stands_far_enough_apart(scheme, ink, ground, least):
    colors = tokens().colors[scheme]

    assert contrast(colors[ink], colors[ground]) >= least


def test_contrast_of_black_on_white_is_the_greatest_there_is():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_contrast_is_the_same_both_ways():
    assert contrast("#1F5B55", "#FFFDF9") == contrast("#FFFDF9", "#1F5B55")


def test_every_scheme_names_the_same_colours():
    names = {frozenset(tokens().colors[scheme]) for scheme in SCHEMES}

    assert len(names) == 1


def test_the_copy_that_is_read_at_the_start_is_of_the_tokens():
    assert COPY.read_text("utf-8") == copied(), "run ./dev content"
