"""Adding up packages by SQL, where the standard library takes too long.

    python -m national cells FOLDER... --out CELLS [--services FILE] [--identity FILE]
    python -m national sums CELLS --out CSV [--engine duckdb|spark] [--master URL]

`cells` verifies packages and writes their cells as Parquet, each service and quarter once. `sums`
adds them up into a table. The folder above this one stands in `PYTHONPATH`.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from national.cell_files import write_cells
from national.engines import Sums, by_duckdb, by_spark

from exports.combining.combined import combine
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, gather
from exports.combining.service_list import read_lines, read_services
from exports.errors import ExportError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return how it ended."""
    chosen = _parser().parse_args(arguments)
    try:
        print(chosen.command(chosen))
    except ExportError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m national", description="Adding up packages by SQL."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    cells = commands.add_parser("cells", help="write the cells of packages as Parquet")
    cells.add_argument("places", type=Path, nargs="+", metavar="FOLDER")
    cells.add_argument("--out", type=Path, required=True)
    cells.add_argument("--services", type=Path)
    cells.add_argument("--identity", type=Path)
    cells.add_argument("--course", default="", metavar="ID")
    cells.set_defaults(command=_cells)
    sums = commands.add_parser("sums", help="add them up")
    sums.add_argument("cells", type=Path)
    sums.add_argument("--out", type=Path, required=True)
    sums.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    sums.add_argument("--master", default="local[*]", help="where Spark runs")
    sums.set_defaults(command=_sums)
    return parser


def _cells(chosen: argparse.Namespace) -> str:
    services = read_services(chosen.services) if chosen.services else None
    identities = "\n".join(read_lines(chosen.identity)) if chosen.identity else ""
    gathered = gather(packages_in(chosen.places), Opener(identities, services))
    combined = combine(gathered, chosen.course)
    for each in combined.refused:
        print(f"Refused: {each.path.name}: {each.why}", file=sys.stderr)
    written = write_cells(combined.counted, combined.keys, chosen.out)
    return f"{written} cells of {len(combined.counted)} releases are in {chosen.out.name}."


def _sums(chosen: argparse.Namespace) -> str:
    if chosen.engine == "spark":
        found = by_spark(chosen.cells, master=chosen.master)
    else:
        found = by_duckdb(chosen.cells)
    _write(found, chosen.out)
    return f"{len(found)} sums are in {chosen.out.name}."


def _write(found: Sums, to: Path) -> None:
    with to.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = ("services", "untold", "clients", "clients_most", "caseloads", "total", "squares")
        writer.writerow(("quarter", "measure", "version", "stratum", "counts", *names))
        for key in sorted(found):
            writer.writerow((*key, *(found[key][name] for name in names)))


if __name__ == "__main__":
    sys.exit(main())
