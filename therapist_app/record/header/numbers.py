"""The numbers that a header counts by, none of which is ever brought to its end.

Anybody of the service can write the highest one that can be read: what follows must be read too.
"""

MOST = 2**31
"""So far generations and changes are counted."""
MOST_WRITINGS = 2**62
"""So far the writings of a header are counted."""
_HIGH = 2**30
"""No service comes that far by itself."""


def count_after(count: int, most: int = MOST) -> int:
    """Return the count of one change more, which stays the last one that can be read."""
    return min(count + 1, most - 1)


def generation_after(in_force: int, newest: int) -> int:
    """Return the number of a file's next key.

    Args:
        in_force: Of the key that the file is under.
        newest: Of the newest that the header has boxes of, which may be of no key of the file.

    """
    usual = (each + 1 for each in (newest, in_force) if each < _HIGH)
    return next(usual, 1)
