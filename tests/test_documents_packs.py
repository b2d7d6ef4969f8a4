"""The commands of docs/packs.md run, in their order, and print what the page shows."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from exports.__main__ import main as exports
from programme.__main__ import main as programme
from programme.packs.naming import KINDS
from tests.support.programme.packs import SLEEP, change, forms_folder

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs/packs.md").read_text("utf-8")
COMMANDS = {"programme": programme, "exports": exports}
VARYING = (
    (r"\d{5}( \d{5}){7}", "NUMBER"),
    (r"\b\d+ files", "N files"),
)


def steps() -> Iterator[tuple[str, str]]:
    """Yield each command and what the page shows beneath it."""
    for found in re.finditer(r"^    \$ (.+)\n((?:    [^$\s].*\n)*)", PAGE, re.MULTILINE):
        yield found[1], re.sub(r"^    ", "", found[2], flags=re.MULTILINE)


def leveled(text: str) -> str:
    for pattern, word in VARYING:
        text = re.sub(pattern, word, text)
    return text


def run(command: str, tmp_path: Path) -> None:
    words = [each.replace("..", str(tmp_path), 1) for each in command.split()]
    if words[0] == "cp":
        shutil.copytree(ROOT / words[2], words[3])
        return
    assert words[:2] == [".venv/bin/python", "-m"]
    assert COMMANDS[words[2]](words[3:]) == 0


def test_every_command_of_the_page_runs_and_prints_what_it_shows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = re.search(r'^    (version = "1\.0\.0")$', PAGE, re.MULTILINE)
    assert said is not None
    head = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert head is not None
    folder = forms_folder(tmp_path / "our-forms", "0.0", SLEEP)
    (folder / "pack.toml").write_text(head[1], "utf-8")

    for command, shown in steps():
        run(command, tmp_path)
        assert leveled(capsys.readouterr().out) == leveled(shown), command
        if command.startswith("cp"):
            change(
                tmp_path / "our-programme", "programme.toml", 'version = "0.', f"{said[1]}  # 0."
            )

    assert len(list(steps())) == 7
    assert len(list(tmp_path.glob("*.pack"))) == 2


def test_the_command_with_more_forms_is_understood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [command] = re.findall(r"^    (\.venv\S+ -m programme pack .*--forms.*)$", PAGE, re.MULTILINE)
    shutil.copytree(ROOT / "programme/modules/pps-core", tmp_path / "our-programme")
    forms_folder(tmp_path / "our-forms", "1.0", SLEEP)

    run(command, tmp_path)

    assert capsys.readouterr().out.startswith("Packed: programme ")


def test_the_seven_kinds_stand_on_the_page() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(KINDS)
