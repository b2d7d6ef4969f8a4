"""Backups from the command line."""

import io
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.record.forging import of_a_later_version, unsigned
from tests.support.record.safekeeping import add_clients, codes_in
from tests.support.record.services import PASSPHRASE, Place, founder
from therapist_app.record.backup_format import verifying
from therapist_app.record.backup_format.backup_file import label_of
from therapist_app.record.backups import rebuilding
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.header.header import NewPerson
from therapist_app.record.keyring.people import add_person
from therapist_app.record.sign_in import unlocking as records
from therapist_app.terminal import backup_command, record_command, signing_in

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("command") / "service"
    sources = system_sources()
    created = records.create_service(folder, founder(), practice=False, cost=FLOOR, sources=sources)
    return Place(folder, created, SimpleNamespace(__call__=sources.now))  # type: ignore[arg-type]


@pytest.fixture
def folder(made: Place, tmp_path: Path) -> Path:
    shutil.copytree(made.folder, tmp_path / "service")
    return tmp_path / "service"


@pytest.fixture
def say(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    """Give a command, with the passphrase on standard input and what is typed after it."""

    def give(*words: str, typed: str = "", passphrase: str = PASSPHRASE, service: Path = folder):
        lines = io.BytesIO(passphrase.encode() + b"\n")
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=lines))
        monkeypatch.setattr(backup_command, "input", lambda _: typed, raising=False)
        code = record_command.main([*words, "--service", str(service), "--passphrase-stdin"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return give


def unlock(made: Place, folder: Path) -> records.Vault:
    return records.unlock(
        folder,
        made.created.uid,
        bytearray(PASSPHRASE.encode()),
        practice=False,
        sources=system_sources(),
    )


def fill(made: Place, folder: Path, *codes: str) -> None:
    with unlock(made, folder) as vault:
        add_clients(vault, *codes)


def test_what_is_backed_up_is_told_with_its_place(say: Say, folder: Path) -> None:
    code, out, err = say("backup")

    assert (code, err) == (0, "")
    assert out.count("verified, ") == 2
    assert "Caseload of Ana Example" in out
    assert "Service file" in out
    assert len(list((folder / "backups").glob("*.tvb"))) == 2


def test_a_backup_without_a_colleagues_clients_names_them_and_is_no_success(
    say: Say, made: Place, folder: Path
) -> None:
    with unlock(made, folder) as vault:
        newcomer = NewPerson("Bo Example", ("therapist",), bytearray(PASSPHRASE.encode()))
        joined = add_person(vault, newcomer, FLOOR)

    assert say("backup", "--person", "Ana Example")[0] == 0  # nothing is in it yet

    passphrase = bytearray(PASSPHRASE.encode())
    records.unlock(folder, joined.uid, passphrase, practice=False, sources=system_sources()).close()
    code, out, err = say("backup", "--person", "Ana Example")

    assert code == 1
    assert "Caseload of Ana Example" in out
    assert "Missing: Caseload of Bo Example." in err


def test_a_second_place_is_chosen_and_one_that_is_not_there_is_told(
    say: Say, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    assert say("backup", "--to", str(stick))[0] == 0
    assert len(list(stick.glob("*.tvb"))) == 2
    shutil.rmtree(stick)

    code, _out, err = say("backup")

    assert code == 1
    assert "The backup location is not connected" in err
    assert say("backup", "--to", "")[0] == 0
    assert say("backup", "--to", str(folder / "backups"))[0] == 2


@pytest.mark.usefixtures("reads_back_beside")
def test_backups_are_read_back_and_a_changed_byte_is_told(say: Say, folder: Path) -> None:
    assert say("verify") == (1, "", "There is no backup to read back.\n")
    say("backup")
    assert say("verify")[0] == 0
    path = next((folder / "backups").glob("caseload-*.tvb"))
    spoilt = bytearray(path.read_bytes())
    spoilt[9000] ^= 1
    path.write_bytes(spoilt)

    code, out, _err = say("verify")

    assert code == 1
    assert "DAMAGED: it was changed after it was made" in out


def test_single_files_are_read_back_from_wherever_they_lie(
    say: Say, folder: Path, tmp_path: Path
) -> None:
    say("backup")
    path = next((folder / "backups").glob("service-*.tvb")).rename(tmp_path / "moved.tvb")
    (tmp_path / "other.tvb").write_bytes(b"something else")

    code, out, _err = say("verify", str(path), str(tmp_path / "other.tvb"))

    assert code == 1
    assert out.splitlines() == [
        f"{path}: no damage found. Signed by Ana Example.",
        f"{tmp_path / 'other.tvb'}: This backup is damaged",
    ]


def test_a_restore_is_compared_confirmed_and_told(say: Say, made: Place, folder: Path) -> None:
    fill(made, folder, "A-100")
    say("backup")
    [path] = (folder / "backups").glob("caseload-*.tvb")
    fill(made, folder, "A-200")

    code, out, err = say("restore", str(path), typed="no")

    assert code == 2
    assert "You would lose: 1 client." in out
    assert "not confirmed" in err
    with unlock(made, folder) as vault:
        assert codes_in(vault) == ["A-100", "A-200"]
        day = f"{vault.service.now().astimezone():%Y-%m-%d}"

    assert say("restore", str(path), "--rehearse")[0] == 0
    code, out, _err = say("restore", str(path), "--confirm", day)

    assert code == 0
    assert "The backup is restored." in out
    assert ".before-restore" in out
    with unlock(made, folder) as vault:
        assert codes_in(vault) == ["A-100"]


# Acceptance B26
def test_a_damaged_file_is_put_back_from_the_command_line(
    say: Say, made: Place, folder: Path
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    [path] = (folder / "backups").glob("caseload-*.tvb")
    (folder / "caseloads" / f"{made.created.uid}.db").write_bytes(b"")
    with pytest.raises(RecordDamaged):
        unlock(made, folder)
    day = f"{system_sources().now().astimezone():%Y-%m-%d}"

    code, out, _err = say("restore", str(path), typed=day)

    assert code == 0
    assert "missing or cannot be read" in out
    with unlock(made, folder) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_whole_service_is_rebuilt_in_an_empty_folder(
    say: Say, made: Place, folder: Path, tmp_path: Path
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    new = tmp_path / "new" / "service"

    code, out, _err = say("rebuild", "--from", str(folder / "backups"), service=new)

    assert code == 0
    assert "Files put back: 2." in out
    with unlock(made, new) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_service_is_rebuilt_by_the_recovery_sheet_which_stays_good(
    say: Say, made: Place, folder: Path, tmp_path: Path
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    new, sheet = tmp_path / "new" / "service", made.created.sheet.text
    asked = ("rebuild", "--sheet", "--from", str(folder / "backups"))

    wrong = sheet[::-1]
    assert say(*asked, passphrase=wrong, service=new)[0] == 1
    code, out, _err = say(*asked, passphrase=sheet, service=new)

    assert (code, "Files put back: 2." in out) == (0, True)
    assert say(*asked, passphrase=sheet, service=tmp_path / "again" / "service")[0] == 0
    with unlock(made, new) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_service_is_rebuilt_by_the_continuity_sheet_where_nobody_can_sign_in(
    say: Say, made: Place, folder: Path, tmp_path: Path
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    new, sheet = tmp_path / "new" / "service", made.created.continuity_sheet
    assert sheet is not None
    asked = ("rebuild", "--continuity", "--from", str(folder / "backups"))

    code, _out, err = say(*asked, passphrase=made.created.sheet.text, service=new)
    assert (code, new.exists()) == (1, False), "the recovery sheet is another one"
    assert "sheet" in err
    code, out, _err = say(*asked, passphrase=sheet.text, service=new)

    assert (code, "Files put back: 2." in out) == (0, True)
    assert "makes somebody an administrator" in out
    with unlock(made, new) as vault:
        assert codes_in(vault) == ["A-100"]


def test_a_sheet_is_asked_for_at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in.getpass, "getpass", lambda asked: f" {asked}AAAAA ")

    assert signing_in.ask_sheet("Continuity sheet", from_stdin=False) == "Continuity sheet: AAAAA"


def test_what_cannot_be_rebuilt_is_told(
    say: Say, made: Place, folder: Path, tmp_path: Path
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    path = next((folder / "backups").glob("caseload-*.tvb"))
    later = path.with_name("caseload-later.tvb")
    shutil.copy(path, later)
    of_a_later_version(later)
    spoilt = bytearray(path.read_bytes())
    spoilt[9000] ^= 1
    path.write_bytes(spoilt)
    new = tmp_path / "new" / "service"

    code, _out, err = say("rebuild", "--from", str(folder / "backups"), service=new)

    assert code == 1
    assert "it is not as it was made" in err
    assert "Caseload of Ana Example" in err
    assert "caseload-later.tvb: a later version of the application made it" in err


def test_a_caseload_that_another_copy_of_the_record_wrote_is_told(
    say: Say, made: Place, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    monkeypatch.setattr(rebuilding, "went_apart", lambda *_given: True)

    found = say("rebuild", "--from", str(folder / "backups"), service=tmp_path / "new" / "service")

    code, _out, err = found
    assert code == 1
    assert "Caseload of Ana Example: another copy of the record wrote it" in err


def test_whose_clients_are_not_in_a_rebuilt_service_is_named_before_and_after(
    say: Say, made: Place, folder: Path, tmp_path: Path
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    for path in (folder / "backups").glob("caseload-*.tvb"):
        path.unlink()
    new = tmp_path / "new" / "service"

    code, out, err = say("rebuild", "--from", str(folder / "backups"), service=new)

    assert code == 1
    assert "Files put back: 1." in out
    assert err.splitlines() == [
        "No backup was found of the clients of Ana Example.",
        "Not in it, since no backup was found: the clients of Ana Example.",
    ]


def unsign(made: Place, folder: Path) -> None:
    """Make every backup one of before backups were signed."""
    with unlock(made, folder) as vault:
        for path in (folder / "backups").glob("*.tvb"):
            unsigned(path, vault.person.uid, vault.credentials.keys.copied(), vault.header)


def test_what_nobody_signed_is_put_back_and_rebuilt_only_if_that_was_asked_for(
    say: Say, made: Place, folder: Path, tmp_path: Path
) -> None:
    fill(made, folder, "A-100")
    say("backup")
    unsign(made, folder)
    path = next((folder / "backups").glob("caseload-*.tvb"))
    day = f"{label_of(path).made_at.astimezone():%Y-%m-%d}"
    new = tmp_path / "new" / "service"
    rebuild = ("rebuild", "--from", str(folder / "backups"))

    code, _out, err = say(*rebuild, service=new)
    assert (code, "add --unsigned" in err) == (2, True)
    assert say(*rebuild, "--unsigned", service=new)[0] == 0
    assert "Nobody vouches for this backup" in say("verify", str(path))[1]
    code, out, err = say("restore", str(path), "--confirm", day)
    assert (code, "Nobody vouches for this backup" in out) == (2, True)
    assert "add --unsigned" in err
    assert say("restore", str(path), "--confirm", day, "--unsigned")[0] == 0


def test_the_hidden_word_reads_a_backup_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "main", lambda: 7)

    assert record_command.main([verifying.SUBCOMMAND]) == 7
