"""Reading every form and measure at the start, against reading the same text as bare JSON."""

import json
from collections.abc import Iterator

from session_forms.files.checked_files import CHECKED
from session_forms.library import library
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place

ROUNDS = 15


def library_lines(_place: Place) -> Iterator[Line]:
    """Read the whole library as the first start of a process does."""
    folder = library.definitions()
    text = (folder / CHECKED).read_text("utf-8")
    held = [line.split("\t", 2)[2] for line in text.splitlines()]

    def ours(_number: int) -> Span:
        return timed(lambda: library.load_library(folder))

    def bare(_number: int) -> Span:
        return timed(lambda: [json.loads(each) for each in held])

    yield Line("all forms and measures read", Budget(50), *alternate(bare, ours, ROUNDS))
