"""All checks of a programme's folder, for its authors.

Whatever would stop a programme is checked whenever it is loaded. Once nothing does, its
authors are told where it leaves the writing guide, and what is still to be written.
"""

from importlib.resources.abc import Traversable

from programme.authoring.session_texts import check_to_write
from programme.checks.style_checks import check_style
from programme.checks.training_checks import check_training
from programme.errors import ContentError
from programme.loading.loading import read_checked
from programme.source_files.content import ContentFolder
from session_forms.library.library import FormLibrary


def problems_in(folder: Traversable, forms: FormLibrary) -> tuple[ContentError, ...]:
    """Return everything that is wrong in a programme's folder, in the order it was found."""
    content = ContentFolder(folder)
    source = read_checked(content, forms)
    if source is not None and not content.problems:
        check_style(content, source)
        check_to_write(content)
        check_training(content, source, forms)
    return tuple(content.problems)
