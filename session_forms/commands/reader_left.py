"""A command whose reader stops reading, as `list | head` does, ends quietly."""

import os
import sys
from collections.abc import Callable

from session_forms.gone_readers import is_reader_gone

READER_LEFT = 141
"""What a shell reports of a program that wrote to nobody: 128 and the signal's number, 13."""


def run_command(main: Callable[[], int]) -> int:
    """Run a command and return how it ended, also when nobody reads what it prints."""
    try:
        code = main()
        sys.stdout.flush()
    except OSError as error:
        if not is_reader_gone(error):
            raise
        # What is still to be written goes nowhere, so that leaving does not fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_LEFT
    return code
