"""One client's outcome summary, for supervision or a transfer: no name, no date, no words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from exports.case.case import CaseForm, CaseSession, PseudonymisedCase
from exports.disclosure.disclosure import READER_PROFILES
from exports.document.document import Block, Facts, PreviewPage, Prose, Report
from exports.document.tables import NONE, Cell, Column, Table
from exports.occasion import Occasion, month_in_words
from exports.paper.charts.chart import ChartData, chart_in_words, figure
from exports.reports.client_tables import (
    alert_table,
    coded_pages,
    once_table,
    practice_table,
    score_cell,
    score_table,
    session_table,
    signed,
    when_columns,
)
from exports.reports.course_tables import STATUS_WORDS
from exports.reports.fidelity_tables import bands_in_words, module_in_words
from exports.reports.goal_tables import goal_tables
from exports.reports.outcome_tables import criterion_in_words
from exports.reports.outcomes import (
    OUTCOME_WORDS,
    Course,
    Measure,
    change_of,
    course_of,
    measures,
    outcome_of,
    scores_of,
    started_as_case,
)
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.agreement import agreement, agreement_in_words
from programme.fidelity.fidelity import adherence, fidelity_items, item_tallies
from session_forms.library.library import FormLibrary
from session_forms.scores.score_rules import band_at
from session_forms.scoring.change import caseness
from session_forms.scoring.change_words import change_for_client
from session_forms.words.texts import ngettext, pgettext
from session_forms.words.texts import translate as _

PARTS_OF_A_POINT = 2
"""Counted as several: 0.5 points, 1.5 points."""


def item_pages(case: PseudonymisedCase) -> tuple[PreviewPage, ...]:
    """Return every rating of every item, coded, in the package alone; none where none is rated."""
    rows = tuple(
        (
            Cell(session.plan_id),
            Cell(str(session.week), session.week),
            Cell(item_id),
            Cell(rating),
            Cell(_second_of(session, item_id)),
        )
        for session in case.held_sessions
        for item_id, rating in sorted(session.ratings.items())
    )
    if not rows:
        return ()
    table = Table(
        id="fidelity_items",
        title=pgettext("table", "Fidelity ratings"),
        columns=(
            *when_columns(),
            Column("item", pgettext("column", "Item"), "text", _("Id of the fidelity item")),
            Column(
                "rating", pgettext("column", "Rating"), "text", _("By the therapist: 0, 1, 2 or na")
            ),
            Column(
                "second",
                pgettext("column", "Second"),
                "text",
                _("By a second rater, if there was one"),
            ),
        ),
        rows=rows,
    )
    return (PreviewPage(_("Fidelity, item by item"), (table,), printed=False),)


def _fidelity(
    case: PseudonymisedCase, known: Sequence[Measure], programme: Programme
) -> Iterator[Block]:
    """Yield adherence by module beside the outcome, items missed, agreement and deviations."""
    yield Prose(_outcomes_in_words(case, known))
    yield _module_table(case, programme)
    yield _missed_table(case, programme)
    yield Prose(_second_in_words(case))
    yield Prose(_overrides_in_words(case))
    yield _deviation_table(case)


def _outcomes_in_words(case: PseudonymisedCase, known: Sequence[Measure]) -> str:
    """Return what became of the measures with a criterion, to be read beside the adherence."""
    found = [
        f"{each.title} {_(OUTCOME_WORDS[outcome_of(case, each, known)])}"
        for each in known
        if each.has_criterion and course_of(case, each).scores
    ]
    if not found:
        return _("No measure with a criterion for change was given yet.")
    return _("Beside the outcome: {measures}.").format(measures="; ".join(found))


def _module_table(case: PseudonymisedCase, programme: Programme) -> Table:
    by_module: dict[str, list[CaseSession]] = {}
    planned = set(programme.planned_sessions)
    for session in case.held_sessions:
        if session.plan_id in planned:
            module = programme.planned_session(session.plan_id).module
            by_module.setdefault(module, []).append(session)
    rows = tuple(
        (Cell(module_in_words(programme, module)), *_module_cells(sessions, programme))
        for module, sessions in by_module.items()
    )
    return Table(
        id="fidelity_modules",
        title=_("Adherence by module"),
        columns=(
            Column(
                "module", pgettext("codebook", "Module"), "text", pgettext("codebook", "Module")
            ),
            Column(
                "held", pgettext("column", "Held"), "count", pgettext("codebook", "Sessions held")
            ),
            Column(
                "twice",
                pgettext("column", "Rated twice"),
                "count",
                _("Sessions with a second rating"),
            ),
            Column(
                "adherence",
                pgettext("column", "Adherence, %"),
                "figure",
                _("Over all items that applied"),
            ),
            Column(
                "band", pgettext("column", "Band"), "text", _("The programme's own word for it")
            ),
        ),
        rows=rows,
        notes=(bands_in_words(programme),),
    )


def _module_cells(sessions: Sequence[CaseSession], programme: Programme) -> tuple[Cell, ...]:
    """Return the adherence over all items of the sessions that were rated whole."""
    whole = [each for each in sessions if each.adherence_percent is not None]
    ratings = {
        f"{place} {item_id}": rating
        for place, session in enumerate(whole)
        for item_id, rating in session.ratings.items()
    }
    found = adherence(ratings, programme.fidelity_bands)
    twice = sum(each.is_double_rated for each in sessions)
    return (
        Cell(str(len(sessions)), len(sessions)),
        Cell(str(twice), twice),
        score_cell(found.percent),
        Cell(found.band or NONE),
    )


def _missed_table(case: PseudonymisedCase, programme: Programme) -> Table:
    texts = fidelity_items(programme)
    tallies = item_tallies(session.ratings for session in case.held_sessions)
    rows = tuple(
        (
            Cell(each.item_id),
            Cell(texts[each.item_id].text),
            Cell(str(each.missed), each.missed),
            Cell(str(each.applicable), each.applicable),
        )
        for each in tallies
        if each.missed
    )
    return Table(
        id="items_missed",
        title=_("Items most often missed"),
        columns=(
            Column("item", pgettext("column", "Item"), "text", _("Id of the fidelity item")),
            Column("text", _("What was to be done"), "text", _("Text of the item")),
            Column(
                "missed", pgettext("column", "Not done"), "count", pgettext("codebook", "Rated 0")
            ),
            Column(
                "applied",
                pgettext("column", "Applied"),
                "count",
                pgettext("codebook", "Rated 0, 1 or 2"),
            ),
        ),
        rows=rows,
        notes=() if rows else (_("No item that applied was left out."),),
    )


def _deviation_table(case: PseudonymisedCase) -> Table:
    found = Counter(case.deviations)
    rows = tuple(
        (Cell(_(words)), Cell(str(found[kind]), found[kind]))
        for kind, words in DEVIATION_WORDS.items()
    )
    return Table(
        id="deviations",
        title=_("Out of the ordinary"),
        columns=(
            Column(
                "kind", pgettext("column", "What"), "text", _("Kind of deviation from the course")
            ),
            Column("often", pgettext("column", "How often"), "count", _("How often it happened")),
        ),
        rows=rows,
    )


def _second_in_words(case: PseudonymisedCase) -> str:
    twice = sum(each.is_double_rated for each in case.held_sessions)
    if not twice:
        return _("No session was rated by a second rater.")
    pairs = [(pair.first, pair.second) for each in case.held_sessions for pair in each.pairs]
    words = _("Sessions rated by a second rater: {twice}.").format(twice=twice)
    return " ".join((words, *agreement_in_words(agreement(pairs))))


def _overrides_in_words(case: PseudonymisedCase) -> str:
    if not case.overrides:
        return _("No gate was overridden.")
    return _("Gates overridden: {gates}.").format(gates=", ".join(case.overrides))


def _second_of(session: CaseSession, item_id: str) -> str:
    return next((pair.second for pair in session.pairs if pair.item_id == item_id), "")


def chart_of(case: PseudonymisedCase, measure: Measure, programme: Programme) -> ChartData:
    """Return the chart of one measure over the sessions where it was due or done."""
    scored = scores_of(case, measure)
    scores = {form.plan_id: value for _version, form, value in scored}
    plans = [plan for plan in _sessions_of(case, measure, programme) if plan]
    score = measure.score
    low, high = (score.range.low, score.range.high) if score.range else (0, 0)
    line = caseness(score)
    return ChartData(
        title=measure.title,
        low=min([low, *scores.values()]),
        high=max([high, *scores.values()]),
        points=tuple((plan, scores.get(plan)) for plan in plans),
        bands=tuple((band.starts_at, band.label) for band in score.sourced_bands),
        cutoff=None if line is None else (line.at if line.at is not None else line.at_most),
        reliable_from_first=change_of(course_of(case, measure), measure).criterion,
        phases=_phases_of(plans, programme),
        breaks=tuple(_breaks(measure, scored)),
        higher_is_worse=score.direction == "higher-worse",
    )


def _breaks(
    measure: Measure, scored: Sequence[tuple[int, CaseForm, float]]
) -> Iterator[tuple[str, str]]:
    for (before, _form, _value), (after, form, _later) in pairwise(scored):
        if not measure.goes_on(before, after):
            yield form.plan_id, _("version {number}").format(number=after)


def _sessions_of(case: PseudonymisedCase, measure: Measure, programme: Programme) -> Iterator[str]:
    """Yield each session once where the measure was done, or due at a session that was held."""
    done = {form.plan_id: form.week for form in case.of_form(measure.id)}
    held = {session.plan_id: session.week for session in case.held_sessions}
    due = {plan for plan, each in programme.session_plans.items() if measure.id in each.measures}
    weeks = {**{plan: week for plan, week in held.items() if plan in due}, **done}
    yield from sorted(weeks, key=lambda plan: (weeks[plan], plan))


def _phases_of(plans: Sequence[str], programme: Programme) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for plan in plans:
        for phase in programme.phases:
            if any(session.id == plan for session in phase.sessions):
                found.setdefault(phase.title, plan)
    return tuple((plan, title) for title, plan in found.items())


def client_summary(
    case: PseudonymisedCase, occasion: Occasion, *, forms: FormLibrary, programme: Programme
) -> Report:
    """Return the summary of one case."""
    known = measures(forms)
    courses = {each.id: course_of(case, each) for each in known}
    once = [each for each in known if len(courses[each.id].scores) == 1]
    pages = (
        _front(case, occasion, programme, known),
        PreviewPage(_("Course of the programme"), (session_table(case, programme),)),
        *(
            _measure_page(case, each, known, programme)
            for each in known
            if courses[each.id].is_paired
        ),
        *_once_page(case, once),
        PreviewPage(
            _("Safety, practice and goals"),
            (alert_table(case), practice_table(case, forms), *goal_tables(case)),
        ),
        PreviewPage(pgettext("page", "Fidelity"), tuple(_fidelity(case, known, programme))),
        *item_pages(case),
        *coded_pages(case, forms),
    )
    return Report(
        title=pgettext("page", "Outcome summary"),
        chip=case.pseudonym,
        pages=pages,
        programme=(programme.id, programme.version),
        forms=tuple(sorted({(form.form_id, form.form_version) for form in case.forms})),
        checks=((_("One client only"), _("for supervision or transfer; nothing is compared")),),
    )


def _front(
    case: PseudonymisedCase, occasion: Occasion, programme: Programme, known: Sequence[Measure]
) -> PreviewPage:
    held = len(case.held_sessions)
    tracks = {track.id: track.title for track in programme.tracks}
    scored = [each for each in known if course_of(case, each).scores]
    facts = Facts(
        (
            (pgettext("fact", "For"), occasion.recipient),
            (pgettext("fact", "Purpose"), occasion.purpose_in_words),
            (pgettext("fact", "Made in"), month_in_words(occasion.month)),
            (_("Age band, gender"), f"{case.age_band}, {case.gender}"),
            (pgettext("fact", "Track"), tracks.get(case.track, case.track)),
            (pgettext("fact", "Standing"), _(STATUS_WORDS[case.status])),
            (
                pgettext("fact", "Sessions"),
                _("{held} held of {due} due").format(held=held, due=len(case.sessions)),
            ),
        )
    )
    rows = tuple(
        _glance_row(course_of(case, each), each, outcome_of(case, each, known)) for each in scored
    )
    glance = Table(
        id="at_a_glance",
        title=_("At a glance"),
        columns=(
            Column("measure", pgettext("column", "Measure"), "text", _("Name of the measure")),
            Column(
                "first", pgettext("column", "First"), "figure", pgettext("codebook", "First score")
            ),
            Column(
                "last",
                pgettext("column", "Last"),
                "figure",
                _("Last score, if there is another than the first"),
            ),
            Column(
                "band", pgettext("column", "Band now"), "text", _("Named range of the last score")
            ),
            Column("change", pgettext("column", "Change"), "figure", _("Last minus first")),
            Column(
                "class",
                pgettext("column", "That is"),
                "text",
                _("Class of change, by the measure's criterion"),
            ),
        ),
        rows=rows,
        notes=(_(READER_PROFILES["single-case"].says),),
    )
    return PreviewPage(_("About this summary"), (facts, glance))


def _glance_row(course: Course, measure: Measure, outcome: str) -> tuple[Cell, ...]:
    change = change_of(course, measure).difference
    now = course.scores[-1][2]
    return (
        Cell(measure.title),
        score_cell(course.first),
        score_cell(course.last),
        Cell(band_at(measure.score.sourced_bands, now) or NONE),
        Cell(NONE) if change is None else Cell(signed(change), change),
        Cell(
            _(OUTCOME_WORDS[outcome]) if measure.has_criterion else pgettext("cell", "no criterion")
        ),
    )


def _measure_page(
    case: PseudonymisedCase, measure: Measure, known: Sequence[Measure], programme: Programme
) -> PreviewPage:
    course = course_of(case, measure)
    chart = chart_of(case, measure, programme)
    told = change_for_client(measure.title, measure.score, course.first, course.last)
    return PreviewPage(
        measure.form.title,
        (
            Prose(_verdict(course, measure, outcome_of(case, measure, known))),
            chart,
            Prose(chart_in_words(chart), small=True),
            Prose(_("Said to the client: {words}").format(words=told), small=True),
            score_table(case, measure),
        ),
    )


def _once_page(case: PseudonymisedCase, once: Sequence[Measure]) -> tuple[PreviewPage, ...]:
    """Return the page of measures with a single score, if there are any: nothing to draw."""
    if not once:
        return ()
    intro = _("One score says where the client stood, and nothing about change.")
    return (PreviewPage(_("Measures taken once"), (Prose(intro), once_table(case, once))),)


def moved_in_words(first: float, last: float) -> str:
    """Return from which score to which it went, and by how many points."""
    size = abs(last - first)
    words = ngettext(
        "From {first} to {last}: {change} point.",
        "From {first} to {last}: {change} points.",
        int(size) if size == int(size) else PARTS_OF_A_POINT,
    )
    return words.format(first=figure(first), last=figure(last), change=signed(last - first))


def _verdict(course: Course, measure: Measure, outcome: str) -> str:
    """Return what the scores come to, with the criterion and who says so."""
    first, last = course.scores[0][2], course.scores[-1][2]
    sentences = []
    if caseness(measure.score):
        at = _("At the cut-off or beyond at the first score.")
        below = _("Not at the cut-off at the first score.")
        sentences.append(at if started_as_case(course, measure) else below)
    sentences.append(moved_in_words(first, last))
    if measure.has_criterion:
        sentences.append(_("That is {outcome}.").format(outcome=_(OUTCOME_WORDS[outcome])))
        sentences.append(criterion_in_words(measure))
    else:
        sentences.append(_("No sourced criterion says how much change is more than error."))
    return " ".join(sentences)
