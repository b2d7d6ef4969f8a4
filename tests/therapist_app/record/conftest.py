"""Records on disk, opened without a passphrase; and one service that has one."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.damage import fill
from tests.support.record.records import START, ServiceOnDisk, laid_out, lay_out
from tests.support.record.safekeeping import add_clients, back_up_quietly, copy_of
from tests.support.record.services import Place, founder, no_keys
from therapist_app.record.clock_and_random import SeededClock, system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.crypto.recovery_sheet import RecoverySheet
from therapist_app.record.database.database import Caseload, ServiceFile
from therapist_app.record.header.notices import Notices
from therapist_app.record.service import settings
from therapist_app.record.sign_in.unlocking import Created, create_service
from therapist_app.record.vault.vault import Vault


@pytest.fixture
def on_disk(tmp_path: Path) -> ServiceOnDisk:
    return laid_out(tmp_path, practice=False)


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


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Created]:
    folder = tmp_path_factory.mktemp("made") / "service"
    sources = replace(system_sources(), now=SeededClock(START))
    return folder, create_service(folder, founder(), practice=False, cost=FLOOR, sources=sources)


@pytest.fixture
def place(made: tuple[Path, Created], tmp_path: Path) -> Place:
    folder, created = made
    shutil.copytree(folder, tmp_path / "service")
    return Place(tmp_path / "service", created, SeededClock(START))


@pytest.fixture
def stored_v4(tmp_path: Path) -> Place:
    """A service as schema 4 and header version 1 left it: Ana and Ben, one client each."""
    folder = tmp_path / "stored"
    shutil.copytree(Path(__file__).parent / "stored" / "service-v4", folder)
    return Place(folder, Created("", RecoverySheet(""), None, no_keys()), SeededClock(START))


@pytest.fixture(scope="session")
def backed_up_once(tmp_path_factory: pytest.TempPathFactory) -> ServiceOnDisk:
    """A service with two clients and a backup of both its files."""
    on_disk = lay_out(tmp_path_factory.mktemp("backed-up"), practice=False)
    with on_disk.open() as vault:
        add_clients(vault, "A-100", "A-200")
        back_up_quietly(vault)
    return on_disk


@pytest.fixture
def backed_up(backed_up_once: ServiceOnDisk, tmp_path: Path) -> ServiceOnDisk:
    """The same in a folder of its own, closed."""
    return copy_of(backed_up_once, tmp_path / "backed-up")


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> ServiceOnDisk:
    on_disk = lay_out(tmp_path_factory.mktemp("filled"), practice=False)
    with on_disk.open() as vault:
        fill(vault.caseload)
        settings.save(vault.service, "export_places", 5)
    return on_disk


@pytest.fixture
def filled(_filled: ServiceOnDisk, tmp_path: Path) -> ServiceOnDisk:
    """A closed service with twelve clients, signed notes and forms on several pages."""
    shutil.copytree(_filled.folder, tmp_path / "service")
    return replace(_filled, folder=tmp_path / "service")


@pytest.fixture
def keepers_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a keeper's role be taken at once, as if another keeper had given notice before."""
    monkeypatch.setattr(Notices, "_stands_on", lambda *_: 1)
