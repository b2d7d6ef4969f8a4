"""How far clients came and how they attended: funnel, dose and attrition."""

from collections import Counter
from collections.abc import Sequence

from exports.case.case import PseudonymisedCase
from exports.document.tables import Column, Count, Raw, RawTable, Share, Sum, mean_figures
from programme.course.order import after_the_end, brought_forward, course_order
from programme.definition.definition import Programme
from session_forms.words.texts import N_, NP_, pgettext
from session_forms.words.texts import translate as _

CLIENTS = "clients"
SESSIONS = "sessions"

ATTENDANCE_WORDS = {
    "attended": NP_("attendance", "Attended"),
    "late": NP_("attendance", "Attended, late"),
    "cancelled_client": N_("Cancelled by the client"),
    "cancelled_service": N_("Cancelled by the service"),
    "did_not_attend": N_("Did not attend"),
    "other": NP_("attendance", "Other"),
    "not said": NP_("attendance", "Not recorded"),
}
STATUS_WORDS = {
    "active": N_("In the programme"),
    "paused": NP_("course", "Paused"),
    "follow_up": NP_("course", "Follow-up"),
    "ended": NP_("course", "Ended"),
    "other": NP_("course", "Other"),
    "not said": NP_("course", "Not recorded"),
}


def clients_count(cases: Sequence[PseudonymisedCase]) -> Count:
    """Return how many clients the report is about."""
    return Count(CLIENTS, len(cases))


def funnel(cases: Sequence[PseudonymisedCase], programme: Programme) -> RawTable:
    """Return how many clients reached each stage, and how many not or not yet.

    A stage is the first session of a phase, the last session of the course, and any session
    after the end. How far a client came is counted in the order of their track.
    """
    reached_by = [_stages_reached(case, programme) for case in cases]
    everyone = before = clients_count(cases)
    rows: list[tuple[Raw, ...]] = [(_("In the caseloads covered"), before, "", "")]
    sums: list[Sum] = []
    for place, (stage, words) in enumerate(_stages(programme)):
        reached = Count(f"reached.{stage}", sum(count > place for count in reached_by))
        missing = Count(f"not_reached.{stage}", before.value - reached.value)
        rows.append((words, reached, missing, Share(reached, everyone)))
        sums.append(Sum(before.key, (reached.key, missing.key)))
        before = reached
    return RawTable(
        id="funnel",
        title=_("How far clients came"),
        columns=(
            Column("stage", pgettext("column", "Stage"), "text", _("Point of the course")),
            Column("clients", pgettext("column", "Clients"), "count", _("Clients who came so far")),
            Column("not_yet", _("Not, or not yet"), "count", _("Clients of the stage before")),
            Column(
                "percent",
                pgettext("column", "Of all"),
                "percent",
                _("Share of all clients covered"),
            ),
        ),
        rows=tuple(rows),
        notes=(_("A client who is still in the programme may reach a stage later."),),
        sums=tuple(sums),
    )


def attendance(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return what became of the sessions that were due."""
    found = Counter(session.attendance for case in cases for session in case.sessions)
    return _shares_of(
        found,
        table_id="attendance",
        title=_("Sessions that were due"),
        total=Count(SESSIONS, sum(found.values())),
        words=ATTENDANCE_WORDS,
    )


def dose(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return sessions, weeks and minutes per client who came at least once."""
    came = [case for case in cases if case.held_sessions]
    basis = Count("came", len(came))
    figures: dict[str, list[float]] = {
        pgettext("fact", "Sessions held"): [len(case.held_sessions) for case in came],
        _("Weeks from first to last session"): [_weeks(case) for case in came],
        _("Minutes per session"): [_minutes(case) for case in came],
    }
    never = Count("never_came", len(cases) - len(came))
    return RawTable(
        id="dose",
        title=_("Dose, per client who came at least once"),
        columns=(
            Column("figure", pgettext("column", "Per client"), "text", _("What is averaged")),
            Column(
                "clients",
                pgettext("column", "Clients"),
                "count",
                _("Clients who came at least once"),
            ),
            Column(
                "never_came",
                pgettext("column", "Never came"),
                "count",
                _("Clients without a held session"),
            ),
            Column("mean", pgettext("column", "Mean"), "figure", _("Mean per client")),
            Column(
                "low",
                pgettext("column", "95 % from"),
                "figure",
                _("Lower end of the 95 % interval"),
            ),
            Column("high", pgettext("column", "to"), "figure", _("Upper end of the 95 % interval")),
        ),
        rows=tuple(
            (words, basis, never, *mean_figures(values, basis)) for words, values in figures.items()
        ),
        sums=(Sum(CLIENTS, (basis.key, never.key)),),
    )


def attrition(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return where clients stand now."""
    return _shares_of(
        Counter(case.status for case in cases),
        table_id="status",
        title=_("Where clients are now"),
        total=clients_count(cases),
        words=STATUS_WORDS,
    )


def _stages(programme: Programme) -> tuple[tuple[str, str], ...]:
    """Return the stages of the course by id, in words."""
    course = set(course_order(programme))
    stages = [
        (phase.id, _("Began: {phase}").format(phase=phase.title))
        for phase in programme.phases
        if course & {session.id for session in phase.sessions}
    ]
    stages.append(("last", _("Held the last session of the course")))
    if after_the_end(programme):
        stages.append(("after", _("Seen again after the end")))
    return tuple(stages)


def _stages_reached(case: PseudonymisedCase, programme: Programme) -> int:
    """Return how many stages a client reached, one after the other."""
    order = course_order(programme, case.track)
    held = {session.plan_id for session in case.held_sessions}
    furthest = max((place for place, plan in enumerate(order) if plan in held), default=-1)
    moved = brought_forward(programme, case.track)
    starts = [
        min(order.index(session.id) for session in sessions)
        for phase in programme.phases
        if (
            sessions := [
                each for each in phase.sessions if each.id in order and each.module not in moved
            ]
        )
    ]
    reached = sum(furthest >= start for start in starts)
    if order and order[-1] in held:
        reached += 1 + bool(held & {each.id for each in after_the_end(programme)})
    return reached


def _weeks(case: PseudonymisedCase) -> float:
    return case.held_sessions[-1].week - case.held_sessions[0].week


def _minutes(case: PseudonymisedCase) -> float:
    held = case.held_sessions
    return sum(session.minutes for session in held) / len(held)


def _shares_of(
    found: Counter[str], *, table_id: str, title: str, total: Count, words: dict[str, str]
) -> RawTable:
    """Return a table of parts of a whole; a part that may be empty stands there as zero."""
    shown = [code for code in words if found[code] or code not in {"other", "not said"}]
    parts = [Count(f"{table_id}.{code}", found[code]) for code in shown]
    rows: list[tuple[Raw, ...]] = [
        (_(words[code]), part, Share(part, total)) for code, part in zip(shown, parts, strict=True)
    ]
    rows.append((pgettext("row of a table", "All"), total, ""))
    return RawTable(
        id=table_id,
        title=title,
        columns=(
            Column("kind", title, "text", title),
            Column(
                "count", pgettext("codebook", "How many"), "count", pgettext("codebook", "How many")
            ),
            Column(
                "percent", pgettext("column", "Share"), "percent", _("Share of all in this table")
            ),
        ),
        rows=tuple(rows),
        sums=(Sum(total.key, tuple(part.key for part in parts)),),
    )
