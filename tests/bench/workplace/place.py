"""Where it is measured: a crowded record, opened as the application opens it, its window shown."""

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from types import TracebackType
from typing import Self, TypeVar

from PySide6.QtCore import QSize, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from session_forms.library.library import FormLibrary
from tests.bench.timing.painted import PaintCount, settle, until_painted
from tests.bench.timing.report import tell
from tests.bench.timing.rounds import Span
from tests.bench.workplace.crowd import Crowd, gather
from tests.bench.workplace.long_forms import LONG_FORMS
from therapist_app import bootstrap
from therapist_app.commands import About, Destination
from therapist_app.record.clock_and_random import SeededClock
from therapist_app.record.vault.vault import Vault
from therapist_app.shell.window.main_window import MainWindow
from therapist_app.workflows.workspace import Workspace

P = TypeVar("P", bound=QWidget)
WINDOW = QSize(1366, 768)
"""The most common small screen; between two commits, and two machines, it stays the same."""


@dataclass
class Workplace:
    """The window over the crowded record, and what stands behind it."""

    workspace: Workspace
    clock: SeededClock
    crowd: Crowd
    window: MainWindow
    count: PaintCount

    def open(self, destination: Destination) -> tuple[Span, Span]:
        """Go somewhere from an empty place; return the times until painted, and until settled."""
        self.clear()
        return until_painted(self.count, lambda: self.window.go_to(destination))

    def clear(self) -> None:
        """Go where there is little to draw, and let everything that waits happen."""
        self.window.go_to(About())
        settle(self.count)

    def page(self, kind: type[P]) -> P:
        """Return the screen that is open, which has to be of this kind."""
        assert isinstance(self.window.page, kind), type(self.window.page)
        return self.window.page


@dataclass
class Place:
    """A folder for one run, and the workplace in it, made when it is first asked for."""

    clients: int
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    @cached_property
    def folder(self) -> Path:
        """A folder that goes after the run."""
        return Path(self._open.enter_context(TemporaryDirectory(prefix="bench-")))

    @cached_property
    def application(self) -> QApplication:
        """The one application object."""
        qInstallMessageHandler(_pass_on)
        return bootstrap.make_application()

    @cached_property
    def workplace(self) -> Workplace:
        """The window over a crowded record."""
        start = perf_counter()
        service, crowd = gather(self.folder, self.clients)
        vault = self._open.enter_context(service.open())
        size = (service.place.caseloads / f"{service.uid}.db").stat().st_size
        tell(f"# {self.clients} clients in {perf_counter() - start:.0f} s, {size >> 20} MiB")
        return self._look(vault, service.clock, crowd)

    def _look(self, vault: Vault, clock: SeededClock, crowd: Crowd) -> Workplace:
        content = bootstrap.load_content()
        forms = FormLibrary([*content.forms.all(), *LONG_FORMS])
        content = replace(content, forms=forms)
        window = bootstrap.open_workplace(
            vault, leave=self.application.quit, content=content, start=About()
        )
        window.show()
        window.resize(WINDOW)  # it fits itself to the screen, and there is none as wide here
        count = PaintCount(window)
        settle(count)
        return Workplace(content.workspace(vault), clock, crowd, window, count)


def _pass_on(_kind: object, _context: object, words: str) -> None:
    """Say what Qt says, but for what it says of every window that is off the screen."""
    if "propagateSizeHints" not in words:
        tell(f"# Qt: {words}")
