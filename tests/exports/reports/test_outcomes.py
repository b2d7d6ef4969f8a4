"""Outcome definitions, on made-up courses and on a published count."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.client_charts import chart_of
from exports.client_summary.client_tables import score_table
from exports.disclosure.disclosure import NONE
from exports.reports.outcomes import (
    FollowedMeasure,
    change_of,
    course_of,
    measures,
    outcome_of,
    recovered,
    reliably_recovered,
    started_as_case,
)
from programme.loading import library as programmes
from session_forms.form.definition import Continues, SameScore
from session_forms.library import library
from session_forms.library.library import FormLibrary
from session_forms.scoring.change import classify
from tests.support.exports.cases import Shape, case_file, pseudonym, record_key


@pytest.fixture(scope="module")
def known():
    return measures(library.installed())


def case(phq, gad=(None,) * 4):
    return pseudonymise(
        case_file(1, Shape(phq=phq, gad=gad)),
        ExportContext(pseudonym, record_key, library.installed(), programmes.installed()),
    )


def with_second_version(*, goes_on: bool) -> FormLibrary:
    """Return the installed forms with PHQ-9 in a second version, which may go on from the first."""
    forms = library.installed()
    same = SameScore(old="total", new="total")
    declared = (Continues(version=1, scores=(same,), why="same items"),) if goes_on else ()
    second = forms.latest("phq-9").model_copy(update={"version": 2, "continues": declared})
    return FormLibrary((*forms.all(), second))


def over_two_versions(forms: FormLibrary):
    """Return a case whose last two PHQ-9 scores are of the second version, and the measure."""
    whole = case_file(1, Shape(phq=(18, 15, 9, 7), gad=(None,) * 4))
    filled = tuple(
        replace(each, form_version=2) if each.form_id == "phq-9" and each.week > 1 else each
        for each in whole.filled
    )
    told = pseudonymise(
        replace(whole, filled=filled),
        ExportContext(pseudonym, record_key, forms, programmes.installed()),
    )
    return told, measure(measures(forms), "phq-9")


def measure(known, form_id):
    return next(each for each in known if each.id == form_id)


def test_the_best_known_measure_is_read_first(known):
    assert [each.id for each in known[:2]] == ["phq-9", "gad-7"]


def test_zero_is_a_score(known):
    phq = measure(known, "phq-9")
    course = course_of(case((12, None, None, 0)), phq)

    assert (course.first, course.last) == (12, 0)
    assert recovered(course, phq) is True


def test_a_single_score_is_not_a_pair_and_its_outcome_not_known(known):
    phq = measure(known, "phq-9")
    one = case((18, None, None, None))
    course = course_of(one, phq)

    assert not course.is_paired
    assert course.last is None
    assert outcome_of(one, phq, known) == "not known"
    assert recovered(course, phq) is None


def test_without_any_score_nothing_is_known(known):
    phq = measure(known, "phq-9")
    none = case((None,) * 4)

    assert course_of(none, phq).first is None
    assert not started_as_case(course_of(none, phq), phq)
    assert outcome_of(none, phq, known) == "not known"


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [(16, 9, "improved"), (16, 10, "unchanged"), (10, 16, "unchanged"), (10, 17, "deteriorated")],
)
def test_a_change_of_the_criterion_or_more_is_reliable(known, first, last, outcome):
    assert outcome_of(case((first, None, None, last)), measure(known, "phq-9"), known) == outcome


@pytest.mark.parametrize(
    ("phq", "gad", "outcome"),
    [
        ((18, 8), (6, 12), "unchanged"),
        ((8, 18), (12, 6), "unchanged"),
        ((18, 8), (6, 6), "improved"),
        ((18, 8), (6, None), "improved"),
        ((18, 8), (12, 4), "improved"),
    ],
)
def test_what_one_measure_gains_does_not_count_if_its_pair_loses(known, phq, gad, outcome):
    both = case((phq[0], None, None, phq[1]), (gad[0], None, None, gad[1]))

    assert outcome_of(both, measure(known, "phq-9"), known) == outcome


def test_a_measure_without_a_pair_stands_alone(known):
    phq = measure(known, "phq-9")

    assert outcome_of(case((18, None, None, 8), (6, None, None, 12)), phq, (phq,)) == "improved"


@pytest.mark.parametrize(
    ("first", "last", "result"), [(10, 9, True), (10, 10, False), (9, 3, False)]
)
def test_recovery_needs_a_case_at_first_and_none_at_last(known, first, last, result):
    phq = measure(known, "phq-9")

    assert recovered(course_of(case((first, None, None, last)), phq), phq) is result


@pytest.mark.parametrize(
    ("first", "last", "result"),
    [(17, 8, True), (17, 11, False), (12, 9, False), (9, 2, False), (17, None, None)],
)
def test_reliable_recovery_needs_both_and_a_last_score(known, first, last, result):
    phq = measure(known, "phq-9")
    one = case((first, None, None, last))

    found = reliably_recovered(course_of(one, phq), phq, outcome_of(one, phq, known))

    assert found is result


def test_who_is_better_and_worse_on_the_pair_has_no_reliable_recovery(known):
    phq = measure(known, "phq-9")
    one = case((17, None, None, 8), (4, None, None, 12))

    assert recovered(course_of(one, phq), phq)
    assert reliably_recovered(course_of(one, phq), phq, outcome_of(one, phq, known)) is False


def test_a_form_whose_score_has_another_name_has_no_course(known):
    phq = measure(known, "phq-9")
    other = FollowedMeasure(phq.form, phq.score.model_copy(update={"id": "elsewhere"}))

    assert course_of(case((18, 8, 8, 8)), other).scores == ()
    assert score_table(case((18, 8, 8, 8)), other).rows == ()


def test_a_measure_is_called_by_its_short_title_or_else_its_title(known):
    phq = measure(known, "phq-9")
    bare = FollowedMeasure(phq.form.model_copy(update={"short_title": ""}), phq.score)

    assert (phq.title, bare.title) == ("PHQ-9", phq.form.title)


def test_the_criterion_of_a_measure_is_known_before_any_score(known):
    assert measure(known, "phq-9").has_criterion
    assert change_of(SimpleNamespace(first=20, last=8), measure(known, "phq-9")).difference == -12
    criterion = classify(measure(known, "phq-9").score, None, None).criterion
    assert criterion == pytest.approx(6.93, abs=0.001)


def test_scores_of_a_version_that_does_not_go_on_are_drawn_and_not_compared():
    told, phq = over_two_versions(with_second_version(goes_on=False))

    chart = chart_of(told, phq, programmes.installed())

    assert [value for _plan, _week, value in course_of(told, phq).scores] == [9, 7]
    assert chart.breaks == (("S03", "version 2"),)
    assert [score for _plan, score in chart.points] == [18, 15, 9, 7]
    changes = [row[5].text for row in score_table(told, phq).rows]
    assert changes == [NONE, "\N{MINUS SIGN}3", NONE, "\N{MINUS SIGN}2"]


def test_a_version_that_goes_on_keeps_the_course_whole():
    told, phq = over_two_versions(with_second_version(goes_on=True))

    chart = chart_of(told, phq, programmes.installed())

    assert course_of(told, phq).first == 18
    assert change_of(course_of(told, phq), phq).difference == -11
    assert chart.breaks == ()
