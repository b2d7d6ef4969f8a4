"""What a restore or a salvage put aside: named, gone in time, thrown away when somebody says so."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk
from tests.support.record.safekeeping import back_up_quietly
from therapist_app.record.backups import kept_copies
from therapist_app.record.backups.kept_copies import REPLACED_KEPT, throw_away
from therapist_app.record.database import audit
from therapist_app.record.errors import CannotWrite
from therapist_app.record.vault.vault import Vault

LEFT = (
    ".db.before-restore",
    ".db.before-restore.new",
    ".db-wal.before-restore",
    ".db.before-salvage",
    ".db.before-salvage-wal",
    ".db.before-salvage-anchor",
    ".db.before-salvage-2",
)


@pytest.fixture
def left(on_disk: ServiceOnDisk) -> tuple[Path, ...]:
    """Everything that restores, whole and cut off, and salvages leave beside a caseload."""
    paths = tuple(on_disk.place.caseloads / f"{on_disk.uid}{ending}" for ending in LEFT)
    for each in paths:
        each.write_bytes(b"as it was")
    return paths


def kept(vault: Vault) -> tuple[kept_copies.KeptCopy, ...]:
    return kept_copies.kept_copies(vault.caseload, vault.place.caseload(vault.person.uid))


def test_every_file_that_was_put_aside_is_named(left: tuple[Path, ...], vault: Vault) -> None:
    replaced, damaged = kept(vault)

    assert {*replaced.files, *damaged.files} == set(left)
    assert (replaced.is_thrown_away, damaged.is_thrown_away) == (True, False)
    assert (replaced.kept_until, damaged.kept_until) == (None, None)


def test_what_a_backup_replaced_has_a_day_on_which_its_time_is_over(
    left: tuple[Path, ...], vault: Vault
) -> None:
    assert left
    with vault.caseload.change("restored", "a"):
        at = vault.service.now()

    assert kept(vault)[0].kept_until == at + timedelta(days=14) == at + REPLACED_KEPT


@pytest.mark.usefixtures("left")
def test_a_backup_throws_away_what_it_may_and_leaves_the_damaged_file(vault: Vault) -> None:
    back_up_quietly(vault)

    [damaged] = kept(vault)
    assert not damaged.is_thrown_away


def test_all_of_it_can_be_thrown_away_now_and_that_is_noted(
    left: tuple[Path, ...], vault: Vault
) -> None:
    throw_away(vault, vault.person.uid)
    throw_away(vault, vault.person.uid)

    assert not any(each.exists() for each in left)
    assert vault.place.caseload(vault.person.uid).exists()
    noted = [each for each in audit.entries(vault.service) if "thrown_away" in each.action]
    assert [each.subject for each in noted] == [f"caseload:{vault.person.uid}"]


@pytest.mark.usefixtures("left")
def test_a_disk_that_refuses_is_said(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(kept_copies, "flush_folder", refuse)

    with pytest.raises(CannotWrite):
        throw_away(vault, vault.person.uid)
