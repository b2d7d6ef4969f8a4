"""Whoever was to read what is written has ended: a broken pipe, "invalid argument" on Windows."""

import errno
from collections.abc import Generator
from contextlib import contextmanager


def is_reader_gone(error: OSError) -> bool:
    """Return whether writing failed because nobody reads any more."""
    return isinstance(error, BrokenPipeError) or error.errno == errno.EINVAL


@contextmanager
def reader_may_be_gone() -> Generator[None]:
    """End what is done within quietly when nobody reads it any more.

    Raises:
        OSError: Writing failed for another reason.

    """
    try:
        yield
    except OSError as error:
        if not is_reader_gone(error):
            raise
