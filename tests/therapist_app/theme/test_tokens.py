"""The tokens keep what they promise."""

import tomllib
from importlib.resources import files

import pytest

from therapist_app.theme.tokens import COPY, SCHEMES, copied, tokens

LINEAR_BELOW = 0.04045  # WCAG 2.2, relative luminance


def promises() -> list[tuple[str, str, float]]:
    """Return pairs of ink and ground, and the least contrast promised for them."""
    source = (files("therapist_app.theme") / "tokens.toml").read_text("utf-8")
    rules = tomllib.loads(source)["contrast"]
    return [
        (*pair.split(), float(rules[kind]))
        for kind in ("text", "control")
        for pair in rules[f"{kind}_pairs"]
    ]


def contrast(ink: str, ground: str) -> float:
    """Return the contrast ratio of two #RRGGBB colours.

    Source: WCAG 2.2, definitions of "contrast ratio" and "relative luminance".
    """
    darker, lighter = sorted((_luminance(ink), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    if channel <= LINEAR_BELOW:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)


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
