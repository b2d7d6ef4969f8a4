"""What a report that left told, for the lead who answers for the service.

No copy of what left is kept. A report is made of figures that each caseload gave once and for all
to a quarter, and the list of releases says which caseloads they were. So it can be made once more,
from the same changed figures; the hash of its tables says whether they are what left, to the byte.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from exports.errors import NotForExport
from exports.occasion import Occasion
from exports.package.package import report_alone
from exports.paper.pages.page_reading import DrawnPage, drawn_pages
from exports.purposes import ONE_CLIENT
from exports.quarters import Quarter, quarter_named
from exports.reports.service_report import service_report
from session_forms.words.texts import N_, _
from therapist_app import __version__
from therapist_app.record.service import releases
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting.quarters import given_before, given_then
from therapist_app.workflows.people.recipient_words import recipient_in_words
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

OF_ONE_CLIENT = N_(
    "It is about one client, and their therapist alone can read it here. Ask the therapist."
)
NOTHING_KEPT = N_(
    "What it was made of is not all here any more, or the list of exports does not say it: it "
    "cannot be shown. Ask whoever approved it."
)


@dataclass(frozen=True, slots=True)
class WhatLeft:
    """A report that left, as its readers have it.

    Attributes:
        is_to_the_byte: Whether its tables are what left; else words or tables of this version
            are others than those of the version that made it, and the figures the same.

    """

    id: str
    pages: tuple[DrawnPage, ...]
    is_to_the_byte: bool


@dataclass(frozen=True, slots=True)
class _Noted:
    quarter: Quarter
    course: str
    caseloads: frozenset[str]
    tables: str


def is_report(release: Release) -> bool:
    """Return whether it left, and is a report of a quarter whose figures are here."""
    has_left = release.standing == "released" and release.profile != ONE_CLIENT
    return has_left and _noted(release) is not None


def what_left(workspace: Workspace, release_id: str) -> WhatLeft:
    """Return a report that left, with the figures that its readers have.

    Raises:
        NotForExport: The person signed in does not lead the service; or it is about one client, or
            what it was made of is not known or not here any more.
        DamagedFigures: Something of it cannot be read.
        NoSuchRow: The list of exports has none of that id.

    """
    require(workspace.vault, "oversee")
    release = releases.load(workspace.service, release_id)
    if release.profile == ONE_CLIENT:
        raise NotForExport(_(OF_ONE_CLIENT))
    noted = _noted(release)
    if noted is None:
        raise NotForExport(_(NOTHING_KEPT))
    programme = workspace.course(noted.course)
    found = given_then(workspace, noted.quarter, programme.id, noted.caseloads)
    if noted.course not in ("", programme.id) or noted.caseloads != frozenset(found.shown):
        raise NotForExport(_(NOTHING_KEPT))
    occasion = Occasion(
        release_id=release.id,
        profile=release.profile,
        recipient=recipient_in_words(release.recipient),
        purpose=release.purpose,
        replaces=release.reissue_of,
        month=release.made_at.astimezone().strftime("%Y-%m"),
        last_month=noted.quarter.last_month,
        app_version=__version__,
        practice=workspace.practice,
        caseloads_open=len(found.shown),
        caseloads_all=len(workspace.vault.header.caseloads),
        caseloads_standing=found.standing,
        course=programme.title if len(workspace.courses) > 1 else "",
    )
    report = service_report(
        found.caseloads,
        occasion,
        forms=workspace.forms,
        programme=programme,
        earlier=given_before(workspace, noted.quarter, programme.id),
    )
    pdf, tables = report_alone(report, occasion)
    return WhatLeft(release.id, drawn_pages(pdf), tables == noted.tables)


def _noted(release: Release) -> _Noted | None:
    """Return of what a report was made; None where the list does not say."""
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        found: dict[str, Any] = json.loads(release.unprotected)
        return _Noted(
            quarter_named(found["quarter"]),
            str(found.get("course") or ""),
            frozenset(map(str, found["caseloads"])),
            str(found["tables_hash"]),
        )
    return None
