"""A form as a FHIR Questionnaire, and answers as a QuestionnaireResponse."""

import json

import pytest

from session_forms.errors import InvalidAnswers
from session_forms.exchange.fhir_terms.extensions import (
    HL7,
    OUR_EXTENSION,
    keys_of_ours,
    standard_value,
)
from session_forms.exchange.plain_data.json_files import json_text
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses.response_out import response
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.form.licences import Licence
from session_forms.library.library import installed
from tests.support.session_forms.exchange_forms import ANSWERS, everything, in_parts
from tests.support.session_forms.forms import make_form, phq_shaped, sleep_check

_QUESTION = '[[questions]]\nid = "a"\nkind = "yes_no"\nprompt = "Well?"\n'


def written(form):
    report = CarryReport()
    return questionnaire(form, report), report


def items_below(item):
    found = {}
    for each in item.get("item", ()):
        found[each["linkId"]] = each
        found |= items_below(each)
    return found


@pytest.fixture(scope="module")
def resource():
    return written(everything())[0]


@pytest.fixture(scope="module")
def items(resource):
    return items_below(resource)


@pytest.fixture(scope="module")
def answered():
    return response(everything(), ANSWERS)


def test_the_head_says_id_version_and_where_the_form_came_from(resource):
    said = {key: resource[key] for key in ("id", "url", "version", "name", "status", "derivedFrom")}

    assert said == {
        "id": "everything",
        "url": "https://session-forms.invalid/fhir/Questionnaire/everything",
        "version": "1",
        "name": "Everything",
        "status": "draft",
        "derivedFrom": ["http://example.org/Questionnaire/x|2.1"],
    }
    assert resource["copyright"] == "Own wording."


def test_an_id_that_is_too_long_for_fhir_stands_in_the_address_alone():
    form_id = "x" * 65

    resource = written(make_form(_QUESTION, form_id=form_id))[0]

    assert "id" not in resource
    assert resource["url"].endswith(form_id)


def test_a_notice_of_a_licence_is_the_copyright_and_none_is_none():
    unnamed = make_form(_QUESTION, head="").model_copy(update={"licence": Licence(status="own")})

    assert "copyright" not in written(unnamed)[0]


def test_words_before_the_first_question_come_first(resource):
    assert resource["item"][0] == {
        "linkId": "introduction",
        "text": "Two lines.\nRead both.",
        "type": "display",
    }


def test_questions_of_a_part_stand_in_a_group(resource):
    top = [(item["linkId"], item["type"]) for item in resource["item"][:5]]

    assert top == [
        ("introduction", "display"),
        ("often", "choice"),
        ("part-1", "group"),
        ("part-2", "group"),
        ("helped", "choice"),
    ]
    assert [each["text"] for each in resource["item"][2:4]] == ["Part 1", "Ways"]


def test_each_kind_has_its_type(items):
    types = {key: (item["type"], item.get("repeats", False)) for key, item in items.items()}

    assert {key: types[key] for key in types if "." not in key and "-" not in key} == {
        "introduction": ("display", False),
        "often": ("choice", False),
        "rested": ("integer", False),
        "way": ("choice", False),
        "menu": ("string", False),
        "helped": ("choice", True),
        "chosen": ("choice", True),
        "practised": ("boolean", False),
        "nights": ("integer", False),
        "free": ("integer", False),
        "weight": ("decimal", False),
        "rest": ("integer", False),
        "sum": ("decimal", False),
        "count": ("integer", False),
        "before": ("string", True),
        "again": ("string", True),
        "day": ("date", False),
        "hour": ("time", False),
        "moment": ("dateTime", False),
        "word": ("string", False),
        "story": ("text", False),
        "steps": ("string", True),
        "plan": ("group", True),
        "Alone": ("boolean", False),
        "week": ("group", False),
        "services": ("string", True),
        "rules": ("string", False),
    }
    assert types["1.2/tense"] == ("integer", False)


def test_a_labelled_point_is_an_option_with_its_weight(items):
    own, other = items["often"]["answerOption"][0], items["often"]["answerOption"][2]

    assert standard_value(own, "ordinalValue") == 0
    assert own["valueCoding"] == {
        "system": "https://session-forms.invalid/fhir/CodeSystem/everything.often",
        "code": "0",
        "display": "Never",
    }
    assert standard_value(other, "ordinalValue") == 3
    assert other["valueCoding"] == {"system": "urn:x", "code": "LA-3", "display": "Every night"}


def test_an_option_keeps_its_own_code_and_says_when_it_stands_alone(items):
    [alone, _music, friends] = items["helped"]["answerOption"]

    assert standard_value(alone, "questionnaire-optionExclusive") is True
    assert friends["valueCoding"]["code"] == "f.1"
    assert keys_of_ours(friends, "option") == {"id": "friends"}


def test_limits_are_the_standard_ones(items):
    limits = {
        key: (standard_value(items[key], "minValue"), standard_value(items[key], "maxValue"))
        for key in ("rested", "1.2/tense", "nights", "free", "day")
    }

    assert limits == {
        "rested": (0, 4),
        "1.2/tense": (0, 10),
        "nights": (0, 7),
        "free": (0, 1_000_000),
        "day": ("2020-02-29", None),
    }
    assert [items[key]["maxLength"] for key in ("word", "story", "steps")] == [20, 2000, 30]
    assert standard_value(items["word"], "minLength") == 2
    assert standard_value(items["nights"], "questionnaire-unit") == {"display": "nights"}
    assert standard_value(items["plan"], "questionnaire-maxOccurs") == 3


def test_a_least_number_goes_out_only_where_an_answer_is_required(items):
    least = [standard_value(items[key], "questionnaire-minOccurs") for key in ("helped", "chosen")]

    assert least == [1, None]
    assert keys_of_ours(items["chosen"], "question")["min_choices"] == 1


def test_the_words_at_both_ends_stand_below(items):
    assert items["1.2/tense.lower"]["text"] == "Calm"
    assert items["1.2/tense.upper"]["text"] == "Very"
    assert "rested.upper" not in items
    assert items["often.help"]["text"] == "The last seven nights."


def enabled(items, key):
    return [
        (line["question"], line["operator"], next(line[x] for x in line if x.startswith("answer")))
        for line in items[key].get("enableWhen", ())
    ], items[key].get("enableBehavior")


def test_conditions_are_enable_when_as_far_as_its_words_reach(items):
    simple = {
        "1.2/tense": ([("rested", ">=", 1), ("rested", "<=", 3)], "all"),
        "way": ([("1.2/tense", ">=", 4)], None),
        "practised": ([("menu", "exists", True)], None),
        "free": ([("nights", "=", 4)], None),
        "weight": ([("free", ">=", 2), ("practised", "=", True)], "any"),
        "sum": ([("weight", ">=", 2)], None),
        "count": ([], None),
        "before": ([], None),
        "day": ([], None),
        "hour": ([], None),
        "story": ([], None),
    }

    assert {key: enabled(items, key) for key in simple} == simple
    assert [
        (line["answerCoding"]["code"], line["operator"]) for line in items["rested"]["enableWhen"]
    ] == [("0", "="), ("1", "=")]
    assert items["rested"]["enableBehavior"] == "any"
    assert [line["answerCoding"]["code"] for line in items["helped"]["enableWhen"]] == [
        "LA1-9",
        "rest",
    ]
    assert items["nights"]["enableBehavior"] == "all"


def test_what_must_not_be_is_different_or_unanswered(items):
    lines = [(line["question"], line["operator"]) for line in items["rest"]["enableWhen"]]

    assert lines == [("weight", "!="), ("way", "!="), ("way", "!="), ("menu", "exists")]
    assert items["rest"]["enableWhen"][3]["answerBoolean"] is False
    assert items["rest"]["enableBehavior"] == "all"
    assert items["rest"]["enableWhen"][0]["answerDecimal"] == 3


def test_what_nobody_answers_is_read_only(items):
    read_only = {key for key, item in items.items() if item.get("readOnly")}

    assert read_only == {"sum", "count", "before"}


def test_a_part_has_its_title_and_its_words():
    resource, report = written(in_parts())

    [_words, _first, nights, days] = resource["item"]
    assert [nights["text"], days["text"]] == ["The nights", "The days"]
    assert [each["text"] for each in nights["item"][:2]] == [
        "Think of the last seven.",
        "Slept well?",
    ]
    assert keys_of_ours(days, "group") == {"part": 2, "titled": True, "new_page": True}
    assert "parts" not in {each.path for each in report.entries}


def test_what_fhir_says_in_another_shape_is_kept_exactly_as_well(items):
    kept = {key for key, item in items.items() if "shown_when" in keys_of_ours(item, "question")}

    assert kept == {"rested", "nights", "rest", "count", "before", "day", "hour", "story"}


def test_a_table_is_a_group_with_an_item_for_each_column(items):
    below = [each["linkId"] for each in items["plan"]["item"]]
    rows = [each["linkId"] for each in items["week"]["item"]]

    assert below == [
        "plan.what",
        "plan.where",
        "Alone",
        "T.9",
        "plan.sure",
        "plan.on",
    ]
    assert rows == ["week.morning", "week.evening"]
    assert items["week.evening.mood"]["type"] == "integer"
    assert items["week.morning.help"]["text"] == "Till noon."


def test_what_only_we_can_read_is_listed_and_kept():
    resource, report = written(everything())

    lines = set(report.lines())
    assert len(lines) == len(report.entries)
    why = "FHIR has no word for it; kept in an extension of ours, which other programs do not read."
    assert f"questions[2].alerts (tense): {why}" in lines
    assert f"questions[3].options[0].help (way): {why}" in lines
    assert f"questions[18].earliest (moment): {why}" in lines
    assert f"scores: {why}" in lines
    assert f"client_copy: {why}" in lines
    assert not any("shown_when (rested)" in line for line in lines)
    assert keys_of_ours(resource, "form")["scores"][0]["multiply"] == 2.5


def test_no_key_of_any_installed_form_is_lost():
    for form in installed().all():
        resource, report = written(form)
        text = json_text(resource, report)

        for question in form.questions:
            assert json.dumps(question.prompt, ensure_ascii=False) in text


def test_a_control_character_is_left_out_and_listed():
    report = CarryReport()

    text = json_text({"item": [{"text": "a\x07b\tc"}]}, report)

    assert json.loads(text) == {"item": [{"text": "ab\tc"}]}
    assert report.lines() == (
        "item[0].text: a control character; FHIR takes none; it is left out.",
    )


def test_an_empty_text_goes_out_as_a_code():
    form = make_form(_QUESTION, head='short_title = ""\n')

    extension = written(form)[0]["extension"][0]["extension"]

    assert {"url": "short_title", "valueCode": "empty"} in extension


def test_a_response_names_the_form_and_its_version_and_no_person(answered):
    assert answered.keys() == {"resourceType", "extension", "questionnaire", "status", "item"}
    assert answered["questionnaire"].endswith("/Questionnaire/everything|1")


def test_each_answer_has_its_fhir_type(answered):
    items = items_below(answered)
    values = {key: item["answer"] for key, item in items.items() if "answer" in item}

    assert values["often"] == [
        {"valueCoding": {"system": "urn:x", "code": "LA-3", "display": "Every night"}}
    ]
    assert values["rested"] == [{"valueInteger": 4}]
    assert values["menu"] == [{"valueString": "Knitting"}]
    assert [each["valueCoding"]["code"] for each in values["helped"]] == ["music", "f.1"]
    assert values["practised"] == [{"valueBoolean": False}]
    assert values["weight"] == [{"valueDecimal": 2.25}]
    assert values["rest"] == [{"valueInteger": 7}]
    assert values["day"] == [{"valueDate": "2026-03-01"}]
    assert values["hour"] == [{"valueTime": "07:45:00"}]
    assert values["steps"] == [{"valueString": "one"}, {"valueString": "two"}]
    assert values["week.evening.mood"] == [{"valueInteger": 5}]
    assert "week.morning" not in items


def test_a_moment_keeps_its_clock_beside_the_day(answered):
    [moment] = items_below(answered)["moment"]["answer"]

    assert moment == {
        "valueDateTime": "2026-03-01",
        "_valueDateTime": {
            "extension": [{"url": f"{OUR_EXTENSION}/local-time", "valueTime": "23:05:00"}]
        },
    }


def test_declined_and_cannot_tell_are_the_standard_reasons(answered):
    items = items_below(answered)
    reasons = [standard_value(items[key], "data-absent-reason") for key in ("chosen", "free")]

    assert reasons == ["asked-declined", "asked-unknown"]
    assert items["chosen"]["extension"][0]["url"] == f"{HL7}/data-absent-reason"


def test_each_added_row_is_one_item(answered):
    rows = [item for item in answered["item"] if item["linkId"] == "plan"]

    assert [[cell["linkId"] for cell in row["item"]] for row in rows] == [
        ["plan.what", "plan.where", "Alone", "T.9", "plan.sure", "plan.on"],
        ["plan.what"],
    ]


def test_scores_go_along_as_they_are_computed_now():
    answers = {f"q{number}": 1 for number in range(1, 10)}

    answered = response(phq_shaped(), answers)
    incomplete = response(phq_shaped(), {})

    assert keys_of_ours(answered, "score") == {"id": "total", "value": 9, "band": "mild"}
    assert keys_of_ours(incomplete, "score") == {"id": "total"}
    assert "item" not in incomplete


def test_a_form_without_scores_answers_without_them():
    assert "extension" not in response(make_form(_QUESTION), {"a": True})


def test_a_part_without_answers_is_left_out():
    assert [item["linkId"] for item in response(everything(), {"often": 0})["item"]] == ["often"]


def test_answers_of_another_form_are_refused():
    with pytest.raises(InvalidAnswers):
        response(sleep_check(), {"canary": 1})
