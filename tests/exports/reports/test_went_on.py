"""Whoever went on with another course: counted once, where they began, with what followed."""

from dataclasses import replace

import pytest

from exports.case.casefile import ELSEWHERE, FilledCase
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.client_charts import left_of_course
from exports.client_summary.summary_lines import SummaryContent, lines_of
from exports.reports.course_tables import MOST_ELSEWHERE, attrition, dose
from exports.reports.outcome_tables import followed
from exports.reports.outcomes import measures
from exports.reports.standing import standing_of, time_points
from programme.course.order import course_order
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library
from tests.support.exports.cases import case_file, pseudonym, record_key
from tests.support.exports.cohorts import case
from tests.support.exports.exact import exact

PROGRAMME = programmes.installed()
FORMS = library.installed()
CONTEXT = ExportContext(pseudonym, record_key, FORMS, PROGRAMME)


@pytest.mark.parametrize(
    ("held", "reason", "standing"),
    [(3, "", "went_on"), (3, "agreed_early_end", "went_on"), (20, "", "completed")],
)
def test_who_went_on_did_not_stop_and_who_held_the_last_session_completed_it(
    held: int, reason: str, standing: str
) -> None:
    made = case(held, status="went_on", reason=reason)

    assert standing_of(made, PROGRAMME) == standing
    [early, *_later] = time_points([made], PROGRAMME)
    assert early.stopped == ()


def test_where_clients_are_has_a_line_for_them() -> None:
    [table] = exact([attrition([case(3, status="went_on"), case(3, key=2)])])

    shown = {row[0].text: row[1].text for row in table.rows}
    assert shown["Went on with another course"] == "1"


def test_the_dose_says_how_much_was_held_in_another_course_and_nobody_counts_twice() -> None:
    plain = [replace(case(4, key=key)) for key in range(1, 6)]
    moved = [
        replace(case(2, key=key), held_elsewhere=held) for key, held in ((6, 8), (7, 1000), (8, 12))
    ]

    [table] = exact([dose([*plain, *moved], PROGRAMME)])

    here, *_others, elsewhere = ([cell.text for cell in row[:3]] for row in table.rows)
    assert here == ["Sessions held", "8", "3.2"]
    mean = (8 + MOST_ELSEWHERE + 12) / 3
    assert elsewhere == ["Sessions held in another course after it", "3", f"{mean:.1f}"]
    assert "in no other" in table.notes[0]


def test_what_was_measured_in_the_course_that_followed_counts_as_change() -> None:
    phq = next(each for each in measures(FORMS) if each.id == "phq-9")
    made = case(3, phq=(("S01", 18), (ELSEWHERE, 6)), status="went_on")

    [found] = followed([made], [phq], PROGRAMME)

    [(_case, course)] = found.courses
    assert (course.first, course.last) == (18, 6)


def test_a_form_of_another_course_passes_as_that_and_what_counts_as_held_by_its_ids() -> None:
    file = replace(
        case_file(),
        filled=(FilledCase("phq-9", 1, ELSEWHERE, 0, {QuestionId("q1"): 1}),),
        status="went_on",
        held_elsewhere=3,
        held_before=("S01", "a name"),
    )

    passed = pseudonymise(file, CONTEXT)

    assert [each.plan_id for each in passed.forms] == [ELSEWHERE]
    assert (passed.status, passed.held_elsewhere, passed.held_before) == ("went_on", 3, ("S01",))


def test_a_summary_says_what_came_before_and_leaves_out_what_counts_as_held() -> None:
    file = replace(case_file(), sessions=case_file().sessions[2:3])
    came = pseudonymise(replace(file, held_elsewhere=2, held_before=("S01",)), CONTEXT)
    plain = pseudonymise(file, CONTEXT)
    content = SummaryContent(FORMS, PROGRAMME)

    [said] = (each.words for each in lines_of(came, ("order",), content))
    [before] = (each.words for each in lines_of(plain, ("order",), content))

    assert "2 sessions of a course before" in said
    assert "course before" not in before
    left = set(left_of_course(plain, PROGRAMME)) - set(left_of_course(came, PROGRAMME))
    assert left == {course_order(PROGRAMME)[0]}


def test_a_summary_without_an_alert_says_that_it_speaks_of_this_course_alone() -> None:
    quiet = replace(case_file(), alerts=())
    content = SummaryContent(FORMS, PROGRAMME)

    def alerts_of(held_elsewhere: int) -> str:
        told = pseudonymise(replace(quiet, held_elsewhere=held_elsewhere), CONTEXT)
        [said] = (each.words for each in lines_of(told, ("alerts",), content))
        return said

    assert alerts_of(0) == "No alert was opened."
    assert alerts_of(20) == "No alert was opened in this course."
