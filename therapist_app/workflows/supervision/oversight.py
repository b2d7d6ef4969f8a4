"""What the clinical lead sees of the whole service: counts and ages by caseload, and releases.

Nothing here opens a caseload. A line is what the therapist's own session wrote when it was last
opened or locked, and says so; ages are brought to today.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from therapist_app.record.client_rights.client_moves import all_moves
from therapist_app.record.header.caseload_access import (
    has_ended,
    owned_by,
    owner_now,
    waits_for_owner,
)
from therapist_app.record.header.header import HANDED_OVER, CaseloadGrant
from therapist_app.record.service import caseload_figures, releases
from therapist_app.record.service.caseload_figures import (
    COUNTS,
    QUARTER,
    SOME_COUNTS,
    AlertsWaiting,
    CaseloadCounts,
    CaseloadFigures,
    Waiting,
)
from therapist_app.record.service_model import Release
from therapist_app.workflows.exporting.earlier_releases import in_whose_place
from therapist_app.workflows.people.seeing_people import came_from, names_of
from therapist_app.workflows.people.signed_names import who_approved
from therapist_app.workflows.permissions import require
from therapist_app.workflows.safekeeping.loud_acts import times_named
from therapist_app.workflows.workspace import Workspace

URGENT_PAST_DAYS = 1  # from the first day after the one on which it opened
OLD_DAYS = 7
RELEASES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class OversightLine:
    """One caseload as its last session left it.

    Attributes:
        therapist: Whose it is now.
        came_from: Who handed it over to them; empty where it was always theirs.
        covered_by: Who may stand in for them today.
        away_too: Who of these has somebody standing in for themselves today.
        written_by: Whose session wrote the figures; empty where nobody's has.
        written: The row of the service file, if there is one.
        figures: Its figures with ages as of today; None where there are none to be read.
        days_old: How many days ago they were written.
        moved: How many clients went over to another caseload since, whose figures hold them
            already; they are not among the clients here.

    """

    caseload: str
    therapist: str
    covered_by: tuple[str, ...]
    written_by: str
    written: CaseloadFigures | None
    figures: CaseloadCounts | None
    days_old: int = 0
    came_from: str = ""
    moved: int = 0
    away_too: tuple[str, ...] = ()

    @property
    def is_old(self) -> bool:
        """Whether nobody has opened the caseload for a week."""
        return self.days_old > OLD_DAYS

    @property
    def urgent_days(self) -> int | None:
        """How long an urgent alert has been open, where it is longer than it may."""
        return urgent_days(self.figures) if self.figures else None


@dataclass(frozen=True, slots=True)
class OversightPageData:
    """The whole service.

    Attributes:
        lines: The caseloads, the one whose alerts press most first.
        total: The sum of the figures there are; None where there are none.
        silent: How many caseloads have no figures.
        releases: What left the service lately, the newest first.
        replaced: Which release stands in the place of another, by the id of that.
        corrections: How many corrections since then change a release, by its id.
        readable: How many copies of it that anybody can read were saved, by its id.
        released: How much has left it in all.
        approved: Who approved it, in words, by its id.
        named: How often a colleague wrote in the last 90 days that the person signed in agreed to
            override a gate.

    """

    day: date
    lines: tuple[OversightLine, ...]
    total: CaseloadCounts | None
    silent: int
    releases: tuple[Release, ...]
    replaced: Mapping[str, str]
    corrections: Mapping[str, int]
    readable: Mapping[str, int]
    approved: Mapping[str, str]
    released: int
    named: int = 0


def oversight(workspace: Workspace) -> OversightPageData:
    """Return what a lead sees of the service.

    Raises:
        NotAllowed: The person signed in does not lead it.

    """
    require(workspace.vault, "oversee")
    now = workspace.service.now()
    written = caseload_figures.all_figures(workspace.service)
    moved = _counted_twice(workspace, written)
    lines = [
        _line(workspace, each, written.get(each.id), now, moved[each.id])
        for each in workspace.vault.header.caseloads
    ]
    found = [each.figures for each in lines if each.figures]
    left = releases.newest(workspace.service, RELEASES_SHOWN)
    return OversightPageData(
        day=now.astimezone().date(),
        lines=tuple(sorted(lines, key=_pressing)),
        total=total(found) if found else None,
        silent=len(lines) - len(found),
        releases=left,
        replaced=in_whose_place(left),
        corrections=Counter(each.release_id for each in releases.corrections(workspace.service)),
        readable=Counter(each.release_id for each in releases.readable_copies(workspace.service)),
        approved={each.id: who_approved(workspace.vault, each) for each in left},
        released=releases.count(workspace.service),
        named=times_named(workspace.vault, now - QUARTER),
    )


def urgent_days(figures: CaseloadCounts) -> int | None:
    """Return how many days an urgent alert has been open, where it is longer than it may."""
    days = [each.waiting.oldest_days for each in figures.alerts if each.level == "urgent"]
    oldest = max(days, default=0)
    return oldest if oldest >= URGENT_PAST_DAYS else None


def total(figures: Sequence[CaseloadCounts]) -> CaseloadCounts:
    """Return the sum of some figures; an age is that of the oldest."""
    kinds = {(each.stream, each.level): each for one in figures for each in one.alerts}
    clients: Counter[str] = Counter()
    for one in figures:
        clients.update(one.clients)
    kept = [one.kept_long_enough for one in figures]
    promises, plans = [one.promises for one in figures], [one.plans for one in figures]
    counts: dict[str, Any] = {name: sum(getattr(one, name) for one in figures) for name in COUNTS}
    counts |= {name: _sum_known(getattr(one, name) for one in figures) for name in SOME_COUNTS}
    return CaseloadCounts(
        clients=dict(clients),
        alerts=tuple(
            replace(
                each,
                waiting=_summed(
                    alert.waiting
                    for one in figures
                    for alert in one.alerts
                    if (alert.stream, alert.level) == kind
                ),
            )
            for kind, each in sorted(kinds.items())
        ),
        unsigned_notes=_summed(one.unsigned_notes for one in figures),
        kept_long_enough=None if None in kept else _summed(each for each in kept if each),
        promises=tuple(day for each in promises for day in each or ()),
        plans=None if None in plans else tuple(day for each in plans for day in each or ()),
        **counts,
    )


def _counted_twice(workspace: Workspace, written: Mapping[str, CaseloadFigures]) -> Counter[str]:
    """Return by caseload how many of the clients in its figures are in later ones of a colleague.

    A client is counted where they are now, as soon as that caseload's own session counted them.
    """
    newest = {each.client: each for each in all_moves(workspace.service) if each.to_caseload}
    found: Counter[str] = Counter()
    for move in newest.values():
        before, after = written.get(move.from_caseload), written.get(move.to_caseload)
        if before and after and move.ended_at and before.written_at < move.ended_at:
            found[move.from_caseload] += after.written_at > move.ended_at
    return found


def _without(figures: CaseloadCounts, moved: int) -> CaseloadCounts:
    """Return figures without some clients; who goes over is as a rule in treatment."""
    left = dict(figures.clients)
    for status in ("active", "follow_up", "paused", "ended"):
        gone = min(moved, left.get(status, 0))
        if gone:
            left[status] -= gone
            moved -= gone
    return replace(figures, clients=left)


def _line(
    workspace: Workspace,
    grant: CaseloadGrant,
    written: CaseloadFigures | None,
    now: datetime,
    moved: int,
) -> OversightLine:
    names = names_of(workspace.vault)
    owner = owner_now(workspace.vault.header, grant)
    standing_in = tuple(_standing_in(workspace, grant.id))
    days = _days_between(written.written_at, now) if written else 0
    is_signed = written is not None and caseload_figures.is_signed(workspace.service, written)
    figures = written.figures if written else None
    return OversightLine(
        caseload=grant.id,
        therapist=names.get(owner, ""),
        came_from=came_from(workspace.vault, grant),
        covered_by=tuple(names.get(each, "") for each in standing_in),
        away_too=tuple(names.get(each, "") for each in standing_in if _is_away(workspace, each)),
        written_by=names.get(written.written_by, "") if written and is_signed else "",
        written=written,
        figures=_without(_aged(figures, days), moved) if figures else None,
        moved=moved if figures else 0,
        days_old=days,
    )


def _standing_in(workspace: Workspace, caseload: str) -> Iterable[str]:
    header, today = workspace.vault.header, workspace.vault.today()
    for each in header.covers_of(caseload):
        is_for_good = each.until == HANDED_OVER
        if not (is_for_good or has_ended(each.until, today) or waits_for_owner(header, each)):
            yield each.to


def _is_away(workspace: Workspace, uid: str) -> bool:
    """Whether somebody stands in for a person, who is then as a rule not here."""
    return any(
        any(_standing_in(workspace, each.id)) for each in owned_by(workspace.vault.header, uid)
    )


def _aged(figures: CaseloadCounts, days: int) -> CaseloadCounts:
    """Return figures written some days ago, with the ages of today.

    What was open then is open now: only a session that opens the caseload can close it, and it
    would have written anew.
    """
    kept = figures.kept_long_enough
    return replace(
        figures,
        alerts=tuple(replace(each, waiting=_later(each.waiting, days)) for each in figures.alerts),
        unsigned_notes=_later(figures.unsigned_notes, days),
        kept_long_enough=kept and _later(kept, days),
        promises=figures.promises and tuple(each - days for each in figures.promises),
        plans=figures.plans and tuple(each - days for each in figures.plans),
    )


def _later(waiting: Waiting, days: int) -> Waiting:
    return replace(waiting, oldest_days=waiting.oldest_days + days) if waiting.count else waiting


def _sum_known(numbers: Iterable[int | None]) -> int | None:
    """Return a sum; None where one of the numbers is not known."""
    found = list(numbers)
    known = [each for each in found if each is not None]
    return sum(known) if len(known) == len(found) else None


def _summed(waiting: Iterable[Waiting]) -> Waiting:
    found = list(waiting)
    return Waiting(
        sum(each.count for each in found), max((each.oldest_days for each in found), default=0)
    )


def _days_between(earlier: datetime, later: datetime) -> int:
    return max(0, (later.astimezone().date() - earlier.astimezone().date()).days)


def _pressing(line: OversightLine) -> tuple[int, int, int, str]:
    alerts: tuple[AlertsWaiting, ...] = line.figures.alerts if line.figures else ()
    urgent = sum(each.waiting.count for each in alerts if each.level == "urgent")
    act = sum(each.waiting.count for each in alerts if each.level == "act")
    overdue = line.figures.promises_overdue.count if line.figures else 0
    return (-urgent, -act, -overdue, line.therapist)
