"""All checks of a programme's folder, for its authors.

Whatever would stop a programme is checked whenever it is loaded. Once nothing does, its
authors are told where it leaves the writing guide, and what is still to be written.
"""

import re
from importlib.resources.abc import Traversable

from programme.checks.style_checks import check_style
from programme.checks.training_checks import check_training
from programme.errors import ContentError
from programme.loading.loading import read_checked
from programme.source_files.content import ContentFolder
from session_forms.library.library import FormLibrary

TO_WRITE = "TO WRITE"
_HINT = re.compile(rf"{TO_WRITE}(?:: *(?P<hint>[^\"*]*[^\"*. ]))?")


def problems_in(folder: Traversable, forms: FormLibrary) -> tuple[ContentError, ...]:
    """Return everything that is wrong in a programme's folder, in the order it was found."""
    content = ContentFolder(folder)
    source = read_checked(content, forms)
    if source is not None and not content.problems:
        check_style(content, source)
        _check_to_write(content)
        check_training(content, source, forms)
    return tuple(content.problems)


def _check_to_write(content: ContentFolder) -> None:
    """Report every line of the files that were read on which something is still to be written."""
    for path, data in content.held.items():
        lines = (data or b"").decode(errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if found := _HINT.search(line):
                what = f"still to be written: {found['hint'] or 'this line'}"
                to_do = f"write it, and take out the words {TO_WRITE}"
                content.report_line(path, number, "", what, to_do)
