"""The record's library for Windows, built with Debian's OpenSSL: its sources, what it may call."""

import json
import subprocess
from pathlib import Path

import pytest
from windows import debian_source, record_library
from windows.debian_source import fetched, sources
from windows.python_embed import Refused, WindowsPython
from windows.record_library import RecordLibrary, calls, compared, loads

KEY = "/usr/share/keyrings/debian-archive-keyring.pgp"
TELLS = {"told": {"compile_options": ["COMPILER=msvc", "SOUNDEX"]}, "openssl": "2025-10-01"}


def test_sources_are_taken_from_debian_alone_under_the_key_that_signs_its_packages():
    told = [
        f"http://mirror.example.org/debian/ trixie main {KEY} Debian",
        f"http://mirror.example.org/debian/ trixie main {KEY} Debian",
        "http://mirror.example.org/security/ trixie-security main $(SIGNED_BY) Debian-Security",
        f"https://example.org/apt/ stable main {KEY} Somebody Else",
        "file:/usr/share/own/ ./ $(COMPONENT) $(SIGNED_BY) Debian",
    ]

    assert sources(told).splitlines() == [
        f"deb-src [signed-by={KEY}] http://mirror.example.org/debian/ trixie main",
        "deb-src http://mirror.example.org/security/ trixie-security main",
    ]


@pytest.fixture
def mirror(monkeypatch):
    """What a mirror gives, by version; apt is not asked."""
    given: dict[str, bool] = {}

    def apt(command, _place):
        told = "".join(f"Package: openssl\nVersion: {each}\n" for each in given)
        code = 0
        if "source" in command:
            code = 0 if given[command[-1].partition("=")[2]] else 100
        return subprocess.CompletedProcess(command, code, told, "")

    monkeypatch.setattr(debian_source, "_apt", apt)
    monkeypatch.setattr(debian_source, "_settings", lambda _folder: [])
    monkeypatch.setattr(
        debian_source, "newest_first", lambda versions: sorted(versions, reverse=True)
    )
    return given


def test_the_newest_source_that_the_mirror_gives_is_taken(tmp_path, mirror, capsys):
    mirror |= {"3.5.6-1": True, "3.5.7-1": True, "3.5.9-1": False}

    assert fetched("openssl", tmp_path) == tmp_path / "openssl" / "openssl_3.5.7-1.dsc"
    assert "openssl 3.5.9-1 cannot be had" in capsys.readouterr().out


def test_without_a_mirror_the_source_that_was_had_before_is_taken(tmp_path, mirror):
    with pytest.raises(Refused, match="source of openssl cannot be had"):
        fetched("openssl", tmp_path)
    mirror |= {"1:3.5.7-1": True}
    had = fetched("openssl", tmp_path)
    mirror.clear()

    assert fetched("openssl", tmp_path) == had
    assert had.name == "openssl_3.5.7-1.dsc"


def test_what_is_called_is_what_objects_ask_for_and_the_library_gives(monkeypatch):
    said = {
        "module.o": "\nmodule.o:\n                 U RAND_bytes\n                 U malloc\n",
        "libcrypto.a": "\nrand.obj:\n0000 T RAND_bytes\n0010 T EVP_sha256\n0020 t malloc\n",
    }
    monkeypatch.setattr(record_library, "_said", lambda command: said[command[-1]])

    assert calls(["module.o"], "libcrypto.a") == {"RAND_bytes"}


def test_what_windows_loads_for_it_is_read_without_regard_to_letters(monkeypatch):
    told = "\tDLL Name: KERNEL32.dll\n\tDLL Name: msvcrt.dll\n\tDLL Name: libwinpthread-1.dll\n"
    monkeypatch.setattr(record_library, "_said", lambda _command: told)

    assert loads(Path("module.pyd")) - record_library.OF_WINDOWS == {"libwinpthread-1"}


class Machine:
    """A Windows Python that tells of the wheel and of what was built what it is given."""

    def __init__(self, **ours: object) -> None:
        self.ours = TELLS | {"file": "ours.pyd"} | ours
        self.asked: list[str] = []

    def run(self, command):
        self.asked = command[1:-1]
        script = Path(command[-1].removeprefix("Z:").replace("\\", "/")).read_text("utf-8")
        told = self.ours if "built" in script else TELLS | {"file": "wheel.pyd"}
        return subprocess.CompletedProcess(command, 0, json.dumps(told) + "\n", "")


BUILT = RecordLibrary(Path("/built/lib/sqlcipher3/_sqlite3.pyd"), "3.5.7-1", "words")
OTHER_COMPILER = {"compile_options": ["ATOMIC_INTRINSICS=1", "COMPILER=gcc", "SOUNDEX"]}


def test_it_is_taken_where_it_differs_in_its_compiler_and_has_the_newer_openssl(capsys):
    machine = Machine(told=OTHER_COMPILER, openssl="2026-06-09")

    compared(machine, Path("python.exe"), BUILT)

    assert "OpenSSL of 2026-06-09 in place of 2025-10-01" in capsys.readouterr().out
    assert machine.asked == ["-B"], "what is packed afterwards would be written beside it"


@pytest.mark.parametrize(
    ("ours", "why"),
    [
        ({"file": "wheel.pyd"}, "was loaded in its place"),
        ({"told": {"compile_options": ["COMPILER=gcc"]}}, "no SOUNDEX"),
        ({"openssl": "2025-09-30"}, "the wheel's of 2025-10-01"),
    ],
)
def test_it_is_refused_where_it_is_another_than_the_wheel_or_older(ours, why):
    with pytest.raises(Refused, match=why):
        compared(Machine(**ours), Path("python.exe"), BUILT)


def test_its_openssl_reads_no_settings_loads_nothing_and_has_no_network():
    assert {"no-autoload-config", "no-dso", "no-module", "no-engine", "no-sock", "no-tls"} <= {
        *record_library.CONFIGURE
    }


def test_it_is_linked_with_the_python_that_runs_it():
    python = WindowsPython("3.13.12", {}, is_for_proofs=True)

    assert record_library.python_library(python) == "python313.dll"
