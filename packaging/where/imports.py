"""Which module of ours imports which, read from the lines that say so, before anything is set up.

::

    by = importers(root)            # {"exports/paper.py": {"therapist_app/printing.py"}}
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from where.change.changed_lines import git

LINE = re.compile(r"\s*(?:from ([\w.]+) import (.*)|import ([\w.]+))")
OURS = "session_forms|programme|therapist_app|exports|tests"
SEARCH = rf"^\s*(from ({OURS})[._a-z0-9]* import |import ({OURS})[.])"


def importers(root: Path) -> dict[str, set[str]]:
    """Return the files that import each module, by its file."""
    by: dict[str, set[str]] = defaultdict(set)
    tracked = git(root, "ls-files", "-c", "-o", "--exclude-standard", "*.py").splitlines()
    modules = {
        each.removesuffix(".py").replace("/", ".").removesuffix(".__init__"): each
        for each in tracked
    }
    for line in git(root, "grep", "--untracked", "-E", "-e", SEARCH, "--", "*.py").splitlines():
        file, _, said = line.partition(":")
        for name in _named(said):
            if name in modules and modules[name] != file:
                by[modules[name]].add(file)
    return dict(by)


def _named(said: str) -> Iterator[str]:
    if found := LINE.match(said):
        yield found[1] or found[3]
        yield from (f"{found[1]}.{each}" for each in re.findall(r"\w+", found[2] or ""))
