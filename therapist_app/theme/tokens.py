"""What tokens.toml says, as values, and how far two colours stand apart."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

SCHEMES = ("light", "dark", "contrast-high")
LINEAR_BELOW = 0.04045  # WCAG 2.2, relative luminance


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every size, space and colour of the product, by name.

    Attributes:
        family: The one font family.
        text: Text sizes in pixels at 100 %.
        space: Gaps and margins in pixels at 100 %.
        size: Controls, widths, corners and edges in pixels at 100 %.
        motion: Durations in milliseconds.
        text_scales: The text sizes that Settings offers.
        colors: Scheme, then the purpose of a colour, then #RRGGBB.
        promises: Pairs "ink ground" and the least contrast promised for them.

    """

    family: str
    text: Mapping[str, int]
    space: Mapping[str, int]
    size: Mapping[str, int]
    motion: Mapping[str, int]
    text_scales: tuple[float, ...]
    colors: Mapping[str, Mapping[str, str]]
    promises: tuple[tuple[str, str, float], ...]


@cache
def tokens() -> Tokens:
    """Return what tokens.toml says."""
    raw = tomllib.loads((files("therapist_app.theme") / "tokens.toml").read_text("utf-8"))
    rules = raw["contrast"]
    return Tokens(
        family=raw["type"]["family"],
        text=_numbers(raw["type"]),
        space=_numbers(raw["space"]),
        size=_numbers(raw["size"]),
        motion=_numbers(raw["motion"]),
        text_scales=tuple(raw["size"]["text_scales"]),
        colors=MappingProxyType({name: MappingProxyType(raw[name]) for name in SCHEMES}),
        promises=tuple(
            (*pair.split(), float(rules[kind]))
            for kind in ("text", "control")
            for pair in rules[f"{kind}_pairs"]
        ),
    )


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


def _numbers(group: Mapping[str, Any]) -> Mapping[str, int]:
    return MappingProxyType({key: value for key, value in group.items() if isinstance(value, int)})
