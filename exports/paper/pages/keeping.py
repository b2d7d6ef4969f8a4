"""What stays on one page: a heading with the first lines below it, a question with its answer."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from reportlab.platypus import CondPageBreak, Flowable

from exports.paper.pages.long_table import height_of
from exports.paper.pages.page import HEIGHT, WIDTH

FIRST_LINES = 2
"""How many lines stand under a heading at least, before the page may end."""
MOST = HEIGHT / 2
"""What takes more than this may go on on the next page all the same."""

Line = Flowable | list[Flowable]
"""One line, or several that stay on one page."""


def kept(group: Sequence[Flowable]) -> Iterator[Flowable]:
    """Yield the group, on the next page where this one has no room for all of it."""
    yield CondPageBreak(min(height_of(group, WIDTH), MOST))
    yield from group


def under(above: Sequence[Flowable], body: Iterable[Line]) -> Iterator[Flowable]:
    """Yield what stands above with the first lines of the body on one page, then the rest."""
    lines = iter(body)
    first = [each for line in islice(lines, FIRST_LINES) for each in _parts(line)]
    yield from kept([*above, *first])
    for line in lines:
        if isinstance(line, list):
            yield from kept(line)
        else:
            yield line


def _parts(line: Line) -> Sequence[Flowable]:
    return line if isinstance(line, list) else [line]
