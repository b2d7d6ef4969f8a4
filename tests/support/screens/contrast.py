"""How far two colours stand apart, and how far they were promised to."""

import tomllib
from importlib.resources import files

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
