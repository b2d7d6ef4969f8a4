"""Windows of one test are gone before the next, and no work of it goes on."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from therapist_app import view_model

if TYPE_CHECKING:
    from tests.support.windows.office import Office
    from tests.support.workflows.workspaces import Workplace
    from therapist_app.shell.window.main_window import MainWindow
    from therapist_app.workflows.content.shipped_content import ContentInUse

LONGEST, AN_HOUR = 60_000, 3_600_000  # milliseconds
SIZE = (1366, 768)


@pytest.fixture(autouse=True, scope="session")
def _nothing_takes_long() -> Iterator[None]:
    """Say of no work that it takes a moment: how long it takes is the machine's."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(view_model, "LONG_MS", AN_HOUR)
        yield


@pytest.fixture(autouse=True)
def _no_windows_left() -> Iterator[None]:
    """Delete at once what would wait for an event loop; a style sheet is slow over old windows.

    Work beside the window, such as the backup of the day, would read files and the clock of the
    next test; a mouse button that is still held changes what the keyboard does there.
    """
    yield
    QThreadPool.globalInstance().waitForDone(LONGEST)
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton


@pytest.fixture(scope="module")
def opened(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple["Workplace", "MainWindow"]]:
    """A real service that may work, and its window, which has the keyboard and never locks."""
    from tests.support.windows.page_states import ready_window  # few tests ask for the window

    del qapp
    with ready_window(tmp_path_factory.mktemp("record")) as (work, window):
        window.resize(*SIZE)
        window.activateWindow()
        QApplication.processEvents()
        gc.freeze()  # what was there before is not looked at again and again
        yield work, window
        gc.unfreeze()


@pytest.fixture(scope="module")
def content() -> "ContentInUse":
    """What the application is made with: forms, programme and texts."""
    from therapist_app import bootstrap  # as above

    return bootstrap.load_content()


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path, content: "ContentInUse") -> Iterator["Office"]:
    """The one window over a fresh record, that may be locked and opened again."""
    from tests.support.record.records import laid_out  # as above
    from tests.support.windows.office import Office

    made = Office(qtbot, laid_out(tmp_path), content)
    yield made
    made.vault.close()
