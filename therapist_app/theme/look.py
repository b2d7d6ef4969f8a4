"""One scheme at one text size: what painted widgets ask for their colours and sizes."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtGui import QColor, QFont

from therapist_app.theme.tokens import tokens

NEVER_SCALED = frozenset({"radius_control", "radius_card", "focus_width", "rail"})
HALF_SCALED = frozenset({"rail_narrow", "rail_slim"})
LARGE_TEXT = 1.4


@dataclass(frozen=True, slots=True)
class Look:
    """How the application looks now.

    Attributes:
        scheme: ``light``, ``dark`` or ``contrast-high``.
        text_scale: 1.0 to 2.0.
        reduced_motion: Whether nothing may move, a setting of ours.
        one_by_one: Whether a form begins with one question a page.

    """

    scheme: str = "light"
    text_scale: float = 1.0
    reduced_motion: bool = False
    one_by_one: bool = False

    @property
    def is_large(self) -> bool:
        """Whether text is so large that things belong under each other."""
        return self.text_scale > LARGE_TEXT

    def color(self, name: str) -> str:
        """Return a colour as #RRGGBB, by what it is for."""
        return tokens().colors[self.scheme][name]

    def qcolor(self, name: str) -> QColor:
        """Return a colour for painting, by what it is for."""
        return QColor(self.color(name))

    def scaled(self, pixels: float) -> int:
        """Return a length in pixels, given for usual text, as it is beside the text of now."""
        return round(pixels * self.text_scale)

    def text(self, role: str) -> int:
        """Return a text size in pixels."""
        return self.scaled(tokens().text[role])

    def space(self, name: str) -> int:
        """Return a gap in pixels; it grows half as fast as text, so that large text has room."""
        return round(tokens().space[name] * self._half_scale)

    def size(self, name: str) -> int:
        """Return a size in pixels: things that hold text grow with it, lines and corners do not."""
        if name in NEVER_SCALED:
            return tokens().size[name]
        growth = self._half_scale if name in HALF_SCALED else self.text_scale
        return round(tokens().size[name] * growth)

    def motion(self, name: str) -> int:
        """Return a duration in milliseconds."""
        return 0 if self.reduced_motion else tokens().motion[name]

    def font(self, role: str, *, strong: bool = False) -> QFont:
        """Return the font of a text role."""
        return QFont(_font(tokens().family, self.text(role), strong=strong))

    @property
    def _half_scale(self) -> float:
        return (1 + self.text_scale) / 2


@lru_cache(maxsize=32)
def _font(family: str, pixels: int, *, strong: bool) -> QFont:
    """Return a font; what is painted asks for it at each step, and everybody gets a copy."""
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    return font


class _Current:
    """The look of the whole application; `applying.apply` alone changes it."""

    look = Look()


def look() -> Look:
    """Return the look that is in force."""
    return _Current.look


def remember(new_look: Look) -> None:
    """Put a look in force for everything painted from now on."""
    _Current.look = new_look
