"""Who came from where and how long it took to begin; who stopped by when."""

from collections.abc import Callable, Sequence

from exports.case.case import PseudonymisedCase
from exports.disclosure.constraints import Rule, same
from exports.document.tables import Count, Raw, RawTable, Share, column, count, interval
from exports.estimates.influence import mean, percentage
from exports.paper.forms.order import FIRST_CONTACT
from exports.reports.course_tables import CLIENTS, clients_column, interval_columns, kind_columns
from exports.reports.standing import TimePoint, time_points
from programme.course.order import course_order
from programme.definition.definition import Programme
from session_forms.words.texts import N_, NP_, _, pgettext

LONGEST_WAIT = 26
"""Weeks: a longer wait counts as this one."""
SECOND = 2
ELIGIBILITY = "eligibility"
SOURCES = {
    "self": NP_("who made a contact", "The person themselves"),
    "family": N_("A partner, relative or friend"),
    "helpline": NP_("who made a contact", "A helpline"),
    "colleague": NP_("who made a contact", "A colleague"),
    "police": NP_("who made a contact", "The police"),
    "court": N_("A court, probation or a lawyer"),
    "other": NP_("who made a contact", "Somebody else"),
}
BANDS = (
    ("to_2", NP_("how long somebody waited", "Up to 2 weeks"), 0, 2),
    ("3_to_4", NP_("how long somebody waited", "3 to 4 weeks"), 3, 4),
    ("5_to_8", NP_("how long somebody waited", "5 to 8 weeks"), 5, 8),
    ("9_to_12", NP_("how long somebody waited", "9 to 12 weeks"), 9, 12),
)
"""Id, words, and the whole weeks from and to; what is longer has a line of its own."""
LONGER_FROM = 13


_WAITED = (*(f"wait.{each}" for each, *_rest in BANDS), "wait.longer")
_MADE_BY = tuple(f"first_contact.{each}" for each in SOURCES)
_DECIDED = ("right_help.at_once", "right_help.else_first", "right_help.otherwise")
RULES = (
    *same("drop_out.{point}.known", "drop_out.{point}.percent"),
    *same("drop_out.end.stopped", "drop_out.*.of_stopped"),
    *same("waits.{which}", "waits.{which}.mean"),
    *same("waits.first", "wait.known"),
    Rule("divided", CLIENTS, ("waits.first", "waits.first.left_out")),
    Rule("divided", CLIENTS, ("waits.second", "waits.second.left_out")),
    Rule("part", "attendance.came", ("waits.second",)),
    Rule("divided", "waits.first", _WAITED, untold=True),
    Rule("divided", "wait.known", _WAITED, untold=True),
    Rule("apart", CLIENTS, _MADE_BY),
    Rule("apart", "first_contact.known", _MADE_BY),
    Rule("apart", CLIENTS, _DECIDED),
    Rule("divided", "right_help.known", _DECIDED, untold=True),
    Rule("part", CLIENTS, ("first_contact.known", "right_help.known", "wait.known")),
)


def drop_out(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return, by time point of the course, who reached it, who stopped before, and who neither."""
    points = time_points(cases, programme)
    stopped_at_all = points[-1].stopped
    end = course_order(programme)[-1]
    return RawTable(
        id="drop_out",
        title=_("Who stopped, by time point"),
        columns=(
            column("point", "By when", "text", "Point of the course"),
            column(
                "stopped",
                "Stopped",
                "count",
                "Clients who decided to stop, or with whom contact was lost, before it",
            ),
            column(
                "left_out",
                "Left out",
                "count",
                "Clients who ended before it for another reason, or are not there yet",
            ),
            column(
                "reached", "Reached it", "count", "Clients who held this session or a later one"
            ),
            column("known", "Of whom", "count", "Clients who stopped before it or reached it"),
            column(
                "percent", "Stopped, %", "figure", "Stopped, of those who stopped or reached it"
            ),
            *interval_columns(),
            column(
                "of_stopped",
                "Of all who stopped, %",
                "percent",
                "How many of all who stopped did so before this point",
            ),
        ),
        rows=tuple(_drop_out_row(cases, each, stopped_at_all, end) for each in points),
        notes=(
            _(
                "Of everybody with a session held. Left out of the share: who ended otherwise, and "
                "who is in treatment and not there yet."
            ),
        ),
    )


def _drop_out_row(
    cases: Sequence[PseudonymisedCase], point: TimePoint, stopped_at_all: Sequence[int], end: str
) -> tuple[Raw, ...]:
    is_end = point.plan_id == end
    key = f"drop_out.{'end' if is_end else point.plan_id}"
    parts = [
        count(f"{key}.{name}", [cases[place] for place in places])
        for name, places in (
            ("stopped", point.stopped),
            ("left_out", (*point.otherwise, *point.not_yet)),
            ("reached", point.reached),
            ("known", (*point.stopped, *point.reached)),
        )
    ]
    said = {cases[at].record_key: (0, 1) for at in point.reached}
    said |= {cases[at].record_key: (1, 1) for at in point.stopped}
    of_them = {cases[at].record_key: (at in point.stopped, 1) for at in stopped_at_all}
    before = _("before session {session}").format(session=point.plan_id)
    return (
        _("before the end") if is_end else before,
        *parts,
        *interval(percentage(f"{key}.percent", said), 0),
        interval(percentage(f"{key}.of_stopped", of_them), 0)[0],
    )


def waits(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return the weeks from the first contact to the first session, and on to the second."""
    figures: tuple[tuple[str, str, Callable[[PseudonymisedCase], int | None]], ...] = (
        ("waits.first", _("From the first contact to the first session"), _first_wait),
        ("waits.second", _("From the first to the second session"), _second_wait),
    )
    rows: list[tuple[Raw, ...]] = []
    for key, words, wait in figures:
        found = [(case, weeks) for case in cases if (weeks := wait(case)) is not None]
        known = count(key, [case for case, _weeks in found])
        left_out = count(f"{key}.left_out", [case for case in cases if wait(case) is None])
        wait_of = {case.record_key: min(weeks, LONGEST_WAIT) for case, weeks in found}
        rows.append(
            (
                words,
                known,
                left_out,
                *interval(mean(f"{key}.mean", wait_of, LONGEST_WAIT, bounded=True)),
            )
        )
    return RawTable(
        id="waits",
        title=_("Weeks until it began"),
        columns=(
            column("wait", "Weeks", "text", "From when until when"),
            clients_column(_("Clients with both days known")),
            column(
                "left_out", "Left out", "count", "Clients with fewer sessions, or who were imported"
            ),
            column("mean", "Mean", "figure", "Mean number of weeks"),
            *interval_columns(),
        ),
        rows=tuple(rows),
        notes=(
            _(
                "Where no first contact was written, from the day of the entry. Left out: who has "
                "no such session yet, and who was imported with an earlier course. More than "
                "{most} weeks count as {most}."
            ).format(most=LONGEST_WAIT),
        ),
    )


def _first_wait(case: PseudonymisedCase) -> int | None:
    return case.weeks_waited


def _second_wait(case: PseudonymisedCase) -> int | None:
    held = case.held_sessions
    return held[1].week - held[0].week if len(held) >= SECOND else None


def sources(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return by whom the first contact was made, of everybody with one in the record."""
    said = {
        case.record_key: source
        for case in cases
        for form in case.of_form(FIRST_CONTACT)
        if isinstance(source := form.answers.get("source"), str)
    }
    known = [case for case in cases if case.record_key in said]
    everyone = count("first_contact.known", known)
    return RawTable(
        id="sources",
        title=_("Who made the first contact"),
        columns=kind_columns(
            pgettext("column", "First contact by"), _("Who made the first contact")
        ),
        rows=tuple(
            _row(
                _(words),
                count(
                    f"first_contact.{source}",
                    [case for case in known if said[case.record_key] == source],
                ),
                everyone,
            )
            for source, words in SOURCES.items()
        ),
        notes=(
            _(
                "Of clients in this report whose first contact is in the record. Whoever has had "
                "no session yet, or has not agreed that figures are used, is in no report."
            ),
        ),
        kind="told",
    )


def wait_bands(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return for how many weeks clients waited for their first session, in bands."""
    waited = {case.record_key: case.weeks_waited for case in cases if case.weeks_waited is not None}
    known = [case for case in cases if case.record_key in waited]
    everyone = count("wait.known", known)
    bands = (
        *BANDS,
        ("longer", NP_("how long somebody waited", "13 weeks or more"), LONGER_FROM, None),
    )
    return RawTable(
        id="wait_bands",
        title=_("Weeks from first contact to first session"),
        columns=kind_columns(pgettext("column", "Waited"), _("How long clients waited")),
        rows=tuple(
            _row(
                _(words),
                count(
                    f"wait.{band}",
                    [
                        case
                        for case in known
                        if waited[case.record_key] >= first
                        and (last is None or waited[case.record_key] <= last)
                    ],
                ),
                everyone,
            )
            for band, words, first, last in bands
        ),
        notes=(
            _(
                "From the day of the first contact, or of the entry in the record where none was "
                "written. Whoever still waits is not in it."
            ),
        ),
        kind="told",
    )


def right_help(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return for whom something else had to come first, of everybody it was decided for."""
    decided = {
        case.record_key: {form.answers.get("decision") for form in found}
        for case in cases
        if (found := case.of_form(ELIGIBILITY))
    }
    known = [case for case in cases if case.record_key in decided]
    everyone = count("right_help.known", known)
    first = [case for case in known if "else_first" in decided[case.record_key]]
    at_once = [
        case
        for case in known
        if "this_programme" in decided[case.record_key]
        and "else_first" not in decided[case.record_key]
    ]
    placed = {case.record_key for case in (*first, *at_once)}
    other = [case for case in known if case.record_key not in placed]
    lines = (
        ("at_once", _("This programme, decided at once"), at_once),
        ("else_first", _("Something else came first"), first),
        ("otherwise", _("Decided otherwise, or left open"), other),
    )
    return RawTable(
        id="right_help",
        title=_("Whether something else came first"),
        columns=kind_columns(
            pgettext("column", "Decided"), _("What was decided before the course")
        ),
        rows=tuple(
            _row(words, count(f"right_help.{key}", found), everyone) for key, words, found in lines
        ),
        notes=(_("A person decided; nothing is calculated from answers."),),
        kind="told",
    )


def _row(words: str, there: Count, everyone: Count) -> tuple[str, Count, Share]:
    return (words, there, Share(there, everyone))
