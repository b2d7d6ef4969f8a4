"""Combining from the command line: many packages verified, added up, and set side by side.

It needs nothing of the record. What is refused is told with its reason, one line each.
"""

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

from exports.combining.combined import Combined, combine
from exports.combining.combined_report import combined_report, combined_workbook
from exports.combining.combined_tables import REASONS, main_totals
from exports.combining.comparing import site_name
from exports.combining.finding import packages_in
from exports.combining.gathering import Opener, gather
from exports.combining.measure_words import measure_words
from exports.combining.service_list import read_lines, read_services
from exports.document.typesetting import report_pdf
from exports.errors import NothingToExport
from exports.package.writing import publish
from exports.quarters import quarter_named
from programme.loading import library as programmes
from session_forms.library import library as forms


def set_up_combine(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `combine` takes."""
    parser.add_argument("places", type=Path, nargs="+", metavar="FOLDER", help="with packages")
    parser.add_argument("--pdf", type=Path, metavar="OUT", help="the report, for paper")
    parser.add_argument("--xlsx", type=Path, metavar="OUT", help="every table, as a workbook")
    parser.add_argument("--quarter", metavar="NAME", help="as 2026-Q3; the newest when left out")
    parser.add_argument(
        "--course", metavar="ID", default="", help="as pps-core; the usual one when left out"
    )
    parser.add_argument("--identity", type=Path, metavar="FILE", help="what opens sealed packages")
    parser.add_argument(
        "--services",
        type=Path,
        metavar="FILE",
        help="fingerprints that were compared, one a line, each alone or with = NAME behind it",
    )
    parser.set_defaults(command=combine_packages)


def combine_packages(chosen: argparse.Namespace) -> str:
    """Combine every package in the folders, write what is asked for, and return what to tell.

    Raises:
        ExportError: There is nothing to combine, or a place cannot be read or written to.

    """
    services = read_services(chosen.services) if chosen.services else None
    identities = "\n".join(read_lines(chosen.identity)) if chosen.identity else ""
    gathered = gather(packages_in(chosen.places), Opener(identities, services))
    combined = combine(gathered, chosen.course)
    names = services or {}

    def name(site: str) -> str:
        return names.get(site) or site_name(site)

    told = [*_told(combined, name, are_compared=services is not None)]
    quarter = _quarter(combined, chosen.quarter, told)
    told += _figures(combined, quarter)
    programme = programmes.installed()
    words = measure_words(forms.installed(), programme)
    files: dict[Path, bytes] = {}
    if chosen.pdf:
        of = (programme.id, programme.version)
        report = combined_report(combined, quarter, words, programme=of, name=name)
        foot = (report.title, report.chip)
        files[chosen.pdf] = report_pdf(report, foot, practice=combined.practice)
    if chosen.xlsx:
        files[chosen.xlsx] = combined_workbook(combined, quarter, words, name)
    publish(files, {})
    if files:
        told.append(f"Written: {', '.join(path.name for path in files)}.")
    return "\n".join(told)


def _quarter(combined: Combined, wanted: str | None, told: list[str]) -> str:
    """Return the quarter to report on.

    Raises:
        NothingToExport: No release is counted, or none of that quarter.

    """
    known = combined.quarters
    if not known:
        raise NothingToExport("\n".join([*told, "There is no release to combine."]))
    if wanted is None:
        return known[0]
    if wanted not in known:
        raise NothingToExport(f"There is no release of {wanted}; there are {', '.join(known)}.")
    return wanted


def _told(combined: Combined, name: Callable[[str], str], *, are_compared: bool) -> Iterator[str]:
    """Yield what is counted and what is not, one line for each package that is not."""
    for refused in combined.refused:
        yield f"Refused: {refused.named}: {refused.why}"
    for left in combined.left_out:
        taken = f" Counted: {left.taken}." if left.taken else ""
        of = f"{name(left.release.site)}, {left.release.quarter.name}, {left.release.release_id}"
        yield f"Not counted: {of}: {REASONS[left.reason]}{taken}"
    yield (
        f"Releases counted: {len(combined.counted)}, services: {len(combined.sites)}. "
        f"Not counted: {len(combined.left_out)}. Refused: {len(combined.refused)}."
    )
    if combined.practice:
        yield "Practice: invented data. Nobody who is counted here exists."
    if combined.counted and not are_compared:
        yield (
            "Signers were not compared: give their numbers with --services, once each was compared "
            "face to face or by telephone."
        )


def _figures(combined: Combined, quarter: str) -> Iterator[str]:
    yield f"{quarter_named(quarter).in_words}:"
    for title, total in main_totals(combined.totals(quarter)):
        if total.value is not None and total.interval is not None:
            low, high = total.interval
            yield (
                f"  {title}: {total.value:.1f} % ({low:.1f} to {high:.1f}), "
                f"of {total.n} clients of {total.services} services"
            )
