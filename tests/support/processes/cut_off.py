"""Running Python where there is no network, and where asking for one ends the process.

A filter in the kernel kills the process at the first socket that could leave the machine, in
whatever language it was asked for: a trace of system calls that cannot be overlooked. Where a
namespace without a network may be made, the process runs in one as well.
"""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[3]
KILLED = -31  # SIGSYS
FILTERED = """
from therapist_app.hygiene.offline import KILL, refuse_in_kernel
assert refuse_in_kernel(KILL), "no such filter can be had here, so nothing would be proved"
"""


@cache
def namespace() -> tuple[str, ...]:
    """Return the words that start a process without a network; none where that is refused."""
    if shutil.which("unshare") is None:
        return ()
    words = ("unshare", "--user", "--map-root-user", "--net")
    tried = subprocess.run([*words, "true"], capture_output=True, check=False)
    return words if tried.returncode == 0 else ()


def run_cut_off(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code without a network; it ends with `KILLED` when it asks for one."""
    return subprocess.run(
        [*namespace(), sys.executable, "-c", FILTERED + code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
