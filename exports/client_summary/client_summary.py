"""One client's outcome summary: two pages for paper, picture first, and the tables behind them.

No name, no date, no words of anybody; sessions stand in their order, without weeks, and what is
long or often stands in bands. What the purpose does not need, or a person left out, is nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from exports.case.case import PseudonymisedCase
from exports.client_summary.client_charts import left_of_course
from exports.client_summary.client_tables import score_cell, signed
from exports.client_summary.summary_lines import (
    Shown,
    SummaryContent,
    SummaryLine,
    alerts_in_words,
    forms_behind,
    lines_of,
    outcome_in_words,
    practice_in_words,
    range_at,
    scored_measures,
)
from exports.disclosure.disclosure import READER_PROFILES
from exports.document.document import Block, Facts, Heading, PreviewPage, Prose, Report
from exports.document.tables import NONE, Cell, Column, Table, column
from exports.occasion import Occasion, month_in_words
from exports.paper.charts.chart import ChartData, figure
from exports.paper.charts.course_chart import CourseChart
from exports.purposes import ONE_CLIENT, PART_WORDS, SummaryPart, parts_for
from exports.reports.outcome_tables import criterion_in_words, second_hand_note
from exports.reports.outcomes import (
    OUTCOME_WORDS,
    READ_TOGETHER,
    FollowedMeasure,
    Outcome,
    ScoreCourse,
    change_of,
    outcome_of,
    started_as_case,
)
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.scoring.change import caseness
from session_forms.words.list_words import listed
from session_forms.words.texts import NN_, _, counted, ngettext, pgettext

PARTS_OF_A_POINT = 2
"""Counted as several: 0.5 points, 1.5 points."""
MOST_CHARTS = 2
MOST_SENTENCES = 3
MOST_MEASURES = 14
"""How many charts, sentences on change and lines of measures have room on the two pages."""
PASSED_OVER = NN_(
    "{count} filled form is not counted: no form that is installed fits its answers.",
    "{count} filled forms are not counted: no form that is installed fits their answers.",
)
NEWS: tuple[Outcome, ...] = ("deteriorated", "improved", "unchanged")
"""What is said first of the measures: what became worse."""
FACTS_ON_PAPER: tuple[SummaryPart, ...] = (
    "person",
    "place",
    "attendance",
    "length",
    "mode",
    "goals",
    "fidelity",
)


@dataclass(frozen=True)
class _Summary:
    """One case with the parts of it that are shown."""

    case: PseudonymisedCase
    occasion: Occasion
    content: SummaryContent
    parts: tuple[SummaryPart, ...]
    lines: tuple[SummaryLine, ...]

    @property
    def scored(self) -> tuple[tuple[FollowedMeasure, ScoreCourse], ...]:
        """The measures that gave a score, where ranges or scores are shown."""
        if not {"ranges", "scores"} & set(self.parts):
            return ()
        return scored_measures(self.case, self.content)

    def shown(self, part: SummaryPart) -> tuple[Shown, ...]:
        """Return the tables and charts of a part."""
        return tuple(each for line in self.lines if line.part == part for each in line.shown)

    @property
    def news(self) -> tuple[tuple[FollowedMeasure, ScoreCourse], ...]:
        """The measures with a first and a later score, those that say most first."""
        paired = [(measure, course) for measure, course in self.scored if course.is_paired]
        return tuple(sorted(paired, key=lambda each: NEWS.index(self._outcome(each[0]))))

    def _outcome(self, measure: FollowedMeasure) -> Outcome:
        found = outcome_of(self.case, measure, self.content.measures)
        return found if found in NEWS else "unchanged"


def client_summary(
    case: PseudonymisedCase, occasion: Occasion, *, forms: FormLibrary, programme: Programme
) -> Report:
    """Return the summary of one case: the parts its purpose needs, but for those left out."""
    content = SummaryContent(forms, programme)
    parts = parts_for(occasion.purpose, occasion.left_out)
    summary = _Summary(case, occasion, content, parts, lines_of(case, parts, content))
    return Report(
        title=pgettext("page", "Outcome summary"),
        chip=case.pseudonym,
        pages=(_first_page(summary), _second_page(summary), *_table_pages(summary)),
        programme=(content.programme.id, content.programme.version),
        forms=_forms_of(summary),
        checks=((_("One client only"), _("nobody else is counted or compared in it")),),
        rule=READER_PROFILES[ONE_CLIENT].rule,
    )


def _first_page(summary: _Summary) -> PreviewPage:
    """Return what changed, in sentences and pictures."""
    case, occasion, parts = summary.case, summary.occasion, summary.parts
    heading = _(
        "{purpose}. Made in {month}. Whoever knows this client may recognise them without a name."
    ).format(
        purpose=occasion.purpose_in_words,
        month=month_in_words(occasion.month),
    )
    said: list[tuple[str, str]] = []
    if {"ranges", "scores"} & set(parts):
        said.append((pgettext("fact", "What changed"), _changes_in_words(summary)))
    if "practice" in parts and (practice := practice_in_words(case)):
        said.append((pgettext("fact", "Practice"), practice))
    if "alerts" in parts:
        said.append((pgettext("fact", "Safety"), alerts_in_words(case)))
    if {"order", "place"} <= set(parts):
        said.append((_("What is next"), _next_in_words(case, summary.content.programme)))
    blocks: list[Block] = [Prose(heading, small=True)]
    if occasion.replaces:
        words = _("It takes the place of release {id}.").format(id=occasion.replaces)
        blocks.append(Prose(words, small=True))
    if said:
        blocks.append(Facts(tuple(said)))
    blocks += [each for each in summary.shown("order") if isinstance(each, CourseChart)]
    blocks += _charts(summary)
    return PreviewPage(_("Where the work stands"), tuple(blocks))


def _second_page(summary: _Summary) -> PreviewPage:
    """Return the figures behind the pictures, and what stands beside them."""
    blocks: list[Block] = []
    if summary.scored:
        blocks.append(_glance(summary)[0])
    facts = tuple((line.title, line.words) for line in summary.lines if line.part in FACTS_ON_PAPER)
    if facts:
        blocks.append(Facts(facts))
    blocks.append(Prose(_left_out_in_words(summary), small=True))
    return PreviewPage(pgettext("page", "Figures"), tuple(blocks))


TABLE_PAGES: tuple[tuple[SummaryPart, ...], ...] = (
    ("order",),
    ("scores",),
    ("practice", "goals", "alerts"),
    ("fidelity",),
    ("answers",),
)


def _table_pages(summary: _Summary) -> Iterator[PreviewPage]:
    """Yield the tables of the package, part by part; they are not on paper."""
    if summary.scored and (further := _glance(summary)[1:]):
        yield PreviewPage(pgettext("table", "Further measures"), further, printed=False)
    for parts in TABLE_PAGES:
        lines = [line for line in summary.lines if line.part in parts and line.tables]
        tables = [table for line in lines for table in line.tables]
        if tables:
            title = listed(dict.fromkeys(_(PART_WORDS[line.part]) for line in lines))
            yield PreviewPage(title, tuple(tables), printed=False)


def _forms_of(summary: _Summary) -> tuple[tuple[str, int], ...]:
    """Return (id, version) of the forms that what is shown comes from, and of no other."""
    behind = forms_behind(summary.parts, summary.content)
    found = {(form.form_id, form.form_version) for form in summary.case.forms}
    return tuple(sorted(each for each in found if each[0] in behind))


def _changes_in_words(summary: _Summary) -> str:
    """Return how the measures moved that say most, one sentence each."""
    if not summary.news:
        return _("No measure was given twice yet, so nothing can be said about change.")
    sentences = [
        _change_in_words(summary, measure, course)
        for measure, course in summary.news[:MOST_SENTENCES]
    ]
    return " ".join(sentences)


def _change_in_words(summary: _Summary, measure: FollowedMeasure, course: ScoreCourse) -> str:
    outcome = outcome_in_words(summary.case, measure, summary.content.measures)
    first, last = range_at(measure, course.first), range_at(measure, course.last)
    if "scores" in summary.parts:
        first, last = score_cell(course.first).text, score_cell(course.last).text
    if first == last == NONE:
        return _("{title}: {outcome}.").format(title=measure.title, outcome=outcome)
    if not measure.has_criterion:
        words = _(
            "{title}: {first} at first, {last} now. No criterion says how much change is more "
            "than error."
        )
        return words.format(title=measure.title, first=first, last=last)
    return _("{title}: {outcome}, {first} at first, {last} now.").format(
        title=measure.title, outcome=outcome, first=first, last=last
    )


def _next_in_words(case: PseudonymisedCase, programme: Programme) -> str:
    """Return which session of the course follows, and how many are left."""
    if case.status == "ended":
        return _("The course has ended.")
    left = left_of_course(case, programme)
    if not left:
        return _("All sessions of the course were held.")
    titles = {session.id: session.title for session in programme.sessions}
    words = ngettext(
        "{session}, {title}. With it {count} session of the course is left.",
        "{session}, {title}. With it {count} sessions of the course are left.",
        len(left),
    )
    return words.format(session=left[0], title=titles[left[0]], count=len(left))


def _charts(summary: _Summary) -> Iterator[Block]:
    """Yield the charts of the measures that say most, each with what it comes to."""
    drawn = {each.title: each for each in summary.shown("scores") if isinstance(each, ChartData)}
    further = sum(
        each.lines - 1 for each in summary.shown("order") if isinstance(each, CourseChart)
    )
    for measure, course in summary.news[: max(1, MOST_CHARTS - further)]:
        if measure.title in drawn:
            yield Heading(measure.form.title)
            yield replace(drawn[measure.title], phases=())  # they stand in the way of the course
            outcome = outcome_of(summary.case, measure, summary.content.measures)
            yield Prose(_verdict(course, measure, outcome), small=True)


def _glance(summary: _Summary) -> tuple[Table, ...]:
    """Return every measure in one line: as many as have room on paper, then the others."""
    with_scores = "scores" in summary.parts
    columns = (
        column("measure", "Measure", "text", "Name of the measure"),
        *(_exact_columns() if with_scores else _range_columns()),
        column("class", "That is", "text", "Class of change, by the measure's criterion"),
    )
    ordered = sorted(summary.scored, key=lambda each: not each[1].is_paired)
    rows = tuple(
        _glance_row(summary, measure, course, with_scores=with_scores)
        for measure, course in ordered
    )
    together = (
        *((_(READ_TOGETHER),) if _is_read_together(summary) else ()),
        *second_hand_note(measure for measure, _course in ordered),
    )
    further = len(rows) - MOST_MEASURES
    if further <= 0:
        return (Table("at_a_glance", _("At a glance"), columns, rows, together),)
    note = ngettext(
        "{count} further measure stands in the tables of the package.",
        "{count} further measures stand in the tables of the package.",
        further,
    ).format(count=further)
    return (
        Table("at_a_glance", _("At a glance"), columns, rows[:MOST_MEASURES], (*together, note)),
        Table(
            "further_measures", pgettext("table", "Further measures"), columns, rows[MOST_MEASURES:]
        ),
    )


def _is_read_together(summary: _Summary) -> bool:
    """Return whether a class of change is another than the measure alone would have."""
    case, known = summary.case, summary.content.measures
    return any(
        outcome_of(case, measure, known) != outcome_of(case, measure, ())
        for measure, _course in summary.scored
    )


def _exact_columns() -> tuple[Column, ...]:
    return (
        column("first", "First", "figure", "First score"),
        column("last", "Last", "figure", "Last score, if there is another than the first"),
        column("band", "Latest band", "text", "Named range of the last score"),
        column("change", "Change", "figure", "Last minus first"),
    )


def _range_columns() -> tuple[Column, ...]:
    return (
        column("range_first", "At first", "text", "Named range of the first score"),
        column(
            "range_last",
            "Now",
            "text",
            "Named range of the last score, if there is another than the first",
        ),
    )


def _glance_row(
    summary: _Summary, measure: FollowedMeasure, course: ScoreCourse, *, with_scores: bool
) -> tuple[Cell, ...]:
    outcome = Cell(outcome_in_words(summary.case, measure, summary.content.measures))
    if not with_scores:
        first, last = range_at(measure, course.first), range_at(measure, course.last)
        return (Cell(measure.title), Cell(first), Cell(last), outcome)
    change = change_of(course, measure).difference
    return (
        Cell(measure.title),
        score_cell(course.first),
        score_cell(course.last),
        Cell(range_at(measure, course.scores[-1][2])),
        Cell(NONE) if change is None else Cell(signed(change), change),
        outcome,
    )


def _left_out_in_words(summary: _Summary) -> str:
    """Return what is in no summary, and what was left out of this one."""
    sentences = [
        READER_PROFILES[ONE_CLIENT].rule,
        _(
            "Left out on purpose: name, contacts, days, weeks, places, own words and notes. A "
            "score is one answer among others; it is read together, never alone."
        ),
    ]
    occasion, passed_over = summary.occasion, summary.case.passed_over
    if passed_over:
        sentences.append(counted(PASSED_OVER, passed_over))
    shown = parts_for(occasion.purpose, occasion.left_out)
    left_out = [_(PART_WORDS[part]) for part in parts_for(occasion.purpose) if part not in shown]
    if left_out:
        words = _("Left out of this summary by the person who approved it: {parts}.")
        sentences.append(words.format(parts="; ".join(left_out)))
    return " ".join(sentences)


def moved_in_words(first: float, last: float) -> str:
    """Return from which score to which it went, and by how many points."""
    size = abs(last - first)
    words = ngettext(
        "From {first} to {last}: {change} point.",
        "From {first} to {last}: {change} points.",
        int(size) if size == int(size) else PARTS_OF_A_POINT,
    )
    return words.format(first=figure(first), last=figure(last), change=signed(last - first))


def _verdict(course: ScoreCourse, measure: FollowedMeasure, outcome: str) -> str:
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
