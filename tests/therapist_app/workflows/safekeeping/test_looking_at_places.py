"""What a look at the places of backups finds, and what counts until the next one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.record.records import ServiceOnDisk, laid_out
from tests.support.record.safekeeping import back_up_quietly
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups.backing_up import is_due
from therapist_app.record.backups.older_sheets import needing_own_old_sheet
from therapist_app.record.service.unconfirmed_sheets import note_settled
from therapist_app.record.vault.places_seen import PlacesSeen
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.looking_at_places import look_now
from therapist_app.workflows.safekeeping.safekeeping import (
    choose_second_place,
    last_elsewhere,
    safekeeping_page_data,
)

A_DAY = 86_400


@pytest.fixture
def service(tmp_path: Path) -> ServiceOnDisk:
    return laid_out(tmp_path, practice=False)


@pytest.fixture
def vault(service: ServiceOnDisk) -> Iterator[Vault]:
    with service.open() as vault:
        yield vault


@pytest.fixture
def stick(vault: Vault, tmp_path: Path) -> Path:
    """Return a second location with a backup of each file."""
    place = tmp_path / "stick"
    place.mkdir()
    choose_second_place(vault, str(place))
    back_up_quietly(vault)
    return place


def test_all_is_taken_for_there_until_somebody_looked(vault: Vault, stick: Path) -> None:
    for each in stick.iterdir():
        each.unlink()

    assert vault.places_seen == PlacesSeen()
    assert backups.last_seen(vault) == backups.listed(vault.service)


def test_whoever_takes_the_folder_beside_the_record_away_hides_no_lack_of_backups(
    vault: Vault,
) -> None:
    back_up_quietly(vault)
    databases = ["service", vault.person.uid]
    shutil.rmtree(vault.place.backups)

    assert backups.present(vault.service, vault.place) == ()
    look_now(vault)
    assert backups.last_seen(vault) == ()
    now = vault.service.now()
    assert backups.freshness(backups.last_seen(vault), databases, now) == "too_old"
    assert is_due(vault)


def test_a_file_that_was_taken_away_counts_no_more_once_it_was_missed(
    vault: Vault, stick: Path
) -> None:
    for each in stick.iterdir():
        each.unlink()

    look_now(vault)

    assert {each.place for each in backups.listed(vault.service)} == {"", str(stick)}
    assert {each.place for each in backups.last_seen(vault)} == {""}


def test_of_a_place_that_is_away_nothing_is_missed(vault: Vault, stick: Path) -> None:
    stick.rename(stick.with_name("away"))

    look_now(vault)

    assert vault.places_seen == PlacesSeen(away=frozenset({str(stick)}))
    assert backups.last_seen(vault) == backups.listed(vault.service)


def test_a_place_that_cannot_be_asked_is_away(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = os.stat

    def failing(path: object, **more: object) -> object:
        if str(path).startswith(str(stick)):
            raise OSError(5, "Input/output error")
        return stat(path, **more)

    monkeypatch.setattr(os, "stat", failing)

    look_now(vault)

    assert vault.places_seen.away == {str(stick)}


@pytest.mark.parametrize("is_near", [True, False])
def test_it_is_known_which_place_is_lost_with_the_record(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch, *, is_near: bool
) -> None:
    monkeypatch.setattr(backups, "are_on_one_disk", lambda _one, _other: is_near)

    look_now(vault)

    assert vault.places_seen.near == ({str(stick)} if is_near else set())


def test_a_copy_made_while_the_stick_was_out_never_counts_as_on_another_disk(
    vault: Vault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look_now(vault)
    assert last_elsewhere(vault) is None, "its folder stands on the laptop"

    stick.rename(stick.with_name("away"))
    look_now(vault)
    assert last_elsewhere(vault) is None

    stick.mkdir()
    monkeypatch.setattr(backups, "are_on_one_disk", lambda _one, _other: False)
    look_now(vault)
    assert last_elsewhere(vault) is None
    back_up_quietly(vault)
    look_now(vault)
    assert last_elsewhere(vault) == vault.service.now(), "now it is on the stick"


def test_what_lies_on_a_stick_that_is_out_is_not_missed_in_the_folder_it_left(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    choose_second_place(vault, str(stick))
    monkeypatch.setattr(backups, "are_on_one_disk", lambda _one, _other: False)
    back_up_quietly(vault)
    made = vault.service.now()
    stick.rename(stick.with_name("in the drawer"))
    stick.mkdir()
    monkeypatch.setattr(backups, "are_on_one_disk", lambda _one, _other: True)

    for _run in range(2):
        look_now(vault)
        assert last_elsewhere(vault) == made
        assert safekeeping_page_data(vault).second_is_out
        back_up_quietly(vault)

    lines = [each for each in safekeeping_page_data(vault).lines if each.backup.disk == "other"]
    assert [(each.is_there, each.on_same_disk) for each in lines] == [(False, False)] * 2


def test_the_old_sheet_is_needed_where_the_newest_backup_is_seen_to_be_gone(
    service: ServiceOnDisk, vault: Vault, stick: Path
) -> None:
    before = set(stick.iterdir())
    service.clock.advance(A_DAY)
    note_settled(vault.service, vault.person.uid, "sheet_replaced")
    service.clock.advance(60)
    back_up_quietly(vault)
    assert needing_own_old_sheet(vault) == ()

    for each in set(stick.iterdir()) - before:
        each.unlink()
    assert set(stick.iterdir()) == before
    look_now(vault)

    assert needing_own_old_sheet(vault) == (str(stick),)
