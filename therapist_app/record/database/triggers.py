"""Taking the triggers of a database out of the way while rows are put back that were there before.

They refuse every change to a restricted client, and note what is new: putting back is neither.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlcipher3 import dbapi2

_ALL = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid"


@contextmanager
def triggers_set_aside(run: Callable[[str], dbapi2.Cursor]) -> Generator[None]:
    """Take the triggers out within one transaction, whose end undone brings them back as well.

    Args:
        run: Runs one statement.

    """
    found = run(_ALL).fetchall()
    for name, _sql in found:
        run(f"DROP TRIGGER {name}")
    yield
    for _name, sql in found:
        run(sql)
