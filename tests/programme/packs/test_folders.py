"""Which files of a folder are content."""

import os

import pytest

from programme.errors import PackRefused
from programme.packs import folders
from programme.packs.folders import content_files
from programme.packs.memory import MemoryFolder
from tests.support.programme.packs import write_folder

TEXTS = {"a.toml": "a = 1\n", "deep/b.md": "B\n", "NOTICE.txt": "N\n"}


def refused(folder, match):
    with pytest.raises(PackRefused, match=match):
        content_files(folder)


def test_texts_are_content_wherever_they_stand(tmp_path):
    write_folder(tmp_path, TEXTS)

    assert content_files(tmp_path) == {name: text.encode() for name, text in TEXTS.items()}


def test_what_is_hidden_or_belongs_to_the_pack_itself_is_left_out(tmp_path):
    more = {".DS_Store": "", ".git/config": "", "pack.toml": "", "signature.json": ""}
    write_folder(tmp_path, {**TEXTS, **more, "checked.jsonl": "", "deep/.b.md.swp": ""})

    assert content_files(tmp_path).keys() == TEXTS.keys()


def test_a_folder_in_memory_is_read_alike():
    files = {name: text.encode() for name, text in TEXTS.items()}

    assert content_files(MemoryFolder(files)) == files


def test_other_files_are_named_and_refused(tmp_path):
    refused(write_folder(tmp_path, {**TEXTS, "deep/run.exe": ""}), r"deep/run\.exe")


@pytest.mark.parametrize("name", ["with space.md", "\u00fcber.md", f"{'a' * 100}.md"])
def test_a_name_that_no_pack_takes_is_refused(tmp_path, name):
    refused(write_folder(tmp_path, {name: "x"}), "name that no pack takes")


@pytest.mark.parametrize("target", ["a.toml", "deep", "/etc/passwd"])
def test_links_are_refused(tmp_path, target):
    write_folder(tmp_path, TEXTS)
    (tmp_path / "link.md").symlink_to(target)

    refused(tmp_path, r"link\.md is a link")


def test_a_pipe_is_refused_without_being_opened(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")

    refused(tmp_path, r"pipe\.md")


def test_a_folder_that_is_none_is_refused(tmp_path):
    refused(tmp_path / "nowhere", "nowhere")


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    write_folder(tmp_path, TEXTS)

    def refuse(_path):
        raise PermissionError

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)

    refused(tmp_path, "cannot be read")


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_FILES"])
def test_too_much_is_refused(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(folders, limit, 1)

    refused(write_folder(tmp_path, TEXTS), "holds more than")
