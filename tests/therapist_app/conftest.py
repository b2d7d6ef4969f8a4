"""Windows of one test are gone before the next."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent


@pytest.fixture(autouse=True)
def _no_windows_left() -> Iterator[None]:
    """Delete at once what would wait for an event loop; a style sheet is slow over old windows."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
