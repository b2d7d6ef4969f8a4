"""Whether a laptop is fit for a record, and making one."""

from pathlib import Path

import pytest

from therapist_app.record import vault as records
from therapist_app.record.errors import FolderInUse
from therapist_app.workflows import first_run
from therapist_app.workflows.first_run import Machine, environment_checks, found_service

FOLDER = Path("/home/ana/data/service")
MOUNTS = (
    "/dev/sda1 / ext4 rw 0 0",
    "/dev/mapper/home /home ext4 rw 0 0",
    "server:/share /net nfs4 rw 0 0",
    "//server/share /mnt/my\\040share cifs rw 0 0",
)


def machine(
    *, mounts: tuple[str, ...] = MOUNTS, swaps: tuple[str, ...] | None = (), encrypted: str = ""
) -> Machine:
    return Machine(mounts, swaps, lambda device: device == encrypted)


def finding(kind: str, folder: Path = FOLDER, **told: object) -> tuple[str, str]:
    checks = environment_checks(folder, machine(**told))
    return next((each.finding, each.reason) for each in checks if each.kind == kind)


def test_a_folder_on_the_laptops_own_disk_is_good():
    assert finding("place") == ("good", "local")


@pytest.mark.parametrize(
    "folder",
    ["/home/ana/OneDrive/x", "/home/ana/Dropbox (Clinic)/x", "/Users/a/Mobile Documents/x"],
)
def test_a_synchronised_folder_is_refused(folder):
    assert finding("place", Path(folder)) == ("refused", "synchronised")


@pytest.mark.parametrize("folder", ["/net/ana", "/mnt/my share/ana", "\\\\server\\share"])
def test_a_network_drive_is_refused(folder):
    assert finding("place", Path(folder)) == ("refused", "network")


def test_the_nearest_mount_tells_about_encryption():
    assert finding("disk", encrypted="/dev/mapper/home") == ("good", "encrypted")
    assert finding("disk", encrypted="/dev/sda1") == ("unknown", "not-told")
    assert finding("disk", mounts=()) == ("unknown", "not-told")


def test_swap_is_good_where_there_is_none_or_it_is_encrypted():
    assert finding("swap") == ("good", "none")
    assert finding("swap", swaps=("/dev/zram0 partition 1 0 1",)) == ("good", "encrypted")
    lines = ("/dev/dm-1 partition 1 0 1",)
    assert finding("swap", swaps=lines, encrypted="/dev/dm-1") == ("good", "encrypted")


def test_plain_swap_needs_attention_and_silence_is_unknown():
    assert finding("swap", swaps=("/swapfile file 1 0 1",)) == ("attention", "plain")
    assert finding("swap", swaps=None) == ("unknown", "not-told")


def test_this_machine_answers_without_harm():
    checks = environment_checks(FOLDER)

    assert [each.kind for each in checks] == ["place", "disk", "swap"]


def test_another_system_is_asked_nothing(monkeypatch):
    monkeypatch.setattr(first_run.sys, "platform", "win32")

    told = first_run.this_machine()

    assert told.mounts == ()
    assert told.swaps is None


@pytest.mark.parametrize("leads", [False, True])
def test_a_service_is_made_with_its_sheets(tmp_path, leads):
    folder = tmp_path / "deep" / "service"
    secret = bytearray(b"seven lanterns over mud")

    created = found_service(folder, "Ana", secret, leads=leads, continuity=leads)

    [person] = records.people(folder)
    assert person.uid == created.uid
    assert ("lead" in person.roles) == leads
    assert (created.continuity_sheet is not None) == leads
    assert set(secret) <= {0}


def test_a_folder_that_is_in_use_stays_as_it_is(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")

    with pytest.raises(FolderInUse):
        found_service(
            tmp_path, "Ana", bytearray(b"seven lanterns over mud"), leads=False, continuity=False
        )

    assert (tmp_path / "letter.txt").read_text() == "mine"
