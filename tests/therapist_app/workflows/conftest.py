"""A workspace for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.programme.packs import (
    SLEEP,
    SLEEP_NOW,
    change,
    forms_folder,
    pack_file,
    programme_folder,
)
from tests.support.workflows.clinics import Clinic, open_clinic
from tests.support.workflows.workspaces import Workplace, open_workplace


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with open_workplace(tmp_path) as workplace:
        yield workplace


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    clinic = open_clinic(tmp_path)
    yield clinic
    clinic.lock()


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pack of forms."""
    return pack_file(forms_folder(tmp_path_factory.mktemp("p") / "f", "1.0", SLEEP))


@pytest.fixture(scope="session")
def second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The next version of it: the form asks otherwise."""
    return pack_file(forms_folder(tmp_path_factory.mktemp("p") / "f", "1.1", SLEEP, SLEEP_NOW))


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme with one thing changed in it."""
    folder = programme_folder(tmp_path_factory.mktemp("p") / "course", "0.9.0")
    change(folder, "programme.toml", 'title = "Prevention programme"', 'title = "Our programme"')
    return pack_file(folder)
