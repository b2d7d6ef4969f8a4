"""A page on its way to a printer: in memory, where the system has a folder that is on no disk.

Qt and CUPS write the whole page into a file of their own until the printer has it. Whatever ends
the program meanwhile would leave it on the disk.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager

from therapist_app.hygiene.system import System, this_system

PLACE = "TMPDIR"


@contextmanager
def kept_in_memory(system: System | None = None) -> Generator[None]:
    """Have what is printed in the meantime pass through memory alone."""
    place = (system or this_system()).place_in_memory
    before = os.environ.get(PLACE)
    if place is not None:
        os.environ[PLACE] = str(place)
    try:
        yield
    finally:
        if before is not None:
            os.environ[PLACE] = before
        else:
            os.environ.pop(PLACE, None)
