"""Under the mouse, held down, chosen, with the keyboard: words and signs can be read everywhere.

Once by the names in the style sheet, so that a pair which nobody promised fails; once by what is
painted. What cannot be used is left out, as WCAG 2.2 does (1.4.3, 1.4.11).
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.support.screens.contrast import contrast, promises
from tests.support.windows.settling import settle
from therapist_app.shell.navigation.places import PLACES
from therapist_app.shell.window.rail import RailEntry
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look
from therapist_app.theme.tokens import SCHEMES
from therapist_app.widgets.controls.options import Option, ScaleStep, Tick
from therapist_app.widgets.fields.choice_box import ChoiceBox
from therapist_app.widgets.fields.fields import TextLine
from therapist_app.widgets.parts import button, hold, stack

STATES = (
    frozenset(),
    frozenset({"hover"}),
    frozenset({"hover", "pressed"}),
    frozenset({"focus"}),
    frozenset({"focus", "hover"}),
    frozenset({"focus", "hover", "pressed"}),
)
CHOSEN = tuple(each | {"checked"} for each in STATES)
PAGE = ("surface", "surface-raised", "surface-sunken")
STANDS_ON = {"quiet": (*PAGE, "accent-soft"), "rail": ("surface-sunken",)}
CONTROLS = (
    *(("QPushButton", f'rank="{each}"') for each in ("", "primary", "quiet", "rail", "client")),
    ("QLineEdit", ""),
    ("QLineEdit", 'problem="true"'),
    ("QComboBox", ""),
)
PART = re.compile(r"\[([^]]+)\]|:([a-z]+)")
RULES = [
    (selector.strip(), dict(re.findall(r"([a-z-]+): ([^;]+);", body)))
    for selectors, body in re.findall(
        r"([^{}]+)\{([^{}]*)\}",
        re.sub(
            r"/\*.*?\*/",
            "",
            (files("therapist_app.theme") / "00_base.qss").read_text("utf-8"),
            flags=re.DOTALL,
        ),
    )
    for selector in selectors.split(",")
]


def worn(kind: str, prop: str, state: frozenset[str]) -> dict[str, str]:
    """Return what the style sheet gives a control in a state: by exactness, then by order."""
    found: list[tuple[int, int, dict[str, str]]] = []
    for order, (selector, given) in enumerate(RULES):
        name, parts = re.split(r"[\[:]", selector)[0], PART.findall(selector)
        fits = all(each == prop if each else pseudo in state for each, pseudo in parts)
        if name == kind and fits and "::" not in selector:
            found.append((len(parts), order, given))
    result: dict[str, str] = {}
    for _exact, _order, given in sorted(found, key=lambda each: each[:2]):
        for key, value in given.items():
            if key in {"border", "border-color"}:
                result["edge"] = value.split()[-1]
            result[key] = value
    return result


def pairs(kind: str, prop: str, state: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield each ink with its ground, as names of colours."""
    style = worn(kind, prop, state)
    stands_on = STANDS_ON.get(prop.partition('"')[2].strip('"'), PAGE)
    ground = style["background"].lstrip("@")
    for each in stands_on if ground == "transparent" else (ground,):
        yield style["color"].lstrip("@"), each
    edge = style.get("edge", "transparent").lstrip("@")
    if edge not in {"transparent", "none"}:
        yield from ((edge, each) for each in stands_on if prop != 'rank="client"')


@pytest.mark.parametrize(("kind", "prop"), CONTROLS)
def test_every_pair_of_the_style_sheet_is_promised(kind, prop):
    promised = {frozenset((ink, ground)) for ink, ground, _least in promises()}
    states = (*STATES, *CHOSEN) if prop == 'rank="rail"' else STATES

    needed = {pair for state in states for pair in pairs(kind, prop, state)}

    assert [each for each in sorted(needed) if frozenset(each) not in promised] == []


def test_a_pair_that_nobody_promised_is_found(monkeypatch):
    monkeypatch.setitem(dict(RULES)["QPushButton:pressed"], "background", "@line")

    assert ("text", "line") in pairs("QPushButton", 'rank=""', frozenset({"hover", "pressed"}))


MADE: dict[str, Callable[[], QWidget]] = {
    "button": lambda: button("Words", symbol_name="plan"),
    "primary": lambda: button("Words", "primary", "plan"),
    "quiet": lambda: button("Words", "quiet", "plan"),
    "client": lambda: button("Words", "client", "plan"),
    "sign": lambda: button("", "quiet", "plan"),
    "place": lambda: RailEntry(_first_place(), "full"),
    "narrow place": lambda: RailEntry(_first_place(), "slim"),
    "option": lambda: Option("Words", key="1", help_words="More words"),
    "tick": lambda: Tick("Words", key="A"),
    "option of the client": lambda: Option("Words", key="1", client=True),
    "step": lambda: ScaleStep("7"),
    "line": lambda: _filled(TextLine("Name")),
    "box": lambda: ChoiceBox([("a", "Words")], name="Name"),
}
SIGNS = frozenset({"sign", "narrow place"})
WITH_SIGNS = frozenset({"button", "primary", "place"})
WORDS, SIGN = 4.5, 3.0
MANY = 4
"""Pixels of a colour that are no chance of smoothing."""


def _first_place():
    return next(each.entry for each in PLACES if each.entry)


def _filled(line: TextLine) -> TextLine:
    line.setText("Words")
    return line


@pytest.fixture
def show(wear, qtbot):
    """Return a control on a page, and a field beside it to which the keyboard can go."""

    def show_it(name: str, scheme: str) -> tuple[QWidget, QWidget, QWidget]:
        wear(scheme)
        control, other = MADE[name](), TextLine("Elsewhere")
        page = hold(stack(control, other, margins=("l",) * 4))
        page.setProperty("kind", "page")
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return page, control, other

    return show_it


def put_in(control: QWidget, other: QWidget, state: frozenset[str]) -> None:
    """Bring a control into a state, as the mouse and the keyboard do."""
    (control if "focus" in state else other).setFocus()
    if isinstance(control, QAbstractButton):
        control.setDown("pressed" in state)
        control.setChecked("checked" in state)
        if isinstance(control, RailEntry):
            control.mark(here="checked" in state)
    settle()
    is_under = "hover" in state
    control.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_under)
    at = QPointF(9, 9) if is_under else QPointF(-9, -9)
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(control, move)  # a button of Qt looks itself where the mouse is


def contrast_within(image: QImage, where: QRect) -> float:
    """Return how far what stands out most in a place is from the colour that most of it has."""
    scale = image.devicePixelRatio()
    place = [round(each * scale) for each in where.getRect()]
    inside = image.copy(*place).convertToFormat(QImage.Format.Format_RGB32)
    colours = Counter(memoryview(inside.constBits()).cast("I"))
    [ground] = (QColor(each).name() for each, _count in colours.most_common(1))
    many = (QColor(each).name() for each, count in colours.items() if count >= MANY)
    return max(contrast(each, ground) for each in many)


@pytest.mark.parametrize("name", MADE)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_and_signs_are_painted_far_enough_from_their_ground(show, scheme, name):
    page, control, other = show(name, scheme)
    can_be_chosen = isinstance(control, QAbstractButton) and control.isCheckable()
    least = SIGN if name in SIGNS else WORDS
    for state in (*STATES, *CHOSEN) if can_be_chosen else STATES:
        put_in(control, other, state)
        picture = page.grab(QRect(control.pos(), control.size())).toImage()

        inside = QRect(0, 0, control.width(), control.height()).adjusted(5, 5, -5, -5)
        assert contrast_within(picture, inside) >= least, sorted(state)
        if name in WITH_SIGNS:
            assert contrast_within(picture, sign_of(control)) >= SIGN, sorted(state)


def test_the_picture_tells_what_is_too_pale(show, monkeypatch):
    page, control, other = show("place", "contrast-high")
    monkeypatch.setattr(control, "mark", lambda **_here: None)
    control.setIcon(icon(control.command.icon, "line"))
    put_in(control, other, frozenset({"hover"}))
    picture = page.grab(QRect(control.pos(), control.size())).toImage()

    assert contrast_within(picture, sign_of(control)) < WORDS


def sign_of(control: QAbstractButton) -> QRect:
    """Return where the sign of a button is drawn: before its words, in the middle of its height."""
    side = control.iconSize().width()
    words = control.fontMetrics().horizontalAdvance(control.text())
    is_place = isinstance(control, RailEntry)
    left = look().space("m") if is_place else (control.width() - words - side) // 2
    return QRect(left - 2, (control.height() - side) // 2, side, side)
