"""The style sheet: 00_base.qss with the names after @ replaced by values."""

import re
from collections.abc import Mapping
from pathlib import Path

from therapist_app.theme.icons import svg
from therapist_app.theme.look import Look
from therapist_app.theme.tokens import tokens

NAME = re.compile(r"@((?:text|space|inner|size|mark|inset)\.[a-z_]+|[a-z][a-z0-9-]*)")
MARK_EDGE = 4  # a mark's two edges of 2 px, which its width leaves out
SCROLL_BAR = 24  # beside the places, where not all of them fit
RAIL_EDGE = 1
ICON_GAP = 4  # Qt's own, after a sign without words
RING = 0.28  # share of a chosen radio mark that its ring takes, on each side
THIN, THICK = 'stroke-width="1.75"', 'stroke-width="2.75"'


def style_sheet(look: Look) -> str:
    """Return the style sheet of a look.

    Raises:
        KeyError: The style sheet names something that the tokens do not have.

    """
    values = _values(look)
    source = Path(__file__).with_name("00_base.qss").read_text("utf-8")
    return NAME.sub(lambda match: values[match[1]], source)


def drawings(look: Look) -> Mapping[str, bytes]:
    """Return the drawings that the style sheet names as ``:/look/<name>``."""
    down = _bold("down", look.color("text"))
    pairs = {
        "check": _bold("check", look.color("on-accent")),
        "down": down,
        "down-off": _bold("down", look.color("disabled")),
        "up": down.replace(b"<path ", b'<path transform="rotate(180 12 12)" '),
    }
    return {f"{name}-{look.scheme}.svg": drawing for name, drawing in pairs.items()}


def _values(look: Look) -> dict[str, str]:
    values = dict(tokens().colors[look.scheme])
    for name in tokens().space:
        values[f"space.{name}"] = f"{look.space(name)}px"
        values[f"inner.{name}"] = f"{look.space(name) - 1}px"  # beside a 2 px edge
    values |= {f"text.{name}": f"{look.text(name)}px" for name in tokens().text}
    values |= {f"size.{name}": f"{look.size(name)}px" for name in tokens().size}
    for width, bar in (("rail_narrow", 0), ("rail_slim", SCROLL_BAR)):
        inset = (look.size(width) - bar - look.size("icon")) // 2 - MARK_EDGE
        values[f"inset.{width}"] = f"{inset}px"
    beside = look.size("rail_narrow") - SCROLL_BAR - RAIL_EDGE
    values["inset.rail_barred"] = f"{beside - look.size('icon') - ICON_GAP - MARK_EDGE}px"
    edges = 2 * look.size("focus_width")
    values["inner.rail_entry"] = f"{look.size('rail_entry') - edges}px"  # between its two edges
    return values | _mark(look) | {"scheme": look.scheme}


def _mark(look: Look) -> dict[str, str]:
    side = look.size("mark") + MARK_EDGE
    ring = round(side * RING)
    return {
        "mark.side": f"{side - MARK_EDGE}px",
        "mark.round": f"{side // 2}px",
        "mark.ring": f"{ring}px",
        "mark.dot": f"{side - 2 * ring}px",
    }


def _bold(name: str, color: str) -> bytes:
    return svg(name).replace("currentColor", color).replace(THIN, THICK).encode()
