"""New files of content: read from the starter, written where nothing stands yet.

A new programme is such files: small, sound, and commented for whoever writes on.
"""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from programme.errors import ContentError
from session_forms.exchange.plain_data.naming import KEBAB, natural_name
from session_forms.file_names import fault_in_place

_ID = 'id = "first-course"'
_TITLE = 'title = "A first course"'


def starter(name: str) -> Mapping[str, str]:
    """Return the files of a part of the starter, `course` or `session`, by their paths."""
    return dict(_below(files("programme") / "starter" / name, ""))


def write_new(folder: Path, texts: Mapping[str, str]) -> None:
    """Write files below a folder, none of which is there yet.

    Raises:
        ContentError: One is there already, or cannot be written; or some system does not take the
            name of a new folder.

    """
    fault = "" if folder.is_dir() else fault_in_place(folder)
    if fault:
        raise ContentError(folder.name, None, "", "the name is not taken everywhere", fault)
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


def make_course(folder: Path) -> None:
    """Write a new programme into a folder that is empty or not there yet.

    Raises:
        ContentError: Something stands in the folder, or it cannot be written.

    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what, to_do = "something stands here already", "choose an empty folder or a new one"
        raise ContentError(folder.name or ".", None, "", what, to_do)
    write_new(folder, course_files(folder.resolve().name))


def course_files(name: str) -> Mapping[str, str]:
    """Return the files of a new programme that is called as its folder."""
    name = natural_name(name, "course", KEBAB)
    title = name.replace(KEBAB, " ").capitalize()
    files = dict(starter("course"))
    top = files["programme.toml"]
    assert _ID in top
    assert _TITLE in top
    top = top.replace(_ID, f'id = "{name}"').replace(_TITLE, f'title = "{title}"')
    return {**files, "programme.toml": top}
