"""The door: what passes, and what stays."""

from dataclasses import replace

import pytest

from exports.case.casefile import AlertCase, FilledCase, HeldSession
from exports.case.pseudonymise import ExportContext, pseudonymise
from programme.loading import library as programmes
from session_forms.answers import CANNOT_TELL, DECLINED, QuestionId
from session_forms.errors import InvalidAnswers
from session_forms.library import library
from session_forms.library.library import FormLibrary
from tests.support.exports.cases import SECRET_NOTE, Shape, case_file, pseudonym, record_key


@pytest.fixture(scope="module")
def forms():
    return library.installed()


def passed(case, forms):
    return pseudonymise(case, ExportContext(pseudonym, record_key, forms, programmes.installed()))


def filled(form_id, **answers):
    return FilledCase(
        form_id, 1, "S02", 1, {QuestionId(key): each for key, each in answers.items()}
    )


def test_nothing_that_identifies_passes(forms):
    case = case_file(1)

    shown = repr(passed(case, forms))

    for secret in (*case.names, *case.contacts, case.code, case.client_id, case.birth_date):
        assert secret not in shown
    assert SECRET_NOTE not in shown


def test_an_answer_passes_only_when_its_question_keeps_it(forms):
    case = replace(
        case_file(1), filled=(filled("session-feedback", felt_respected=7, change_next_time="a"),)
    )

    [form] = passed(case, forms).forms

    assert dict(form.answers) == {"felt_respected": 7}


def test_scores_pass_though_their_items_stay(forms):
    case = replace(case_file(1), filled=(filled("phq-9", **{f"q{n}": 1 for n in range(1, 10)}),))

    [form] = passed(case, forms).forms

    assert not form.answers
    assert (form.scores["total"].value, form.scores["total"].band) == (9, "mild")


def test_declined_and_cannot_tell_pass_as_what_they_are(forms):
    case = replace(
        case_file(1),
        filled=(filled("session-feedback", felt_respected=DECLINED, useful_today=CANNOT_TELL),),
    )

    [form] = passed(case, forms).forms

    assert dict(form.answers) == {"felt_respected": DECLINED, "useful_today": CANNOT_TELL}


def test_options_pass_by_their_id(forms):
    case = replace(case_file(1), filled=(filled("practice-review", done="partly", helped=6),))

    [form] = passed(case, forms).forms

    assert dict(form.answers) == {"done": "partly", "helped": 6}


@pytest.mark.parametrize("value", ["Wilhelmina did it", 3, ("partly",)])
def test_an_answer_that_does_not_fit_its_question_stops_the_export(value, forms):
    case = replace(case_file(1), filled=(filled("practice-review", done=value),))

    with pytest.raises(InvalidAnswers) as stopped:
        passed(case, forms)

    assert "Wilhelmina" not in str(stopped.value)


def test_several_options_pass_by_their_ids(forms):
    asked = next(each for each in forms.latest("risk-check").questions if each.kind == "multi")
    kept = asked.model_copy(update={"export": "keep"})
    form = forms.latest("risk-check").model_copy(update={"questions": (kept,)})
    chosen = (kept.options[1].id, kept.options[2].id)
    case = replace(case_file(1), filled=(filled("risk-check", **{kept.id: chosen}),))

    [out] = passed(case, FormLibrary([form])).forms

    assert out.answers[kept.id] == chosen


def test_a_choice_from_the_clients_own_menu_stays(forms):
    asked = forms.latest("practice-review").question("done")
    menu = asked.model_copy(update={"options": (), "options_from": "own_menu"})
    form = forms.latest("practice-review").model_copy(update={"questions": (menu,)})
    case = replace(case_file(1), filled=(filled("practice-review", done="Walk with Billie"),))

    [out] = passed(case, FormLibrary([form])).forms

    assert not out.answers


def test_words_of_a_question_that_was_marked_by_mistake_stay_all_the_same(forms):
    asked = forms.latest("session-feedback").question("change_next_time")
    kept = asked.model_copy(update={"export": "keep"})
    form = forms.latest("session-feedback").model_copy(update={"questions": (kept,)})
    case = replace(case_file(1), filled=(filled("session-feedback", change_next_time="Billie"),))

    [out] = passed(case, FormLibrary([form])).forms

    assert not out.answers


def test_words_that_stand_where_a_code_belongs_become_other_or_not_said(forms):
    case = replace(
        case_file(1),
        age_band="born 7 March 1985",
        gender="Billie",
        track="",
        mode="at Thornberry Lane",
        status="left with Wilhelmina",
        overrides=("G2", "because of Billie"),
        sessions=(HeldSession("S01 with Billie", 0, "came with Billie", 60),),
        alerts=(AlertCase("Billie", "urgent", 0, None),),
    )

    out = passed(case, forms)

    assert (out.age_band, out.gender, out.track, out.mode) == (
        "not said",
        "other",
        "not said",
        "other",
    )
    assert (out.status, out.overrides) == ("other", ("G2",))
    assert (out.sessions[0].plan_id, out.sessions[0].attendance) == ("other", "other")
    assert (out.alerts[0].stream, out.alerts[0].level) == ("other", "urgent")


@pytest.mark.parametrize(
    "band", ["18-29", "18 - 29", "18\N{EN DASH}29", "60+", "60 and over", "under 25"]
)
def test_an_age_band_passes(band, forms):
    assert passed(case_file(1, Shape(age_band=band)), forms).age_band == band


@pytest.mark.parametrize(
    ("said", "shown"),
    [("", "not said"), ("not said", "not said"), ("woman", "woman"), ("x", "other")],
)
def test_a_gender_passes_as_one_of_a_closed_list(said, shown, forms):
    assert passed(case_file(1, Shape(gender=said)), forms).gender == shown


def test_the_order_of_forms_is_by_week_and_not_by_intake(forms):
    case = case_file(1)
    turned = replace(case, filled=tuple(reversed(case.filled)))

    assert [form.week for form in passed(turned, forms).forms] == sorted(
        form.week for form in case.filled
    )


def test_a_held_session_is_one_where_the_client_was_there(forms):
    case = case_file(
        1, Shape(attendance=("attended", "late", "did_not_attend", "cancelled_client"))
    )

    assert [session.plan_id for session in passed(case, forms).held_sessions] == ["S01", "S02"]


def test_a_score_without_a_sourced_band_leaves_as_a_number(forms):
    answers = {QuestionId(f"q{number}"): 3 for number in range(1, 20)}
    case = replace(case_file(1), filled=(FilledCase("csbd-19", 2, "S03", 3, answers),))

    [form] = passed(case, forms).forms

    assert (form.scores["total"].value, form.scores["total"].band) == (57, None)


def test_the_secret_of_a_client_is_in_no_trace_of_an_error(forms):
    case = passed(case_file(1), forms)

    assert str(case.record_key) not in repr(case)
