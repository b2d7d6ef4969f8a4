"""The places of the application, at the window's edge."""

from functools import partial
from typing import Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from session_forms.words.texts import _, pgettext
from therapist_app.accessibility.roles import tell_role
from therapist_app.commands import Command, Destination, Lock
from therapist_app.shell.navigation.places import HIDE, LOCK, entries_of
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look
from therapist_app.widgets.controls.buttons import Button
from therapist_app.widgets.controls.switches import Switch
from therapist_app.widgets.parts import (
    STRETCH,
    Part,
    button,
    hold,
    row,
    scroll,
    stack,
    symbol,
    text,
)
from therapist_app.widgets.repolish import set_state
from therapist_app.workflows.entering.access_scope import AccessScope

RailWidth = Literal["full", "narrow", "slim"]
SIZES = {"full": "rail", "narrow": "rail_narrow", "slim": "rail_slim"}


class RailEntry(Switch, Button):
    """One place.

    Signals:
        chosen: Where it leads.

    """

    chosen = Signal(Destination)

    def __init__(self, of: Command, width: RailWidth) -> None:
        title = _(of.title)
        super().__init__(checkable=True)
        tell_role(self, "tab")
        self.setText(f"  {title}" if width == "full" else "")
        self.command = of
        self.setObjectName(of.id)
        self.setAccessibleName(title)
        self.setAccessibleDescription(of.shortcut)
        self.setToolTip(f"{title}  {of.shortcut}")
        self.setProperty("rank", "rail")
        self.setProperty("width_name", width)
        self.setIconSize(QSize(1, 1) * look().size("icon"))
        self._is_here: bool | None = None
        self.mark(here=False)
        self._say_when_turned()
        self.turned.connect(self._on_turned)

    def mark(self, *, here: bool) -> None:
        """Say whether this is where the person is."""
        self.setChecked(here)  # whoever turned it did not ask
        if here is self._is_here:
            return
        self._is_here = here
        self.setIcon(icon(self.command.icon, "accent" if here else "text-muted"))

    def _on_turned(self) -> None:
        self.setChecked(self._is_here is True)  # it is marked once somebody has come there
        if self.command.destination is not None:
            self.chosen.emit(self.command.destination)


class Rail(QFrame):
    """Every place, and the two things that work at any time; narrow or slim, it shows signs alone.

    Signals:
        place_chosen: Where the person wants to go; out, by locking, is one of the places.
        hide_requested: They want the screen hidden.

    """

    place_chosen = Signal(Destination)
    hide_requested = Signal()

    def __init__(self, access: AccessScope, width: RailWidth) -> None:
        """Leave out the places that are not this person's."""
        super().__init__()
        self.width_name = width
        self.narrow = width != "full"
        self.marked: type[Destination] | None = None
        self.setProperty("kind", "rail")
        self.setFixedWidth(look().size(SIZES[width]))
        self.places = [RailEntry(each, width) for each in entries_of(access)]
        self.hide_button = self._always(HIDE)
        self.lock_button = self._always(LOCK)
        self._area = self._scrolled()
        before: list[Part] = [STRETCH] if self.narrow else [look().space("s")]
        always = (self.hide_button, self.lock_button)
        lower = [row(*before, each, STRETCH, gap="hair") for each in always]
        upper: list[Part] = [] if width == "slim" else [self._mark(), 12]
        margins = (0, "xs", 0, "xs") if width == "slim" else (0, "l", 0, "m")
        self.setLayout(stack(*upper, self._area, *lower, gap="hair", margins=margins))
        for place in self.places:
            place.chosen.connect(self.place_chosen)
        self.hide_button.clicked.connect(self.hide_requested)
        self.lock_button.clicked.connect(partial(self.place_chosen.emit, Lock()))

    def show_place(self, marked: type[Destination] | None) -> None:
        """Mark where the person is; nothing is marked for a page that is no place."""
        self.marked = marked
        for entry in self.places:
            is_here = type(entry.command.destination) is marked
            entry.mark(here=is_here)
            if is_here:
                self._area.ensureWidgetVisible(entry, 0, 0)

    def _scrolled(self) -> QScrollArea:
        """Return the places; in a low window with large text they scroll."""
        inside = stack(*self.places, STRETCH, gap="hair")
        area = scroll(inside, name=pgettext("name of a list", "Places"), told="tabs")
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if self.width_name == "narrow":
            area.verticalScrollBar().rangeChanged.connect(self._on_scrolling)
        return area

    def _on_scrolling(self, _least: int, most: int) -> None:
        """Have the signs stand beside the bar, where not all of them fit."""
        for place in self.places:
            set_state(place, "width_name", value="barred" if most > 0 else "narrow")
            place.updateGeometry()  # beside the bar it needs less

    def _always(self, of: Command) -> QPushButton:
        title = _(of.title)
        short = title.split(" ", maxsplit=1)[0]
        result = button("" if self.narrow else f"{short}  {of.shortcut}", "quiet", of.icon)
        result.setAccessibleName(title)
        result.setAccessibleDescription(of.shortcut)
        result.setToolTip(f"{title}  {of.shortcut}")
        return result

    def _mark(self) -> QWidget:
        words = [] if self.narrow else [text(pgettext("program", "Sessions"), "lead", told="words")]
        inset = (look().size("rail_narrow") - look().size("icon")) // 2
        left = inset if self.narrow else "l"
        return hold(row(symbol("plan", "accent"), *words, STRETCH, margins=(left, 0, 0, 0)))
