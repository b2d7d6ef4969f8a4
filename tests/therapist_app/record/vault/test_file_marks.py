"""An older file that is put back together with its anchor is told loudly."""

import shutil
from pathlib import Path

from tests.support.record.damage import by_hand, caseload_opening
from tests.support.record.records import ServiceOnDisk
from tests.support.record.safekeeping import add_clients
from therapist_app.record.database import audit
from therapist_app.record.folder.layout import anchor_beside


def keep(path: Path, aside: Path) -> None:
    aside.mkdir(exist_ok=True)
    for each in (path, anchor_beside(path)):
        shutil.copy(each, aside / each.name)


def put_back(path: Path, aside: Path) -> None:
    for each in (path, anchor_beside(path)):
        shutil.copy(aside / each.name, each)


def test_an_old_caseload_with_its_anchor_opens_loudly(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    path = on_disk.place.caseload(on_disk.uid)
    with on_disk.open() as vault:
        add_clients(vault, "A-100")
    keep(path, tmp_path / "aside")
    with on_disk.open() as vault:
        assert vault.warnings == ()
        add_clients(vault, "A-200")

    put_back(path, tmp_path / "aside")

    with on_disk.open() as vault:
        assert vault.warnings == ("caseload-older",)
        told = [each.action for each in audit.entries(vault.service)]
        assert "caseload_older" in told
    with on_disk.open() as vault:
        assert vault.warnings == ()


def test_an_old_service_file_with_anchor_and_header_opens_loudly(
    on_disk: ServiceOnDisk, tmp_path: Path
) -> None:
    on_disk.open().close()
    keep(on_disk.place.service, tmp_path / "aside")
    for _session in range(2):
        on_disk.open().close()

    put_back(on_disk.place.service, tmp_path / "aside")

    with on_disk.open() as vault:
        assert vault.warnings == ("service-older",)


def test_a_session_that_was_cut_off_is_no_older_file(on_disk: ServiceOnDisk) -> None:
    vault = on_disk.open()
    add_clients(vault, "A-100")
    vault.abandon()

    with on_disk.open() as vault:
        assert vault.warnings == ()


def test_a_lost_entry_that_others_follow_makes_no_older_file(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        add_clients(vault, "A-100")
    vault = on_disk.open()
    seen = vault.service.row(
        "SELECT value FROM about WHERE key = ?", (f"caseload_mark:{on_disk.uid}",)
    )
    assert seen is not None
    add_clients(vault, "A-200")
    vault.abandon()
    by_hand(caseload_opening(on_disk), f"DELETE FROM audit WHERE n = {seen[0].partition(':')[0]}")

    with on_disk.open() as vault:
        assert vault.warnings == ()
