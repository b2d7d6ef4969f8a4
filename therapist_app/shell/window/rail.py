"""The places of the application, at the window's edge."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from session_forms.words.texts import translate as _
from therapist_app.commands import Command, Destination, command
from therapist_app.theme.icons import icon
from therapist_app.theme.look import look
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

SIGNS = {
    "places.today": "today",
    "places.clients": "clients",
    "places.library": "library",
    "places.outcomes": "outcomes",
    "places.review": "review",
    "places.settings": "settings",
}


class Place(QPushButton):
    """One place.

    Signals:
        chosen: Where it leads.

    """

    chosen = Signal(Destination)

    def __init__(self, of: Command, sign: str, *, narrow: bool) -> None:
        title = _(of.title)
        super().__init__("" if narrow else f"  {title}", checkable=True)
        self.command = of
        self._sign = sign
        self.setAccessibleName(title)
        self.setAccessibleDescription(of.shortcut)
        self.setToolTip(f"{title}  {of.shortcut}")
        self.setProperty("rank", "rail")
        self.setProperty("narrow", narrow)
        self.setIconSize(QSize(1, 1) * look().size("icon"))
        self._is_here: bool | None = None
        self.mark(here=False)
        self.clicked.connect(self._on_clicked)

    def mark(self, *, here: bool) -> None:
        """Say whether this is where the person is."""
        self.setChecked(here)  # a click changed it without asking
        if here is self._is_here:
            return
        self._is_here = here
        self.setIcon(icon(self._sign, "accent" if here else "text-muted"))

    def _on_clicked(self) -> None:
        if self.command.destination is not None:
            self.chosen.emit(self.command.destination)


class Rail(QFrame):
    """Every place, and the two things that work at any time; narrow, it shows signs alone.

    Signals:
        place_chosen: Where the person wants to go.
        hide_requested: They want the screen hidden.
        lock_requested: They want it locked.

    """

    place_chosen = Signal(Destination)
    hide_requested = Signal()
    lock_requested = Signal()

    def __init__(
        self,
        *,
        narrow: bool,
        closed: Sequence[type[Destination]] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Leave out the places that are `closed` to the person signed in."""
        super().__init__(parent)
        self.narrow = narrow
        self.setProperty("kind", "rail")
        self.setAccessibleName(_("Places"))
        self.setFixedWidth(look().size("rail_narrow" if narrow else "rail"))
        self.places = [
            Place(command(each), sign, narrow=narrow)
            for each, sign in SIGNS.items()
            if not isinstance(command(each).destination, tuple(closed))
        ]
        self.hide_button = self._always("always.hide", "hide")
        self.lock_button = self._always("always.lock", "lock")
        self._area = self._scrolled()
        before: list[Part] = [STRETCH] if narrow else [look().space("s")]
        lower = [row(*before, each, STRETCH, gap="hair") for each in self._lower()]
        self.setLayout(
            stack(
                self._mark(),
                12,
                self._area,
                *lower,
                gap="hair",
                margins=(0, "l", 0, "m"),
            )
        )
        for place in self.places:
            place.chosen.connect(self.place_chosen)
        self.hide_button.clicked.connect(self.hide_requested)
        self.lock_button.clicked.connect(self.lock_requested)

    def show_place(self, command_id: str) -> None:
        """Mark where the person is; nothing is marked for a page that is no place."""
        for place in self.places:
            is_here = place.command.id == command_id
            place.mark(here=is_here)
            if is_here:
                self._area.ensureWidgetVisible(place, 0, 0)

    def _scrolled(self) -> QScrollArea:
        """Return the places; in a low window with large text they scroll."""
        area = scroll(stack(*self.places, STRETCH, gap="hair"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _lower(self) -> tuple[QPushButton, QPushButton]:
        return (self.hide_button, self.lock_button)

    def _always(self, command_id: str, sign: str) -> QPushButton:
        of = command(command_id)
        title = _(of.title)
        short = title.split(" ", maxsplit=1)[0]
        result = button("" if self.narrow else f"{short}  {of.shortcut}", "quiet", sign)
        result.setAccessibleName(title)
        result.setAccessibleDescription(of.shortcut)
        result.setToolTip(f"{title}  {of.shortcut}")
        return result

    def _mark(self) -> QWidget:
        words = [] if self.narrow else [text(_("Sessions"), "lead")]
        inset = (look().size("rail_narrow") - look().size("icon")) // 2
        left = inset if self.narrow else "l"
        return hold(row(symbol("plan", "accent"), *words, STRETCH, margins=(left, 0, 0, 0)))
