"""A folder in memory answers as one on the disk does."""

import pytest

from programme.packs.memory import MemoryFolder

FILES = {"a.toml": b"a = 1\n", "deep/b.md": b"B\n", "deep/er/c.md": b"C\n"}
FOLDER = MemoryFolder(FILES)


def on_disk(folder):
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def outline(folder, start=""):
    """Return every name beneath a folder, and what it is."""
    found = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        path = f"{start}{entry.name}"
        found.append((path, entry.is_dir(), entry.is_file()))
        found += outline(entry, f"{path}/") if entry.is_dir() else []
    return found


def test_it_holds_what_the_same_folder_on_the_disk_holds(tmp_path):
    assert outline(FOLDER) == outline(on_disk(tmp_path))


def test_a_file_is_read_as_bytes_and_as_text():
    place = FOLDER / "deep" / "b.md"

    assert place.name == "b.md"
    assert place.read_bytes() == place.open("rb").read() == b"B\n"
    assert place.read_text() == FOLDER.joinpath("deep", "b.md").read_text("utf-8") == "B\n"


@pytest.mark.parametrize("path", ["nothing.md", "deep", "deep/../a.toml", "../a.toml"])
def test_what_is_not_there_cannot_be_opened(path):
    place = FOLDER.joinpath(*path.split("/"))

    assert not place.is_file()
    with pytest.raises(FileNotFoundError):
        place.open("rb")


def test_an_empty_folder_is_a_folder():
    assert MemoryFolder({}).is_dir()
    assert list(MemoryFolder({}).iterdir()) == []
