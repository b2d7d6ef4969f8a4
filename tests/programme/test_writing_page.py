"""docs/writing-a-programme.md shows what its commands print."""

import re
import shlex
from pathlib import Path

import pytest

from programme.__main__ import main

PAGE = (Path(__file__).parents[2] / "docs/writing-a-programme.md").read_text("utf-8")
COMMAND = re.compile(
    r"    \$ \S+ -m programme (?P<words>.*)\n(?P<shown>(?:    (?!\$).*\n)*)", re.MULTILINE
)


def test_every_command_prints_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [found for found in COMMAND.finditer(PAGE) if "OLD" not in found["words"]]

    for found in commands:
        assert main(shlex.split(found["words"])) == 0
        shown = [line.removeprefix("    ") for line in found["shown"].splitlines()]
        assert capsys.readouterr().out.splitlines() == shown

    assert len(commands) == 5
    assert main(["check", "my-course"]) == 1
    told = capsys.readouterr().err.splitlines()
    [sentence] = re.findall(r"^    (m01-first-steps/.*, line .*)$", PAGE, re.MULTILINE)
    assert sentence in told


def test_the_difference_that_the_page_shows_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    main(["new", "old"])
    main(["new", "new"])
    asked = ' Who can help with that?"'
    for folder in ("old", "new"):
        path = tmp_path / folder / "m01-first-steps/s02-hard-days/therapist.md"
        text = path.read_text("utf-8")
        assert asked in text
        path.write_text(text.replace(asked, '"'), "utf-8")
    line = '- **Key.** "How can we put distance between you and what you would use?"'
    text = path.read_text("utf-8")
    assert line in text
    path.write_text(
        text.replace(line, '- "What would put distance between you and what you would use?"'),
        "utf-8",
    )
    capsys.readouterr()

    assert main(["diff", "old", "new"]) == 0

    shown = re.findall(r"^    (! .*|    (?:was|now)  .*)$", PAGE, re.MULTILINE)
    printed = capsys.readouterr().out.splitlines()
    assert [
        line for line in printed if line.startswith(("! S02", "    was  Key", '    now  "W'))
    ] == shown
