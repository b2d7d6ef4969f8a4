"""Writes down what was read and checked, so that a start need not do it again."""

from importlib.resources import as_file
from importlib.resources.abc import Traversable

from programme.errors import ProgrammeError
from programme.loading.checked_list import listed_text
from programme.loading.loading import load_content
from programme.source_files.content import ContentFolder
from session_forms.library.library import FormLibrary


def write_list(folder: Traversable, listed: Traversable, forms: FormLibrary) -> None:
    """Write the list of the programme in a folder.

    Raises:
        ContentError: Something in a file is wrong; nothing is written.
        ProgrammeError: The forms do not stand in a list of checked forms as they are, or the
            list cannot be written.

    """
    text = checked_text(folder, forms)
    try:
        with as_file(listed) as path:
            path.write_text(text, encoding="utf-8", newline="\n")
    except OSError:
        raise ProgrammeError(
            f"{listed.name} cannot be written; check who may write there."
        ) from None


def checked_text(folder: Traversable, forms: FormLibrary) -> str:
    """Return the list of the programme in a folder; raises as `write_list`."""
    content = ContentFolder(folder)
    programme = load_content(content, forms)
    if not forms.digest:
        raise ProgrammeError(
            "The list of checked forms is not that of the forms; "
            "run `python -m session_forms cache` first."
        )
    return listed_text(programme, content.held, forms)
