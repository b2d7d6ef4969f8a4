"""Records on disk, opened without a passphrase."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.records import ServiceOnDisk, lay_out
from therapist_app.record.database import Caseload, ServiceFile
from therapist_app.record.opened import Vault


@pytest.fixture
def on_disk(tmp_path: Path) -> ServiceOnDisk:
    return lay_out(tmp_path, practice=False)


@pytest.fixture
def vault(on_disk: ServiceOnDisk) -> Iterator[Vault]:
    with on_disk.open() as vault:
        yield vault


@pytest.fixture
def caseload(vault: Vault) -> Caseload:
    return vault.caseload


@pytest.fixture
def service(vault: Vault) -> ServiceFile:
    return vault.service
