"""Windows of one test are gone before the next, and no work of it goes on."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool

LONGEST = 60_000  # milliseconds


@pytest.fixture(autouse=True)
def _no_windows_left() -> Iterator[None]:
    """Delete at once what would wait for an event loop; a style sheet is slow over old windows.

    Work beside the window, such as the backup of the day, would read files and the clock of the
    next test.
    """
    yield
    QThreadPool.globalInstance().waitForDone(LONGEST)
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
