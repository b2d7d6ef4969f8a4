"""One client's summary: scores with their meaning, gaps said, and no word of anybody."""

from dataclasses import replace

import pytest

from exports.case.casefile import AlertCase, FilledCase, HeldSession
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.client_summary.client_summary import client_summary, moved_in_words
from exports.document.document import Facts, Prose
from exports.document.tables import Table
from exports.paper.charts.chart import ChartData
from exports.paper.charts.course_chart import CourseChart
from programme.course.order import course_order
from programme.loading import library as programmes
from programme.loading.earlier_versions import earlier_versions
from session_forms.answers import CANNOT_TELL, DECLINED, QuestionId
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.exports.cases import (
    PLANS,
    Shape,
    case_file,
    items,
    occasion,
    pseudonym,
    record_key,
)

COURSE = course_order(programmes.installed())


WEEKLY = earlier_versions()[0].programme
"""The version in which the PHQ-9 was due in every session."""


def summary(case, forms=None, purpose="supervision", left_out=(), programme=None, *, replaces=""):
    forms = forms or library.installed()
    programme = programme or programmes.installed()
    passed = pseudonymise(case, ExportContext(pseudonym, record_key, forms, programme))
    when = replace(occasion("single-case"), purpose=purpose, left_out=left_out, replaces=replaces)
    return client_summary(passed, when, forms=forms, programme=programme)


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
    blocks = [block for page in report.pages for block in page.blocks]
    sentences = [block.text for block in blocks if isinstance(block, Prose)]
    facts = [said for block in blocks if isinstance(block, Facts) for _name, said in block.rows]
    return " ".join((*sentences, *facts))


def test_a_score_is_shown_with_band_change_and_class():
    report = summary(case_file(1))

    assert rows(report, "at_a_glance") == [
        ["PHQ-9", "17", "8", "mild", "\N{MINUS SIGN}9", "reliably better"],
        ["GAD-7", "12", "6", "mild", "\N{MINUS SIGN}6", "reliably better"],
    ]


@pytest.mark.parametrize(
    ("passed_over", "said"),
    [(0, ""), (1, "1 filled form is not counted"), (3, "3 filled forms are not counted")],
)
def test_it_says_how_many_filled_forms_count_nowhere(passed_over, said):
    told = prose(summary(replace(case_file(1), passed_over=passed_over)))

    assert said in told
    assert ("not counted" in told) == bool(passed_over)


def test_a_class_that_another_measure_changed_is_explained():
    opposed = summary(case_file(1, Shape(phq=(17, None, None, 8), gad=(6, None, None, 12))))

    assert [row[-1] for row in rows(opposed, "at_a_glance")] == ["no reliable change"] * 2
    [note] = table(opposed, "at_a_glance").notes
    assert note.startswith("PHQ-9 and GAD-7 are read together")


def test_what_was_read_at_second_hand_is_said_not_to_be_used():
    core = tuple(
        FilledCase("core-10", 2, session, at, {QuestionId(f"q{one}"): 1 for one in range(1, 11)})
        for at, session in enumerate(("S01", "S04"), 1)
    )
    report = summary(replace(case_file(1), filled=(*case_file(1).filled, *core)))

    [note] = table(report, "at_a_glance").notes

    assert note.startswith("These figures are not used, because they were found only in other tex")
    assert "the original paper or manual: CORE-10 ranges (" in note
    assert "(SOCAS scoring pages" in note


def test_the_criterion_is_named_with_its_source():
    assert "PHQ-9: reliable from a change of 6.93 (computed; Löwe 2004" in prose(
        summary(case_file(1))
    )


def test_a_session_without_the_measure_is_a_gap_in_the_chart():
    chart = charts(summary(case_file(1), programme=WEEKLY))["PHQ-9"]

    assert chart.points == (("S01", 17), ("S02", 15), ("S03", None), ("S04", 8))
    assert (chart.cutoff, chart.reliable_from_first) == (10, pytest.approx(6.93, abs=0.001))
    assert chart.phases == ()  # they stand in the picture of the way


def test_a_session_that_was_not_held_leaves_no_gap():
    shape = Shape(attendance=("attended", "did_not_attend", "attended", "attended"))

    drawn = charts(summary(case_file(1, shape), programme=WEEKLY))
    assert [plan for plan, _score in drawn["PHQ-9"].points] == [
        "S01",
        "S03",
        "S04",
    ]


def test_one_score_alone_makes_no_change():
    report = summary(case_file(1, Shape(phq=(4, None, None, None), gad=(None,) * 4)))

    assert rows(report, "at_a_glance") == [
        ["PHQ-9", "4", "\N{EN DASH}", "minimal", "\N{EN DASH}", "not known"]
    ]
    assert "nothing can be said about change" in prose(report)


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
    moved = "PHQ-9: 17 at first, 8 now. No criterion says how much change is more than error."
    assert moved in prose(report)
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

    found = rows(summary(case_file(1, shape)), "alerts")

    assert ["Suicide", "act", "2", "1"] in found
    assert {(each[2], each[3]) for each in found if each[:2] != ["Suicide", "act"]} == {("0", "0")}


def test_overridden_gates_are_named_and_none_is_said():
    assert "Gates overridden: G2." in prose(summary(case_file(1, Shape(overrides=("G2",)))))
    assert "No gate was overridden." in prose(summary(case_file(1)))


def test_reviews_of_practice_are_counted_with_those_without_answer():
    review = {QuestionId("helped"): 3}
    case = case_file(1)
    case = replace(case, filled=(*case.filled, FilledCase("practice-review", 1, "S04", 3, review)))

    assert [row[1] for row in rows(summary(case), "practice")] == ["0", "3", "0", "1"]


def checked(plan, week, **answers):
    given = {QuestionId(key): value for key, value in answers.items()}
    return FilledCase("risk-check", 1, plan, week, given)


def test_of_coded_answers_only_those_to_the_safety_check_leave_and_not_on_paper():
    case = case_file(1)
    case = replace(case, filled=(*case.filled, checked("S02", 1, boundaries_kept="fully")))

    report = summary(case)

    [page] = [each for each in report.pages if each.title == "Answers to the safety check"]
    assert not page.printed
    assert [each.id for each in report.tables if each.id.startswith("form_")] == ["form_risk_check"]
    assert rows(report, "form_risk_check") == [["S02", "2", "1", "fully"]]


def test_answers_of_every_kind_are_written_as_codes():
    forms = library.installed()
    check = forms.latest("risk-check")
    asked = next(each for each in check.questions if each.kind == "yes_no")
    kept = [each.model_copy(update={"export": "keep"}) for each in (asked, check.question("mood"))]
    questions = (*kept, check.question("boundaries_kept"))
    others = [each for each in forms.all() if each.id != "risk-check"]
    changed = FormLibrary([*others, check.model_copy(update={"questions": questions})])
    filled = (
        checked(None, 0, **{asked.id: True, "mood": 7, "boundaries_kept": DECLINED}),
        checked("S02", 1, **{asked.id: False, "boundaries_kept": CANNOT_TELL}),
        checked("S03", 2, boundaries_kept="mostly"),
    )

    report = summary(replace(case_file(1), filled=filled), changed)

    assert [row[3:] for row in rows(report, "form_risk_check")] == [
        ["yes", "7", "(declined)"],
        ["no", "", "(cannot tell)"],
        ["", "", "mostly"],
    ]


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
    first = forms.latest("risk-check")
    added = first.question("boundaries_kept").model_copy(update={"id": "kept_online"})
    second = first.model_copy(update={"version": 2, "questions": (*first.questions, added)})
    changed = FormLibrary([*forms.all(), second])
    old = checked("S01", 0, boundaries_kept="fully")
    new = replace(checked("S02", 1, kept_online="mostly"), form_version=2)

    report = summary(replace(case_file(1), filled=(old, new)), changed)

    columns = [column.id for column in table(report, "form_risk_check").columns]
    assert columns[3:] == ["boundaries_kept", "kept_online"]
    assert [row[2] for row in rows(report, "form_risk_check")] == ["1", "2"]


def test_the_first_page_says_what_for_and_what_is_next_and_names_no_recipient():
    report = summary(case_file(1))

    assert report.pages[0].blocks[0].text == (
        "Supervision. Made in November 2026. Whoever knows this client may recognise them without "
        "a name."
    )
    assert "S05, Attraction, behaviour, harm and shame. With it 16 sessions" in prose(report)
    assert "It takes the place of" not in prose(report)


def test_the_first_page_says_in_whose_place_it_stands():
    again = summary(case_file(1), replaces="R-1")

    assert again.pages[0].blocks[1].text == "It takes the place of release R-1."


@pytest.mark.parametrize(
    ("status", "plans", "words"),
    [
        ("ended", PLANS, "The course has ended."),
        ("follow_up", COURSE, "All sessions of the course were held."),
    ],
)
def test_a_course_without_a_next_session_says_so(status, plans, words):
    held = [HeldSession(plan, at, "attended", 50) for at, plan in enumerate(plans)]

    report = summary(replace(case_file(1), status=status, sessions=tuple(held)))

    assert words in prose(report)
    assert [each.held for each in way(report).stations] == [True] * len(plans)


def way(report):
    [chart] = [each for each in report.pages[0].blocks if isinstance(each, CourseChart)]
    return chart


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
