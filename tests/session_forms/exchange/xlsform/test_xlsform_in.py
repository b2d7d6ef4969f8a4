"""XLSForms: what becomes of each column and type."""

import pytest

from session_forms.__main__ import main
from session_forms.errors import DefinitionError
from session_forms.exchange.xlsform.sheets import rows_of
from session_forms.exchange.xlsform.workbook import read_workbook
from session_forms.exchange.xlsform.xlsform_in import import_xlsform
from tests.support.session_forms.exchange_forms import SAMPLES

CHOICES = [
    ["list_name", "name", "label"],
    ["yn", "yes", "Yes"],
    ["yn", "no", "No"],
    ["often", "0", "Never"],
    ["often", "1", "Always"],
    ["odd", "A b", ""],
    ["odd", "c", "C"],
]
SHOWN = "it cannot be said here and is always shown"
HEAD = ["type", "name", "label"]


def read(*survey, choices=CHOICES, settings=()):
    sheets = {"survey": survey, "choices": choices, "settings": settings}
    return import_xlsform("x.xlsx", {name: rows_of(name, rows) for name, rows in sheets.items()})


def row(kind, **cells):
    """Return the sheet of one row, with a question to answer before it."""
    heads = ["type", "name", "label", *cells]
    return [heads, ["text", "first", "First?"], [kind, "a", "What?", *cells.values()]]


def asked(kind, **cells):
    found = read(*row(kind, **cells))
    said = [f"{each.what}; {each.why}" for each in found.entries if each.path == "survey row 3"]
    return found.form.questions[-1], said


def refused(*survey, **sheets):
    with pytest.raises(DefinitionError) as caught:
        read(*survey, **sheets)
    return str(caught.value)


def test_a_whole_form_of_a_spreadsheet_program_is_read():
    sheets = read_workbook("x.xlsx", (SAMPLES / "sleep-diary.xlsx").read_bytes())

    found = import_xlsform("x.xlsx", sheets)

    form = found.form
    assert (form.id, form.title, form.language) == ("sleep-diary", "Sleep diary", "en")
    assert form.introduction == "Please take your time."
    assert [(each.id, each.kind) for each in form.questions] == [
        ("rested", "rating"),
        ("naps", "choice"),
        ("nap_count", "number"),
        ("helped", "multi"),
        ("other_help", "short_text"),
        ("people", "table"),
        ("sure", "scale"),
        ("hours", "number"),
        ("day", "date"),
        ("hour", "time"),
        ("ok", "yes_no"),
        ("why", "short_text"),
    ]
    assert form.question("nap_count").shown_when.equals == "yes"
    assert form.question("nap_count").maximum == 21
    assert form.question("other_help").max_characters == 80
    assert form.question("hours").shown_when.none_of[0].equals == "yes"
    assert {each.path for each in found.entries} >= {"survey row 2", "survey row 17"}


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("text", "short_text"),
        ("String", "short_text"),
        ("integer", "number"),
        ("decimal", "number"),
        ("date", "date"),
        ("time", "time"),
        ("dateTime", "datetime"),
        ("acknowledge", "yes_no"),
        ("range", "scale"),
        ("select_one yn", "choice"),
        ("select one from yn", "choice"),
        ("select_one often", "rating"),
        ("select_multiple yn", "multi"),
        ("select all that apply from often", "multi"),
        ("select_one nowhere", "short_text"),
    ],
)
def test_each_type_becomes_a_kind(kind, becomes):
    assert asked(kind)[0].kind == becomes


@pytest.mark.parametrize("kind", ["geopoint", "image", "calculate", "start", "rank yn"])
def test_a_type_that_is_not_ours_is_left_out_and_listed(kind):
    question, said = asked(kind)

    assert question.id == "first"
    assert said == ["a question of its type; there is no such kind here and it is left out"]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"required": "yes"}, []),
        ({"required": "no"}, []),
        (
            {"required": "${first} = 'x'"},
            ["required when ${first} = 'x'; it is never required here"],
        ),
        ({"relevant": "${first} != ''"}, []),
        (
            {"relevant": "${later} = 'x'"},
            ["the condition ${later} = 'x'; it cannot be said here and is always shown"],
        ),
        (
            {"relevant": "${first} = 'x'"},
            ["its condition; it cannot be said here and is always shown"],
        ),
        (
            {"relevant": f"contains({'x' * 200})"},
            [f"the condition contains({'x' * 111}\u2026; {SHOWN}"],
        ),
        ({"constraint": "string-length(.) < 9"}, []),
        (
            {"constraint": "regex(., 'x')"},
            ["the limit regex(., 'x'); it cannot be said here and any answer is taken"],
        ),
        ({"appearance": "multiline"}, ["the column appearance; this program has no place for it"]),
        ({"media::image": "x.png"}, ["the column media; this program has no place for it"]),
        ({"parameters": "rows=3"}, ["the column parameters; this program has no place for it"]),
        ({"read_only": "yes"}, ["the column read_only; it can be answered here"]),
        ({"hint": "As ${first} said"}, ["an answer inside its words; it stands there as typed"]),
    ],
)
def test_each_column_is_carried_or_listed(cells, said):
    assert asked("text", **cells)[1] == said


def test_a_required_question_is_required_and_a_hint_helps():
    question, _said = asked("text", required="TRUE", hint="Briefly.")

    assert question.required
    assert question.help == "Briefly."


@pytest.mark.parametrize(
    ("kind", "constraint", "limits"),
    [
        ("integer", ". >= 1 and . <= 5", (1, 5)),
        ("integer", ". > 1 and . < 5", (2, 4)),
        ("decimal", "5 >= .", (0, 5)),
        ("range", ". >= 2", (2, 10)),
    ],
)
def test_limits_of_numbers_are_kept(kind, constraint, limits):
    question, said = asked(kind, constraint=constraint)

    assert (question.lowest, question.highest) == limits
    assert said == []


@pytest.mark.parametrize(
    ("kind", "constraint"),
    [
        ("integer", ". >= 1.5"),
        ("integer", ". != 3"),
        ("integer", "${first} > 3"),
        ("integer", ". = 1 or . = 2"),
        ("integer", "string-length(.) > 3"),
        ("text", ". > 3"),
        ("date", ". > 3"),
    ],
)
def test_limits_that_cannot_be_said_are_listed(kind, constraint):
    said = asked(kind, constraint=constraint)[1]

    assert said == [f"the limit {constraint}; it cannot be said here and any answer is taken"]


def test_the_length_of_a_text_is_kept():
    question, _said = asked("text", constraint="string-length(.) = 5")
    never, _said = asked("text", constraint="string-length(.) < 1")

    assert (question.min_characters, question.max_characters) == (5, 5)
    assert never.max_characters == 200


@pytest.mark.parametrize(
    ("parameters", "ends"),
    [("start=0 end=5 step=1", (0, 5)), ("start=-2;end=2", (-2, 2)), ("end=0.5 step", None)],
)
def test_a_range_has_whole_ends(parameters, ends):
    question, _said = asked("range", parameters=parameters)

    if ends is None:
        assert question.kind == "number"
    else:
        assert (question.lowest, question.highest) == ends


@pytest.mark.parametrize(
    ("kind", "relevant", "condition"),
    [
        ("select_one yn", "${q} = 'yes'", {"equals": "yes"}),
        ("select_one odd", "${q} = 'A b'", {"equals": "a_b"}),
        ("select_one often", "${q} = 1", {"equals": 1}),
        ("select_multiple yn", "selected(${q}, 'no')", {"includes_any": ("no",)}),
        ("integer", "${q} > 3", {"at_least": 4}),
        ("acknowledge", "${q} = 'OK'", {"equals": True}),
        ("text", "${q} != ''", {"answered": True}),
    ],
)
def test_conditions_are_said_in_our_words(kind, relevant, condition):
    found = read([*HEAD, "relevant"], [kind, "q", "Q?"], ["text", "a", "What?", relevant])

    shown = found.form.question("a").shown_when
    assert {key: getattr(shown, key) for key in condition} == condition


@pytest.mark.parametrize(
    ("kind", "relevant"),
    [
        ("acknowledge", "${q} = 'no'"),
        ("integer", "${q} = 'x'"),
        ("integer", "${q} > ''"),
        ("select_one yn", "${q} = 'maybe'"),
    ],
)
def test_conditions_that_cannot_be_said_leave_the_question_shown(kind, relevant):
    found = read([*HEAD, "relevant"], [kind, "q", "Q?"], ["text", "a", "What?", relevant])

    assert found.form.question("a").shown_when is None
    assert "always shown" in found.entries[-1].why or any(
        "always shown" in each.why for each in found.entries
    )


def test_unanswered_is_none_of_the_answers():
    found = read([*HEAD, "relevant"], ["text", "q", "Q?"], ["text", "a", "What?", "${q} = ''"])

    assert found.form.question("a").shown_when.none_of[0].answered


def test_groups_are_parts_and_repeats_are_tables():
    found = read(
        [*HEAD, "repeat_count"],
        ["begin_group", "g", "Family"],
        ["text", "a", "Who?"],
        ["begin repeat", "r", "Contacts", "3"],
        ["text", "b", "How?"],
        ["end repeat"],
        ["end_group"],
        ["text", "c", "Else?"],
    )

    assert [(each.id, each.kind, each.part) for each in found.form.questions] == [
        ("a", "short_text", "Family"),
        ("r", "table", "Family"),
        ("c", "short_text", None),
    ]
    assert "survey row 4 (r): the column repeat_count; this program has no place for it." in {
        str(each) for each in found.entries
    }


def test_a_note_is_read_with_its_hint():
    found = read([*HEAD, "hint"], ["note", "n", "Hello.", "Sit down."], ["text", "a", "What?"])

    assert found.form.introduction == "Hello.\nSit down."


def test_another_answer_in_words_is_listed():
    assert (
        "an answer in other words; only the listed options can be chosen here"
        in asked("select_one yn or_other")[1]
    )


def test_a_name_that_is_missing_or_there_twice_gets_a_new_one():
    found = read(HEAD, ["text", "a", "One?"], ["text", "a", "Two?"], ["text", "", "Three?"])

    assert [each.id for each in found.form.questions] == ["a", "a_2", "row_4"]
    assert "a name that stands there twice" in {each.what for each in found.entries}


def test_words_are_read_in_one_language_and_the_others_listed():
    heads = ["type", "name", "label::Deutsch (de)", "label::English (en)"]
    question = ["text", "a", "Was?", "What?"]
    english = [["default_language"], ["English (en)"]]

    first = read(heads, question, choices=[])
    wanted = read(heads, question, choices=[], settings=english)

    assert (first.form.question("a").prompt, first.form.language) == ("Was?", "de")
    assert (wanted.form.question("a").prompt, wanted.form.language) == ("What?", "en")
    assert "the words in Deutsch (de)" in {each.what for each in wanted.entries}


def test_settings_name_the_form_and_others_are_listed():
    settings = [["form_title", "form_id", "version", "style"], ["My form", "my_form", "7", "pages"]]

    found = read(HEAD, ["text", "a", "What?"], settings=settings)

    assert (found.form.title, found.form.id) == ("My form", "my-form")
    assert found.form.source_id == "my_form|7"
    assert "the setting style" in {each.what for each in found.entries}


def test_a_name_of_an_option_that_is_not_spelt_as_ours_is_kept():
    question, _said = asked("select_one odd")

    assert [(each.id, each.label, each.source_id) for each in question.options] == [
        ("a_b", "A b", "|A b"),
        ("c", "C", ""),
    ]


@pytest.mark.parametrize(
    ("survey", "sentence"),
    [
        ([], "x.xlsx: there is no sheet survey with rows; save it as an XLSForm."),
        ([["name"], ["a"]], "x.xlsx, sheet survey: the column type is missing; add it."),
        (
            [["type", "name", "relevent"], ["text", "a", "canary"]],
            "x.xlsx, sheet survey, relevent: this column is not known here; call it relevant.",
        ),
        (
            [["type", "name"], ["", "a"], ["text", "b"]],
            "x.xlsx, survey row 2: the type is missing; add it.",
        ),
        (
            [["type"], ["end group"]],
            "x.xlsx, survey row 2: a group ends that did not begin; remove the row.",
        ),
        (
            [["type"], ["begin group"]],
            "x.xlsx, survey row 2: the group does not end; add a row that ends it.",
        ),
        (
            [["type"], ["note"], ["rank  yn"], ["note"]],
            "x.xlsx, sheet survey: nothing in it can be asked here; its rows are of the types note",
        ),
        (
            [["type", "disabled"], ["text", "yes"]],
            "x.xlsx: there is no sheet survey with rows; save it as an XLSForm.",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_place_and_remedy(survey, sentence):
    assert refused(*survey).startswith(sentence)


@pytest.mark.parametrize(
    ("older", "today"),
    [
        ("relevance", "relevant"),
        ("bind:relevant", "relevant"),
        ("bind::relevant", "relevant"),
        ("Bind::Required", "required"),
        ("bind:constraint", "constraint"),
        ("bind::calculate", "calculation"),
        ("calculate", "calculation"),
        ("requiredMsg", "required_message"),
        ("constraining message", "constraint_message"),
        ("caption", "label"),
        ("caption::Deutsch (de)", "label::Deutsch (de)"),
        ("label:Deutsch (de)", "label::Deutsch (de)"),
        ("value", "name"),
        ("jr:count", "jr:count"),
    ],
)
def test_a_heading_of_an_older_spreadsheet_is_read_as_it_is_called_today(older, today):
    [row] = rows_of("survey", [[older], ["x"]])

    assert row.cells == {today: "x"}


def test_an_older_heading_beside_the_one_of_today_is_another_column():
    [row] = rows_of("choices", [["list_name", "name", "value"], ["yn", "yes", "1"]])

    assert row.cells == {"list_name": "yn", "name": "yes", "value": "1"}


def test_a_remark_between_rows_and_a_row_that_is_disabled_are_left_out_and_listed():
    found = read(
        [*HEAD, "my remarks", "disabled"],
        ["", "", "", "ask Anna about these"],
        ["begin group", "g", "G", "", "yes"],
        ["text", "a", "What?"],
        ["text", "b", "Why?", "", "yes"],
        ["end group"],
    )

    assert [each.id for each in found.form.questions] == ["a"]
    said = [str(each) for each in found.entries]
    assert "survey row 2: a row without a type, a name and words; it is left out." in said
    assert "survey row 5: a row that is disabled; it is left out." in said
    assert not any("Anna" in each for each in said)


def test_types_are_told_without_what_somebody_wrote_behind_them():
    rows = [["note"], ["rank  canary"], ["select_one_from_file canary.csv"], ["canary"], ["note"]]

    said = refused(["type"], *rows)

    assert "of the types note, rank, select_one_from_file, one that XLSForms do not have;" in said
    assert "canary" not in said


def test_choices_need_their_lists():
    choices = [["list_nam", "name"], ["yn", "yes"]]

    assert refused(HEAD, ["text", "a", "What?"], choices=choices) == (
        "x.xlsx, sheet choices, list_nam: this column is not known here; call it list_name."
    )
    assert refused(HEAD, ["text", "a", "What?"], choices=[["name"], ["x"]]) == (
        "x.xlsx, sheet choices: the column list_name is missing; add it."
    )


def test_what_fhir_refuses_is_told_by_its_row():
    nested = [["begin group", f"g{number}", "G"] for number in range(25)]
    ends = [["end group"]] * 25

    said = refused(HEAD, *nested, ["text", "a", "What?"], *ends)

    assert (
        said == "x.xlsx, survey row 23: items stand too deep inside each other; write it flatter."
    )


@pytest.mark.parametrize("name", ["sleep-diary.xlsx", "sleep-diary.xlsm", "survey.csv"])
def test_the_command_takes_xlsx_and_csv(tmp_path, capsys, name):
    path = SAMPLES / name
    if name == "sleep-diary.xlsm":
        path = tmp_path / name
        path.write_bytes((SAMPLES / "sleep-diary.xlsx").read_bytes())
    if name == "survey.csv":
        path = tmp_path / name
        path.write_text("type,name,label\ntext,a,What?\n", encoding="utf-8")

    assert main(["import", str(path), "--out", str(tmp_path)]) == 0

    [definition] = tmp_path.glob("*.toml")
    assert main(["check", str(definition)]) == 0
    assert "wrote" in capsys.readouterr().out
