"""What is found out about a laptop, from the words that each system says."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from therapist_app.hygiene.laptop import linux, looking, windows
from therapist_app.hygiene.laptop.disks import are_on_one_disk, disks_under, mac_disk
from therapist_app.hygiene.laptop.findings import place_check
from therapist_app.hygiene.laptop.linux import Tables, encrypted_device, linux_checks
from therapist_app.hygiene.laptop.looking import ask, look_at_laptop

FOLDER = Path("/home/ana/data/service")
MOUNTS = """/dev/sda1 / ext4 rw 0 0
/dev/mapper/home /home ext4 rw 0 0
server:/share /net nfs4 rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
/dev/sdb1 /media/stick vfat rw 0 0
/dev/sdb2 /media/other exfat rw 0 0
"""
HEAD = "Filename Type Size Used Priority\n"
MAC_MOUNTS = """/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//ana@server/share on /Volumes/My Share (smbfs, nodev, nosuid, mounted by ana)
/dev/disk4s1 on /Volumes/STICK (msdos, local, nodev, nosuid)
"""


def on_linux(kind: str, folder: Path = FOLDER, **told: object) -> tuple[str, str]:
    tables = {"mounts": MOUNTS, "swaps": HEAD, "is_encrypted": lambda _device: False} | told
    checks = linux_checks(folder, Tables(**tables))
    return next((each.finding, each.reason) for each in checks if each.kind == kind)


def test_a_folder_on_the_laptops_own_disk_is_good():
    assert on_linux("place") == ("good", "local")


# Acceptance B40
@pytest.mark.parametrize(
    "folder",
    [
        "/home/ana/OneDrive/x",
        "/home/ana/Dropbox (Clinic)/x",
        "/Users/a/Library/Mobile Documents/x",
        "/home/ana/Nextcloud/x",
        "C:\\Users\\ana\\Google Drive\\x",
        "/home/ana/MEGA/x",
        "/home/ana/MEGAsync/x",
        "/home/ana/Tresorit/x",
        "/home/ana/Proton Drive/x",
        "/Users/a/Library/CloudStorage/ProtonDrive-ana/x",
        "/home/ana/Seafile/x",
        "/home/ana/SeaDrive/x",
        "/home/ana/Clinic SharePoint/x",
    ],
)
def test_a_synchronised_folder_is_refused(folder):
    assert on_linux("place", Path(folder)) == ("refused", "synchronised")


# Acceptance B40
@pytest.mark.parametrize(
    "mark", [".dropbox", ".stfolder", ".nextcloudsync.log", ".megaignore", ".tresorit"]
)
def test_a_folder_that_a_program_keeps_in_step_is_refused_whatever_its_name(tmp_path, mark):
    (tmp_path / mark).touch()

    check = place_check(tmp_path / "deep" / "service", "ext4")

    assert (check.finding, check.reason) == ("refused", "synchronised")


@pytest.mark.parametrize("folder", ["/home/megan/x", "/home/ana/omega/x", "/home/ana/Box/x"])
def test_a_name_that_only_sounds_like_one_is_none(folder):
    assert on_linux("place", Path(folder)) == ("good", "local")


@pytest.mark.parametrize(("tag", "is_cloud"), [(0x9000_601A, True), (0xA000_000C, False)])
def test_a_folder_whose_files_windows_keeps_for_a_cloud_is_refused(
    tmp_path, monkeypatch, tag, is_cloud
):
    """SharePoint gives its folders the names of the clinic's own sites."""
    lstat = Path.lstat

    def tagged(place):
        return SimpleNamespace(st_reparse_tag=tag) if place == tmp_path / "Site" else lstat(place)

    monkeypatch.setattr(Path, "lstat", tagged)

    check = place_check(tmp_path / "Site" / "service", "NTFS")

    assert (check.reason == "synchronised") is is_cloud


@pytest.mark.parametrize(
    "line",
    [
        "https://cloud.example/dav /home/ana/dav fuse rw 0 0",
        "https://cloud.example/dav /home/ana/dav davfs rw 0 0",
        "gvfsd-fuse /home/ana/dav fuse.gvfsd-fuse rw 0 0",
        "seadrive /home/ana/dav fuse.seadrive rw 0 0",
    ],
)
def test_a_folder_of_webdav_or_a_cloud_drive_is_a_network_drive(line):
    told = on_linux("place", Path("/home/ana/dav/service"), mounts=f"{MOUNTS}{line}\n")

    assert told == ("refused", "network")


# Acceptance B40
@pytest.mark.parametrize("folder", ["/net/ana", "/mnt/my share/ana", "\\\\server\\share"])
def test_a_network_drive_is_refused(folder):
    assert on_linux("place", Path(folder)) == ("refused", "network")


# Acceptance B40
@pytest.mark.parametrize("folder", ["/media/stick/x", "/media/other/x"])
def test_a_disk_that_knows_no_owners_is_refused(folder):
    assert on_linux("place", Path(folder)) == ("refused", "without-rights")


def test_the_nearest_mount_tells_about_encryption():
    told = {"/dev/mapper/home": True, "/dev/sda1": False}.get

    assert on_linux("disk", is_encrypted=told) == ("good", "encrypted")
    assert on_linux("disk", Path("/srv"), is_encrypted=told) == ("attention", "plain")
    assert on_linux("disk", is_encrypted=lambda _device: None) == ("unknown", "not-told")
    assert on_linux("disk", mounts="", is_encrypted=told) == ("unknown", "not-told")


@pytest.mark.parametrize(
    ("areas", "found"),
    [
        ("", ("good", "none")),
        ("/dev/zram0 partition 1 0 1", ("good", "encrypted")),
        ("/dev/dm-1 partition 1 0 1", ("good", "encrypted")),
        ("/home/swap\\040file file 1 0 1", ("good", "encrypted")),
        ("/swapfile file 1 0 1", ("attention", "plain")),
        ("/dev/zram0 partition 1 0 1\n/dev/sda2 partition 1 0 1", ("attention", "plain")),
        ("/dev/odd partition 1 0 1", ("unknown", "not-told")),
    ],
)
def test_swap_is_told_by_what_it_lies_on(areas, found):
    told = {"/dev/dm-1": True, "/dev/mapper/home": True, "/dev/sda1": False, "/dev/sda2": False}

    assert on_linux("swap", swaps=HEAD + areas, is_encrypted=told.get) == found


def test_a_kernel_that_does_not_tell_about_swap_is_unknown():
    assert on_linux("swap", swaps="") == ("unknown", "not-told")


def test_a_device_is_encrypted_when_all_that_it_is_made_of_is(tmp_path):
    made_of = {"dm-0": (), "dm-1": ("dm-0",), "dm-2": ("dm-0", "sda1"), "sda1": ()}
    for name, beneath in made_of.items():
        (tmp_path / name / "slaves").mkdir(parents=True)
        for each in beneath:
            (tmp_path / name / "slaves" / each).touch()
    (tmp_path / "dm-0" / "dm").mkdir()
    (tmp_path / "dm-0" / "dm" / "uuid").write_text("CRYPT-LUKS2-0123-home\n")
    (tmp_path / "sdc").mkdir()

    told = {name: encrypted_device(f"/dev/{name}", tmp_path) for name in (*made_of, "sdc", "none")}

    assert told == {
        "dm-0": True,
        "dm-1": True,
        "dm-2": False,
        "sda1": False,
        "sdc": False,
        "none": None,
    }


def on_macos(folder: str = "/Users/ana/service", **said: str) -> list[tuple[str, str]]:
    words = {"fdesetup": "FileVault is On.\n", "mount": MAC_MOUNTS, "sysctl": "(encrypted)"} | said
    checks = look_at_laptop(
        Path(folder), platform="darwin", ask=lambda command: words.get(command[0], "")
    )
    return [(each.finding, each.reason) for each in checks]


def test_macos_tells_by_three_commands():
    assert on_macos() == [("good", "local"), ("good", "encrypted"), ("good", "encrypted")]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("FileVault is Off.", ("attention", "plain")),
        ("Encryption in progress: Percent completed = 31.2", ("unknown", "not-told")),
        ("", ("unknown", "not-told")),
    ],
)
def test_macos_without_file_vault_is_told_or_unknown(said, found):
    assert on_macos(fdesetup=said)[1] == found


def test_swap_on_macos_is_as_safe_as_its_disk_where_it_does_not_say_more():
    assert on_macos(sysctl="")[2] == ("good", "encrypted")
    assert on_macos(sysctl="", fdesetup="")[2] == ("unknown", "not-told")


# Acceptance B40
def test_shares_and_sticks_on_macos_are_refused():
    assert on_macos("/Volumes/My Share/x")[0] == ("refused", "network")
    assert on_macos("/Volumes/STICK/x")[0] == ("refused", "without-rights")


def on_windows(said: str, folder: str = "C:\\Users\\ana\\service") -> list[tuple[str, str]]:
    checks = look_at_laptop(Path(folder), platform="win32", ask=lambda _command: said)
    return [(each.finding, each.reason) for each in checks]


@pytest.mark.parametrize(
    ("protection", "found"),
    [
        ("1", ("good", "encrypted")),
        ("2", ("attention", "plain")),
        ("5", ("attention", "plain")),
        ("3", ("unknown", "not-told")),
    ],
)
def test_windows_tells_about_its_drive_by_a_number(protection, found):
    told = on_windows(f"{protection}\r\nFixed\r\nNTFS\r\n")

    assert told == [("good", "local"), found, found]


# Acceptance B40
@pytest.mark.parametrize(
    ("said", "reason"),
    [("0\r\nNetwork\r\nNTFS", "network"), ("2\r\nRemovable\r\nFAT32", "without-rights")],
)
def test_shares_and_sticks_on_windows_are_refused(said, reason):
    assert on_windows(said)[0] == ("refused", reason)


def test_a_windows_that_says_nothing_is_unknown():
    assert on_windows("") == [("good", "local"), ("unknown", "not-told"), ("unknown", "not-told")]


def test_only_the_letter_of_a_drive_is_put_into_the_question():
    question = windows.drive_question(Path("C:\\Users\\ana's & co\\service"))

    assert "NameSpace($d)" in question[-1]
    assert "$d='C:'" in question[-1]
    assert "ana" not in question[-1]
    assert windows.drive_question(Path("\\\\server\\share\\service")) == ()


def test_windows_is_asked_by_its_own_program_and_shows_no_window(monkeypatch):
    """A bare name would start whatever lies beside the record under it."""
    given = {}

    def run(command, **options):
        given.update(options, command=command)
        return SimpleNamespace(stdout=b"1", returncode=0)

    monkeypatch.setenv("SYSTEMROOT", "D:\\Windows")
    monkeypatch.setattr(looking.sys, "platform", "win32")
    monkeypatch.setattr(looking.subprocess, "run", run)

    looking.ask(windows.drive_question(Path("C:\\service")))

    place = "D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe"
    assert given["command"][0] == place
    assert given["creationflags"] == looking.WITHOUT_WINDOW


def test_a_command_is_asked_without_a_shell_and_may_be_missing():
    assert ask(("echo", "$HOME; true")) == "$HOME; true\n"
    assert ask(("false",)) == ""
    assert ask(("no-such-command-here",)) == ""
    assert ask(()) == ""


def test_a_command_that_hangs_tells_nothing(monkeypatch):
    monkeypatch.setattr(looking, "PATIENCE", 0.01)

    assert ask(("sleep", "60")) == ""


def test_this_laptop_answers_without_harm():
    assert [each.kind for each in look_at_laptop(FOLDER)] == ["place", "disk", "swap"]
    assert linux.this_kernel().mounts != ""


def lay_out_devices(folder: Path) -> Path:
    """Lay out two disks: one with two partitions, one of them encrypted, the other whole."""
    block = folder / "block"
    block.mkdir()
    for disk, parts in (("sda", ("sda1", "sda2")), ("sdb", ("sdb1",))):
        (folder / "devices" / disk).mkdir(parents=True)
        (block / disk).symlink_to(folder / "devices" / disk)
        for part in parts:
            place = folder / "devices" / disk / part
            place.mkdir()
            (place / "partition").write_text("1")
            (block / part).symlink_to(place)
    (block / "home" / "slaves" / "sda2").mkdir(parents=True)
    return block


@pytest.mark.parametrize(
    ("place", "disks"),
    [
        ("/srv/x", {"sda"}),  # a partition
        ("/home/ana/data", {"sda"}),  # another one of it, encrypted
        ("/media/stick/x", {"sdb"}),
        ("/net/x", set()),  # another machine's
    ],
)
def test_the_disk_under_a_place_is_found_below_partitions_and_encryption(tmp_path, place, disks):
    assert disks_under(Path(place), MOUNTS, lay_out_devices(tmp_path)) == disks


@pytest.mark.parametrize(
    ("place", "is_same"),
    [("/System/Volumes/Data/x", True), ("/Volumes/STICK/x", False), ("/Volumes/My Share", False)],
)
def test_a_mac_tells_its_disk_by_the_names_of_its_volumes(place, is_same):
    own = mac_disk(Path("/Users/ana"), MAC_MOUNTS)

    assert bool(own & mac_disk(Path(place), MAC_MOUNTS)) == is_same


def test_two_places_in_one_folder_are_on_one_disk_and_one_that_is_not_there_is_on_none(tmp_path):
    (tmp_path / "a").mkdir()

    assert are_on_one_disk(tmp_path, tmp_path / "a")
    assert not are_on_one_disk(tmp_path, tmp_path / "gone")


class Kernel:
    """The three functions of Windows that tell the number of a disk."""

    def __init__(self, number: int | None) -> None:
        self.number = number
        self.closed = 0
        self.CreateFileW = type("Create", (), {"__call__": lambda _self, *_given: 7})()

    def load(self, name: str) -> "Kernel":
        assert name == "kernel32"
        return self

    def DeviceIoControl(self, _handle, code, *given) -> int:  # noqa: N802 - the name is Windows'
        assert code.bit_length() == 22
        if self.number is None:
            return 0
        given[2]._obj[1] = self.number
        return 1

    def CloseHandle(self, _handle) -> int:  # noqa: N802 - the name is Windows'
        self.closed += 1
        return 1


@pytest.mark.parametrize("number", [0, 3, None])
def test_windows_tells_the_number_of_a_disk(number):
    kernel = Kernel(number)

    assert windows.disk_number("D:", kernel.load) == number
    assert kernel.closed == 1


def test_a_share_has_no_disk_here():
    assert windows.disk_number("\\\\server\\share", Kernel(1).load) is None
