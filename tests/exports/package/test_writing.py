"""All or nothing, and never over something that is there."""

import os
from gettext import NullTranslations
from pathlib import Path

import pytest

from exports.errors import FilesNotWritten
from exports.package.writing import publish, remove, replace_with, unfinished, write_file
from session_forms.words.texts import install
from tests.support.catalogues import Catalogue


def test_a_file_is_written_whole_and_for_its_owner_alone(tmp_path):
    write_file(tmp_path / "a.pdf", b"data")

    assert (tmp_path / "a.pdf").read_bytes() == b"data"
    assert (tmp_path / "a.pdf").stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_what_is_there_is_never_overwritten(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"older")

    with pytest.raises(FilesNotWritten, match=r"a\.pdf is already there"):
        write_file(tmp_path / "a.pdf", b"newer")

    assert (tmp_path / "a.pdf").read_bytes() == b"older"


def test_a_link_to_nowhere_is_not_written_through(tmp_path):
    (tmp_path / "a.pdf").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(FilesNotWritten):
        write_file(tmp_path / "a.pdf", b"data")


def test_a_folder_and_a_file_are_published_together(tmp_path):
    publish({tmp_path / "f.bin": b"1"}, {tmp_path / "folder": {"a": b"2", "sub/b": b"3"}})

    assert (tmp_path / "f.bin").read_bytes() == b"1"
    assert (tmp_path / "folder/sub/b").read_bytes() == b"3"
    assert len(list(tmp_path.iterdir())) == 2


def test_a_folder_within_the_folder_is_for_its_owner_alone_as_well(tmp_path):
    publish({}, {tmp_path / "folder": {"b/c/d": b"1", "a": b"2"}})

    assert (tmp_path / "folder/b/c/d").read_bytes() == b"1"
    for each in ("folder", "folder/b", "folder/b/c"):
        assert (tmp_path / each).stat().st_mode & 0o077 == 0


def test_what_a_cut_off_writing_left_is_known_by_the_name_it_was_for(tmp_path, monkeypatch):
    seen = []

    def cut_off(self, _target):
        seen.extend(unfinished(tmp_path / "R-1"))
        assert unfinished(tmp_path / "R-2") == ()
        assert seen == [self]
        raise OSError

    monkeypatch.setattr(Path, "rename", cut_off)

    with pytest.raises(FilesNotWritten):
        publish({}, {tmp_path / "R-1": {"a": b"1"}})

    assert seen


def test_a_place_that_is_not_there_is_refused_in_words(tmp_path):
    with pytest.raises(FilesNotWritten, match="nothing was left"):
        write_file(tmp_path / "nowhere" / "a.pdf", b"data")


@pytest.mark.parametrize("name", ["CON.pdf", "ab:c.pdf", "report. "])
def test_a_name_that_windows_does_not_take_is_refused_before_anything_is_written(tmp_path, name):
    for writing in (
        lambda path: publish({tmp_path / "first": b"1", path: b"2"}, {}),
        lambda path: publish({}, {path: {"a": b"1"}}),
        lambda path: replace_with(path, b"1"),
    ):
        with pytest.raises(FilesNotWritten, match="Windows"):
            writing(tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_too_long_is_refused(tmp_path):
    with pytest.raises(FilesNotWritten):
        write_file(tmp_path / ("x" * 300), b"data")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", range(1, 4))
def test_a_disk_that_fills_up_half_way_leaves_nothing(tmp_path, monkeypatch, number):
    calls = []

    def full(handle):
        calls.append(handle)
        if len(calls) == number:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("exports.package.writing.os.fsync", full)

    with pytest.raises(FilesNotWritten, match="No space left"):
        publish({tmp_path / "f.bin": b"1"}, {tmp_path / "folder": {"a": b"2"}})

    assert list(tmp_path.iterdir()) == []


def test_when_the_second_of_two_cannot_be_put_in_place_the_first_goes_too(tmp_path, monkeypatch):
    moved = []
    rename = Path.rename

    def once(self, target):
        if moved:
            raise OSError
        moved.append(target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", once)

    with pytest.raises(FilesNotWritten, match="unknown fault"):
        publish({tmp_path / "f.bin": b"1"}, {tmp_path / "folder": {"a": b"2"}})

    assert list(tmp_path.iterdir()) == []


def test_where_folders_cannot_be_flushed_files_are_still_written(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "O_DIRECTORY")

    write_file(tmp_path / "a.pdf", b"data")

    assert (tmp_path / "a.pdf").read_bytes() == b"data"


def test_removing_what_is_not_there_is_no_fault(tmp_path):
    remove(tmp_path / "nothing")

    assert list(tmp_path.iterdir()) == []


def test_why_files_are_not_written_is_said_in_the_language_of_the_window(tmp_path):
    taken = tmp_path / "a.pdf"
    taken.write_bytes(b"older")
    nowhere = tmp_path / "nowhere" / "b.pdf"
    catalogue = Catalogue("de")
    catalogue.add("{name} is already there: choose another place or name.", "{name} ist da.")
    catalogue.add("{name} cannot be written: check who may write there.", "{name} geht nicht.")
    catalogue.add("The files could not be written ({what}): nothing was left.", "Nichts ({what}).")
    install(catalogue.translations(), "de")
    try:
        with pytest.raises(FilesNotWritten, match=r"a\.pdf ist da\."):
            write_file(taken, b"newer")
        with pytest.raises(FilesNotWritten, match=r"b\.pdf geht nicht\."):
            replace_with(nowhere, b"newer")
        with pytest.raises(FilesNotWritten, match=r"Nichts \(No such file or directory\)\."):
            write_file(nowhere, b"newer")
    finally:
        install(NullTranslations())
