"""The command line: what it prints, where, and how it ends."""

import runpy
import sys
from pathlib import Path

import pytest

from programme import __main__ as command
from programme.loading.library import installed
from tests.support.programme.programmes import change, shelf, write_programme


def test_list_prints_one_session_a_line_beginning_with_its_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["list"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "S01  Welcome, limits and working agreement  (60 minutes, draft)"
    assert tuple(line.split()[0] for line in lines) == installed().planned_sessions


def test_list_says_which_sessions_of_a_folder_have_no_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.library, "installed", shelf)

    assert command.main(["list", str(write_programme(tmp_path))]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "S01  First  (30 minutes, draft)",
        "S02  Second  (60 minutes, draft)",
        "S03  Third  (planned, not in this version)",
    ]


def test_check_finds_the_installed_programme_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["check"]) == 0

    assert capsys.readouterr().out == "The programme is in order.\n"


def test_check_names_what_is_wrong_in_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_programme(tmp_path)
    change(folder, "frame/frame.toml", "core_minutes = 40", "core_minuts = 40")

    assert command.main(["check", str(folder)]) == 1

    output = capsys.readouterr()
    assert output.out == ""
    assert "frame/frame.toml, line 6, core_minuts: this key is not known here" in output.err


def texts(tmp_path: Path, *lines: str, language: str = "de") -> Path:
    version = installed().version
    path = tmp_path / f"pps-core.v{version}.{language}.texts.toml"
    head = ('programme = "pps-core"', f'version = "{version}"', 'language = "de"', "[texts]")
    path.write_text("\n".join((*head, *lines)), "utf-8")
    return path


def test_check_finds_a_translation_in_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = texts(tmp_path, '"session_plans.S01.title" = "Willkommen"')

    assert command.main(["check", "--texts", str(file)]) == 0
    assert "The translation fits the programme." in capsys.readouterr().out


def test_check_names_every_text_of_a_translation_that_does_not_fit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    handout = '"session_plans.S01.handout" = "Ein Blatt ohne Nummer"'
    file = texts(tmp_path, '"session_plans.S01.titel" = "Willkommen"', handout)

    assert command.main(["check", "--texts", str(file)]) == 1

    said = capsys.readouterr().err
    assert "write session_plans.S01.title" in said
    assert "the names in braces are not those of the text" in said


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "name the file pps-core"), ("x y", "name the file pps-core")]
)
def test_check_names_a_translation_whose_file_says_another_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    assert command.main(["check", "--texts", str(texts(tmp_path, language=language))]) == 1
    assert said in capsys.readouterr().err


def test_check_of_a_translation_goes_by_the_folder_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.library, "installed", shelf)
    folder = write_programme(tmp_path / "programme")

    assert command.main(["check", str(folder), "--texts", str(texts(tmp_path))]) == 1
    assert "there is no such programme in this version" in capsys.readouterr().err


def test_check_of_a_translation_that_is_not_there_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", "--texts", str(tmp_path / "nowhere.texts.toml")]) == 1
    assert "nowhere" in capsys.readouterr().err


def test_check_of_a_folder_that_is_not_there_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["check", str(tmp_path / "nowhere")]) == 1

    assert "programme.toml: the file cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["begin"], ["check", "a", "b"]])
def test_bad_usage_ends_with_two(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        command.main(arguments)

    assert ending.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_a_broken_installation_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise command.ProgrammeError("The programme cannot be read; install it again.")

    monkeypatch.setattr(command, "installed", broken)

    assert command.main(["list"]) == 1
    assert capsys.readouterr().err == "The programme cannot be read; install it again.\n"


def test_the_module_runs_as_a_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["programme", "list"])
    monkeypatch.delitem(sys.modules, "programme.__main__")

    with pytest.raises(SystemExit) as ending:
        runpy.run_module("programme", run_name="__main__")

    assert ending.value.code == 0
    assert capsys.readouterr().out.startswith("S01")
