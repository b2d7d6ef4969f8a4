"""Reading the whole programme at the start, against reading the same text as bare JSON."""

import json
from collections.abc import Iterator

from programme.loading.checked_list import find_checked
from programme.loading.library import installed_folder, installed_list
from session_forms.library import library
from tests.bench.timing.lines import Budget, Line
from tests.bench.timing.rounds import Span, alternate, timed
from tests.bench.workplace.place import Place

ROUNDS = 15


def programme_lines(_place: Place) -> Iterator[Line]:
    """Read the programme as the first start of a process does, from its list."""
    folder, listed, forms = installed_folder(), installed_list(), library.installed()
    held = listed.read_text("utf-8").split("\n", 2)[2]
    assert find_checked(folder, listed, forms) is not None, "run python -m programme cache"

    def ours(_number: int) -> Span:
        return timed(lambda: find_checked(folder, listed, forms))

    def bare(_number: int) -> Span:
        return timed(lambda: json.loads(held))

    yield Line("the whole programme read", Budget(50), *alternate(bare, ours, ROUNDS))
