"""Broken folders of a programme, as many as are wanted.

    python -m tests.campaigns.content.programme_fuzz [--cases N] [--seed N] [--only NUMBER]

Each has to become a sound programme, or an error that names file, line and remedy, within two
seconds. Prints one line of result; leaves with 0 only when all held. A case depends on the seed
and its number alone; --only runs one again.
"""

import argparse
import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from random import Random

from programme.definition.definition import Programme
from programme.errors import ContentError
from programme.loading.library import installed_folder
from programme.loading.loading import load_programme
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.campaigns.content.forms_fuzz import (
    TookTooLong,
    plant_errors_of_another_kind,
    prepare,
    watchdog,
)
from tests.support.broken import programme_claims
from tests.support.broken.broken_programmes import broken_folder
from tests.support.broken.held_folders import HeldFolder, held
from tests.support.broken.programme_claims import check_folder
from tests.support.programme.programmes import FILES, shelf

Case = tuple[Mapping[str, bytes], FormLibrary, Programme]


def tiny() -> Case:
    """Return the tiny programme of the tests: its files, its forms, and what it is."""
    return _case({path: text.encode() for path, text in FILES.items()}, shelf())


def installed() -> Case:
    """Return the programme that is shipped."""
    return _case(held(Path(str(installed_folder()))), library.installed())


def _case(files: Mapping[str, bytes], forms: FormLibrary) -> Case:
    return files, forms, load_programme(HeldFolder(files), forms)


def main(arguments: list[str] | None = None) -> int:
    """Run the campaign; return 0 only when all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.content.programme_fuzz")
    parser.add_argument("--cases", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER")
    parser.add_argument("--planted", action="store_true", help="with a fault, as a control")
    chosen = parser.parse_args(arguments)
    if chosen.planted:
        plant_errors_of_another_kind(programme_claims, "load_content", ContentError)
    prepare()
    cases = (tiny(), tiny(), tiny(), installed())
    numbers = range(chosen.cases) if chosen.only is None else (chosen.only,)
    begun, sound, wrong, slowest = time.monotonic(), 0, 0, 0.0
    for number in numbers:
        dice = Random(f"{chosen.seed} {number}")
        files, *known = cases[number % len(cases)]
        started = time.process_time()
        try:
            with watchdog():
                sound += check_folder(broken_folder(files, dice), *known) is not None
        except (Exception, TookTooLong):
            wrong += 1
            print(f"case {number}: {traceback.format_exc(limit=-4)}", file=sys.stderr)
        slowest = max(slowest, time.process_time() - started)
    print(
        f"seed {chosen.seed}: {len(numbers)} cases in {time.monotonic() - begun:.0f} s; "
        f"{sound} were still sound, the slowest took {slowest:.2f} s; {wrong} wrong"
    )
    return 1 if wrong or not numbers else 0


if __name__ == "__main__":
    sys.exit(main())
