"""Many packages of made-up services: verified, added up in three ways that have to agree, measured.

    python -m tests.scale.run [--packages N] [--cells N] [--without-spark]

Each way runs in a process of its own, so that its time and memory are its own. The time is that of
adding up, without the start of Python; that of Spark is with the start of its own machine.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from national.cell_files import write_cells
from national.engines import (
    Sums,
    by_duckdb,
    by_spark,
    by_standard_library,
    differences,
)

from exports.combining.cell_store import UNTOLD, CellKeys, Cells
from exports.combining.combined import combine
from exports.combining.contributions import Contribution
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, gather
from exports.combining.sums import added_up
from exports.quarters import Quarter
from tests.bench.timing.report import most_memory
from tests.support.exports.many_packages import package

LEAST_JAVA = 17
SITES = 500
SEED = 1
FEW = 5


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./dev scale", description=__doc__)
    parser.add_argument("--packages", type=int, default=500)
    parser.add_argument("--cells", type=int, default=2_000_000)
    parser.add_argument("--without-spark", action="store_true")
    parser.add_argument("--alone", nargs=2, metavar=("WAY", "PLACE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.alone:
        way, place = chosen.alone
        print(json.dumps(WAYS[way](Path(place))))
        return 0
    with tempfile.TemporaryDirectory() as place:
        return _compared(Path(place), chosen)


def _compared(folder: Path, chosen: argparse.Namespace) -> int:
    packages, made = folder / "packages", folder / "made"
    for each in (packages, made):
        each.mkdir()
    for service in range(chosen.packages):
        data = package(service, whole=True)
        (packages / f"{service:05}.outcomes").write_bytes(data)
    _tell(f"{chosen.packages} packages verified and combined", _alone("packages", packages))
    combined = combine(gather(packages_in([packages]), Opener()))
    write_cells(combined.counted, combined.keys, packages / "cells.parquet")
    first = combined.counted[0]
    releases = list(_many(first, chosen.cells))
    cells = write_cells(releases, combined.keys, made / "cells.parquet")
    shutil.copy(packages / "00000.outcomes", made)
    (made / "cells.txt").write_text(str(chosen.cells), encoding="utf-8")
    known = {
        packages: by_standard_library({first.quarter.name: combined.totals(first.quarter.name)}),
        made: _standard(releases, combined.keys),
    }
    _tell(f"{cells:,} cells, standard library", _alone("standard", made))
    engines = ["duckdb"]
    if chosen.without_spark or not _has_java():
        print(f"Spark was not run: it needs Java {LEAST_JAVA} or newer, or was not asked for.")
    else:
        engines.append("spark")
    apart = 0
    for engine in engines:
        for place, standard in known.items():
            found = _alone(engine, place)
            _tell(f"{place.name}, {engine}", found)
            different = differences(standard, _read(found["sums"]))
            apart += len(different)
            print(f"  {len(standard)} sums, {len(different)} differ.", *different[:3])
    print("They do not agree." if apart else "All agree.")
    return 1 if apart else 0


def _many(first: Contribution, cells: int) -> Iterator[Contribution]:
    """Yield releases with so many cells in all, of 500 services and many quarters."""
    chance = Random(SEED)
    quarter, made = Quarter(2020, 1), 0
    while made < cells:
        for site in range(SITES):
            if made >= cells:
                return
            yield replace(
                first,
                site=f"{site:05}",
                release_id=f"R-{site}-{quarter.name}",
                caseloads=1 + site % 4,
                cells=_moved(first.cells, quarter, chance),
            )
            made += len(first.cells)
        quarter = quarter.next


def _moved(cells: Cells, quarter: Quarter, chance: Random) -> Cells:
    """Return cells with other numbers, a few of them too small to be told."""
    size, made = chance.uniform(0.2, 3), Cells(quarter)
    for at in range(len(cells)):
        n = round(cells.n[at] * size)
        untold = cells.n[at] == UNTOLD or n < FEW
        counts = cells.value[at] != cells.value[at]
        if untold and not counts:
            continue
        made.keys.append(cells.keys[at])
        made.n.append(UNTOLD if untold else n)
        made.value.append(cells.value[at] * size)
        made.error.append(cells.error[at])
        made.most.append(cells.most[at])
    return made


def _standard(releases: Sequence[Contribution], keys: CellKeys) -> Sums:
    names = dict.fromkeys(each.quarter.name for each in releases)
    return by_standard_library(
        {
            name: added_up((each for each in releases if each.quarter.name == name), keys)
            for name in names
        }
    )


def _verified(folder: Path) -> dict[str, object]:
    began = time.perf_counter()
    combined = combine(gather(packages_in([folder]), Opener()))
    [quarter] = combined.quarters
    totals = combined.totals(quarter)
    return _measured(began, sums=[str(len(totals))])


def _by_standard(folder: Path) -> dict[str, object]:
    combined = combine(gather([folder / "00000.outcomes"], Opener()))
    wanted = int((folder / "cells.txt").read_text(encoding="utf-8"))
    releases = list(_many(combined.counted[0], wanted))
    began = time.perf_counter()
    sums = _standard(releases, combined.keys)
    return _measured(began, sums=[str(len(sums))])


def _by_duckdb(folder: Path) -> dict[str, object]:
    import duckdb  # noqa: F401 - its start is not measured

    began = time.perf_counter()
    sums = by_duckdb(folder / "cells.parquet")
    return _measured(began, _written(sums))


def _by_spark(folder: Path) -> dict[str, object]:
    began = time.perf_counter()
    sums = by_spark(folder / "cells.parquet")
    return _measured(began, _written(sums))


WAYS = {
    "packages": _verified,
    "standard": _by_standard,
    "duckdb": _by_duckdb,
    "spark": _by_spark,
}


def _measured(began: float, sums: list[object]) -> dict[str, object]:
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "of_processor": time.process_time(),
        "megabytes": most_memory(),
        "sums": sums,
    }


def _written(sums: Sums) -> list[object]:
    return [[list(key), dict(each)] for key, each in sums.items()]


def _read(written: list[list[object]]) -> Sums:
    return {tuple(key): each for key, each in written}


def _alone(way: str, place: Path) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.scale.run", "--alone", way, str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _tell(what: str, found: dict[str, object]) -> None:
    print(
        f"{what}: {found['seconds']:.2f} s, {found['of_processor']:.2f} s of processor time with "
        f"the start, {found['megabytes']} MB at most",
        flush=True,
    )


def _has_java() -> bool:
    java = shutil.which("java")
    if java is None:
        return False
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = said.partition('"')[2].partition(".")[0].partition('"')[0]
    return version.isdecimal() and int(version) >= LEAST_JAVA


if __name__ == "__main__":
    sys.exit(main())
