"""From Ctrl+L to a window that shows nothing, and to the next unlock window."""

from collections.abc import Iterator

from PySide6.QtWidgets import QWidget

from tests.bench.measurements.starting import UNLOCK, Launch
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place
from tests.support.record.records import lay_out
from therapist_app.commands import ClientPage

ROUNDS = 11
BLANK = Budget(100)
NEXT_WINDOW = Budget(1000)


def lock_lines(place: Place) -> Iterator[Line]:
    """Blank a window over a client as locking does first; start the process that follows."""
    at = place.workplace
    at.open(ClientPage(at.crowd.copies[0]))
    window, bare = at.window, QWidget()
    bare.resize(window.size())
    bare.show()

    def blank() -> None:
        window.cover.show_blank()
        window._blank()
        window.repaint()

    def ours(_number: int) -> Span:
        taken = timed(blank)
        window.uncover()
        return taken

    yield Line(
        "lock to a blank window",
        BLANK,
        *alternate(lambda _: timed(bare.repaint), ours, ROUNDS),
    )
    home = place.folder / "home-after-lock"
    home.mkdir()
    lay_out(home, practice=False)
    launch = Launch(place.folder / "bytecode")
    launch(UNLOCK, "--home", str(home))
    floor, taken = alternate(
        lambda _: timed(bare.repaint),
        lambda _: timed(lambda: launch(UNLOCK, "--home", str(home))),
        ROUNDS,
    )
    yield Line("locked to the next unlock window", NEXT_WINDOW, floor, taken)
