"""The lines of a client's summary: what each part shows, and who else in a caseload shows the same.

A summary is made from its lines, and its lines are what is compared: so a line is unique exactly
where what is printed and packed under it is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from exports.case.case import PseudonymisedCase
from exports.case.pseudonymise import NOW, START
from exports.client_summary.client_charts import chart_of, course_chart, numbered_chart
from exports.client_summary.client_fidelity import fidelity_in_words, fidelity_tables
from exports.client_summary.client_tables import (
    MODE_WORDS,
    PRACTICE,
    alert_table,
    coded_tables,
    goal_tables,
    length_in_words,
    missed_in_words,
    once_table,
    practice_table,
    score_table,
    session_table,
)
from exports.document.tables import NONE, Table
from exports.paper.charts.chart import ChartData, figure
from exports.paper.charts.course_chart import CourseChart
from exports.purposes import (
    ANSWERED_FORMS,
    PART_WORDS,
    SEEN_FROM_OUTSIDE,
    SummaryPart,
)
from exports.reports.course_tables import STATUS_WORDS
from exports.reports.outcomes import (
    OUTCOME_WORDS,
    FollowedMeasure,
    ScoreCourse,
    course_of,
    measures,
    outcome_of,
)
from exports.reports.safety_tables import STREAM_WORDS
from programme.course.order import extra_sessions
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.scores.score_rules import band_at
from session_forms.scoring.goal_attainment import FORM as GOALS
from session_forms.words.list_words import facts_in_a_line, listed
from session_forms.words.texts import NN_, _, counted, ngettext, pgettext

SCORES_COUNT = NN_("{count} score", "{count} scores")
HELD_ELSEWHERE = NN_("{count} session of a course before", "{count} sessions of a course before")
CHECKS_COUNT = NN_("{count} safety check", "{count} safety checks")


Shown = Table | ChartData | CourseChart


@dataclass(frozen=True)
class SummaryLine:
    """What one line of a summary shows.

    Attributes:
        title: What the line is about; a part with several measures has a line for each.
        words: What it says in short.
        make_shown: Makes the tables and charts that it shows besides.

    """

    part: SummaryPart
    title: str
    words: str
    make_shown: Callable[[], tuple[Shown, ...]] = tuple

    @cached_property
    def shown(self) -> tuple[Shown, ...]:
        """The tables and charts that it shows besides the words."""
        return self.make_shown()

    @property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return tuple(each for each in self.shown if isinstance(each, Table))

    @cached_property
    def about(self) -> tuple[SummaryPart, str, str]:
        """What it is about and says in short: most lines differ in it."""
        return self.part, self.title, self.words

    def shows_the_same(self, other: "SummaryLine") -> bool:
        """Return whether everything is the same that the other line shows."""
        return self.about == other.about and self.shown == other.shown


@dataclass(frozen=True, slots=True)
class SharedLine:
    """How many of a caseload show the same.

    Attributes:
        part: The part that would be left out; None for several parts together.
        sharing: How many clients show the same, this one included.
        of: How many were compared, this one included.

    """

    part: SummaryPart | None
    title: str
    words: str
    sharing: int
    of: int

    @property
    def is_unique(self) -> bool:
        """Whether it fits no other client of the caseload."""
        return self.sharing == 1


@dataclass(frozen=True)
class SummaryContent:
    """What every summary is made with: the forms and the programme."""

    forms: FormLibrary
    programme: Programme

    @cached_property
    def measures(self) -> tuple[FollowedMeasure, ...]:
        """Every measure of the forms."""
        return measures(self.forms)

    @cached_property
    def phases(self) -> Mapping[str, str]:
        """The title of the phase of each session that has its place in the programme."""
        extra = extra_sessions(self.programme)
        return MappingProxyType(
            {
                each.id: phase.title
                for phase in self.programme.phases
                for each in phase.sessions
                if each.id not in extra
            }
        )


@dataclass(frozen=True, slots=True)
class Telling:
    """What all parts of a summary tell or leave out together.

    Attributes:
        in_order: Whether it is told in which session something was.
        in_place: Whether it is told where in the programme the client stands.

    """

    in_order: bool
    in_place: bool


def telling_of(parts: Collection[SummaryPart]) -> Telling:
    """Return what a summary of these parts tells: where a part is left out, no other tells it."""
    return Telling(in_order="order" in parts, in_place="place" in parts)


@dataclass(frozen=True)
class _ShownCase:
    """A case as far as it is shown."""

    case: PseudonymisedCase
    content: SummaryContent
    telling: Telling

    @cached_property
    def scored(self) -> tuple[tuple[FollowedMeasure, ScoreCourse], ...]:
        """The measures that gave a score, with their courses."""
        return scored_measures(self.case, self.content)


def scored_measures(
    case: PseudonymisedCase, content: SummaryContent
) -> tuple[tuple[FollowedMeasure, ScoreCourse], ...]:
    """Return each measure that gave a score, with its course."""
    done = {form.form_id for form in case.forms if form.scores}
    found = ((each, course_of(case, each)) for each in content.measures if each.id in done)
    return tuple((measure, course) for measure, course in found if course.scores)


def lines_of(
    case: PseudonymisedCase, parts: Sequence[SummaryPart], content: SummaryContent
) -> tuple[SummaryLine, ...]:
    """Return what the given parts show of a case, in order; nothing where it has no content."""
    found = lines_by_part(case, parts, content, telling_of(parts))
    return tuple(line for part in parts for line in found[part])


def lines_by_part(
    case: PseudonymisedCase, parts: Iterable[SummaryPart], content: SummaryContent, telling: Telling
) -> dict[SummaryPart, tuple[SummaryLine, ...]]:
    """Return the lines of each of these parts, in a summary that tells so much."""
    shown = _ShownCase(case, content, telling)
    return {part: tuple(_MAKERS[part](shown)) for part in parts}


def forms_behind(parts: Sequence[SummaryPart], content: SummaryContent) -> frozenset[str]:
    """Return the ids of all forms that the given parts are made from."""
    found: set[str] = set()
    if "ranges" in parts or "scores" in parts:
        found |= {measure.id for measure in content.measures}
    if "practice" in parts:
        found.add(PRACTICE)
    if "goals" in parts:
        found.add(GOALS)
    if "answers" in parts:
        found |= set(ANSWERED_FORMS)
    return frozenset(found)


def shared_lines(
    lines: Sequence[SummaryLine], others: Sequence[Sequence[SummaryLine]]
) -> tuple[SharedLine, ...]:
    """Return for each line how many show the same; last what can be seen from outside, together."""
    everybody = len(others) + 1
    alike: defaultdict[tuple[SummaryPart, str, str], list[Sequence[SummaryLine]]]
    alike = defaultdict(list)
    for other in others:
        by_about: defaultdict[tuple[SummaryPart, str, str], list[SummaryLine]] = defaultdict(list)
        for each in other:
            by_about[each.about].append(each)
        for about, those in by_about.items():
            alike[about].append(those)
    found = []
    for line in lines:
        same = sum(any(line.shows_the_same(each) for each in those) for those in alike[line.about])
        found.append(SharedLine(line.part, line.title, line.words, 1 + same, everybody))
    outside = _outside(lines)
    if len(outside) > 1:
        same = sum(_are_the_same(outside, _outside(other)) for other in others)
        title = _("What can be seen from outside, together")
        words = listed(line.title for line in outside)
        found.append(SharedLine(None, title, words, 1 + same, everybody))
    return tuple(found)


def _outside(lines: Sequence[SummaryLine]) -> tuple[SummaryLine, ...]:
    return tuple(line for line in lines if line.part in SEEN_FROM_OUTSIDE)


def _are_the_same(lines: Sequence[SummaryLine], others: Sequence[SummaryLine]) -> bool:
    pairs = zip(lines, others, strict=False)
    return len(lines) == len(others) and all(each.shows_the_same(other) for each, other in pairs)


def range_at(measure: FollowedMeasure, value: float | None) -> str:
    """Return the named range that a score lies in; a dash where there is none."""
    if value is None:
        return NONE
    return band_at(measure.score.sourced_bands, value) or NONE


def outcome_in_words(
    case: PseudonymisedCase, measure: FollowedMeasure, known: Sequence[FollowedMeasure]
) -> str:
    """Return the class of change, or that the measure has no criterion for one."""
    if not measure.has_criterion:
        return pgettext("cell", "no criterion")
    return _(OUTCOME_WORDS[outcome_of(case, measure, known)])


def goals_in_words(case: PseudonymisedCase) -> str:
    """Return what the goals came to at their last rating; empty where none was rated."""
    rated = [form.scores for form in case.of_form(GOALS) if NOW in form.scores]
    if not rated:
        return ""
    now, start = rated[-1][NOW].value, rated[-1].get(START)
    assert now is not None
    if start is None or start.value is None:
        return _("{now} at the last rating; 50 is what was expected.").format(now=figure(now))
    return _("{start} at the start, {now} at the last rating; 50 is what was expected.").format(
        start=figure(start.value), now=figure(now)
    )


def practice_in_words(case: PseudonymisedCase) -> str:
    """Return in how many reviews the practice was done; empty where there was no review."""
    reviews = case.of_form(PRACTICE)
    if not reviews:
        return ""
    done = sum(form.answers.get("done") in {"done", "partly"} for form in reviews)
    words = ngettext(
        "Done, or part of it, in {done} of {count} review.",
        "Done, or part of it, in {done} of {count} reviews.",
        len(reviews),
    )
    return words.format(done=done, count=len(reviews))


def alerts_in_words(case: PseudonymisedCase) -> str:
    """Return how many alerts there were of each stream, and how many nobody has answered."""
    sentences = []
    for stream, words in STREAM_WORDS.items():
        found = [each for each in case.alerts if each.stream == stream]
        if found:
            said = ngettext("{stream}: {count} alert.", "{stream}: {count} alerts.", len(found))
            sentences.append(said.format(stream=_(words), count=len(found)))
    if not sentences and case.held_elsewhere:
        return _("No alert was opened in this course.")
    if not sentences:
        return _("No alert was opened.")
    waiting = sum(each.hours_to_action is None for each in case.alerts)
    if not waiting:
        answered = ngettext("It was answered.", "All were answered.", len(case.alerts))
        return " ".join((*sentences, answered))
    said = ngettext("{count} is not answered yet.", "{count} are not answered yet.", waiting)
    return " ".join((*sentences, said.format(count=waiting)))


def _person(shown: _ShownCase) -> Iterator[SummaryLine]:
    yield _line("person", listed((shown.case.age_band, shown.case.gender)))


def _place(shown: _ShownCase) -> Iterator[SummaryLine]:
    tracks = {track.id: track.title for track in shown.content.programme.tracks}
    reached = [
        shown.content.phases[each.plan_id]
        for each in shown.case.held_sessions
        if each.plan_id in shown.content.phases
    ]
    phase = reached[-1] if reached else ""
    track = tracks.get(shown.case.track, "")
    yield _line("place", facts_in_a_line(track, _(STATUS_WORDS[shown.case.status]), phase))


def _order(shown: _ShownCase) -> Iterator[SummaryLine]:
    held = [each.plan_id for each in shown.case.held_sessions]
    words = listed(held) if held else _("No session was held yet.")
    if shown.case.held_elsewhere:
        words = facts_in_a_line(words, counted(HELD_ELSEWHERE, shown.case.held_elsewhere))
    programme = shown.content.programme
    yield _line(
        "order",
        words,
        lambda: (
            course_chart(shown.case, programme, with_rest=shown.telling.in_place),
            session_table(shown.case, programme),
        ),
    )


def _attendance(shown: _ShownCase) -> Iterator[SummaryLine]:
    yield _line("attendance", missed_in_words(shown.case))


def _length(shown: _ShownCase) -> Iterator[SummaryLine]:
    yield _line("length", length_in_words(shown.case))


def _mode(shown: _ShownCase) -> Iterator[SummaryLine]:
    yield _line("mode", _(MODE_WORDS.get(shown.case.mode, shown.case.mode)))


def _ranges(shown: _ShownCase) -> Iterator[SummaryLine]:
    for measure, course in shown.scored:
        first, last = range_at(measure, course.first), range_at(measure, course.last)
        outcome = outcome_in_words(shown.case, measure, shown.content.measures)
        yield SummaryLine("ranges", measure.title, listed((first, last, outcome)))


def _scores(shown: _ShownCase) -> Iterator[SummaryLine]:
    if shown.scored:
        count = sum(len(course.scores) for _measure, course in shown.scored)
        yield _line("scores", counted(SCORES_COUNT, count), lambda: tuple(_score_blocks(shown)))


def _score_blocks(shown: _ShownCase) -> Iterator[Shown]:
    """Yield a chart and a table for each measure with several scores, and one for the others."""
    case, programme = shown.case, shown.content.programme
    for measure, course in shown.scored:
        if course.is_paired:
            in_order = shown.telling.in_order
            yield chart_of(case, measure, programme) if in_order else numbered_chart(case, measure)
            yield score_table(case, measure, in_order=in_order)
    once = tuple(measure for measure, course in shown.scored if not course.is_paired)
    if once:
        yield once_table(case, once, in_order=shown.telling.in_order)


def _practice(shown: _ShownCase) -> Iterator[SummaryLine]:
    if words := practice_in_words(shown.case):
        yield _line("practice", words, lambda: (practice_table(shown.case, shown.content.forms),))


def _goals(shown: _ShownCase) -> Iterator[SummaryLine]:
    if words := goals_in_words(shown.case):
        yield _line(
            "goals", words, lambda: goal_tables(shown.case, in_order=shown.telling.in_order)
        )


def _alerts(shown: _ShownCase) -> Iterator[SummaryLine]:
    yield _line("alerts", alerts_in_words(shown.case), lambda: (alert_table(shown.case),))


def _fidelity(shown: _ShownCase) -> Iterator[SummaryLine]:
    if shown.case.held_sessions:
        words = fidelity_in_words(shown.case, shown.content.programme)
        yield _line("fidelity", words, lambda: fidelity_tables(shown.case, shown.content.programme))


def _answers(shown: _ShownCase) -> Iterator[SummaryLine]:
    filled = [form for form in shown.case.forms if form.form_id in ANSWERED_FORMS]
    if any(form.answers for form in filled):
        words = counted(CHECKS_COUNT, len(filled))
        yield _line("answers", words, lambda: _answer_tables(shown))


def _answer_tables(shown: _ShownCase) -> tuple[Table, ...]:
    forms = shown.content.forms
    return coded_tables(shown.case, forms, ANSWERED_FORMS, in_order=shown.telling.in_order)


def _line(
    part: SummaryPart, words: str, make_shown: Callable[[], tuple[Shown, ...]] = tuple
) -> SummaryLine:
    return SummaryLine(part, _(PART_WORDS[part]), words, make_shown)


_MAKERS: Mapping[SummaryPart, Callable[[_ShownCase], Iterator[SummaryLine]]] = {
    "person": _person,
    "place": _place,
    "order": _order,
    "attendance": _attendance,
    "length": _length,
    "mode": _mode,
    "ranges": _ranges,
    "scores": _scores,
    "practice": _practice,
    "goals": _goals,
    "alerts": _alerts,
    "fidelity": _fidelity,
    "answers": _answers,
}
