"""QuestionnaireResponses as answers: what does not fit is listed by its place alone."""

import pytest

from session_forms.errors import InvalidAnswers
from session_forms.exchange.fhir_terms.extensions import our_keys
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses.response_in import form_named, read_response
from session_forms.exchange.responses.response_out import response
from session_forms.exchange.to_fhir.questionnaire_out import canonical
from tests.support.session_forms.exchange_forms import everything
from tests.support.session_forms.forms import phq_shaped

FORM = everything()


def answered(link_id, *values, **keys):
    return {"linkId": link_id, "answer": list(values), **keys}


def read(*items, form=FORM, **head):
    report = CarryReport()
    resource = {"resourceType": "QuestionnaireResponse", "item": list(items), **head}
    return dict(read_response(form, resource, report)), report.lines()


def refused(*items, **head):
    with pytest.raises(InvalidAnswers) as caught:
        read(*items, **head)
    return str(caught.value)


def test_answers_are_found_wherever_their_items_stand():
    nested = answered(
        "often", {"valueCoding": {"code": "0"}, "item": [answered("word", {"valueString": "calm"})]}
    )
    group = {"linkId": "nobody", "item": [nested, {"linkId": 7, "item": "x"}, "x"]}

    assert read(group) == ({"often": 0, "word": "calm"}, ())


@pytest.mark.parametrize(
    ("item", "answers"),
    [
        (answered("nights", {"valueDecimal": 3.0}), {"nights": 3}),
        (answered("way", {"valueString": "A walk"}), {"way": "walk"}),
        (answered("way", {"valueString": "breath"}), {"way": "breath"}),
        (answered("way", {"valueCoding": {"display": "A walk"}}), {"way": "walk"}),
        (answered("moment", {"valueDateTime": "2026-03-02T14:30"}), {"moment": "2026-03-02T14:30"}),
        (answered("hour", {"valueTime": "07:45"}), {"hour": "07:45"}),
        (answered("nights", {"valueQuantity": {"value": 3.0, "unit": "nights"}}), {"nights": 3}),
        (answered("nights", {"valueQuantity": {"value": 3, "code": "nights"}}), {"nights": 3}),
        (answered("nights", {"valueQuantity": {"value": 3}}), {"nights": 3}),
        (answered("free", {"valueQuantity": {"value": 3, "unit": "h"}}), {"free": 3}),
        ({"linkId": "plan", "item": []}, {}),
    ],
)
def test_other_programs_may_spell_an_answer_otherwise(item, answers):
    assert read(item) == (answers, ())


@pytest.mark.parametrize(
    ("item", "answers", "said"),
    [
        (
            answered("nights", {"valueInteger": 77}),
            {},
            "item[0]: an answer that does not fit; it is left out.",
        ),
        (
            answered("nights", {"valueQuantity": {"value": 3, "unit": "weeks"}}),
            {},
            "item[0].answer[0]: an answer that does not fit; it is left out.",
        ),
        (
            answered("nights", {"valueQuantity": {"value": 3, "comparator": "<"}}),
            {},
            "item[0].answer[0]: an answer that does not fit; it is left out.",
        ),
        (
            answered("nights", {"valueQuantity": 3}),
            {},
            "item[0].answer[0]: an answer that does not fit; it is left out.",
        ),
        (
            answered("nights", {"valueInteger": 1}, {"valueInteger": 2}),
            {},
            "item[0]: several answers to one question; it is left out.",
        ),
        (
            answered("nobody", {"valueString": "canary"}),
            {},
            "item[0]: an answer to a question that is not in the form; it is left out.",
        ),
        (
            answered("hour", {"valueTime": "07:45:59"}),
            {"hour": "07:45"},
            "item[0].answer[0]: the seconds; it is left out.",
        ),
        (
            answered("moment", {"valueDateTime": "2026-03-02T14:30:00+01:00"}),
            {"moment": "2026-03-02T14:30"},
            "item[0].answer[0]: the seconds and the zone of a time; it is left out.",
        ),
        (
            answered("moment", {"valueDateTime": "2026-03"}),
            {},
            "item[0].answer[0]: an answer that does not fit; it is left out.",
        ),
        (
            answered(
                "moment", {"valueDateTime": 7, "_valueDateTime": {"extension": [{"url": "x"}]}}
            ),
            {},
            "item[0].answer[0]: an answer that does not fit; it is left out.",
        ),
        (
            {
                "linkId": "plan",
                "item": [answered("plan.what", {"valueString": "a"}, {"valueString": "canary"})],
            },
            {"plan": ({"what": "a"},)},
            "item[0].item[0].answer[1]: an answer that does not fit; it is left out.",
        ),
        (
            {"linkId": "plan", "item": [answered("canary", {"valueString": "canary"})]},
            {},
            "item[0].item[0]: an answer that does not fit; it is left out.",
        ),
        (
            {"linkId": "plan", "item": [answered("T.9", {"valueBoolean": "canary"})]},
            {},
            "item[0].item[0].answer[0]: an answer that does not fit; it is left out.",
        ),
        (
            {"linkId": "week", "item": [{"linkId": "canary"}]},
            {},
            "item[0].item[0]: an answer that does not fit; it is left out.",
        ),
    ],
)
def test_what_does_not_fit_is_listed_by_its_place_alone(item, answers, said):
    assert read(item) == (answers, (said,))


def test_who_and_when_are_left_out_and_a_key_that_fhir_has_not_is_never_named():
    answers, said = read(
        subject={"display": "canary"}, canary="canary", extension=[{"url": "urn:canary"}]
    )

    assert answers == {}
    assert said == (
        "a key: it is not about the answers; it is left out.",
        "subject: it is not about the answers; it is left out.",
        "extension: it is not about the answers; it is left out.",
    )


def test_a_score_is_computed_from_the_answers_and_another_one_listed():
    form = phq_shaped()
    sent = response(form, {f"q{number}": 1 for number in range(1, 10)})
    wrong = [*our_keys("score", {"id": "total", "value": 3}), *our_keys("score", {"id": "x"})]

    assert read(*sent["item"], form=form, extension=sent["extension"])[1] == ()
    assert read(*sent["item"], form=form, extension=wrong)[1] == (
        "extension: a score that the answers do not give; it is computed from the answers instead.",
    )


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ({"resourceType": "Patient"}, "the file holds no QuestionnaireResponse"),
        ({"questionnaire": f"{canonical(FORM)}0"}, "the answers belong to another form or another"),
        ({"status": "entered-in-error"}, "the answers were marked as entered in error"),
    ],
)
def test_what_are_no_answers_to_the_form_is_refused(head, what):
    assert what in refused(**head)


def test_one_question_answered_twice_is_refused_by_its_place():
    twice = [answered("word", {"valueString": "canary"})] * 2

    assert refused(*twice) == "everything, item[1]: the question is answered twice."


def test_the_form_that_a_response_names_is_found_by_our_own_address_alone():
    assert form_named({"questionnaire": canonical(FORM)}) == "everything"
    assert form_named({"questionnaire": "http://elsewhere/Questionnaire/everything"}) == ""
    assert form_named({}) == ""


def test_words_without_a_code_that_two_options_share_are_no_answer():
    ways = [each for each in FORM.questions if each.id == "way"]
    same = tuple(each.model_copy(update={"label": "Same"}) for each in ways[0].options)
    twins = FORM.model_copy(
        update={"questions": (ways[0].model_copy(update={"options": same}),), "scores": ()}
    )

    answers, said = read(answered("way", {"valueCoding": {"display": "Same"}}), form=twins)

    assert answers == {}
    assert len(said) == 1
