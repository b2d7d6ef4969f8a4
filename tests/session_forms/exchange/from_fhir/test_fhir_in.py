"""Questionnaires of other programs: what becomes of each thing they say."""

import json

import pytest

from session_forms.errors import DefinitionError
from session_forms.exchange.from_fhir import kinds_in, walk_in
from session_forms.exchange.from_fhir.importing import import_questionnaire
from session_forms.exchange.plain_data.json_files import json_text
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.questions.choices import MultiQuestion
from session_forms.questions.ratings import RatingQuestion
from session_forms.questions.tables import TableQuestion
from tests.support.session_forms.exchange_forms import everything

LICENCE = "its licence; ask the holder of the rights before it is used, and write down the answer."
HL7 = "http://hl7.org/fhir/StructureDefinition"
YES = {"linkId": "yes", "text": "Well?", "type": "boolean"}


def ext(name, **value):
    return {"url": f"{HL7}/{name}", **value}


def control(code):
    return ext("questionnaire-itemControl", valueCodeableConcept={"coding": [{"code": code}]})


def item(link_id="a", kind="string", **keys):
    return {"linkId": link_id, "text": f"Asks {link_id}", "type": kind, **keys}


def options(*codes, **weights):
    return [
        {
            "valueCoding": {"system": "urn:s", "code": code, "display": code.upper()},
            **(
                {"extension": [ext("ordinalValue", valueDecimal=weights[code])]}
                if code in weights
                else {}
            ),
        }
        for code in codes
    ]


def read(*items, **head):
    resource = {"resourceType": "Questionnaire", "title": "T", "url": "urn:q", **head}
    return import_questionnaire("x.json", json.dumps({**resource, "item": items}).encode())


def only(*items, **head):
    """Return the keys of the one question, and what was said about it."""
    found = read(*items, **head)
    [question] = found.form.questions
    said = [f"{each.what}; {each.why}" for each in found.entries if each.question]
    return question, said


def refused(*items, **head):
    with pytest.raises(DefinitionError) as caught:
        read(*items, **head)
    return str(caught.value)


def test_the_head_becomes_id_title_and_where_it_came_from():
    found = read(YES, name="SleepLog", version="2.1", language="de-AT", copyright="By me.")

    assert found.file_name == "sleep-log.v1.toml"
    assert found.form.title == "T"
    assert found.form.source_id == "urn:q|2.1"
    assert found.form.language == "de-AT"
    assert (found.form.licence.status, found.form.licence.notice) == ("bundle", "By me.")
    assert found.form.licence.allows("clinical") == "ask"


def test_a_head_that_says_little_gets_what_is_needed():
    found = read(YES, url="", title="", name="", language="English!", id="q7")
    bare = read(YES, url="", title="")

    assert (found.form.id, found.form.title, found.form.source_id) == ("q7", "q7", "q7")
    assert (bare.form.id, bare.form.title, bare.form.source_id) == ("form", "Form", "")
    assert found.form.language == "en"
    assert "its language" in {each.what for each in found.entries}
    assert "No licence is named" in found.form.licence.notice
    assert bare.form.licence.source == "x.json"


def test_a_form_is_a_draft_until_it_is_signed_off_here():
    found = read(YES, status="active")

    assert found.form.status == "draft"
    assert "its status" in {each.what for each in found.entries}


def test_what_has_no_place_is_listed_and_a_plain_no_is_nothing():
    found = read(
        {**YES, "definition": "urn:d", "readOnly": False, "extension": [ext("variable"), "x"]},
        publisher="P",
        _title={"id": "x"},
        contained=[{"resourceType": "Library"}],
    )

    assert {str(each) for each in found.entries} == {
        f"copyright: {LICENCE}",
        "contained[0]: something contained; this program has no place for it.",
        "At the top: the key publisher; this program has no place for it.",
        "At the top: the key _title; this program has no place for it.",
        "item[0] (yes): the key definition; this program has no place for it.",
        "item[0] (yes): the extension variable; this program has no place for it.",
    }
    assert "readOnly" not in found.text


@pytest.mark.parametrize(
    ("given", "kind", "keys"),
    [
        (item(kind="boolean"), "yes_no", {}),
        (item(kind="integer"), "number", {"minimum": 0}),
        (item(kind="decimal"), "number", {}),
        (item(kind="quantity"), "number", {}),
        (item(kind="date"), "date", {}),
        (item(kind="dateTime"), "datetime", {}),
        (item(kind="time"), "time", {}),
        (item(kind="string", maxLength=30), "short_text", {"max_characters": 30}),
        (item(kind="text"), "long_text", {}),
        (item(kind="text", repeats=True), "list", {}),
        (item(kind="url"), "short_text", {}),
        (
            item(
                kind="string",
                repeats=True,
                maxLength=9,
                extension=[
                    ext("questionnaire-minOccurs", valueInteger=2),
                    ext("questionnaire-maxOccurs", valueInteger=4),
                ],
            ),
            "list",
            {"min_entries": 2, "max_entries": 4, "max_characters_each": 9},
        ),
        (
            item(
                kind="string",
                repeats=True,
                extension=[ext("questionnaire-maxOccurs", valueInteger=1)],
            ),
            "short_text",
            {},
        ),
        (
            item(kind="string", maxLength=9, extension=[ext("minLength", valueInteger=3)]),
            "short_text",
            {"min_characters": 3},
        ),
        (
            item(
                kind="integer",
                extension=[
                    ext("minValue", valueInteger=1),
                    ext("maxValue", valueDecimal=5.0),
                    ext("questionnaire-unit", valueCoding={"code": "h"}),
                ],
            ),
            "number",
            {"minimum": 1, "maximum": 5, "unit": "h"},
        ),
        (
            item(
                kind="integer",
                item=[item("u", "display", extension=[control("unit")])],
            ),
            "number",
            {"unit": "Asks u"},
        ),
    ],
)
def test_each_type_becomes_a_kind(given, kind, keys):
    question, _said = only(given)

    assert question.kind == kind
    assert {key: getattr(question, key) for key in keys} == keys


def test_a_slider_with_both_ends_is_a_scale():
    limits = [ext("minValue", valueInteger=0), ext("maxValue", valueInteger=10), control("slider")]
    ends = [item(role, "display", extension=[control(role)]) for role in ("lower", "upper")]

    question, _said = only(item(kind="integer", extension=limits, item=ends))
    wide, _said = only(
        item(
            kind="integer",
            extension=[*limits[::2], ext("maxValue", valueInteger=1000)],
        )
    )

    assert question.kind == "scale"
    assert (question.low.label, question.high.value) == ("Asks lower", 10)
    assert wide.kind == "number"


@pytest.mark.parametrize(
    ("extension", "said"),
    [
        ([ext("minValue", valueDecimal=0.5)], "the extension minValue"),
        ([ext("minValue", valueString="canary")], "the extension minValue"),
        ([ext("minValue", valueInteger=9), ext("maxValue", valueInteger=3)], "its limits"),
        ([ext("maxValue", valueInteger=10**12)], "its limits"),
        ([ext("minValue", valueInteger=2_000_000)], "its limits"),
    ],
)
def test_limits_that_cannot_be_kept_are_listed(extension, said):
    question, found = only(item(kind="integer", extension=extension))

    assert (question.minimum, question.maximum) == (0, 1_000_000)
    assert any(each.startswith(said) for each in found)


def test_limits_beyond_ours_are_cut_and_listed():
    question, said = only(item(maxLength=50_000))

    assert question.max_characters == 20_000
    assert said == ["a limit of 50000; 20000 is the most here"]


def test_days_between_which_a_day_must_lie_are_kept():
    limits = [ext("minValue", valueDate="2020-01-31"), ext("maxValue", valueDate="2020-13")]

    question, _said = only(item(kind="date", extension=limits))

    assert question.earliest.on.isoformat() == "2020-01-31"
    assert question.latest is None


def test_options_with_their_own_whole_numbers_are_a_rating():
    question, said = only(item(kind="choice", answerOption=options("b", "a", a=0, b=2)))

    assert isinstance(question, RatingQuestion)
    assert [(each.value, each.label, each.source_id) for each in question.points] == [
        (0, "A", "urn:s|a"),
        (2, "B", "urn:s|b"),
    ]
    assert said == ["the order of its options; they go up by their numbers now"]


@pytest.mark.parametrize(
    "weights",
    [{"a": 0}, {"a": 0, "b": 0}, {"a": 0.5, "b": 1}, {"a": 0, "b": 101}, {"a": 10**7, "b": 1}],
)
def test_options_without_a_number_each_are_a_choice_and_their_weights_listed(weights):
    question, said = only(item(kind="choice", answerOption=options("a", "b", **weights)))

    assert [each.id for each in question.options] == ["a", "b"]
    assert said == ["the weights of its options; a choice has none here"]


def test_an_option_that_stands_alone_is_no_point_of_a_rating():
    given = options("a", "b", a=0, b=1)
    given[0]["extension"].append(ext("questionnaire-optionExclusive", valueBoolean=True))

    assert only(item(kind="choice", answerOption=given))[0].kind == "choice"


def test_weights_stand_in_any_of_the_known_places():
    weight = ext("itemWeight", valueDecimal=1)
    coded = [
        {
            "valueCoding": {
                "code": "n",
                "display": "No",
                "extension": [ext("ordinalValue", valueInteger=0)],
            }
        },
        {"valueCoding": {"code": "y", "display": "Yes"}, "extension": [weight]},
    ]
    numbers = [{"valueInteger": 3}, {"valueInteger": 1}]
    words = [
        {"valueString": "Low", "extension": [ext("ordinalValue", valueDecimal=0)]},
        {"valueString": "High", "extension": [ext("ordinalValue", valueDecimal=1)]},
    ]

    def points(given, kind="choice"):
        return [each.value for each in only(item(kind=kind, answerOption=given))[0].points]

    assert points(coded) == [0, 1]
    assert points(numbers, "integer") == [1, 3]
    assert points(words, "string") == [0, 1]


def test_several_options_are_a_multi_with_those_that_stand_alone():
    given = options("a", "b", "c")
    given[0]["extension"] = [ext("questionnaire-optionExclusive", valueBoolean=True)]
    least = [ext("questionnaire-minOccurs", valueInteger=2)]

    question, _said = only(item(kind="choice", repeats=True, answerOption=given, extension=least))

    assert isinstance(question, MultiQuestion)
    assert question.min_choices == 2
    assert [each.exclusive for each in question.options] == [True, False, False]


def test_words_and_codes_alone_are_options_too():
    given = [
        {"valueString": "Gr\u00fcn"},
        {"valueDate": "2020-01-01"},
        {"valueCoding": {"code": "x"}},
        {"valueCoding": {"display": "Only words"}},
        {"valueCoding": {}},
        {"valueReference": {}},
        {"valueString": ""},
        {"valueInteger": True},
    ]

    question, _said = only(item(kind="choice", answerOption=given))

    assert [(each.id, each.label, each.source_id) for each in question.options] == [
        ("grun", "Gr\u00fcn", ""),
        ("o_2020_01_01", "2020-01-01", ""),
        ("x", "x", "|x"),
        ("only_words", "Only words", ""),
    ]


def test_one_code_twice_is_kept_once_and_two_like_codes_get_two_ids():
    given = options("a b", "a-b", "a b")

    question, said = only(item(kind="choice", answerOption=given))

    assert [each.id for each in question.options] == ["a_b", "a_b_2"]
    assert said == ["an option that stands there twice; it is there once now"]


def test_too_many_options_are_a_question_of_words(monkeypatch):
    monkeypatch.setattr(kinds_in, "MOST_OPTIONS", 2)

    question, said = only(item(kind="choice", answerOption=options("a", "b", "c")))

    assert question.kind == "short_text"
    assert said[0] == "its options; there are more than 2"


def value_set(**keys):
    return {"resourceType": "ValueSet", "id": "vs", **keys}


def concept(code, *weights):
    other = {"url": "urn:property", "extension": [{"url": "code", "valueCode": "order"}]}
    extension = [other] + [
        {
            "url": "urn:property",
            "extension": [
                {"url": "code", "valueCode": "itemWeight"},
                {"url": "value[x]", "valueDecimal": weight},
            ],
        }
        for weight in weights
    ]
    return {"code": code, "display": code.upper(), **({"extension": extension} if weights else {})}


@pytest.mark.parametrize(
    ("contained", "kind"),
    [
        (value_set(compose={"include": [{"concept": [concept("a"), concept("b")]}]}), "choice"),
        (
            value_set(
                compose={
                    "include": [
                        {"system": "urn:s", "concept": [concept("a"), {}, "x"]},
                        "x",
                        {"concept": [concept("b")]},
                    ]
                }
            ),
            "choice",
        ),
        (
            value_set(expansion={"contains": [concept("a", 0), concept("b", 1)]}, compose={}),
            "rating",
        ),
        (value_set(expansion={}, compose={"include": "x"}), "short_text"),
        (value_set(expansion="x", compose="x"), "short_text"),
        ({"resourceType": "Library", "id": "vs"}, "short_text"),
    ],
)
def test_a_value_set_in_the_file_gives_the_options(contained, kind):
    question, _said = only(item(kind="choice", answerValueSet="#vs"), contained=[contained])

    assert question.kind == kind


def test_a_value_set_elsewhere_leaves_a_question_of_words():
    question, said = only(item(kind="open-choice", answerValueSet="http://elsewhere/vs"))

    assert question.kind == "short_text"
    assert said == [
        "an answer in other words; only the listed options can be chosen here",
        "the value set; its options are not in the file",
        "fewer than two options; it asks for words now; write the options",
    ]


def test_what_can_be_answered_several_times_is_asked_once():
    _question, said = only(item(kind="date", repeats=True))

    assert said == ["several answers; it is asked once here"]


def test_groups_are_parts_and_groups_in_groups_join_their_headings():
    inner = item("inner", "group", text="Father", item=[item("b")])
    unnamed = {"linkId": "u", "type": "group", "item": [item("c")]}
    outer = item("outer", "group", text="Family", item=[item("a"), inner, unnamed])

    parts = [each.part for each in read(outer, item("d")).form.questions]

    assert parts == ["Family", "Family: Father", "Family", None]


def test_a_heading_of_our_own_stays_a_number_until_somebody_changes_it():
    resource = questionnaire(everything(), CarryReport())
    group = resource["item"][2]
    group["text"] = "Zweiter Teil"

    back = import_questionnaire("x.json", json_text(resource, CarryReport()).encode())

    assert back.form.question("rested").part == "Zweiter Teil"


def test_a_condition_of_a_group_holds_for_all_in_it():
    when = [{"question": "yes", "operator": "=", "answerBoolean": True}]
    also = [{"question": "a", "operator": "exists", "answerBoolean": True}]
    group = item("g", "group", enableWhen=when, item=[item("a"), item("b", enableWhen=also)])

    a, b = read(YES, group).form.questions[1:]

    assert a.shown_when.question == "yes"
    assert [each.question for each in b.shown_when.all_of] == ["yes", "a"]


def test_the_same_condition_twice_is_said_once():
    when = [{"question": "yes", "operator": "=", "answerBoolean": True}]
    group = item("g", "group", enableWhen=when, item=[item("a", enableWhen=when)])

    assert read(YES, group).form.question("a").shown_when.equals is True


def test_a_condition_that_cannot_be_said_is_listed_and_the_question_always_shown():
    when = [{"question": "later", "operator": "=", "answerBoolean": True}]

    question, said = only(item(enableWhen=when))

    assert question.shown_when is None
    assert said == ["its condition; it cannot be said here and is always shown"]


def test_our_own_condition_counts_until_somebody_changes_what_fhir_says():
    resource = questionnaire(everything(), CarryReport())
    nights = next(each for each in resource["item"] if each["linkId"] == "nights")
    nights["enableWhen"] = nights["enableWhen"][:1]
    del nights["enableBehavior"]

    back = import_questionnaire("x.json", json_text(resource, CarryReport()).encode())

    assert back.form.question("nights").shown_when.equals is False
    assert back.form.question("story").shown_when == everything().question("story").shown_when


def test_words_go_where_they_are_read():
    found = read(
        item("w1", "display"),
        item("w2", "display"),
        item("g", "group", item=[item("w3", "display"), item("a", item=[item("w4", "display")])]),
        item("w5", "display"),
    )

    assert found.form.introduction == "Asks w1\nAsks w2\nAsks w5"
    assert found.form.questions[0].help == "Asks w3\nAsks w4"


def test_words_without_a_link_id_are_read_all_the_same():
    found = read({"type": "display", "text": "Hello"}, YES)

    assert found.form.introduction == "Hello"
    assert "words without a linkId" in {each.what for each in found.entries}


def test_a_prefix_stands_before_the_words_and_a_link_id_stands_in_for_none():
    prefixed, _said = only(item("a", prefix="1."))
    silent, said = only({"linkId": "a", "type": "boolean"})

    assert prefixed.prompt == "1. Asks a"
    assert silent.prompt == "a"
    assert said == ["no words to ask it in; its linkId stands there; write the question"]


def test_what_cannot_be_asked_is_left_out_with_what_hangs_on_it():
    when = [{"question": "file", "operator": "exists", "answerBoolean": True}]
    found = read(item("file", "attachment"), item("a", enableWhen=when), item("r", "reference"))

    assert [each.id for each in found.form.questions] == ["a"]
    assert [each.path for each in found.entries if "of its type" in each.what] == [
        "item[0]",
        "item[2]",
    ]


def test_a_hidden_item_is_left_out():
    found = read(item("a", extension=[ext("questionnaire-hidden", valueBoolean=True)]), YES)

    assert [each.id for each in found.form.questions] == ["yes"]
    assert "a hidden item" in {each.what for each in found.entries}


def test_questions_in_a_question_stand_after_it():
    found = read(item("a", item=[item("h", "display"), item("b", item=[item("c")])]))

    assert [(each.id, each.help) for each in found.form.questions] == [
        ("a", "Asks h"),
        ("b", ""),
        ("c", ""),
    ]


def test_a_group_that_repeats_is_a_table():
    group = item(
        "g",
        "group",
        repeats=True,
        extension=[ext("questionnaire-maxOccurs", valueInteger=500)],
        item=[
            item("h", "display"),
            item("g.1", required=True, item=[item("k", "display")]),
            item("t", "text", maxLength=5000),
            item("c", "choice", answerOption=options("a", "b", a=0, b=1)),
            item("d", "date"),
            item("n", "decimal"),
        ],
    )

    question, said = only(group)

    assert isinstance(question, TableQuestion)
    assert question.help == "Asks h"
    assert question.max_rows == 200
    assert [(each.id, each.kind, each.source_id) for each in question.columns] == [
        ("g_1", "short_text", "g.1"),
        ("t", "short_text", "t"),
        ("c", "choice", "c"),
        ("d", "date", "d"),
        ("n", "number", "n"),
    ]
    assert "decimals; only whole numbers are taken in a cell" in said
    assert question.columns[0].required
    assert question.columns[0].help == "Asks k"
    assert "a limit of 500; 200 is the most here" in said


@pytest.mark.parametrize(
    "below",
    [
        item("a", "time"),
        item("a", "attachment"),
        item("a", repeats=True),
        item("a", item=[item("b")]),
        item("a", "group", item=[item("b")]),
    ],
)
def test_a_group_with_what_no_cell_can_hold_is_asked_once(below):
    found = read(item("g", "group", repeats=True, item=[item("z"), below]))

    assert all(each.kind != "table" for each in found.form.questions)
    assert "a group that repeats" in {each.what for each in found.entries}


def test_a_group_that_can_be_there_once_does_not_repeat():
    once = [ext("questionnaire-maxOccurs", valueInteger=1)]

    question, said = only(item("g", "group", repeats=True, extension=once, item=[item("a")]))

    assert (question.kind, said) == ("short_text", [])


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        (
            [{**YES, "tpye": 1}],
            "x.json, item[0].tpye: this key is not known here; write type instead.",
        ),
        (
            [{**YES, "enabelWhen": 1}],
            "item[0].enabelWhen: this key is not known here; write enableWhen",
        ),
        (
            [YES, YES],
            "x.json, item[1].linkId: the linkId stands there twice; give each item its own.",
        ),
        ([{"type": "boolean"}], "x.json, item[0]: the linkId is missing; give each item its own."),
        ([{"linkId": "a"}], "x.json, item[0]: the type is missing; add it."),
        (
            [{"linkId": 7, "type": "boolean"}],
            "item[0].linkId: the value is of the wrong kind; write a text.",
        ),
        (
            [{**YES, "required": "canary"}],
            "item[0].required: the value is of the wrong kind; write true or",
        ),
        (
            [item(maxLength="canary")],
            "item[0].maxLength: the value is of the wrong kind; write a whole",
        ),
        (
            [{**YES, "item": "canary"}],
            "item[0].item: the value is of the wrong kind; write a list of",
        ),
        (["canary"], "x.json, item: the value is of the wrong kind; write a list of objects."),
        ([], "x.json, item: the Questionnaire has no items; take the form itself"),
        (
            [item("g", "group", repeats=True, item=[item("a"), item("a")])],
            "item[0].item[1].linkId: the linkId stands there twice",
        ),
        (
            [item("a", "choice", answerOption=[{"valueCodin": 1}])],
            "item[0].answerOption[0].valueCodin: this key is not known here; write valueCoding",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_place_and_remedy(items, sentence):
    said = refused(*items)

    assert sentence in said
    assert "canary" not in said


def test_another_resource_is_refused():
    assert refused(YES, resourceType="Patient") == (
        "x.json, resourceType: the file holds no Questionnaire; export one from the other program."
    )


def test_items_may_stand_so_deep_and_be_so_many(monkeypatch):
    monkeypatch.setattr(walk_in, "MOST_LEVELS", 2)
    monkeypatch.setattr(walk_in, "MOST_QUESTIONS", 2)
    nested = YES
    for number in range(3):
        nested = item(f"g{number}", "group", item=[nested])

    assert "items stand too deep" in refused(nested)
    assert "there are more than 2 questions" in refused(*(item(each) for each in "abc"))


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        (
            "export",
            "kepe",
            "item[1], export: the value is not allowed here; write 'keep' or 'drop'.",
        ),
        ("promt", "x", "item[1], promt: this key is not known here; write prompt instead."),
        ("id", "Not So", "item[1], id: the value is spelt wrongly"),
    ],
)
def test_our_own_extension_is_checked_as_a_file_is(key, value, sentence):
    resource = questionnaire(everything(), CarryReport())
    ours = resource["item"][1]["extension"][-1]["extension"]
    ours.append({"url": key, "valueString": value})

    with pytest.raises(DefinitionError) as caught:
        import_questionnaire("x.json", json_text(resource, CarryReport()).encode())

    assert sentence in str(caught.value)


def test_our_own_keys_about_the_form_are_checked_as_a_file_is():
    resource = questionnaire(everything(), CarryReport())
    resource["extension"][0]["extension"].append({"url": "minuts", "valueInteger": 3})
    missing = questionnaire(everything(), CarryReport())
    missing["item"] = missing["item"][:2]

    with pytest.raises(DefinitionError, match="minuts: this key is not known here; write minutes"):
        import_questionnaire("x.json", json_text(resource, CarryReport()).encode())
    with pytest.raises(DefinitionError, match=r"scores\[0\]\.items\[0\]: there is no such"):
        import_questionnaire("x.json", json_text(missing, CarryReport()).encode())


def test_a_condition_of_ours_that_is_none_is_refused():
    resource = questionnaire(everything(), CarryReport())
    hour = next(each for each in resource["item"] if each["linkId"] == "hour")
    for part in hour["extension"][-1]["extension"]:
        if part["url"] == "shown_when":
            part["extension"] = [{"url": "nobody", "valueBoolean": True}]

    with pytest.raises(DefinitionError, match="shown_when"):
        import_questionnaire("x.json", json_text(resource, CarryReport()).encode())


def test_a_form_without_a_notice_comes_back_without_one():
    resource = questionnaire(everything(), CarryReport())
    del resource["copyright"]

    back = import_questionnaire("x.json", json_text(resource, CarryReport()).encode())

    assert back.form.licence.notice == ""


def test_a_form_of_ours_whose_address_was_changed_is_a_new_form():
    resource = questionnaire(everything(), CarryReport())
    resource |= {"url": "urn:copy", "name": "Copy", "derivedFrom": "x"}

    back = import_questionnaire("x.json", json_text(resource, CarryReport()).encode())

    assert (back.form.id, back.form.version, back.form.source_id) == ("copy", 1, "urn:copy|1")


def test_options_that_have_words_and_no_code_come_in_and_go_out_again():
    coded = [{"valueCoding": {"system": "urn:s", "display": each}} for each in ("One", "Two")]

    question, said = only(item(kind="choice", answerOption=coded))
    sent = questionnaire(read(item(kind="choice", answerOption=coded)).form, CarryReport())

    assert [(each.id, each.label, each.source_id) for each in question.options] == [
        ("one", "One", ""),
        ("two", "Two", ""),
    ]
    assert said == []
    assert [each["valueCoding"]["display"] for each in sent["item"][0]["answerOption"]] == [
        "One",
        "Two",
    ]


def test_an_option_kept_without_a_code_by_an_earlier_import_goes_out():
    form = read(item(kind="choice", answerOption=options("one", "two"))).form
    [question] = form.questions
    old = tuple(each.model_copy(update={"source_id": "|"}) for each in question.options)
    kept = form.model_copy(update={"questions": (question.model_copy(update={"options": old}),)})

    sent = questionnaire(kept, CarryReport())

    assert [each["valueCoding"] for each in sent["item"][0]["answerOption"]] == [
        {"display": "ONE"},
        {"display": "TWO"},
    ]


@pytest.mark.parametrize(
    ("constraint", "listed"),
    [
        ({}, []),
        ({"answerConstraint": "optionsOnly"}, []),
        (
            {"answerConstraint": "optionsOrString"},
            ["an answer in other words; only the listed options can be chosen here"],
        ),
    ],
)
def test_a_choice_of_r5_is_a_choice(constraint, listed):
    question, said = only(item(kind="coding", answerOption=options("a", "b"), **constraint))

    assert [each.label for each in question.options] == ["A", "B"]
    assert said == listed


def test_a_form_of_which_nothing_can_be_asked_is_refused_with_the_types_it_has():
    inside = [item("b", "attachment"), item("c", "reference"), item("d", "attachment")]

    with pytest.raises(DefinitionError, match="of the types group, attachment, reference; "):
        read(item("a", "group", item=inside))
    with pytest.raises(DefinitionError, match="of the types one that FHIR does not have; "):
        read(item("a", "Ask Anna"))
    with pytest.raises(DefinitionError, match="the Questionnaire has no items; "):
        read()
