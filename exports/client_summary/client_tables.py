"""The tables of one client's summary. Nothing in them is hidden: they are about one client.

No week, date or number of minutes stands in them: the order of the sessions, and bands.
"""

from collections.abc import Iterator, Sequence

from exports.case.case import CaseForm, CaseScore, Coded, PseudonymisedCase
from exports.case.pseudonymise import NOW, START
from exports.disclosure.disclosure import number
from exports.document.tables import NONE, Cell, Column, Table, column
from exports.paper.charts.chart import figure
from exports.reports.outcomes import FollowedMeasure
from exports.reports.safety_tables import STREAM_WORDS
from programme.definition.definition import Programme
from session_forms.answers import CannotTell, Declined
from session_forms.conditions.alert_levels import LEVELS
from session_forms.library.library import FormLibrary
from session_forms.questions.kinds import Question
from session_forms.scoring.change import caseness, is_case
from session_forms.scoring.goal_attainment import FORM
from session_forms.scoring.line_words import group_lines_in_words, limit_in_words
from session_forms.words.texts import NN_, NP_, _, counted, pgettext

ESTIMATED = NN_("estimated from {count} item", "estimated from {count} items")

PRACTICE = "practice-review"
FEW_MISSED = 2
SHORT, LONG = 45, 60
"""The limits of the bands for the length of a session, in minutes."""
MODE_WORDS = {
    "in_person": NP_("way of meeting", "In person"),
    "video": NP_("way of meeting", "Video"),
    "telephone": NP_("way of meeting", "Telephone"),
}


def session_table(case: PseudonymisedCase, programme: Programme) -> Table:
    """Return every session that was held, in the order in which they were held."""
    titles = {session.id: session.title for session in programme.sessions}
    rows = tuple(
        (Cell(str(at), at), Cell(each.plan_id), Cell(titles.get(each.plan_id, NONE)))
        for at, each in enumerate(case.held_sessions, start=1)
    )
    return Table(
        id="sessions",
        title=pgettext("table", "Sessions held"),
        columns=(
            _order_column(),
            _session_column(),
            column("title", "Title", "text", "Title of the session plan"),
        ),
        rows=rows,
        notes=(
            _(
                "In the order in which they were held. A session split between meetings stands "
                "once."
            ),
        ),
    )


def missed_in_words(case: PseudonymisedCase) -> str:
    """Return how many appointments did not take place, as one of three bands."""
    missed = len(case.sessions) - len(case.held_sessions)
    if not missed:
        return pgettext("appointments", "none")
    if missed <= FEW_MISSED:
        return _("one or two")
    return _("three or more")


def length_in_words(case: PseudonymisedCase) -> str:
    """Return how long a session usually took, in one of three bands; a dash if unknown."""
    minutes = sorted(each.minutes for each in case.held_sessions if each.minutes is not None)
    if not minutes:
        return NONE
    usual = minutes[len(minutes) // 2]
    if usual < SHORT:
        return pgettext("length of a session", "under 45 minutes")
    if usual <= LONG:
        return pgettext("length of a session", "45 to 60 minutes")
    return pgettext("length of a session", "over 60 minutes")


def score_table(
    case: PseudonymisedCase, measure: FollowedMeasure, *, in_order: bool = True
) -> Table:
    """Return every administration of one measure."""
    rows = []
    began: tuple[int, float] | None = None  # version and score that changes are counted from
    for at, (form, score) in enumerate(_scored(case, measure), start=1):
        if began is not None and not measure.goes_on(began[0], form.form_version):
            began = None
        change = None if began is None or score.value is None else score.value - began[1]
        if began is None and score.value is not None:
            began = form.form_version, score.value
        rows.append(
            (
                *when_cells(case, form, at, in_order=in_order),
                Cell(str(form.form_version), form.form_version),
                score_cell(score.value),
                Cell(score.band or NONE),
                Cell(NONE) if change is None else Cell(signed(change), change),
                Cell(_items_in_words(score)),
            )
        )
    return Table(
        id=f"scores_{measure.id}".replace("-", "_"),
        title=pgettext("table", "Scores"),
        columns=(
            *when_columns(in_order=in_order),
            column("form_version", "Version", "count", "Version of the form"),
            Column("score", pgettext("column", "Score"), "figure", measure.score.title),
            column("band", "Band", "text", "Named range"),
            column("change", "From first", "figure", "Score minus first comparable score"),
            column("items", "Items", "text", "Whether every item was answered"),
        ),
        rows=tuple(rows),
    )


def when_columns(*, in_order: bool) -> tuple[Column, ...]:
    """Return the columns that say when something was.

    That is in which session and as which one in order; or, where the order of the sessions is not
    to be told, the how manieth of its kind it is.
    """
    if in_order:
        return (_session_column(), _order_column())
    return (column("number", "No.", "count", "Which one it is, from 1 for the first"),)


def when_cells(
    case: PseudonymisedCase, form: CaseForm, number: int, *, in_order: bool
) -> tuple[Cell, ...]:
    """Return when a form was filled in, the `number`th of its kind."""
    if not in_order:
        return (Cell(str(number), number),)
    at = place_of(case, form.plan_id, form.week)
    return Cell(form.plan_id), Cell(str(at), at)


def place_of(case: PseudonymisedCase, plan_id: str, week: int) -> int:
    """Return the place of a session in the order of those held; else of the last one before.

    From 1; 0 for what was before the first session.
    """
    held = [(at, each) for at, each in enumerate(case.held_sessions, start=1) if each.week <= week]
    own = [at for at, each in held if each.plan_id == plan_id]
    return (own or [at for at, _each in held] or [0])[-1]


def _session_column() -> Column:
    return column("session", "Session", "text", "Session plan")


def _order_column() -> Column:
    return column("order", "Order", "count", "Place in the order of the sessions held, from 1")


def once_table(
    case: PseudonymisedCase, once: Sequence[FollowedMeasure], *, in_order: bool = True
) -> Table:
    """Return the scores of all measures that have but one, in one table."""
    rows = []
    for measure in once:
        for at, (form, score) in enumerate(_scored(case, measure), start=1):
            rows.append(
                (
                    Cell(measure.title),
                    *when_cells(case, form, at, in_order=in_order),
                    score_cell(score.value),
                    Cell(score.band or NONE),
                    Cell(_cutoff_in_words(measure, score.value)),
                    Cell(_items_in_words(score)),
                )
            )
    return Table(
        id="scores_once",
        title=_("Scores taken once"),
        columns=(
            column("measure", "Measure", "text", "Name of the measure"),
            *when_columns(in_order=in_order),
            column("score", "Score", "figure", "Score of the measure"),
            column("band", "Band", "text", "Named range"),
            column("cutoff", "Cut-off", "text", "Where the score stands to the cut-off"),
            column("items", "Items", "text", "Whether every item was answered"),
        ),
        rows=tuple(rows),
    )


def _scored(
    case: PseudonymisedCase, measure: FollowedMeasure
) -> Iterator[tuple[CaseForm, CaseScore]]:
    """Yield every administration of a measure whose version has the score."""
    for form in case.of_form(measure.id):
        score = form.scores.get(measure.score_in(form.form_version))
        if score is not None:
            yield form, score


def _cutoff_in_words(measure: FollowedMeasure, value: float | None) -> str:
    """Return on which side of its cut-off a score lies, with the cut-off."""
    line = caseness(measure.score)
    lines = () if value is None else group_lines_in_words(measure.score, value)
    if line is None and not lines:
        return NONE if value is None and measure.score.cutoffs else _("no cut-off")
    if line is None:
        return "; ".join(lines)
    if value is None:
        return NONE
    words = _("reached ({limit})") if is_case(measure.score, value) else _("not reached ({limit})")
    return "; ".join((words.format(limit=limit_in_words(line)), *lines))


def _items_in_words(score: CaseScore) -> str:
    if score.complete:
        return pgettext("cell", "complete")
    if score.prorated_from is not None:
        return counted(ESTIMATED, score.prorated_from)
    return _("too many missing: no score")


def alert_table(case: PseudonymisedCase) -> Table:
    """Return how many alerts there were, and how many are open."""
    rows = []
    for stream, words in STREAM_WORDS.items():
        for level in LEVELS:
            chosen = [a for a in case.alerts if (a.stream, a.level) == (stream, level)]
            open_now = sum(alert.hours_to_action is None for alert in chosen)
            rows.append(
                (
                    Cell(_(words)),
                    Cell(level),
                    Cell(str(len(chosen)), len(chosen)),
                    Cell(str(open_now), open_now),
                )
            )
    return Table(
        id="alerts",
        title=pgettext("table", "Alerts"),
        columns=(
            column("stream", "Stream", "text", "What the alert is about"),
            column("level", "Level", "text", "watch, act or urgent"),
            column("alerts", "Alerts", "count", "Alerts opened"),
            column("open", "Open", "count", "Not yet acknowledged with an action"),
        ),
        rows=tuple(rows),
    )


def practice_table(case: PseudonymisedCase, forms: FormLibrary) -> Table:
    """Return how the agreed practice went."""
    options = {
        option.id: option.label
        for question in forms.latest(PRACTICE).questions
        if question.kind == "choice" and question.export == "keep"
        for option in question.options
    }
    found = [str(form.answers.get("done", "")) for form in case.of_form(PRACTICE)]
    rows = [
        (Cell(label), Cell(str(found.count(option)), found.count(option)))
        for option, label in options.items()
    ]
    missing = sum(option not in options for option in found)
    rows.append((Cell(pgettext("cell", "No answer")), Cell(str(missing), missing)))
    return Table(
        id="practice",
        title=_("Practice between sessions"),
        columns=(
            column("answer", "Answer", "text", "How the agreed practice went"),
            column("reviews", "Reviews", "count", "Reviews with this answer"),
        ),
        rows=tuple(rows),
    )


def score_cell(value: float | None) -> Cell:
    """Return a score as a cell; a dash where there is none."""
    return Cell(NONE) if value is None else Cell(figure(value), value)


def signed(value: float) -> str:
    """Return a change with its sign."""
    words = number(value, 0 if float(value).is_integer() else 1)
    return f"+{words}" if value > 0 else words


DECLINED_WORDS = "(declined)"
CANNOT_TELL_WORDS = "(cannot tell)"
NUMBERS = frozenset({"rating", "scale", "number"})


def coded_tables(
    case: PseudonymisedCase, forms: FormLibrary, shown: Sequence[str], *, in_order: bool = True
) -> tuple[Table, ...]:
    """Return the coded answers of the forms `shown`, one table a form."""
    answered = {form.form_id for form in case.forms if form.answers}
    return tuple(
        _coded_table(case, each, forms, in_order=in_order) for each in shown if each in answered
    )


def _coded_table(
    case: PseudonymisedCase, form_id: str, forms: FormLibrary, *, in_order: bool
) -> Table:
    """Return one row for each filled form; the columns are the union over all its versions."""
    filled = case.of_form(form_id)
    kept: dict[str, Question] = {}
    for form in filled:
        for question in forms.get(form_id, form.form_version).questions:
            if question.export == "keep":
                kept.setdefault(question.id, question)
    columns = [
        *when_columns(in_order=in_order),
        column("form_version", "Version", "count", "Version of the form"),
        *(
            Column(each.id, each.id, "count" if each.kind in NUMBERS else "text", each.prompt)
            for each in kept.values()
        ),
    ]
    rows = tuple(
        (
            *when_cells(case, form, at, in_order=in_order),
            Cell(str(form.form_version), form.form_version),
            *(_coded_cell(form.answers.get(each)) for each in kept),
        )
        for at, form in enumerate(filled, start=1)
    )
    return Table(
        f"form_{form_id}".replace("-", "_"),
        forms.latest(form_id).title,
        tuple(columns),
        rows,
    )


def _coded_cell(value: Coded | None) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, Declined | CannotTell):
        return Cell(DECLINED_WORDS if isinstance(value, Declined) else CANNOT_TELL_WORDS)
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float):
        return Cell(str(value), value)
    return Cell(value if isinstance(value, str) else " ".join(value))


def goal_tables(case: PseudonymisedCase, *, in_order: bool = True) -> tuple[Table, ...]:
    """Return one client's goal scores as a table, if there are any."""
    rated = [form for form in case.of_form(FORM) if NOW in form.scores]
    if not rated:
        return ()
    return (
        Table(
            id="goals",
            title=pgettext("table", "Goals"),
            columns=(
                *when_columns(in_order=in_order),
                column("start", "At the start", "figure", "Goal attainment T at the start"),
                column("now", "Then", "figure", "Goal attainment T as rated then"),
                column("rated", "Goals", "text", "Whether every goal was rated"),
            ),
            rows=tuple(
                (*when_cells(case, form, at, in_order=in_order), *_goal_cells(form))
                for at, form in enumerate(rated, start=1)
            ),
            notes=(_("Goal attainment T: 50 is the result that was expected."),),
        ),
    )


def _goal_cells(form: CaseForm) -> tuple[Cell, ...]:
    now, start = form.scores[NOW], form.scores.get(START)
    began = score_cell(start.value if start else None)
    rated = pgettext("cell", "all rated")
    if now.prorated_from is not None:
        rated = _("{n} rated").format(n=now.prorated_from)
    return (began, score_cell(now.value), Cell(rated))
