"""What every command shares: a parser that answers in one sentence."""

import argparse
from typing import NoReturn

from typing_extensions import override

from therapist_app.terminal.exit_codes import MISUSED


class OneSentence(argparse.ArgumentParser):
    """A parser that says in one sentence what it did not understand."""

    @override
    def error(self, message: str) -> NoReturn:
        """Say it and end."""
        self.exit(MISUSED, f"{self.prog}: {message}. See --help.\n")
