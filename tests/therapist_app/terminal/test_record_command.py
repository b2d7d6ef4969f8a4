"""Looking after the record from the command line."""

import io
import shutil
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from exports.package.sealing import unlock_pdf
from tests.support.record.damage import PAGE, put_page
from therapist_app import __main__
from therapist_app.paths import Places
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.header.header_file import people
from therapist_app.record.repair import salvaging
from therapist_app.record.repair.audit_account import account_of
from therapist_app.record.sign_in.unlocking import unlock
from therapist_app.terminal import record_command, signing_in

pytestmark = pytest.mark.usefixtures("derives_in_full")
STORED = Path(__file__).parents[1] / "record" / "stored" / "service-v4"
PASSPHRASE = b"vexed otter quilt over mud"
ANA = ("--person", "Ana Example")


@pytest.fixture(scope="module")
def used_once(tmp_path_factory, derived_in_full):
    """A stored service of two people, used once by this version."""
    folder = tmp_path_factory.mktemp("used") / "service"
    shutil.copytree(STORED, folder)
    [ana] = [each for each in people(folder) if each.name == ANA[1]]
    sources = system_sources()
    with derived_in_full():
        unlock(folder, ana.uid, bytearray(PASSPHRASE), practice=False, sources=sources).close()
    return folder


@pytest.fixture
def folder(used_once, tmp_path):
    """The same in a folder of its own."""
    return shutil.copytree(used_once, tmp_path / "service")


@pytest.fixture
def caseload(folder):
    [ana] = [each for each in people(folder) if each.name == ANA[1]]
    return folder / "caseloads" / f"{ana.uid}.db"


@pytest.fixture
def run(folder, monkeypatch, capsys):
    """Run a command as Ana; returns the exit code, what it said and what went wrong."""

    def run(*arguments, passphrase=PASSPHRASE):
        typed = io.TextIOWrapper(io.BytesIO(passphrase + b"\n"))
        monkeypatch.setattr(sys, "stdin", typed)
        where = ("--service", str(folder), "--passphrase-stdin")
        try:
            code = record_command.main([*arguments, *where])
        except SystemExit as ended:
            code = ended.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_sound_record_is_said_to_be_and_ends_with_nought(run):
    code, said, wrong = run("check", *ANA)

    assert code == 0
    assert said.splitlines() == [
        "Service file: no problem found.",
        "Caseload of Ana Example: no problem found.",
    ]
    assert wrong == ""


def test_damage_is_said_and_ends_with_one(run, caseload):
    put_page(caseload, 5, bytes(PAGE))

    code, said, _ = run("check", *ANA)

    assert code == 1
    assert "Caseload of Ana Example: PROBLEM FOUND." in said
    assert "Damaged pages: 1; the first is page 5." in said


def test_a_header_changed_by_hand_is_said(run, monkeypatch):
    def altered(_keys):
        from therapist_app.record.errors import HeaderAltered

        raise HeaderAltered("mac")

    monkeypatch.setattr(record_command.FileKeys, "check_header", altered)

    code, said, _ = run("check", *ANA)

    assert code == 1
    assert said.startswith("The list of people was changed from outside.")


# Acceptance B35
def test_a_wrong_passphrase_and_a_damaged_first_page_are_told_apart(run, caseload):
    put_page(caseload, 1, bytes(PAGE))

    right = run("check", *ANA)
    wrong = run("check", *ANA, passphrase=b"another lantern over mud")

    assert right[0] == wrong[0] == 1
    assert "Your passphrase is right." in right[1]
    assert wrong[2].startswith("This passphrase does not open it.")
    assert wrong[1] == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check",), "Say who you are with --person, one of: Ana Example, Ben Example."),
        (("check", "--person", "Nobody"), "Say who you are with --person"),
        (("salvage", *ANA), "one of the arguments --out --use is required"),
        (("polish",), "invalid choice"),
    ],
)
def test_misuse_ends_with_one_sentence_and_two(run, arguments, said):
    code, out, wrong = run(*arguments)

    assert (code, out) == (2, "")
    assert said in wrong
    assert len(wrong.strip().splitlines()) == 1


def test_the_audit_of_each_file_is_told_without_naming_anybody(run, folder):
    code, said, wrong = run("audit", *ANA)

    assert (code, wrong) == (0, "")
    lines = said.splitlines()
    assert [each for each in lines if each[0] != " "] == [
        "Service file: nothing missing, nothing changed.",
        "Your caseload: nothing missing, nothing changed.",
    ]
    assert len([each for each in lines if each.startswith("  Entries: ")]) == 2
    assert not any(each.name in said or each.uid[:8] in said for each in people(folder))


def test_an_audit_that_breaks_or_cannot_be_reached_ends_with_one(run, folder, caseload):
    (folder / "service.db").unlink()
    put_page(caseload, 1, bytes(PAGE))

    code, said, wrong = run("audit", *ANA)

    assert (code, said) == (1, "")
    assert [line.partition(":")[0] for line in wrong.splitlines()] == [
        "Service file",
        "Your caseload",
    ]
    assert not any(each.name in wrong or each.uid[:8] in wrong for each in people(folder))


def test_a_shortened_audit_ends_with_one(run, monkeypatch):
    monkeypatch.setattr(
        record_command, "account_of", lambda opening: shortened(account_of(opening))
    )

    code, said, _ = run("audit", *ANA)

    assert code == 1
    assert "Your caseload: SOMETHING MISSING OR CHANGED." in said
    assert "Entries missing at the end" in said


def shortened(account):
    return replace(account, end="shorter", missing=2)


def test_a_folder_without_a_service_is_said(tmp_path, capsys, monkeypatch):
    where = Places(tmp_path / "none", tmp_path, tmp_path)
    monkeypatch.setattr(signing_in, "places", lambda: where)

    assert record_command.main(["check"]) == 2
    assert "There is no service in this folder" in capsys.readouterr().err


def test_a_passphrase_is_asked_for_without_an_echo(folder, monkeypatch, capsys):
    asked = []

    def ask(words):
        asked.append(words)
        return PASSPHRASE.decode()

    monkeypatch.setattr(signing_in.getpass, "getpass", ask)

    code = record_command.main(["check", "--service", str(folder), *ANA])

    assert code == 0
    assert asked == ["Passphrase of Ana Example: "]
    assert PASSPHRASE.decode() not in capsys.readouterr().out


def test_a_damaged_file_is_saved_and_put_to_use_and_the_old_one_is_kept(run, caseload, tmp_path):
    put_page(caseload, 1, bytes(PAGE))
    damaged = caseload.read_bytes()
    saved = tmp_path / "saved"

    code, said, _ = run("salvage", "--out", str(saved), *ANA)
    assert code == 0
    assert "Caseload of Ana Example: all of it was saved." in said
    assert "clients: rows saved: 1" in said
    assert caseload.read_bytes() == damaged

    code, said, _ = run("salvage", "--use", str(saved), *ANA)
    assert code == 0
    assert caseload.with_name(caseload.name + ".before-salvage").read_bytes() == damaged
    assert run("check", *ANA)[0] == 0


def test_what_cannot_be_saved_is_said_and_the_rest_is_saved(run, folder, caseload, tmp_path):
    (folder / "service.db").unlink()
    put_page(caseload, 1, bytes(PAGE))

    code, said, wrong = run("salvage", "--out", str(tmp_path / "saved"), *ANA)

    assert code == 1
    assert wrong.startswith("service.db: A file of the record is missing.")
    assert "Caseload of Ana Example: all of it was saved." in said
    assert [each.suffix for each in sorted((tmp_path / "saved").iterdir())] == [".anchor", ".db"]


def test_sound_files_need_no_salvage_unless_all_are_asked_for(run, tmp_path):
    saved = tmp_path / "saved"

    none = run("salvage", "--out", str(saved), *ANA)
    every = run("salvage", "--out", str(saved), "--all", *ANA)
    again = run("salvage", "--out", str(saved), "--all", *ANA)

    assert none[:2] == (0, "Your files are sound; there is nothing to salvage.\n")
    assert every[0] == 0
    assert again[0] == 0
    assert again[1].count("saved before, to the same folder.") == 2


def test_a_salvage_that_was_broken_off_goes_on_in_its_folder(run, caseload, tmp_path, monkeypatch):
    saved = tmp_path / "saved"

    def break_off(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(salvaging, "_go_on", break_off)
        with pytest.raises(KeyboardInterrupt):
            run("salvage", "--out", str(saved), "--all", *ANA)
    left = {each.name for each in saved.iterdir()}
    code, said, _ = run("salvage", "--out", str(saved), *ANA)

    assert left == {"service.unfinished.db"}
    assert (code, "Service file: all of it was saved." in said) == (0, True)
    assert not (saved / caseload.name).exists()  # it is sound, and had not been begun


def test_a_folder_that_holds_something_else_takes_no_salvage(run, tmp_path):
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "letter.txt").write_text("mine")

    code, _, wrong = run("salvage", "--out", str(saved), "--all", *ANA)

    assert code == 2
    assert "holds other files" in wrong
    assert [each.name for each in saved.iterdir()] == ["letter.txt"]


def test_a_folder_for_a_salvage_has_a_name_that_every_system_takes(run, tmp_path):
    code, _, wrong = run("salvage", "--out", str(tmp_path / "saved:1"), "--all", *ANA)

    assert code == 2
    assert "saved:1: Windows takes no name of a file with" in wrong
    assert not (tmp_path / "saved:1").exists()


def test_only_what_was_saved_and_can_be_read_is_put_to_use(run, caseload, tmp_path):
    saved = tmp_path / "saved"
    saved.mkdir()
    nothing = run("salvage", "--use", str(saved), *ANA)
    whole = caseload.read_bytes()
    (saved / caseload.name).write_bytes(b"x" * 3 * PAGE)

    code, _, wrong = run("salvage", "--use", str(saved), *ANA)

    assert nothing[0] == 2
    assert code == 1
    assert "PROBLEM FOUND" in wrong
    assert caseload.read_bytes() == whole


def test_what_nobody_knows_is_not_swallowed(monkeypatch):
    def fail(_asked):
        raise ValueError

    monkeypatch.setattr(record_command, "sign_in", fail)

    with pytest.raises(ValueError):  # noqa: PT011
        record_command.main(["check"])


def test_the_application_hands_the_command_on(monkeypatch, capsys):
    done = []
    monkeypatch.setattr(__main__, "harden", lambda: done.append("hardened"))
    monkeypatch.setattr(__main__, "stay_offline", lambda: done.append("offline"))

    with pytest.raises(SystemExit) as ended:
        __main__.main(["record", "--help"])

    assert ended.value.code == 0
    assert done == ["hardened", "offline"]
    assert capsys.readouterr().out.startswith("usage: record ")  # as the guides write it


def test_a_long_salvage_says_each_tenth_once(capsys):
    tell = record_command._tenths("a.db")

    for done in range(0, 101, 4):
        tell(done, 100)

    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"a.db: {each} %" for each in range(10, 101, 10)]


LOCK = b"told by telephone only"


def test_all_that_is_held_about_ones_clients_is_taken_out_in_one_locked_file(run, tmp_path):
    path = tmp_path / "all.pdf"

    code, said, wrong = run(
        "take-out", "--to", str(path), *ANA, passphrase=PASSPHRASE + b"\n" + LOCK
    )

    assert code == 0, wrong
    assert "Clients in all.pdf: 1." in said
    assert wrong.splitlines()[-1] == "all.pdf: 100 %"
    _page, attached = unlock_pdf(path.read_bytes(), LOCK.decode())
    with zipfile.ZipFile(io.BytesIO(attached["clients.zip"])) as archive:
        assert "tables/clients.csv" in archive.namelist()
    assert run("check", *ANA)[0] == 0


@pytest.mark.parametrize(
    ("name", "lock", "words"),
    [
        ("all.pdf", b"short", "needs at least 15 characters"),
        ("service/all.pdf", LOCK, "in the service folder"),
        ("nowhere/all.pdf", LOCK, "could not be written"),
    ],
)
def test_what_cannot_be_taken_out_is_said_and_no_file_is_left(run, tmp_path, name, lock, words):
    typed = PASSPHRASE + b"\n" + lock

    code, _said, wrong = run("take-out", "--to", str(tmp_path / name), *ANA, passphrase=typed)

    assert code == (1 if "nowhere" in name else 2)
    assert words in wrong
    assert not list(tmp_path.rglob("all.*"))


def test_the_passphrase_of_a_file_is_typed_twice_alike(tmp_path, folder, monkeypatch, capsys):
    typed = iter([PASSPHRASE.decode(), LOCK.decode(), "another one than that"])
    monkeypatch.setattr(signing_in.getpass, "getpass", lambda _words: next(typed))
    asked = ("take-out", "--to", str(tmp_path / "all.pdf"), "--service", str(folder), *ANA)

    assert record_command.main(asked) == 2
    assert "The two are not the same" in capsys.readouterr().err

    typed = iter([PASSPHRASE.decode(), LOCK.decode(), LOCK.decode()])
    assert record_command.main(asked) == 0
