"""Auditing releases from the command line: how narrow a stranger can make their figures.

    python -m exports audit PACKAGE [EARLIER ...]

It needs nothing of the record: packages, the programme, and the rules, which are in the source.
"""

import argparse
import codecs
import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from exports.disclosure.audit import Audit, audit
from exports.disclosure.cells import CELLS, counts_in
from exports.disclosure.disclosure import READER_PROFILES
from exports.disclosure.integer_programme import is_installed, solved
from exports.errors import ExportError, PackageRefused
from exports.package.package import DESCRIPTION
from exports.package.verification import verify_package
from exports.reports.audit_page import report_constraints
from exports.reports.course_tables import CLIENTS
from programme.definition.definition import Programme
from programme.loading import library as programmes


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a package holds that can be audited."""

    release_id: str
    counts: Mapping[str, int]
    least: int
    caseloads: int
    programme: tuple[str, str]


def set_up_audit(parser: argparse.ArgumentParser) -> None:
    """Say which arguments `audit` takes."""
    parser.add_argument("package", type=Path, metavar="PACKAGE")
    parser.add_argument("earlier", type=Path, nargs="*", metavar="EARLIER", help="releases before")
    parser.set_defaults(command=audit_packages)


def audit_packages(chosen: argparse.Namespace) -> str:
    """Attack the figures of a package beside earlier ones, and return what to tell.

    Raises:
        ExportError: A figure is certain, or a package is not whole or holds no figures.

    """
    packages = [_figures(each) for each in (chosen.package, *chosen.earlier)]
    first = packages[0]
    programme = _installed(first.programme)
    found = audit(
        [each.counts for each in packages],
        report_constraints(programme, first.counts) if programme else (),
        least=first.least,
        caseloads=first.caseloads,
        deeper=solved if is_installed() else None,
    )
    told = "\n".join((_tried(found, packages, programme), _came_to(found)))
    if found.certain:
        raise ExportError(f"{told}\nA figure is certain: do not hand this release on.")
    if found.undecided:
        return (
            f"{told}\nNot decided: nothing is certain by arithmetic, but for "
            f"{len(found.undecided)} counts no two whole sets of numbers were found that fit all "
            "of it."
        )
    return (
        f"{told}\nProved: nothing is certain. For each count there are two whole sets of numbers "
        "that fit all of it and differ in that count."
    )


def _figures(path: Path) -> _Figures:
    """Return the figures of a verified package.

    Raises:
        ExportError: It is not whole, or holds no figures to audit.

    """
    package = verify_package(path)
    lines = package.files.get(f"tables/{CELLS}.csv")
    if lines is None:
        raise ExportError(
            f"{path.name} holds no figures to audit: it is one client's summary, or was made by an "
            "earlier version."
        )
    try:
        described = json.loads(package.files[DESCRIPTION])
        text = lines.removeprefix(codecs.BOM_UTF8).decode()
        counts = counts_in(list(csv.DictReader(io.StringIO(text))))
        figures = _Figures(
            package.release_id,
            {key: each or 0 for key, each in counts.items()},
            READER_PROFILES[package.profile].least,
            int(described["release"]["caseloads_open"]),
            (str(described["programme"]["id"]), str(described["programme"]["version"])),
        )
    except (KeyError, TypeError, ValueError):
        raise PackageRefused("The figures of the package cannot be read.") from None
    if CLIENTS not in figures.counts:
        raise PackageRefused("The figures of the package cannot be read.")
    return figures


def _installed(named: tuple[str, str]) -> Programme | None:
    """Return the programme of a release, if it is the one that is installed."""
    programme = programmes.installed()
    return programme if named == (programme.id, programme.version) else None


def _tried(found: Audit, packages: list[_Figures], programme: Programme | None) -> str:
    known = (
        f"{found.constraints} constraints of the programme {programme.id} {programme.version} "
        "and of the report"
        if programme
        else "no programme, since another version is installed here"
    )
    deeper = "and solved whole" if is_installed() else "not solved whole, HiGHS is not installed"
    return (
        f"Tried on release {packages[0].release_id}, beside {len(packages) - 1} earlier: "
        f"{found.figures} counts, the table of probabilities, {known}, by arithmetic until nothing "
        f"moved, {deeper}; and what is likely."
    )


def _came_to(found: Audit) -> str:
    told = (
        f"Narrowest: {found.narrowest} may be any of {found.range.values} numbers, "
        f"from {found.range.low} to {found.range.high}."
    )
    if found.surest is None:
        return told
    guess = found.surest
    return (
        f"{told}\nSurest: {guess.key} is {guess.number} with a chance of {guess.percent} %, "
        "if those behind it were the same in all releases."
    )
