"""One client's outcome summary, for supervision or a transfer: no name, no date, no words."""

from collections.abc import Sequence

from exports.case.case import PseudonymisedCase
from exports.disclosure.disclosure import NONE, PROFILES
from exports.document.document import Facts, PreviewPage, Prose, Report
from exports.document.tables import Cell, Column, Table
from exports.occasion import Occasion, month_in_words
from exports.paper.charts.chart import chart_in_words, figure
from exports.reports.client_chart import chart_of
from exports.reports.client_fidelity import fidelity_page, item_pages
from exports.reports.client_tables import (
    alert_table,
    once_table,
    practice_table,
    score_cell,
    score_table,
    session_table,
    signed,
)
from exports.reports.coded_tables import coded_pages
from exports.reports.course_tables import STATUS_WORDS
from exports.reports.goal_tables import goal_tables
from exports.reports.outcome_tables import criterion_in_words
from exports.reports.outcome_words import OUTCOME_WORDS
from exports.reports.outcomes import (
    Course,
    Measure,
    change_of,
    course_of,
    measures,
    outcome_of,
    started_as_case,
)
from programme.definition.definition import Programme
from session_forms.library.library import FormLibrary
from session_forms.scores.score_rules import band_at
from session_forms.scoring.change import caseness
from session_forms.scoring.change_words import change_for_client
from session_forms.words.texts import translate as _


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
        fidelity_page(case, known, programme),
        *item_pages(case),
        *coded_pages(case, forms),
    )
    return Report(
        title=_("Outcome summary"),
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
            (_("For"), occasion.recipient),
            (_("Purpose"), occasion.purpose),
            (_("Made in"), month_in_words(occasion.month)),
            (_("Age band, gender"), f"{case.age_band}, {case.gender}"),
            (_("Track"), tracks.get(case.track, case.track)),
            (_("Standing"), _(STATUS_WORDS[case.status])),
            (
                _("Sessions"),
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
            Column("measure", _("Measure"), "text", _("Name of the measure")),
            Column("first", _("First"), "figure", _("First score")),
            Column(
                "last", _("Last"), "figure", _("Last score, if there is another than the first")
            ),
            Column("band", _("Band now"), "text", _("Named range of the last score")),
            Column("change", _("Change"), "figure", _("Last minus first")),
            Column("class", _("That is"), "text", _("Class of change, by the measure's criterion")),
        ),
        rows=rows,
        notes=(_(PROFILES["single-case"].says),),
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
        Cell(_(OUTCOME_WORDS[outcome]) if measure.has_criterion else _("no criterion")),
    )


def _measure_page(
    case: PseudonymisedCase, measure: Measure, known: Sequence[Measure], programme: Programme
) -> PreviewPage:
    course = course_of(case, measure)
    chart = chart_of(case, measure, programme)
    return PreviewPage(
        measure.form.title,
        (
            Prose(_verdict(course, measure, outcome_of(case, measure, known))),
            chart,
            Prose(chart_in_words(chart), small=True),
            Prose(_said_to_client(course, measure), small=True),
            score_table(case, measure),
        ),
    )


def _once_page(case: PseudonymisedCase, once: Sequence[Measure]) -> tuple[PreviewPage, ...]:
    """Return the page of measures with a single score, if there are any: nothing to draw."""
    if not once:
        return ()
    intro = _("One score says where the client stood, and nothing about change.")
    return (PreviewPage(_("Measures taken once"), (Prose(intro), once_table(case, once))),)


def _verdict(course: Course, measure: Measure, outcome: str) -> str:
    """Return what the scores come to, with the criterion and who says so."""
    first, last = course.scores[0][2], course.scores[-1][2]
    sentences = [_start_in_words(course, measure)] if caseness(measure.score) else []
    moved = _("From {first} to {last}: {change} points.")
    sentences.append(
        moved.format(first=figure(first), last=figure(last), change=signed(last - first))
    )
    if measure.has_criterion:
        sentences.append(_("That is {outcome}.").format(outcome=_(OUTCOME_WORDS[outcome])))
        sentences.append(criterion_in_words(measure))
    else:
        sentences.append(_("No sourced criterion says how much change is more than error."))
    return " ".join(sentences)


def _said_to_client(course: Course, measure: Measure) -> str:
    words = change_for_client(measure.title, measure.score, course.first, course.last)
    return _("Said to the client: {words}").format(words=words)


def _start_in_words(course: Course, measure: Measure) -> str:
    if started_as_case(course, measure):
        return _("At the cut-off or beyond at the first score.")
    return _("Not at the cut-off at the first score.")
