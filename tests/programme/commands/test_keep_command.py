"""`programme keep`: the version that is installed stays when the next one is written."""

from pathlib import Path

import pytest

from programme import __main__ as command
from programme.commands import keep_command
from programme.loading.earlier_versions import name_of, read_kept
from programme.loading.library import installed
from programme.packs.folders import shipped_hash

NAME = name_of(installed())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(keep_command, "modules", lambda: tmp_path)
    return tmp_path


def test_the_installed_version_is_written_with_its_hash(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["keep"]) == 0

    kept = read_kept((folder / NAME).read_bytes())
    assert kept is not None
    assert (kept.programme, kept.content) == (installed(), shipped_hash())
    assert capsys.readouterr().out == f"{NAME}: raise the version in programme.toml now.\n"


def test_what_was_kept_is_never_written_over(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / NAME).write_text("kept", "utf-8")

    assert command.main(["keep"]) == 1

    assert (folder / NAME).read_text("utf-8") == "kept"
    assert "is there already" in capsys.readouterr().err


def test_a_folder_that_takes_nothing_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keep_command, "modules", lambda: folder / "gone")

    assert command.main(["keep"]) == 1

    assert "cannot be written" in capsys.readouterr().err
