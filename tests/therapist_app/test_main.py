"""The command line."""

import builtins
import gc
import subprocess
import sys
from pathlib import Path

import pytest

from therapist_app import __main__, __version__, starting
from therapist_app.hygiene.fitness import Refused
from therapist_app.terminal.program_command import parse

ROOT = Path(__file__).parent.parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "therapist_app", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_version_is_told():
    done = run("--version")

    assert (done.returncode, done.stdout.strip()) == (0, __version__)


@pytest.mark.parametrize(
    "arguments",
    [("--moon",), ("demo",), ("demo", "--out", "x", "--clients", "0"), ("preview", "song", "x")],
)
def test_misuse_ends_with_one_sentence_and_two(arguments):
    done = run(*arguments)

    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.fixture
def untouched(monkeypatch):
    """The process of the tests is not changed for good."""
    monkeypatch.setattr(__main__, "harden", lambda: None)
    monkeypatch.setattr(__main__, "stay_offline", lambda: None)
    monkeypatch.setattr(builtins, "__import__", builtins.__import__)
    yield
    gc.enable()


@pytest.mark.usefixtures("untouched")
def test_a_preview_of_nothing_names_what_there_is(capsys):
    assert __main__.main(["preview", "form", "moon"]) == 1

    said = capsys.readouterr().err
    assert "phq-9" in said
    assert len(said.strip().splitlines()) == 1


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id = ", "broken.v1.toml, line 1: this is no TOML"),
        (None, "There is no file broken.v1.toml."),
    ],
)
def test_a_preview_of_a_file_that_is_wrong_says_what_is(capsys, tmp_path, text, said):
    path = tmp_path / "broken.v1.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")

    assert __main__.main(["preview", "form", str(path)]) == 1
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.usefixtures("untouched")
def test_home_and_practice_are_handed_on_and_nothing_is_collected_meanwhile(monkeypatch, tmp_path):
    given, looks = [], []

    def take(where, *, practice, arguments, held, locked_by, due):
        assert not held
        assert not locked_by
        assert not due
        given.append((where.service, practice, arguments, gc.isenabled()))
        looks.append(builtins.__import__ is not builtins.__orig_import__)
        return 0

    monkeypatch.setattr(starting, "run", take)

    code = __main__.main(["--home", str(tmp_path), "--practice"])

    assert code == 0
    assert given == [(tmp_path / "service", True, ["--home", str(tmp_path), "--practice"], False)]
    assert looks == [False]  # Qt's binding reads the source of no module


@pytest.mark.usefixtures("untouched")
def test_a_broken_qt_is_refused_in_one_sentence(monkeypatch, capsys):
    def refuse():
        raise Refused("PySide6 does not run here.")

    monkeypatch.setattr(__main__, "check_qt", refuse)

    assert __main__.main([]) == 1
    assert capsys.readouterr().err == "PySide6 does not run here.\n"


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize("library", ["libGL.so.1", "libEGL.so.1", "libstdc++.so.6"])
def test_a_library_that_the_system_lacks_is_told_in_one_line(monkeypatch, capsys, library):
    def start(*_words, **_given):
        raise ImportError(f"{library}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(starting, "run", start)

    assert __main__.main(["--practice"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"This system lacks the library {library}, which every window needs. ")
    assert told.count("\n") == 1


@pytest.mark.usefixtures("untouched")
def test_a_module_that_is_missing_is_no_library_of_the_system(monkeypatch):
    def start(*_words, **_given):
        raise ImportError("cannot import name 'boat' from 'harbour'")

    monkeypatch.setattr(starting, "run", start)

    with pytest.raises(ImportError, match="boat"):
        __main__.main(["--practice"])


@pytest.mark.parametrize("arguments", [[], ["preview", "form", "phq-9"]])
def test_without_a_display_one_sentence_says_so(monkeypatch, capsys, arguments):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)

    assert __main__.main(arguments) == 1
    assert capsys.readouterr().err == (
        "There is no display here: start it on a desktop, or run the demo instead.\n"
    )


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ([], (None, False, False, "", False)),
        (["--practice"], (None, True, False, "", False)),
        (["--held", "--home", "here"], (Path("here"), False, True, "", False)),
        (["--home", "one", "--home", "two"], (Path("two"), False, False, "", False)),
        (["--locked-by", "ab12", "--held"], (None, False, True, "ab12", False)),
        (["--due", "--locked-by", "ab12"], (None, False, False, "ab12", True)),
    ],
)
def test_a_window_is_asked_for_in_words_that_take_no_parser(given, asked):
    parsed = parse(given)

    assert __main__.window_asked(given) == asked
    assert asked == (parsed.home, parsed.practice, parsed.held, parsed.locked_by, parsed.due)
    assert parsed.command is None


@pytest.mark.parametrize(
    "given",
    [
        ["--locked-by"],
        ["--home"],
        ["--home", "--practice"],
        ["--home=here"],
        ["--prac"],
        ["demo"],
        ["--help"],
        [""],
    ],
)
def test_any_other_words_are_left_to_the_parser(given):
    assert __main__.window_asked(given) is None
