"""One client's summary: scores with their meaning, gaps said, and no word of anybody."""

from dataclasses import replace

import pytest

from exports.case.casefile import AlertCase, FilledCase
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.document.document import Facts, Prose
from exports.document.tables import Table
from exports.paper.charts.chart import ChartData
from exports.reports.client_summary import client_summary, moved_in_words
from programme.loading import library as programmes
from session_forms.answers import CANNOT_TELL, DECLINED, QuestionId
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.exports.cases import Shape, case_file, items, occasion, pseudonym, record_key


def summary(case, forms=None):
    forms = forms or library.installed()
    programme = programmes.installed()
    passed = pseudonymise(case, ExportContext(pseudonym, record_key, forms, programme))
    return client_summary(passed, occasion("single-case"), forms=forms, programme=programme)


def table(report, table_id):
    return next(each for each in report.tables if each.id == table_id)


def rows(report, table_id):
    return [[cell.text for cell in row] for row in table(report, table_id).rows]


def charts(report):
    return {
        block.title: block
        for page in report.pages
        for block in page.blocks
        if isinstance(block, ChartData)
    }


def prose(report):
    return " ".join(
        block.text for page in report.pages for block in page.blocks if isinstance(block, Prose)
    )


def test_a_score_is_shown_with_band_change_and_class():
    report = summary(case_file(1))

    assert rows(report, "at_a_glance") == [
        ["PHQ-9", "17", "8", "mild", "\N{MINUS SIGN}9", "reliably better"],
        ["GAD-7", "12", "6", "mild", "\N{MINUS SIGN}6", "reliably better"],
    ]


def test_the_criterion_is_named_with_its_source():
    assert "PHQ-9: reliable from a change of 6 (published; NHS Talking Therapies" in prose(
        summary(case_file(1))
    )


def test_a_session_without_the_measure_is_a_gap_in_the_chart():
    chart = charts(summary(case_file(1)))["PHQ-9"]

    assert chart.points == (("S01", 17), ("S02", 15), ("S03", None), ("S04", 8))
    assert (chart.cutoff, chart.reliable_from_first) == (10, 6)
    assert [session for session, _title in chart.phases] == ["S01", "S03"]


def test_a_session_that_was_not_held_leaves_no_gap():
    shape = Shape(attendance=("attended", "did_not_attend", "attended", "attended"))

    assert [plan for plan, _score in charts(summary(case_file(1, shape)))["PHQ-9"].points] == [
        "S01",
        "S03",
        "S04",
    ]


def test_one_score_alone_makes_no_change():
    report = summary(case_file(1, Shape(phq=(4, None, None, None), gad=(None,) * 4)))

    assert rows(report, "at_a_glance") == [
        ["PHQ-9", "4", "\N{EN DASH}", "minimal", "\N{EN DASH}", "not known"]
    ]
    assert "nothing about change" in prose(report)


def test_a_rise_is_shown_with_its_plus():
    report = summary(case_file(1, Shape(phq=(4, None, None, 14), gad=(None,) * 4)))

    assert rows(report, "at_a_glance")[0][4:] == ["+10", "reliably worse"]


def test_missing_items_are_said_beside_the_score():
    answers = dict(items(9, 9))
    del answers[QuestionId("q1")]
    few = {QuestionId("q1"): 1}
    case = replace(
        case_file(1),
        filled=(
            FilledCase("phq-9", 1, "S01", 0, items(9, 9)),
            FilledCase("phq-9", 1, "S02", 1, answers),
            FilledCase("phq-9", 1, "S03", 2, few),
        ),
    )

    assert [row[-1] for row in rows(summary(case), "scores_phq_9")] == [
        "complete",
        "estimated from 8 items",
        "too many missing: no score",
    ]


def test_a_measure_without_cut_off_range_or_criterion_says_so():
    forms = library.installed()
    phq = forms.latest("phq-9")
    bare = phq.scores[0].model_copy(
        update={"cutoffs": (), "range": None, "reliable_change": None, "bands": ()}
    )
    others = [each for each in forms.all() if each.id != "phq-9"]
    changed = FormLibrary([*others, phq.model_copy(update={"scores": (bare,)})])

    report = summary(case_file(1, Shape(gad=(None,) * 4)), changed)

    assert rows(report, "at_a_glance")[0][3:] == ["\N{EN DASH}", "\N{MINUS SIGN}9", "no criterion"]
    assert "No sourced criterion" in prose(report)
    chart = charts(report)["PHQ-9"]
    assert (chart.low, chart.high, chart.cutoff) == (0, 17, None)


AUDIT_C_LINES = (
    "positive (men, US): not reached, 4 or more; positive (women, US): not reached, 3 or more"
)


def test_measures_taken_once_stand_in_one_table_and_have_no_chart():
    total = QuestionId("total")
    once = (
        FilledCase("who-5", 1, "S02", 1, {total: 3}),
        FilledCase("audit-c", 1, "S02", 1, {total: 2}),
        FilledCase("wsas", 1, "S02", 1, {QuestionId("item_1_answered"): True, total: 9}),
        FilledCase("gad-7", 1, "S02", 1, items(12, 7)),
        FilledCase("gad-7", 1, "S03", 2, {QuestionId("q1"): 1}),
    )
    phq = [each for each in case_file(1).filled if each.form_id == "phq-9"]
    report = summary(replace(case_file(1), filled=(*phq, *once)))

    cells = {(row[0], row[1]): row[3:] for row in rows(report, "scores_once")}
    assert list(charts(report)) == ["PHQ-9"]
    assert cells["AUDIT-C", "S02"] == ["2", "\N{EN DASH}", AUDIT_C_LINES, "complete"]
    assert cells["WHO-5", "S02"][0] == "12"
    assert cells["WHO-5", "S02"][2].startswith("reached (")
    assert cells["WHO-5", "S02"][2].endswith(" or less)")
    assert cells["WSAS", "S02"][2] == "no cut-off"
    assert cells["GAD-7", "S03"] == ["\N{EN DASH}"] * 3 + ["too many missing: no score"]


def test_without_a_measure_taken_once_there_is_no_table_of_them():
    assert all(each.id != "scores_once" for each in summary(case_file(1)).tables)


def test_a_case_is_not_claimed_where_the_first_score_was_none():
    report = summary(case_file(1, Shape(phq=(4, None, None, 6))))

    assert "Not at the cut-off at the first score." in prose(report)


def test_a_cut_off_from_above_is_drawn_as_well():
    most = library.installed().get("who-5", 1).question("total").maximum
    filled = [
        FilledCase("who-5", 1, plan, week, {QuestionId("total"): most})
        for plan, week in (("S02", 1), ("S03", 2))
    ]
    case = replace(case_file(1), filled=tuple(filled))

    chart = charts(summary(case))["WHO-5"]

    assert not chart.higher_is_worse
    assert chart.cutoff is not None


def test_alerts_are_counted_with_the_open_ones():
    shape = Shape(
        alerts=(AlertCase("suicide", "act", 1, 2.0), AlertCase("suicide", "act", 2, None))
    )

    assert ["Suicide", "act", "2", "1"] in rows(summary(case_file(1, shape)), "alerts")


def test_overridden_gates_are_named_and_none_is_said():
    assert "Gates overridden: G2." in prose(summary(case_file(1, Shape(overrides=("G2",)))))
    assert "No gate was overridden." in prose(summary(case_file(1)))


def test_reviews_of_practice_are_counted_with_those_without_answer():
    review = {QuestionId("helped"): 3}
    case = case_file(1)
    case = replace(case, filled=(*case.filled, FilledCase("practice-review", 1, "S04", 3, review)))

    assert [row[1] for row in rows(summary(case), "practice")] == ["0", "3", "0", "1"]


def test_coded_answers_are_in_the_package_and_not_on_paper():
    report = summary(case_file(1))
    pages = [page for page in report.pages if not page.printed]

    assert [page.title for page in pages] == ["Practice review", "How was today for you?"]
    assert table(report, "form_session_feedback").columns[3].id == "felt_respected"


def test_answers_of_every_kind_are_written_as_codes():
    forms = library.installed()
    check = forms.latest("risk-check")
    asked = next(each for each in check.questions if each.kind == "yes_no")
    kept = asked.model_copy(update={"export": "keep"})
    others = [each for each in forms.all() if each.id != "risk-check"]
    changed = FormLibrary([*others, check.model_copy(update={"questions": (kept,)})])
    feedback = {QuestionId("felt_respected"): DECLINED, QuestionId("useful_today"): CANNOT_TELL}
    case = replace(
        case_file(1),
        filled=(
            FilledCase("session-feedback", 1, "S01", 0, feedback),
            FilledCase("risk-check", 1, None, 0, {QuestionId(kept.id): True}),
            FilledCase("risk-check", 1, "S02", 1, {QuestionId(kept.id): False}),
        ),
    )

    report = summary(case, changed)

    assert rows(report, "form_session_feedback")[0][3:] == ["(declined)", "", "", "(cannot tell)"]
    assert [row[3] for row in rows(report, "form_risk_check")] == ["yes", "no"]


def test_several_options_are_written_one_after_the_other():
    forms = library.installed()
    check = forms.latest("risk-check")
    asked = next(each for each in check.questions if each.kind == "multi")
    kept = asked.model_copy(update={"export": "keep"})
    others = [each for each in forms.all() if each.id != "risk-check"]
    changed = FormLibrary([*others, check.model_copy(update={"questions": (kept,)})])
    chosen = (kept.options[1].id, kept.options[2].id)
    case = replace(
        case_file(1),
        filled=(FilledCase("risk-check", 1, "S02", 1, {QuestionId(kept.id): chosen}),),
    )

    assert rows(summary(case, changed), "form_risk_check")[0][3] == " ".join(chosen)


def test_a_column_stands_once_for_all_versions_of_a_form():
    forms = library.installed()
    first = forms.latest("session-feedback")
    added = first.question("useful_today").model_copy(update={"id": "came_in_time"})
    second = first.model_copy(update={"version": 2, "questions": (*first.questions, added)})
    changed = FormLibrary([*forms.all(), second])
    old = FilledCase("session-feedback", 1, "S01", 0, {QuestionId("useful_today"): 7})
    new = FilledCase("session-feedback", 2, "S02", 1, {QuestionId("came_in_time"): 9})

    report = summary(replace(case_file(1), filled=(old, new)), changed)

    columns = [column.id for column in table(report, "form_session_feedback").columns]
    assert columns.count("useful_today") == 1
    assert columns[-1] == "came_in_time"
    assert [row[2] for row in rows(report, "form_session_feedback")] == ["1", "2"]


def test_the_front_page_says_for_whom_and_what_for():
    [facts] = [each for each in summary(case_file(1)).pages[0].blocks if isinstance(each, Facts)]

    assert ("For", "Clinical lead") in facts.rows
    assert ("Sessions", "4 held of 4 due") in facts.rows


def test_the_chip_is_the_pseudonym():
    assert summary(case_file(1)).chip == pseudonym(f"{1:032x}")


@pytest.mark.parametrize("number", range(1, 4))
def test_every_table_has_as_many_cells_as_columns(number):
    for each in summary(case_file(number)).tables:
        assert isinstance(each, Table)
        assert all(len(row) == len(each.columns) for row in each.rows)


def test_the_words_a_clinic_added_to_a_measure_never_leave():
    forms = library.installed()
    bare = forms.latest("who-5")
    words = {"prompt": "Invented words of a clinic."}
    questions = tuple(each.model_copy(update=words) for each in bare.questions)
    licence = bare.licence.model_copy(update={"permission": "Invented permission."})
    worded = bare.model_copy(update={"questions": questions, "licence": licence})
    filled = FilledCase("who-5", 2, "S02", 1, {QuestionId(f"q{n}"): 3 for n in range(1, 6)})

    report = summary(replace(case_file(1), filled=(filled,)), FormLibrary([*forms.all(), worded]))

    assert rows(report, "at_a_glance")[0][:2] == ["WHO-5", "60"]
    assert "Invented" not in repr(report)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (14, 13, "From 14 to 13: -1 point."),
        (13, 14, "From 13 to 14: +1 point."),
        (14, 10, "From 14 to 10: -4 points."),
        (14, 14, "From 14 to 14: 0 points."),
        (14, 12.5, "From 14 to 12.5: -1.5 points."),
    ],
)
def test_one_point_of_change_is_a_point(first, last, words):
    assert moved_in_words(first, last).replace("\N{MINUS SIGN}", "-") == words
