"""`python -m programme diff`: what differs, as a clinical lead reads it."""

from pathlib import Path

import pytest

from programme import __main__ as command
from programme.commands import diff_command
from tests.support.programme.programmes import change, section, shelf, write_programme


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setattr(diff_command.library, "installed", shelf)
    return write_programme(tmp_path / "old"), write_programme(tmp_path / "new")


def test_what_touches_safety_stands_first_and_is_marked(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = folders
    change(new, "programme.toml", 'version = "1.0.0"', 'version = "1.1.0"')
    change(new, "programme.toml", 'text = "Alerts are acknowledged."', 'text = "All of them."')
    guide = section("talk")
    moved = guide.replace("- A sigh.\n- A smile.\n", "- A smile.\n- A sigh.\n")
    change(new, "01-begin/s02-second/therapist.md", guide, moved)
    change(new, "01-begin/s02-second/session.toml", "prepares = []", 'prepares = ["Tea"]')
    change(new, "01-begin/s01-first/session.toml", '["A room"]', "[]")

    assert command.main(["diff", str(old), str(new)]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "From Tiny programme 1.0.0 to Tiny programme 1.1.0",
        "Differences: 5. Of these, 1 touches safety and is marked with !.",
        "",
        "What touches safety",
        "! Gates > G3 > text: changed",
        "    was  Alerts are acknowledged.",
        "    now  All of them.",
        "",
        "Everything else",
        "- S01 First > prepares: removed",
        "    was  A room",
        "- S02 Second > prepares: added",
        "    now  Tea",
        "- S02 Second > Talk > Listen for: moved",
        "    A sigh.",
        "- Programme > version: changed",
        "    was  1.0.0",
        "    now  1.1.0",
    ]


def test_one_and_the_same_programme_differs_in_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["diff", "installed", "installed"]) == 0

    assert capsys.readouterr().out.splitlines()[1:] == ["Differences: 0. Of these, 0 touch safety."]


def test_an_earlier_version_is_named_by_its_number(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["diff", "0.2.0", "0.2.0"]) == 0

    heading, count = capsys.readouterr().out.splitlines()
    assert heading.count(" 0.2.0") == 2
    assert count == "Differences: 0. Of these, 0 touch safety."


def test_several_that_touch_safety_are_counted_in_a_sentence(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = folders
    change(new, "programme.toml", 'text = "Alerts are acknowledged."', 'text = "All of them."')
    change(old, "programme.toml", 'kind = "soft"', 'kind = "hard"')

    command.main(["diff", str(old), str(new)])

    counted = capsys.readouterr().out.splitlines()[1]
    assert counted == "Differences: 2. Of these, 2 touch safety and are marked with !."


def test_what_touches_safety_alone_stands_alone(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = folders
    change(old, "programme.toml", 'kind = "soft"', 'kind = "hard"')

    command.main(["diff", str(old), str(new)])

    assert "Everything else" not in capsys.readouterr().out


def test_a_folder_that_is_wrong_is_told(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = folders
    change(new, "frame/frame.toml", "core_minutes = 40", "core_minutes = 41")

    assert command.main(["diff", str(old), str(new)]) == 1

    assert capsys.readouterr().err.startswith("frame/frame.toml, line 5, minutes: ")


@pytest.mark.parametrize("arguments", [[], ["installed"], ["a", "b", "c"]])
def test_two_programmes_are_needed(
    capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as ending:
        command.main(["diff", *arguments])

    assert ending.value.code == 2
    assert "usage" in capsys.readouterr().err
