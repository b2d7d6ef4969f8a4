"""What the shell expects of a screen.

Every screen is ``XView(viewmodel)`` over ``XViewModel(workspace, *ids)``, in
``screens/<name>/view.py`` and ``viewmodel.py``, with the ids in the order of its destination's
fields: ``SessionViewModel(workspace, appointment_id)``. The destinations are in
`therapist_app.commands`, where screens may import them; each screen has one row in `places`.
"""

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from therapist_app.commands import Destination


@runtime_checkable
class Page(Protocol):
    """A screen as the shell sees it: a `QWidget` that asks to leave.

    Signals:
        leave_requested: Where the person wants to go, a `Destination`.

    """

    leave_requested: "SignalInstance[tuple[Destination]]"


@runtime_checkable
class Focusing(Protocol):
    """A screen that says where the keyboard starts; else the shell takes its first field."""

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""


@runtime_checkable
class Flushing(Protocol):
    """A screen that may hold words not yet saved.

    Called before leaving, hiding or locking; it saves at once and never asks.
    """

    def flush(self) -> None:
        """Save what was not saved yet."""


@runtime_checkable
class GoesOnPaper(Protocol):
    """A screen that can offer what it shows on paper."""

    def put_on_paper(self) -> None:
        """Offer it, as the key and the button of the page do."""


@runtime_checkable
class SettlesLimits(Protocol):
    """A screen on which it is settled after how long it locks.

    Attributes:
        limits_settled: Others hold from now on.

    """

    limits_settled: "SignalInstance[tuple[()]]"


@runtime_checkable
class BlocksLeaving(Protocol):
    """A screen whose work may hold the record; while it does, there is no way but to lock."""

    @property
    def is_holding(self) -> bool:
        """Whether it does now."""


@runtime_checkable
class KnowsItsPlace(Protocol):
    """A screen that shows more than one page, and says which one is to be come back to."""

    @property
    def comes_back_to(self) -> "Destination":
        """Where the person is in it."""


@runtime_checkable
class HandsOver(Protocol):
    """A screen that gives the laptop to the client and takes it back.

    Signals:
        turn_changed: Whether the client holds the laptop now.

    """

    turn_changed: "SignalInstance[tuple[bool]]"

    @property
    def is_clients_turn(self) -> bool:
        """Whether the client holds the laptop now."""


@runtime_checkable
class WarnsBeforeLeaving(Protocol):
    """A screen that may show something once, which would be gone with it; locking never waits."""

    @property
    def guards(self) -> bool:
        """Whether it does now."""

    def hold_back(self) -> bool:
        """Say once why not to leave yet, and return whether that was said just now."""
