"""Goals in exports: the number they make together, and never a word of them.

T after Kiresuk and Sherman (1968), as `session_forms.goal_attainment` reckons it; 50 is the
result that was expected.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from exports.case import CaseForm, CaseScore, PseudonymisedCase
from exports.course_tables import CLIENTS
from exports.disclosure import NONE
from exports.paper.chart import figure
from exports.tables import Cell, Column, Count, RawTable, Share, Sum, Table, mean_figures
from session_forms.answers import Answers, QuestionId
from session_forms.goal_attainment import EXPECTED, FORM, QUESTION, attainment, goals_in
from session_forms.texts import translate as _

NOW = "goal_attainment"
START = "goal_attainment_start"
NO_SCORES: Mapping[str, CaseScore] = MappingProxyType({})


def goal_scores(form_id: str, answers: Answers) -> Mapping[str, CaseScore]:
    """Return T now and at the start, for the form of the goals; nothing for any other form."""
    found = attainment(goals_in(answers)) if form_id == FORM else None
    if found is None:
        return NO_SCORES
    whole = found.rated == found.of
    rated = None if whole else found.rated
    scores = {NOW: CaseScore(round(found.t, 1), None, whole, rated)}
    if found.baseline_t is not None:
        scores[START] = CaseScore(round(found.baseline_t, 1), None, whole, rated)
    return scores


def numbers_of_goals(form_id: str, answers: Answers) -> Answers:
    """Return the goals with their numbers and without their words; nothing for another form."""
    rows = answers.get(QuestionId(QUESTION)) if form_id == FORM else None
    if not isinstance(rows, tuple):
        return {}
    return {QuestionId(QUESTION): tuple(_numbers(row) for row in rows if not isinstance(row, str))}


def _numbers(row: Mapping[str, object]) -> Mapping[str, int | str]:
    numbers = {key: cell for key, cell in row.items() if type(cell) is int}
    words = {"goal_text": FORM} if row.get("goal_text") else {}
    return MappingProxyType({**words, **numbers})


def goal_tables(case: PseudonymisedCase) -> tuple[Table, ...]:
    """Return one client's goal scores as a table, if there are any."""
    rated = [form for form in case.of_form(FORM) if NOW in form.scores]
    if not rated:
        return ()
    return (
        Table(
            id="goals",
            title=_("Goals"),
            columns=(
                Column("week", _("Week"), "count", _("Whole weeks since the first session")),
                Column("start", _("At the start"), "figure", _("Goal attainment T at the start")),
                Column("now", _("Then"), "figure", _("Goal attainment T as rated in that week")),
                Column("rated", _("Goals"), "text", _("Whether every goal was rated")),
            ),
            rows=tuple(_row(form) for form in rated),
            notes=(_("Goal attainment T: 50 is the result that was expected."),),
        ),
    )


def goal_means(cases: Sequence[PseudonymisedCase]) -> tuple[RawTable, ...]:
    """Return the mean of the clients' last goal scores as a table, if there are any."""
    lasts = [value for case in cases if (value := _last(case)) is not None]
    if not lasts:
        return ()
    rated = Count("goals.rated", len(lasts))
    unrated = Count("goals.unrated", len(cases) - len(lasts))
    reached = Count("goals.reached", sum(value >= EXPECTED for value in lasts))
    below = Count("goals.below", len(lasts) - reached.value)
    row = (_("Last rating"), rated, unrated, *mean_figures(lasts, rated), reached, below)
    return (
        RawTable(
            id="goal_attainment",
            title=_("Goal attainment"),
            columns=(
                Column("what", _("Goals"), "text", _("Which rating is meant")),
                Column("rated", _("Rated"), "count", _("Clients with rated goals")),
                Column("unrated", _("Not rated"), "count", _("Clients without rated goals")),
                Column("mean", _("Mean T"), "figure", _("Mean goal attainment T")),
                Column("low", _("95 % from"), "figure", _("Lower end of the 95 % t interval")),
                Column("high", _("to"), "figure", _("Upper end of the 95 % t interval")),
                Column("reached", _("50 or more"), "count", _("Clients at 50 or more")),
                Column("below", _("Below 50"), "count", _("Clients below 50")),
                Column("percent", _("Reached"), "percent", _("50 or more, of those with a rating")),
            ),
            rows=((*row, Share(reached, rated)),),
            notes=(_("T of 50: the result that client and therapist expected, over all goals."),),
            sums=(
                Sum(CLIENTS, (rated.key, unrated.key)),
                Sum(rated.key, (reached.key, below.key)),
            ),
        ),
    )


def _row(form: CaseForm) -> tuple[Cell, ...]:
    now, start = form.scores[NOW], form.scores.get(START)
    rated = _("all rated")
    if now.prorated_from is not None:
        rated = _("{n} rated").format(n=now.prorated_from)
    return (Cell(str(form.week), form.week), _cell(start), _cell(now), Cell(rated))


def _cell(score: CaseScore | None) -> Cell:
    if score is None or score.value is None:
        return Cell(NONE)
    return Cell(figure(score.value), score.value)


def _last(case: PseudonymisedCase) -> float | None:
    values = [form.scores[NOW].value for form in case.of_form(FORM) if NOW in form.scores]
    return values[-1] if values else None
