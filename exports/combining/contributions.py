"""What a verified package gives to a sum over services, and nothing more of it."""

import json
from dataclasses import dataclass
from typing import Any

from exports.combining.cell_store import CellKeys, Cells, read_cells
from exports.disclosure.cells import CELLS
from exports.disclosure.disclosure import READER_PROFILES
from exports.errors import PackageRefused
from exports.package.package import DESCRIPTION
from exports.package.verification import VerifiedPackage
from exports.quarters import Quarter
from session_forms.words.texts import _

MOST_CASELOADS = 10_000
_CANNOT_BE_READ = "The description of the package cannot be read."


@dataclass(frozen=True, slots=True)
class Contribution:
    """One release of one service.

    Attributes:
        site: The fingerprint of who signed it: a service has one key for each recipient.
        month: In which it was made, as 2026-11.
        least: The least number of clients that it tells.
        caseloads: How many caseloads were added up in it: each changes a count on its own.
        caseloads_all: How many the service has.
        replaces: The id of the release that it takes the place of, if it does.
        programme: Its id and version.

    """

    release_id: str
    site: str
    month: str
    profile: str
    practice: bool
    least: int
    caseloads: int
    caseloads_all: int
    replaces: str
    programme: str
    cells: Cells

    @property
    def course(self) -> str:
        """The id of the programme: each version of a course is of that course."""
        return self.programme.partition(" ")[0]

    @property
    def quarter(self) -> Quarter:
        """The quarter whose end it stands on."""
        return self.cells.quarter


def contribution_of(package: VerifiedPackage, keys: CellKeys) -> Contribution:
    """Return what a package gives.

    Raises:
        PackageRefused: It holds no figures that can be added up, or they cannot be read.

    """
    lines = package.files.get(f"tables/{CELLS}.csv")
    profile = READER_PROFILES.get(package.profile)
    if lines is None or profile is None or not profile.least:
        raise PackageRefused(
            _(
                "The package holds no figures to add up: it is one client's summary, or was made "
                "by an earlier version."
            )
        )
    try:
        described = json.loads(package.files[DESCRIPTION])
        cells = read_cells(lines, package.release_id, least=profile.least, keys=keys)
        return _contribution(package, described, cells)
    except (KeyError, TypeError, ValueError, RecursionError):
        raise PackageRefused(_CANNOT_BE_READ) from None


def _contribution(
    package: VerifiedPackage,
    described: Any,  # noqa: ANN401 - what a file holds
    cells: Cells,
) -> Contribution:
    release, programme = described["release"], described["programme"]
    caseloads, whole = int(release["caseloads_open"]), int(release["caseloads_all"])
    if not all(1 <= each <= MOST_CASELOADS for each in (caseloads, whole)):
        raise PackageRefused(_CANNOT_BE_READ)
    return Contribution(
        release_id=package.release_id,
        site=package.signer,
        month=package.month,
        profile=package.profile,
        practice=package.practice,
        least=READER_PROFILES[package.profile].least,
        caseloads=caseloads,
        caseloads_all=whole,
        replaces=str(release.get("replaces", "")),
        programme=f"{programme['id']} {programme['version']}",
        cells=cells,
    )
