"""Goals in the service report: what the goals of each client make together, over all."""

from collections.abc import Sequence

from exports.case.case import PseudonymisedCase
from exports.case.pseudonymise import NOW
from exports.disclosure.constraints import Rule, same
from exports.document.tables import RawTable, Share, column, count, interval
from exports.estimates.influence import mean
from exports.reports.course_tables import interval_columns
from session_forms.scoring.goal_attainment import EXPECTED, FORM
from session_forms.words.texts import _, pgettext

T_SPAN = 60
"""How far two T values are taken to differ at most: 20 to 80."""


RULES = (
    Rule("part", "attendance.came", ("goals.rated",)),
    Rule("part", "goals.rated", ("goals.reached",)),
    *same("goals.rated", "goals.t"),
)
"""Goals are rated where they fall due, and where they are set, which no plan calls due."""


def goal_means(cases: Sequence[PseudonymisedCase]) -> RawTable:
    """Return the mean of the clients' last goal scores."""
    lasts = [(case, value) for case in cases if (value := _last(case)) is not None]
    rated = count("goals.rated", [case for case, _value in lasts])
    reached = count("goals.reached", [case for case, value in lasts if value >= EXPECTED])
    last = mean("goals.t", {case.record_key: value for case, value in lasts}, T_SPAN)
    row = (pgettext("row of a table", "Last rating"), rated, *interval(last), reached)
    return RawTable(
        id="goal_attainment",
        title=pgettext("table", "Goal attainment"),
        columns=(
            column("what", "Goals", "text", "Which rating is meant"),
            column("rated", "Rated", "count", "Clients with rated goals"),
            column("mean", "Mean T", "figure", "Mean goal attainment T"),
            *interval_columns(),
            column("reached", "50 or more", "count", "Clients at 50 or more"),
            column("percent", "Reached", "percent", "50 or more, of those with a rating"),
        ),
        rows=((*row, Share(reached, rated)),),
        notes=(_("T of 50: the result that client and therapist expected, over all goals."),),
        kind="told",
    )


def _last(case: PseudonymisedCase) -> float | None:
    values = [form.scores[NOW].value for form in case.of_form(FORM) if NOW in form.scores]
    return values[-1] if values else None
