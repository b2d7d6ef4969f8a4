"""What every command shares: its exit codes, and a parser that answers in one sentence."""

import argparse
from typing import NoReturn

from typing_extensions import override

DONE, FAILED, MISUSED = 0, 1, 2


class OneSentence(argparse.ArgumentParser):
    """A parser that says in one sentence what it did not understand."""

    @override
    def error(self, message: str) -> NoReturn:
        """Say it and end."""
        self.exit(MISUSED, f"{self.prog}: {message}. See --help.\n")
