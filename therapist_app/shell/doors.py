"""How the window over one record is locked and closed: what is written last, and in which order."""

from collections.abc import Callable
from contextlib import ExitStack

from therapist_app.commands import Destination
from therapist_app.shell.main_window import Doors
from therapist_app.shell.navigation import MakePage
from therapist_app.shell.wardrobe import Wardrobe
from therapist_app.workflows.coming_back import remember_place
from therapist_app.workflows.desk import Desk
from therapist_app.workflows.telling_figures import tell_figures


def doors_of(
    desk: Desk, make_page: MakePage, wardrobe: Wardrobe, leave: Callable[[], None]
) -> Doors:
    """Return the ways out of a window; `leave` is called last, to leave the process."""

    def lock_up(here: Destination) -> None:
        with ExitStack() as last:  # it leaves whatever fails: a locked window must not stay open
            last.callback(leave)
            _close(desk, wardrobe, last)
            remember_place(desk.vault, here)

    def shut() -> None:
        with ExitStack() as last:
            _close(desk, wardrobe, last)

    return Doors(make_page, lock_up, shut)


def _close(desk: Desk, wardrobe: Wardrobe, last: ExitStack) -> None:
    last.callback(desk.vault.close)
    last.callback(wardrobe.note_size)
    last.callback(tell_figures, desk, "locked")
