"""The version before stays until somebody signed in with this one, and then leaves whole."""

from pathlib import Path

import pytest

from therapist_app import earlier_program as module
from therapist_app.build import Build
from therapist_app.earlier_program import ENTRY, EarlierProgram, earlier_program


@pytest.fixture
def packed(monkeypatch):
    monkeypatch.setattr(module, "this_build", lambda: Build("00", is_for_proofs=True))


@pytest.fixture
def aside(tmp_path):
    (tmp_path / "here" / "earlier" / "app").mkdir(parents=True)
    (tmp_path / "here" / "app").mkdir()
    entry = tmp_path / "menu" / ENTRY
    entry.parent.mkdir(parents=True)
    entry.write_bytes(b"starts it")
    return tmp_path


def found(folder: Path) -> EarlierProgram | None:
    return earlier_program(folder / "here", {"APPDATA": str(folder / "menu")})


@pytest.mark.usefixtures("packed")
def test_what_was_moved_aside_leaves_with_its_entry_and_nothing_else(aside):
    before = found(aside)
    assert before is not None

    assert before.leave()

    assert [path.name for path in (aside / "here").iterdir()] == ["app"]
    assert not before.entry.exists()
    assert found(aside) is None


@pytest.mark.usefixtures("packed")
def test_one_that_is_open_stays_whole_for_another_time(aside, monkeypatch):
    def refuse(_fresh, _path):
        raise PermissionError

    monkeypatch.setattr(module, "rename_new", refuse)
    before = found(aside)
    assert before is not None

    assert not before.leave()

    assert found(aside) == before
    assert before.entry.exists()


@pytest.mark.usefixtures("packed")
def test_what_was_left_half_removed_goes_the_next_time(aside):
    (aside / "here" / "earlier-left" / "lib").mkdir(parents=True)
    before = found(aside)
    assert before is not None

    assert before.leave()

    assert [path.name for path in (aside / "here").iterdir()] == ["app"]


def test_beside_a_folder_of_code_there_is_none(aside):
    assert found(aside) is None


@pytest.mark.usefixtures("packed")
def test_where_nothing_was_moved_aside_nothing_is_removed(aside, monkeypatch):
    (aside / "here" / "earlier" / "app").rmdir()
    (aside / "here" / "earlier" / "notes").write_text("somebody else's", "utf-8")
    monkeypatch.setattr(module, "earlier_program", lambda: found(aside))

    module.leave_earlier_program()

    assert (aside / "here" / "earlier" / "notes").is_file()


@pytest.mark.usefixtures("packed")
def test_signing_in_removes_it(aside, monkeypatch):
    monkeypatch.setattr(module, "earlier_program", lambda: found(aside))

    module.leave_earlier_program()

    assert not (aside / "here" / "earlier").exists()
