"""The first thing that happens: new files are private, memory stays out of reach and of dumps."""

import faulthandler
import os
import sys

from therapist_app.hygiene.answers import keep_answer
from therapist_app.hygiene.system import System, this_system

if sys.platform != "win32":
    import resource

PRIVATE = 0o077


def harden(system: System | None = None) -> bool:
    """Keep new files private, and memory out of core files and away from other processes.

    Returns:
        Whether the system closed our memory to other processes of the same person.

    """
    os.umask(PRIVATE)
    if faulthandler.is_enabled():  # by the environment, say: it prints paths
        faulthandler.disable()
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    is_closed = (system or this_system()).close_memory()
    keep_answer("memory", taken=is_closed)
    return is_closed
