"""What is said on the way, and how much memory it took."""

import resource
import sys
from pathlib import Path


def tell(words: object) -> None:
    """Say it at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def most_memory() -> int:
    """Return the most memory of this process since its own program began, in MiB.

    What `getrusage` tells includes that of the process it was started by.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        [most] = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    else:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(most) // 1024
