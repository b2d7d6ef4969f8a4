"""Closing a quarter: somebody confirms its end, and each caseload gives its changed figures once.

Who confirms it gives theirs at once; `waiting_figures` says when everybody else does.

The figures of a course are those of the clients who follow it: two courses are never counted
together.

Figures of a caseload are given by the session of whoever owns it, and stay as they are from then
on: an erasure, a restriction and a withdrawn consent act at once on every quarter to which it has
not given them, and what was given before holds nobody who could be taken out of it.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock
from typing import Any

from exports.case.case import PseudonymisedCase
from exports.case.casefile import CaseFile
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.errors import DamagedFigures, NotForExport
from exports.quarters import Quarter, quarter_named, quarter_of
from exports.reports.service_report import (
    EarlierQuarter,
    Tabulated,
    forms_counted,
    read_tabulated,
    tabulated,
)
from exports.reports.standing import follow_ups_missed
from programme.definition.definition import Programme
from session_forms.words.texts import _
from therapist_app.record.header.caseload_access import owned_by, owner_now
from therapist_app.record.service import quarters, record_keys, releases
from therapist_app.record.service.quarters import ClosedQuarter, Giving, LeftOut, QuarterFigures
from therapist_app.workflows import fitting_forms
from therapist_app.workflows.exporting.course_files import agreed_clients, course_files
from therapist_app.workflows.exporting.under_way import ReadingProgress, unwatched
from therapist_app.workflows.people.seeing_people import names_of
from therapist_app.workflows.permissions import require
from therapist_app.workflows.workspace import Workspace

WAITS_FOR = timedelta(days=14)
"""How long the figures of a caseload wait for what its owner has not finished.

Who signs in each week is told twice, and it is as long as a release waits for a second person and
a notice for an administrator; the lead's report, which is of three months, does not wait for ever.
"""
MOST_EARLIER = 15
"""How many quarters a report looks back: four years with its own."""


@dataclass(frozen=True, slots=True)
class GivenFigures:
    """What the caseloads gave to a quarter.

    Attributes:
        caseloads: Their figures; of one without anybody who agreed there are none.
        of: How many caseloads the service has.
        shown: The ids of the caseloads that the figures are of.
        standing: How many of them stand as they were in an earlier quarter.
        late: How many gave after a report, and are too few people yet to join the next one.
        own: What the caseloads of the person signed in gave.

    """

    caseloads: tuple[Tabulated, ...]
    of: int
    shown: tuple[str, ...] = ()
    standing: int = 0
    late: int = 0
    own: "OwnFigures | None" = None


NOBODY = Tabulated((), (), 0)
COURSES = "courses"
"""Under which the figures of each course are kept."""
LEAST_APART = 1
"""Two quarters of a caseload differ by so many people and as many more as heads come of eight
tosses, or are the same: so five on average, and which it was says of nobody that they had news."""
LEAST_LATE = 10
"""Caseloads that gave their figures after a report join the next one with so many people."""
MOST_NAMED = 10
"""Of so many clients it is said whose forms are in no figure."""
_TURN = Lock()
"""Who gives at a sign-in, beside other work, and by hand meanwhile would give the same twice."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What a caseload gave to a quarter of one course.

    Attributes:
        since: The quarter in which these figures were made, where it is an earlier one.

    """

    since: str
    tabulated: Tabulated


@dataclass(frozen=True, slots=True)
class OwnFigures:
    """What the caseloads of the person signed in gave to a closed quarter of one course.

    Attributes:
        people: How many of their clients are counted in it.
        since: The quarter whose figures stand, where too few had anything new; empty if none.
        is_lacking: Whether a caseload of theirs has given nothing to it yet.

    """

    people: int
    since: str = ""
    is_lacking: bool = False


@dataclass(frozen=True, slots=True)
class QuarterChoice:
    """A closed quarter that a report can be made of.

    Attributes:
        missing: Whose caseloads gave nothing to it yet, others than one's own.
        until: The last day on which their figures wait for what is unfinished.

    """

    quarter: Quarter
    missing: tuple[str, ...]
    until: date


def closed_quarters(workspace: Workspace) -> tuple[QuarterChoice, ...]:
    """Return the quarters of which there can be a report, the newest first."""
    own, found = workspace.vault.person.uid, list[QuarterChoice]()
    for each in quarters.closed(workspace.service):
        quarter = quarter_named(each.quarter)
        missing = _missing(workspace, quarter, without=own)
        found.append(QuarterChoice(quarter, missing, waits_until(each)))
    return tuple(found)


def waits_until(closed: ClosedQuarter) -> date:
    """Return the last day on which figures wait: so many whole days after it was confirmed."""
    return closed.confirmed_at.astimezone().date() + WAITS_FOR


def quarter_to_close(workspace: Workspace) -> Quarter | None:
    """Return the quarter that comes next; None while it is not over.

    One follows the other; the first of all is the one that ended last.
    """
    ended = quarter_of(workspace.today()).before
    closed = quarters.closed(workspace.service)
    if not closed:
        return ended
    following = quarter_named(closed[0].quarter).next
    return following if following <= ended else None


def close_quarter(
    workspace: Workspace, quarter: Quarter, under_way: ReadingProgress | None = None
) -> None:
    """Keep that a quarter is over, as somebody confirmed, and give what is one's own to it.

    Raises:
        Stopped: It is closed; what is one's own is given at the next sign-in.
        NotForExport: It is not the one that comes next, or not over by the clock.
        NoCaseload: The person signed in keeps no clients.
        KnownRecordError: A caseload cannot be read, or the service file not be written.

    """
    require(workspace.vault, "export_outcomes")
    if quarter != quarter_to_close(workspace):
        raise NotForExport(_("This quarter cannot be closed now: close one after the other."))
    who = workspace.vault.person.uid
    quarters.close(workspace.service, ClosedQuarter(quarter.name, who, workspace.now()))
    give_figures(workspace, under_way)


def give_figures(
    workspace: Workspace,
    under_way: ReadingProgress | None = None,
    *,
    up_to: Quarter | None = None,
    giving: Giving = "by_hand",
) -> None:
    """Give the figures of one's own caseloads to every closed quarter that lacks them, in order.

    Up to a quarter, or to all: figures of a later one are compared with those of before. Of a
    quarter all are counted before any are kept, so that one that was stopped holds none of them.

    Raises:
        Stopped: What was counted before stays given.
        KnownRecordError: A caseload cannot be read, or the service file not be written.

    """
    with _TURN:
        for closed in reversed(quarters.closed(workspace.service)):
            quarter = quarter_named(closed.quarter)
            if up_to is not None and quarter > up_to:
                return
            lacking = caseloads_lacking(workspace, closed)
            read = under_way or unwatched()
            made = [_made(workspace, quarter, each, read) for each in lacking]
            for each in made:
                quarters.give(workspace.service, each.figures, giving)
                each.note_left_out(workspace)


@dataclass(frozen=True, slots=True)
class _Made:
    """What a caseload gives to a quarter, and which filled forms are not in it."""

    figures: QuarterFigures
    left_out: LeftOut

    def note_left_out(self, workspace: Workspace) -> None:
        """Note in the caseload what is not in its figures, where that is another than before."""
        caseload = workspace.vault.open_caseload(self.figures.caseload)
        quarters.note_left_out(caseload, self.figures.quarter, self.left_out)


def _made(
    workspace: Workspace, quarter: Quarter, caseload: str, under_way: ReadingProgress
) -> _Made:
    """Return what a caseload gives to a quarter."""
    vault = workspace.vault
    forms, clients = under_way.forms_passed_over, len(under_way.clients_passed_over)
    looking = replace(workspace, beside=vault.open_caseload(caseload))
    made = _figures(looking, quarter, _newest_of(workspace, caseload), under_way)
    figures = json.dumps(made)
    given = QuarterFigures(quarter.name, caseload, vault.person.uid, workspace.now(), figures)
    forms = under_way.forms_passed_over - forms
    return _Made(given, _left_out(forms, under_way.clients_passed_over[clients:]))


def _left_out(forms: int, clients: Sequence[str]) -> LeftOut:
    return LeftOut(forms, len(clients), tuple(clients[:MOST_NAMED]))


def forms_left_out(
    workspace: Workspace, quarter: Quarter, caseload: str, under_way: ReadingProgress
) -> LeftOut:
    """Return which filled forms would not be in what a caseload gives to a quarter.

    Raises:
        Stopped: It was stopped meanwhile.
        KnownRecordError: The caseload cannot be read.

    """
    looking = replace(workspace, beside=workspace.vault.open_caseload(caseload))
    read = ReadingProgress(under_way.tell, under_way.stop)
    for _each in _counted_files(looking, quarter, read):
        continue
    return _left_out(read.forms_passed_over, read.clients_passed_over)


def caseloads_lacking(workspace: Workspace, closed: ClosedQuarter) -> tuple[str, ...]:
    """Return the ids of one's own caseloads that gave nothing yet to a closed quarter."""
    own = {each.id for each in owned_by(workspace.vault.header, workspace.vault.person.uid)}
    return tuple(sorted(own - quarters.gave(workspace.service, closed.quarter)))


def lacks_figures(workspace: Workspace) -> bool:
    """Return whether a caseload of one's own has given nothing yet to a quarter that is closed."""
    return any(caseloads_lacking(workspace, each) for each in quarters.closed(workspace.service))


def _newest_of(workspace: Workspace, caseload: str) -> Mapping[str, Any]:
    """Return what a caseload gave last, by course, where it has given anything that can be read."""
    found = quarters.newest_of(workspace.service, caseload)
    try:
        known = _by_course(workspace, json.loads(found.figures)) if found else {}
        return {course: each for course, each in known.items() if {"marks", "since"} <= each.keys()}
    except (AttributeError, TypeError, ValueError):
        return {}


def given(workspace: Workspace, quarter: Quarter, course: str) -> GivenFigures:
    """Return what the caseloads gave to a quarter of a course, by its id.

    Raises:
        DamagedFigures: Something of it cannot be read.

    """
    found = _all_given(workspace, quarter, course)
    shown = _without_late(found, caseloads_shown(workspace, quarter.name, course))
    return _given(workspace, found, shown)


def given_then(
    workspace: Workspace, quarter: Quarter, course: str, caseloads: Collection[str]
) -> GivenFigures:
    """Return what these caseloads gave, of which a report was made.

    What a caseload gave is never given again, so it is what it was.

    Raises:
        DamagedFigures: Something of it cannot be read.

    """
    found = _all_given(workspace, quarter, course)
    shown = {caseload: each for caseload, each in found.items() if caseload in caseloads}
    return _given(workspace, found, shown)


def _all_given(workspace: Workspace, quarter: Quarter, course: str) -> Mapping[str, _Read]:
    rows = quarters.given(workspace.service, quarter.name)
    return {each.caseload: _read(workspace, each.figures, course) for each in rows}


def _given(
    workspace: Workspace,
    found: Mapping[str, _Read],
    shown: Mapping[str, _Read],
) -> GivenFigures:
    return GivenFigures(
        caseloads=tuple(each.tabulated for each in shown.values() if each.tabulated.people),
        of=len(workspace.vault.header.caseloads),
        shown=tuple(shown),
        standing=sum(bool(each.since) for each in shown.values()),
        late=len(found) - len(shown),
        own=_own_of(workspace, found),
    )


def _own_of(workspace: Workspace, found: Mapping[str, _Read]) -> OwnFigures:
    """Return what one's own caseloads gave, of what all gave."""
    vault = workspace.vault
    own = {each.id for each in owned_by(vault.header, vault.person.uid)}
    gave = [each for caseload, each in found.items() if caseload in own]
    return OwnFigures(
        sum(each.tabulated.people for each in gave),
        max((each.since for each in gave), default=""),
        is_lacking=len(gave) < len(own),
    )


def caseloads_shown(workspace: Workspace, quarter: str, course: str) -> frozenset[str]:
    """Return the caseloads that a report of a course's quarter, as 2026-Q3, has shown already."""
    found: set[str] = set()
    for release in releases.all_releases(workspace.service):
        with suppress(AttributeError, TypeError, ValueError):
            noted = json.loads(release.unprotected)
            of = (noted.get("quarter"), noted.get("course") or workspace.programme.id)
            if of == (quarter, course):
                found |= set(noted["caseloads"])
    return frozenset(found)


def _without_late(found: Mapping[str, _Read], shown: frozenset[str]) -> Mapping[str, _Read]:
    """Return what a report may show: caseloads that came late only where they hold enough people.

    The difference to the report before would be their figures alone.
    """
    late = {caseload: each for caseload, each in found.items() if caseload not in shown}
    people = sum(each.tabulated.people for each in late.values())
    if shown and people < LEAST_LATE:
        return {caseload: each for caseload, each in found.items() if caseload in shown}
    return found


def given_before(workspace: Workspace, quarter: Quarter, course: str) -> tuple[EarlierQuarter, ...]:
    """Return what the caseloads gave of a course to the closed quarters before one, in order.

    Raises:
        DamagedFigures: Something of it cannot be read.

    """
    known = sorted(quarter_named(each.quarter) for each in quarters.closed(workspace.service))
    earlier = [each for each in known if each < quarter][-MOST_EARLIER:]
    return tuple(
        EarlierQuarter(each.name, found.caseloads, len(found.shown))
        for each in earlier
        if (found := given(workspace, each, course)).caseloads
    )


def _missing(workspace: Workspace, quarter: Quarter, without: str = "") -> tuple[str, ...]:
    """Return the names of whose caseloads gave nothing to a quarter, each once, but of one uid."""
    header = workspace.vault.header
    there = quarters.who_gave(workspace.service, quarter.name)
    names = names_of(workspace.vault)
    silent = {owner_now(header, each) for each in header.caseloads if each.id not in there}
    return tuple(sorted(names.get(each, "") for each in silent - {without}))


def _figures(
    workspace: Workspace, quarter: Quarter, before: Mapping[str, Any], under_way: ReadingProgress
) -> Mapping[str, Any]:
    """Return what the caseload in use gives of each course that somebody follows, by its id.

    The course in use stands there always, so that a caseload of nobody has given its figures.
    """
    met = cases_of(workspace, quarter, under_way)
    ids = (each.id for each in workspace.courses)
    courses = {
        each: _figures_of(workspace, quarter, each, met[each], before.get(each))
        for each in ids
        if each in met or each == workspace.programme.id
    }
    return {COURSES: courses}


def _figures_of(
    workspace: Workspace,
    quarter: Quarter,
    course: str,
    met: Mapping[str, PseudonymisedCase],
    before: Mapping[str, Any] | None,
) -> Mapping[str, Any]:
    """Return what a caseload gives of one course: its first month, and its changed figures.

    Where nobody left and few people have anything new since the figures `before`, those stand:
    the difference of two quarters would be a figure about these few. Who left is taken out at once.
    The first month stays, else it would tell when the one who left began.
    """
    programme = workspace.course(course)
    cases = list(met.values())
    marks = marks_of(cases, programme)
    if before is not None and stands(before["marks"], marks):
        return {**before, "since": before["since"] or quarter.before.name}
    made = tabulated(
        cases,
        forms=workspace.forms,
        programme=programme,
        caseloads=len(workspace.vault.header.caseloads),
    )
    return {
        "since": "",
        "marks": marks,
        **made.as_data(),
    }


def cases_of(
    workspace: Workspace, quarter: Quarter, under_way: ReadingProgress
) -> Mapping[str, Mapping[str, PseudonymisedCase]]:
    """Return whom the figures of the caseload in use are about: by course, by the client's id.

    A course that nobody follows holds nobody.
    """
    keys = record_keys.record_keys(workspace.service)
    contexts = {
        each.id: ExportContext(_nameless, keys, workspace.forms, each) for each in workspace.courses
    }
    found: defaultdict[str, dict[str, PseudonymisedCase]] = defaultdict(dict)
    for each in _counted_files(workspace, quarter, under_way):
        case = pseudonymise(each, contexts[each.programme_id])
        found[each.programme_id][each.client_id] = case
    return found


def _counted_files(
    workspace: Workspace, quarter: Quarter, under_way: ReadingProgress
) -> Iterator[CaseFile]:
    """Yield the courses of whom the figures of the caseload in use are about."""
    counted = frozenset[str]().union(
        *(forms_counted(workspace.forms, each) for each in workspace.courses)
    )
    read = counted | fitting_forms.gone(workspace)
    agreed = agreed_clients(workspace)
    under_way.expect(len(agreed))
    files = course_files(workspace, agreed, end_of(quarter), form_ids=read, as_begun=True)
    for each in under_way.each(files):
        if each.sessions:
            under_way.pass_over(each.passed_over, each.client_id)
            yield each


def marks_of(cases: Sequence[PseudonymisedCase], programme: Programme) -> Mapping[str, str]:
    """Return a hash of who each client is, with one of what is counted of them.

    Weeks that pass after a course are no news, but a follow-up that was missed is.
    """
    return {
        _mark(each, "who"): _mark(
            each,
            repr(
                (
                    replace(each, weeks_since_end=None),
                    follow_ups_missed(each, programme),
                    *_counted_since(each),
                )
            ),
        )
        for each in cases
    }


def _counted_since(case: PseudonymisedCase) -> tuple[int | str, ...]:
    """Return what is counted since figures are kept; nothing of whoever has nothing of it.

    So the marks of before this was counted still stand for them.
    """
    elsewhere = (case.held_elsewhere,) if case.held_elsewhere else ()
    return (*elsewhere, *(("passed over",) if case.passed_over else ()))


def _mark(case: PseudonymisedCase, words: str) -> str:
    """Return a hash of words under a client's own key, of which nobody else can make any sense."""
    key = case.record_key.to_bytes(8, "big")
    return hashlib.blake2b(words.encode(), key=key, digest_size=8).hexdigest()


def stands(before: Mapping[str, str], now: Mapping[str, str]) -> bool:
    """Return whether figures stand as they were: nobody left, and few have anything new.

    How many are few is drawn by the marks, which are secret: a number that everybody knows would
    tell of the one who is left whether they had news, to whoever knows it of all others.
    """
    apart = sum(before.get(who) != mark for who, mark in now.items())
    return before.keys() <= now.keys() and apart < LEAST_APART + _tosses(now).bit_count()


def _tosses(marks: Mapping[str, str]) -> int:
    """Return eight tosses that the marks choose, as the bits of a number."""
    return hashlib.blake2b(repr(sorted(marks.items())).encode(), digest_size=1).digest()[0]


def _nameless(_client_id: str) -> str:
    """Return no pseudonym: figures have none."""
    return ""


def end_of(quarter: Quarter) -> datetime:
    """Return the first moment after a quarter, by this laptop's own time."""
    return datetime.combine(quarter.next.first_day, time()).astimezone(UTC)


def _read(workspace: Workspace, figures: str, course: str) -> _Read:
    """Return what a caseload gave of a course; nothing where nobody of it followed that."""
    try:
        found = _by_course(workspace, json.loads(figures)).get(course)
        if found is None:
            return _Read("", NOBODY)
        return _Read(str(found["since"]), read_tabulated(found))
    except (AttributeError, KeyError, TypeError, ValueError):
        raise DamagedFigures("The kept figures of a quarter cannot be read.") from None


def _by_course(workspace: Workspace, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return kept figures by course; those that name none are of the course in use."""
    courses: Mapping[str, Any] = found.get(COURSES) or {workspace.programme.id: found}
    return courses
