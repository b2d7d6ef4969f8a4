"""All measurements by name, and the table they make."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from signal import SIGTERM, signal

from tests.bench import history
from tests.bench.against import NotMeasuredError, compare
from tests.bench.growth import SIZES, grow
from tests.bench.measurements.charts import chart_lines
from tests.bench.measurements.forms import form_lines, key_lines
from tests.bench.measurements.library import library_lines
from tests.bench.measurements.locking import lock_lines
from tests.bench.measurements.paper import paper_lines
from tests.bench.measurements.programme import programme_lines
from tests.bench.measurements.reporting import report_lines, summary_lines
from tests.bench.measurements.safekeeping import backup_lines
from tests.bench.measurements.saving import save_lines
from tests.bench.measurements.scoring import scoring_lines
from tests.bench.measurements.screens import (
    calendar_lines,
    client_lines,
    list_lines,
    page_lines,
    session_lines,
    today_lines,
)
from tests.bench.measurements.searching import search_lines
from tests.bench.measurements.starting import command_lines, start_lines
from tests.bench.measurements.unlocking import unlock_lines
from tests.bench.timing.lines import HEAD, Line
from tests.bench.timing.report import most_memory, tell
from tests.bench.workplace.place import Place

FEW = SIZES[0]
Measurement = Callable[[Place], Iterator[Line]]
MEASUREMENTS: Mapping[str, Measurement] = {
    "start": start_lines,
    "command": command_lines,
    "library": library_lines,
    "programme": programme_lines,
    "unlock": unlock_lines,
    "lock": lock_lines,
    "client": client_lines,
    "clients": list_lines,
    "today": today_lines,
    "calendar": calendar_lines,
    "session": session_lines,
    "pages": page_lines,
    "search": search_lines,
    "forms": form_lines,
    "keys": key_lines,
    "score": scoring_lines,
    "save": save_lines,
    "backup": backup_lines,
    "paper": paper_lines,
    "summary": summary_lines,
    "report": report_lines,
    "charts": chart_lines,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what was asked for; return 0 when every budget holds, else 1.

    Beside another commit it is 0 when no act is slower than it was there.
    """
    parser = _parser()
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(MEASUREMENTS):
        parser.error(f"{', '.join(sorted(unknown))}: there are {', '.join(MEASUREMENTS)}")
    if asked.history:
        for row in history.drawn(history.read()):
            tell(row)
        return 0
    signal(SIGTERM, lambda *_: sys.exit(128 + SIGTERM))  # nothing is to be left behind
    try:
        if asked.against is not None:
            wanted = ["--clients", str(asked.clients), *asked.names]
            return compare(asked.against, wanted, max(1, asked.pairs))
        if asked.growth:
            return grow(asked.names, SIZES)
        if asked.bundle:
            return _measure_bundle()
        if asked.peers:
            return _measure_peers(asked.clients)
        measurements = [MEASUREMENTS[name] for name in asked.names or MEASUREMENTS]
        return _measure(measurements, asked.clients, keep=asked.keep)
    except NotMeasuredError as error:
        parser.exit(2, f"{error}\n")


def _measure_bundle() -> int:
    """Pack and launch what only a machine with a packager can."""
    from tests.bench.measurements.bundle import bundle_lines

    return _measure([bundle_lines], FEW, keep=False)


def _measure_peers(clients: int) -> int:
    """Load what only the environment of ``./dev bench --peers`` has, and measure beside it."""
    from tests.bench.peers.side_by_side import peer_lines

    return _measure([peer_lines], clients, keep=False)


def _measure(measurements: Sequence[Measurement], clients: int, *, keep: bool) -> int:
    commit = history.commit_of_a_clean_tree() if keep else ""
    lines: list[Line] = []
    with Place(clients) as place:
        tell(HEAD)
        for measurement in measurements:
            for line in measurement(place):
                lines.append(line)
                tell(line)
    tell(f"# {most_memory()} MiB at most")
    over = [line.name for line in lines if line.verdict == "over"]
    busy = [line.name for line in lines if line.verdict == "busy"]
    if busy:
        tell(f"# over by the clock alone, since other work shares the processor: {', '.join(busy)}")
    if keep:
        history.keep(commit, lines, clients)
        tell(f"# kept, as of {commit}")
    tell(f"# over: {', '.join(over)}" if over else "# no budget is exceeded")
    return int(bool(over))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description="Speed, beside its floor.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASUREMENTS))
    parser.add_argument("--clients", type=int, default=10_000, help="how many in the record")
    parser.add_argument("--against", metavar="REV", help="a commit to run in turn with this tree")
    parser.add_argument("--pairs", type=int, default=9, help="how often in turn")
    parser.add_argument("--keep", action="store_true", help="add the run to docs/speed.jsonl")
    parser.add_argument("--history", action="store_true", help="draw the runs that were kept")
    parser.add_argument(
        "--bundle", action="store_true", help="pack the bundle and an empty window, and start both"
    )
    parser.add_argument("--peers", action="store_true", help="beside LHC-Forms, KeePass and Typst")
    parser.add_argument(
        "--growth", action="store_true", help="measure at 40 to 10,000 clients, and fit a line"
    )
    return parser
