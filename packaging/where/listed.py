"""Which files a list of `docs/changing.md` names, and which it says each change touches.

::

    always("1. *Always* `a/b.py`; *only if* it is large `a/c.py`.")     # ["a/b.py"]
"""

import re

FILE = re.compile(r"`([\w./-]+/[\w.-]+\.\w+)`")
FOLDER = re.compile(r"`([\w./-]+/)`")


def always(body: str) -> list[str]:
    """Return the files that a list says each change of its kind touches."""
    parts = re.findall(
        r"\*Always\*((?:(?!\*Only if\*|\*only if\*|\n\d+\. |\n\n).)*)", body, re.DOTALL
    )
    return list(dict.fromkeys(file for part in parts for file in FILE.findall(part)))
