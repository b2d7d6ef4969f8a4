"""Does again what a monkey did: ``python -m tests.support.monkey.again FOLDER [ACTS]``.

FOLDER is that of the test which failed, ACTS how many acts to do; without it all.
"""

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.display.displays import a_display
from tests.support.monkey.monkey import ACTS, BEFORE, Monkey, no_screen, played


def main(folder: str, many: str = "", screen: str = "display") -> int:
    """Do it again and say what went wrong; return how much."""
    lines = (Path(folder) / ACTS).read_text("utf-8").splitlines()
    acts = [json.loads(each) for each in lines][: int(many) if many else None]
    opens = a_display if screen == "display" else no_screen
    with TemporaryDirectory() as spare:
        home = Path(spare) / "home"
        shutil.copytree(Path(folder) / BEFORE, home)
        with opens(Path(spare)) as display, played(display, home) as application:
            monkey = Monkey(application, {}, 0, Path(spare) / ACTS)
            found = monkey.do_again(acts)
            print(*found.slow, *application.trouble, sep="\n")  # noqa: T201
            return len(application.trouble)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
