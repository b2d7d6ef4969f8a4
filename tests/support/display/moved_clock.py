"""A clock that a test moves, put where the product asks for the time of day.

The product reads nothing for it: the name `datetime` is replaced in each module that asks for
the moment. `ASKS` lists them; what only measures how long something takes stays as it is.
"""

from datetime import datetime, timedelta, tzinfo
from importlib import import_module
from pathlib import Path

ASKS = (
    "therapist_app.record.clock_and_random",  # every moment that a real record keeps
    "therapist_app.screens.unlock.view",  # the greeting, and until when one has to wait
    "therapist_app.key_widgets.sheets",  # the day on which a sheet was made
    "therapist_app.starting",  # the first morning of practice
)
MEASURES = (
    "therapist_app.shell.locking.idle_lock",  # only whether the machine's own clock leaps
    "therapist_app.demo.person",
    "therapist_app.demo.running",
    "therapist_app.shell.bus.bus_connection",
    "therapist_app.hygiene.linux",
    "therapist_app.hygiene.macos",
    "therapist_app.workflows.people.making_guessing_harder",
)
COMMANDS = ("programme.commands.local_text_command", "programme.commands.pack_command")
"""They are no window: a person at a display does not run them."""


def move_clock(file: Path) -> None:
    """Have the product read each moment with so many seconds added as stand in `file`."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) + timedelta(seconds=ahead(file))

    for name in ASKS:
        module = import_module(name)
        assert module.datetime is datetime
        module.datetime = Moved


def ahead(file: Path) -> float:
    """Return by how many seconds the clock was moved."""
    return float(file.read_text("ascii")) if file.exists() else 0.0
