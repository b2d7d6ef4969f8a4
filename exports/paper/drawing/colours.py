"""The light colours of the look, by name, on white ground: what paper shows.

A test compares them with `therapist_app/theme/tokens.toml`; only the grounds of the page differ.
"""

from collections.abc import Mapping
from types import MappingProxyType

from reportlab.lib.colors import Color, HexColor

PRINT: Mapping[str, str] = MappingProxyType(
    {
        "surface": "#FFFFFF",
        "surface-raised": "#FFFFFF",
        "surface-sunken": "#EDE5D8",
        "text": "#2A2520",
        "text-muted": "#63594E",
        "accent": "#1F5B55",
        "accent-soft": "#DCEAE4",
        "on-accent": "#FFFFFF",
        "line": "#DED4C5",
        "line-control": "#83786A",
        "attention": "#7A4B00",
        "attention-soft": "#FAEBCC",
        "band-1": "#F1EFE3",
        "band-2": "#EFE7D3",
        "band-3": "#EBDCC1",
        "band-4": "#E5CFAC",
    }
)


def ink(name: str) -> Color:
    """Return the colour of that name as reportlab wants it."""
    return HexColor(PRINT[name])
