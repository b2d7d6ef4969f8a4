"""A record of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.workflows.workspaces import Workplace, open_workplace


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as workplace:
        yield workplace
