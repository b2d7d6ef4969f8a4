"""What is said on the way."""

import sys


def tell(words: object) -> None:
    """Say it at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
