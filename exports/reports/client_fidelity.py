"""How the sessions of one client kept to their plans, and how a second rater saw it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from exports.case.case import CaseSession, PseudonymisedCase
from exports.disclosure.disclosure import NONE
from exports.document.document import Block, PreviewPage, Prose
from exports.document.tables import Cell, Column, Table
from exports.reports.client_tables import score_cell
from exports.reports.fidelity_tables import bands_in_words, module_in_words
from exports.reports.outcome_words import OUTCOME_WORDS
from exports.reports.outcomes import Measure, course_of, outcome_of
from programme.course.deviations import DEVIATION_WORDS
from programme.definition.definition import Programme
from programme.fidelity.agreement import agreement
from programme.fidelity.agreement_words import agreement_in_words
from programme.fidelity.fidelity import adherence
from programme.fidelity.item_tally import fidelity_items, item_tallies
from session_forms.words.texts import translate as _


def fidelity_page(
    case: PseudonymisedCase, known: Sequence[Measure], programme: Programme
) -> PreviewPage:
    """Return adherence by module beside the outcome, items missed, agreement and deviations."""
    return PreviewPage(_("Fidelity"), tuple(_blocks(case, known, programme)))


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
        title=_("Fidelity ratings"),
        columns=(
            Column("session", _("Session"), "text", _("Session plan")),
            Column("week", _("Week"), "count", _("Whole weeks since the first session")),
            Column("item", _("Item"), "text", _("Id of the fidelity item")),
            Column("rating", _("Rating"), "text", _("By the therapist: 0, 1, 2 or na")),
            Column("second", _("Second"), "text", _("By a second rater, if there was one")),
        ),
        rows=rows,
    )
    return (PreviewPage(_("Fidelity, item by item"), (table,), printed=False),)


def _blocks(
    case: PseudonymisedCase, known: Sequence[Measure], programme: Programme
) -> Iterator[Block]:
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
            Column("module", _("Module"), "text", _("Module")),
            Column("held", _("Held"), "count", _("Sessions held")),
            Column("twice", _("Rated twice"), "count", _("Sessions with a second rating")),
            Column("adherence", _("Adherence, %"), "figure", _("Over all items that applied")),
            Column("band", _("Band"), "text", _("The programme's own word for it")),
        ),
        rows=rows,
        notes=(bands_in_words(programme),),
    )


def _module_cells(sessions: Sequence[CaseSession], programme: Programme) -> tuple[Cell, ...]:
    """Return the adherence over all items of these sessions, each item of each once."""
    ratings = {
        f"{place} {item_id}": rating
        for place, session in enumerate(sessions)
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
            Column("item", _("Item"), "text", _("Id of the fidelity item")),
            Column("text", _("What was to be done"), "text", _("Text of the item")),
            Column("missed", _("Not done"), "count", _("Rated 0")),
            Column("applied", _("Applied"), "count", _("Rated 0, 1 or 2")),
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
            Column("kind", _("What"), "text", _("Kind of deviation from the course")),
            Column("often", _("How often"), "count", _("How often it happened")),
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
