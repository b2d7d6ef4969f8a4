"""What lasted after the end, and what went wrong."""

from collections.abc import Sequence

from exports.case.case import PseudonymisedCase
from exports.disclosure.constraints import Rule, same
from exports.document.tables import Count, Figure, Raw, RawTable, column, count, interval
from exports.estimates.influence import percentage
from exports.reports.course_tables import interval_columns
from exports.reports.outcome_tables import Followed
from exports.reports.outcomes import FIRST
from exports.reports.standing import FollowUp, follow_ups
from programme.definition.definition import Programme
from session_forms.words.texts import _, pgettext

NEGATIVE = "neq"
FROM_TREATMENT = "count-treatment"


RULES = (
    Rule("part", "follow_up.{when}.due", ("follow_up.{when}.better_at_end",)),
    Rule("part", "drop_out.end.reached", ("follow_up.*.due",)),
    Rule("part", f"{FIRST[0]}.completed.improved", ("follow_up.*.better_at_end",)),
    *same("{measure}.all", "negative.{measure}"),
    *same("negative.{measure}", "negative.{measure}.percent"),
    *same("follow_up.{when}.due", "follow_up.{when}.seen"),
    *same(
        "follow_up.{when}.better_at_end",
        *(f"follow_up.{{when}}.{each}" for each in ("least", "most", "unknown")),
    ),
)
"""A follow-up is due for whoever completed the course."""


def follow_up(cases: Sequence[PseudonymisedCase], each: Followed, programme: Programme) -> RawTable:
    """Return who came to each follow-up, and who of those better at the end still is."""
    titles = {session.id: session.title for session in programme.sessions}
    read_with = (each.paired_measure,) if each.paired_measure else ()
    found = follow_ups(cases, each.measure, read_with, programme)
    return RawTable(
        id="follow_up",
        title=_("After the end, on {measure}").format(measure=each.measure.title),
        columns=(
            column("when", "When", "text", "The follow-up session"),
            column("due", "Due", "count", "Clients for whom it was due"),
            column("seen", "Seen, %", "percent", "Of these, who came"),
            column(
                "better",
                "Better at the end",
                "count",
                "Of these, who was reliably better at the end of the course",
            ),
            column(
                "least", "Kept, at least %", "percent", "Kept, if all who are not known had lost it"
            ),
            column(
                "most", "Kept, at most %", "percent", "Kept, if all who are not known had kept it"
            ),
            column("unknown", "Not known, %", "percent", "Of those better at the end"),
        ),
        rows=tuple((titles[one.plan_id], *_follow_up_row(cases, one)) for one in found),
        notes=(
            _(
                "Of those who completed the course long enough ago. Not known is never counted as "
                "kept: the two last shares but one say between which bounds the truth lies."
            ),
        ),
        kind="told",
    )


def _follow_up_row(cases: Sequence[PseudonymisedCase], found: FollowUp) -> tuple[Raw, ...]:
    key = f"follow_up.{found.plan_id}"
    better = (*found.kept, *found.lost, *found.not_known)
    due = (*found.seen, *found.missed)

    def share(name: str, part: Sequence[int], whole: Sequence[int]) -> Figure:
        said = {cases[at].record_key: (at in part, 1) for at in whole}
        return Figure(percentage(f"{key}.{name}", said), decimals=0)

    return (
        _count(f"{key}.due", cases, due),
        share("seen", found.seen, due),
        _count(f"{key}.better_at_end", cases, better),
        share("least", found.kept, better),
        share("most", (*found.kept, *found.not_known), better),
        share("unknown", found.not_known, better),
    )


def negative_effects(cases: Sequence[PseudonymisedCase], found: Sequence[Followed]) -> RawTable:
    """Return how many got reliably worse on each measure, or reported harm by the treatment."""
    rows: list[tuple[Raw, ...]] = []
    for each in (each for each in found if each.measure.has_criterion):
        known = [(case, one) for case, one in each.outcomes if one != "not known"]
        key = f"negative.{each.measure.id}"
        worse = [case for case, one in known if one == "deteriorated"]
        rows.append(
            _row(
                key,
                _("Reliably worse: {measure}").format(measure=each.measure.title),
                [case for case, _one in known],
                worse,
            )
        )
    asked, harmed = [], []
    for case in cases:
        scores = [form.scores.get(FROM_TREATMENT) for form in case.of_form(NEGATIVE)]
        values = [score.value for score in scores if score and score.value is not None]
        if values:
            asked.append(case)
            if max(values) > 0:
                harmed.append(case)
    words = _("An unwanted effect that the client puts down to the treatment (NEQ)")
    rows.append(_row("negative.neq", words, asked, harmed))
    return RawTable(
        id="negative_effects",
        title=pgettext("table", "Unwanted effects"),
        columns=(
            column("effect", "Effect", "text", "What went wrong"),
            column("asked", "Of whom", "count", "Clients of whom it is known"),
            column("percent", "With it, %", "figure", "Of those known"),
            *interval_columns(),
        ),
        rows=tuple(rows),
        notes=(_("Who has no last score, or was not asked, is left out: nothing is known."),),
        kind="told",
    )


def _row(
    key: str,
    words: str,
    known: Sequence[PseudonymisedCase],
    with_it: Sequence[PseudonymisedCase],
) -> tuple[Raw, ...]:
    keys = {case.record_key for case in with_it}
    share = percentage(
        f"{key}.percent", {case.record_key: (case.record_key in keys, 1) for case in known}
    )
    return (words, count(key, known), *interval(share, 0))


def _count(key: str, cases: Sequence[PseudonymisedCase], places: Sequence[int]) -> Count:
    return count(key, [cases[place] for place in places])
