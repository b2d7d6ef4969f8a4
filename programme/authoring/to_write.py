"""Texts that are still to be written: a new session holds a mark in place of each."""

import re

from programme.source_files.content import ContentFolder

TO_WRITE = "TO WRITE"
_HINT = re.compile(rf"{TO_WRITE}(?:: *(?P<hint>[^\"*]*[^\"*. ]))?")


def check_to_write(content: ContentFolder) -> None:
    """Report every line of the files that were read on which something is still to be written."""
    for path, data in content.held.items():
        lines = (data or b"").decode(errors="replace").splitlines()
        for number, line in enumerate(lines, 1):
            if found := _HINT.search(line):
                what = f"still to be written: {found['hint'] or 'this line'}"
                to_do = f"write it, and take out the words {TO_WRITE}"
                content.report_line(path, number, "", what, to_do)
