"""New files of content: read from the starter, written where nothing stands yet."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from programme.errors import ContentError


def starter(name: str) -> Mapping[str, str]:
    """Return the files of a part of the starter, `course` or `session`, by their paths."""
    return dict(_below(files("programme") / "starter" / name, ""))


def write_new(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files below a folder, none of which is there yet.

    Raises:
        ContentError: One is there already, or cannot be written.

    """
    for path in texts:
        if (folder / path).exists():
            what, to_do = "there is such a file already", "choose another place or another name"
            raise ContentError(path, None, "", what, to_do)
    for path, text in texts.items():
        write_text(folder, path, text)


def write_text(folder: Path, path: str, text: str) -> None:
    """Write one file below a folder.

    Raises:
        ContentError: It cannot be written.

    """
    place = folder / path
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError):
        what, to_do = "the file cannot be written", "choose another place, or who may write there"
        raise ContentError(path, None, "", what, to_do) from None


def _below(folder: Traversable, path: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.is_dir():
            found += _below(each, f"{path}{each.name}/")
        else:
            found.append((f"{path}{each.name}", each.read_text("utf-8")))
    return found
