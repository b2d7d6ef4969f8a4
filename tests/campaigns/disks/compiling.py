"""Small libraries in C that are preloaded into a process to watch or disturb its files."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

SOURCES = Path(__file__).parent / "native"
LACKING = "This needs a C compiler. As root on Debian, run: apt-get install gcc libc6-dev."
OPTIONS = ("-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror")


def compiled(name: str, folder: Path) -> Path:
    """Compile `native/<name>.c` into `folder`, and return the library."""
    library = folder / f"{name}.so"
    if not library.exists():
        assert shutil.which("gcc"), LACKING
        source = SOURCES / f"{name}.c"
        subprocess.run(["gcc", *OPTIONS, "-o", library, source, "-ldl"], check=True)
    return library


def preloading(library: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a process into which `library` is preloaded."""
    return {**os.environ, "LD_PRELOAD": str(library), **settings}
