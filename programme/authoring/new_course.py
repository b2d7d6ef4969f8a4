"""A new programme: small, sound, and commented for whoever writes on."""

from collections.abc import Mapping
from pathlib import Path

from programme.authoring.new_files import starter, write_new
from programme.errors import ContentError
from session_forms.exchange.plain_data.naming import KEBAB, natural_name

_ID = 'id = "first-course"'
_TITLE = 'title = "A first course"'


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
