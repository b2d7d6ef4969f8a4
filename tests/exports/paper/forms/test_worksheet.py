"""Forms on paper: blank with room for a pen, or with their answers."""

import io

import pytest
from pypdf import PdfReader

from exports.errors import NotForExport
from exports.paper.drawing.fonts import width
from exports.paper.forms.answer_space import WIDE_ROWS, most_columns
from exports.paper.forms.choice_marks import options_of
from exports.paper.forms.condition_words import applies_in_words
from exports.paper.forms.worksheet import Filled, filled_from, fits_in_a_grid, worksheet_pdf
from exports.paper.pages.page import MARGIN, PAGE_WIDTH
from exports.paper.pages.typography import LARGE
from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.conditions.conditions import Condition
from session_forms.filling.filling import start
from session_forms.filling.states import Context
from session_forms.form.definition import FormDefinition
from session_forms.library import library
from session_forms.library.library import load_form
from tests.support.exports.papers import ANSWERS, EVERY_KIND, HOSTILE, telling_forms
from tests.support.sampling import chosen
from tests.support.session_forms.forms import TODAY, make_form, sleep_check

SOME_FORMS = chosen(library.installed().ids(), telling_forms().__contains__)


@pytest.fixture(scope="module")
def every_kind(tmp_path_factory):
    path = tmp_path_factory.mktemp("forms") / "every-kind.v1.toml"
    path.write_text(EVERY_KIND)
    return load_form(path)


def printed(data):
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("form_id", SOME_FORMS)
def test_every_form_is_printed_with_all_its_questions_and_its_version(form_id):
    form = library.installed().latest(form_id)

    text = printed(worksheet_pdf(form))

    for question in form.questions:
        assert " ".join(question.prompt.split()) in text
    assert f"Version {form.version}" in text
    assert f"{form.id}, version" not in text
    for line in (form.licence.notice, form.licence.attribution):
        assert " ".join(line.split()) in text


def test_the_same_worksheet_gives_the_same_bytes():
    form = library.installed().latest("safety-plan")

    assert worksheet_pdf(form) == worksheet_pdf(form)


def test_options_carry_the_value_or_letter_that_chooses_them_on_screen():
    form = library.installed().latest("practice-review")

    options = options_of(form.question("obstacle"), None)

    assert [option.key for option in options] == list("ABCDEFG")


def test_no_option_is_ever_called_s():
    question = library.installed().latest("practice-review").question("obstacle")
    many = question.model_copy(update={"options": question.options * 4})

    keys = [option.key for option in options_of(many, None)]

    assert "S" not in keys
    assert keys[-1] == ""


def test_every_kind_of_question_has_its_room(every_kind):
    text = printed(worksheet_pdf(every_kind))

    for words in ("0 = none, 100 = most", "hours", "day", "minute", "First / Second", "yes / no"):
        assert words in text
    for words in (
        "0 to 10",
        "In a word",
        "Monday",
        "Cannot tell",
        "Prefer not to say",
        "A word of help",
    ):
        assert words in text


def test_a_filled_form_shows_every_answer(every_kind):
    text = printed(worksheet_pdf(every_kind, Filled(ANSWERS, code="K7-412")))

    for words in (
        "40", "7 hours", "24 November 2026", "10:30", "24 November 2026, 10:30", "A walk",
        "Phone", "Second", "Yes", "No", "8", "5", "2 May 2026", "1. first entry",
        "2. second entry", "1. crisis-line", "sample@1", HOSTILE,
    ):  # fmt: skip
        assert words in text
    assert "K7-412" in text
    assert "Code" not in text


def test_what_is_not_answered_is_said_on_a_filled_form(every_kind):
    text = printed(worksheet_pdf(every_kind, Filled({"choice": DECLINED})))

    assert text.count("Not answered") > 5
    assert "Not answered" not in printed(worksheet_pdf(every_kind))


def test_who_preferred_not_to_write_has_answered():
    form = library.installed().latest("history")
    empty = printed(worksheet_pdf(form, Filled({})))

    declined = printed(worksheet_pdf(form, Filled({"life_context": DECLINED})))

    assert declined.count("Not answered") == empty.count("Not answered") - 1


@pytest.mark.parametrize("answer", [CANNOT_TELL, DECLINED, "one"])
def test_each_answer_marks_another_place(every_kind, answer):
    empty = worksheet_pdf(every_kind, Filled({}))

    assert worksheet_pdf(every_kind, Filled({"choice": answer})) != empty


def test_a_grid_marks_the_chosen_points():
    form = library.installed().latest("phq-9")

    assert worksheet_pdf(form, Filled({"q1": 2})) != worksheet_pdf(form, Filled({"q1": 1}))


def test_several_marks_and_yes_or_no_are_shown():
    form = library.installed().latest("risk-check")
    several = next(each for each in form.questions if each.kind == "multi")
    yes_no = next(each for each in form.questions if each.kind == "yes_no")

    chosen = options_of(several, (several.options[1].id,))
    no = options_of(yes_no, False)

    assert [option.chosen for option in chosen[:2]] == [False, True]
    assert [option.chosen for option in no] == [False, True]


def test_practice_is_said_on_a_worksheet_of_practice():
    form = library.installed().latest("phq-9")

    assert "Practice: invented data" in printed(worksheet_pdf(form, practice=True))


def test_words_that_belong_to_a_publisher_are_not_printed():
    form = library.installed().latest("phq-9")
    licence = form.licence.model_copy(update={"status": "skeleton", "permission": "A letter."})

    with pytest.raises(NotForExport, match="belongs to its publisher"):
        worksheet_pdf(form.model_copy(update={"licence": licence}))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (None, ""),
        ({"always": True}, ""),
        ({"question": "rated", "equals": 1}, "Answer only if 2 is <1>."),
        ({"question": "choice", "any_of": ("one", "two")}, "Answer only if 8 is <One> or <Two>."),
        ({"question": "choice", "equals": True}, "Answer only if 8 is <Yes>."),
        ({"question": "long_scale", "at_least": 5}, "Answer only if 1 is 5 or more."),
        ({"question": "long_scale", "at_most": 5}, "Answer only if 1 is 5 or less."),
        ({"question": "long_scale", "from": 2, "to": 5}, "Answer only if 1 is 2 to 5."),
        ({"question": "choice", "cannot_tell": True}, "Answer only if 8 is <Cannot tell>."),
        ({"question": "choice", "declined": True}, "Answer only if 8 is <Prefer not to say>."),
        ({"question": "short", "answered": True}, "Answer only if 15 is answered."),
        (
            {"question": "choice", "any_of": ("a", "b", "c", "d")},
            "Answer only if this applies (see 8).",
        ),
        (
            {"all_of": ({"question": "rated", "equals": 1}, {"question": "number", "at_least": 3})},
            "Answer only if 2 is <1> and 4 is 3 or more.",
        ),
        ({"first_use": True}, "Answer only if this form is filled in for the first time."),
        ({"earlier_version_exists": True}, "Answer only if this form was filled in before."),
        (
            {"earlier_version_exists": False},
            "Answer only if this form is filled in for the first time.",
        ),
        ({"open_alert": "suicide"}, "Answer only if a suicide alert is open."),
        (
            {"some_of": ({"question": "rated", "equals": 1}, {"open_alert": "suicide"})},
            "Answer only if 2 is <1> or a suicide alert is open.",
        ),
        ({"some_of": ({"question": "rated", "equals": 1}, {"always": True})}, ""),
        (
            {"none_of": ({"question": "rated", "equals": 1}, {"always": True})},
            "Answer only if none of this applies: 2 is <1>.",
        ),
        (
            {"band_of": {"score": "total", "any_of": ("mild", "moderate")}},
            "Answer only if the score is in the band <mild> or <moderate>.",
        ),
        (
            {"any_alert_at_least": "act"},
            "Answer only if an answer in this form raised an alert.",
        ),
    ],
)  # fmt: skip
def test_when_a_question_applies_is_said_in_words(every_kind, condition, words):
    shown_when = None if condition is None else Condition(**condition)
    question = every_kind.question("long").model_copy(update={"shown_when": shown_when})

    said = applies_in_words(every_kind, question)

    quotes = {"\N{LEFT DOUBLE QUOTATION MARK}": "<", "\N{RIGHT DOUBLE QUOTATION MARK}": ">"}
    assert said.translate(str.maketrans(quotes)) == words


def test_a_form_without_introduction_or_notice_is_printed(every_kind):
    bare: FormDefinition = every_kind.model_copy(
        update={"standing_note": "", "introduction": "Read."}
    )

    assert "Read." in printed(worksheet_pdf(bare))


def test_a_table_with_many_columns_is_laid_out_one_row_below_the_other():
    form = library.installed().latest("goals")
    [goals] = [each for each in form.questions if each.kind == "table"]

    text = printed(worksheet_pdf(form))

    assert len(goals.columns) > most_columns(1)
    for number in range(1, WIDE_ROWS + 1):
        assert f"Number {number}" in text
    for column in goals.columns:
        assert text.count(column.label) >= WIDE_ROWS


def test_the_rows_of_a_wide_table_are_printed_as_they_were_filled_in():
    form = library.installed().latest("goals")
    rows = tuple({"goal_text": each, "baseline_level": -1} for each in ("Cook at home", "Sing"))

    text = printed(worksheet_pdf(form, Filled({"goals": rows})))

    assert "Cook at home" in text
    assert "Sing" in text
    assert "Number 3" not in text
    assert "Number 1" in printed(worksheet_pdf(form, Filled({})))


def fields_of(data):
    return PdfReader(io.BytesIO(data)).get_fields() or {}


def test_every_kind_of_question_can_be_filled_in_on_a_screen(every_kind):
    fields = fields_of(worksheet_pdf(every_kind, fillable=True))

    questions = {name.split(".")[0] for name in fields}
    assert questions == {question.id for question in every_kind.questions}
    assert fields["choice"]["/FT"] == "/Btn"
    assert set(fields["choice"]["/_States_"]) >= {"/one", "/two", "/declined", "/cannot_tell"}
    assert fields["long"]["/FT"] == "/Tx"
    assert fields["long"]["/TU"] == "16.  Long"
    assert fields["table.row2.what"]["/TU"] == "10.  Table What 2"
    assert "moment.minute" in fields


def test_a_field_takes_no_more_than_the_question_does(every_kind):
    pages = PdfReader(io.BytesIO(worksheet_pdf(every_kind, fillable=True))).pages

    most = {
        each.get_object()["/T"]: each.get_object().get("/MaxLen")
        for page in pages
        for each in page.get("/Annots", ())
        if "/T" in each.get_object()
    }
    assert (most["short"], most["long"], most["menu"]) == (200, 2000, None)


@pytest.mark.parametrize("form_id", SOME_FORMS)
def test_every_form_can_be_filled_in_on_a_screen(form_id):
    form = library.installed().latest(form_id)

    fields = fields_of(worksheet_pdf(form, fillable=True))

    only_read = {
        each.id for each in form.questions if each.kind == "from_form" and not each.editable
    }
    asked = {question.id for question in form.questions} - only_read
    assert {name.split(".")[0] for name in fields} == asked


def test_the_same_fillable_worksheet_gives_the_same_bytes(every_kind):
    assert worksheet_pdf(every_kind, fillable=True) == worksheet_pdf(every_kind, fillable=True)


def test_a_form_with_answers_and_a_plain_blank_one_have_no_fields(every_kind):
    assert fields_of(worksheet_pdf(every_kind)) == {}
    assert fields_of(worksheet_pdf(every_kind, Filled(ANSWERS), fillable=True)) == {}


def test_the_body_of_large_print_is_set_in_18_points():
    sizes = set()

    def note_size(_text, _matrix, _text_matrix, _font, size):
        sizes.add(round(float(size), 2))

    pages = PdfReader(io.BytesIO(worksheet_pdf(library.installed().latest("phq-9"), large=True)))
    pages.pages[0].extract_text(visitor_text=note_size)

    assert pytest.approx(18) == LARGE * 9.5
    assert 18 in sizes


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("form_id", SOME_FORMS)
def test_no_word_runs_over_the_edge_and_no_page_holds_the_notice_alone(form_id, large):
    form = library.installed().latest(form_id)
    beyond = []

    def note_place(text, _matrix, text_matrix, _font, size):
        right = text_matrix[4] + width(text.strip(), float(size))
        if text.strip() and right > PAGE_WIDTH - MARGIN + 1:
            beyond.append(text)

    pages = PdfReader(io.BytesIO(worksheet_pdf(form, large=large))).pages
    texts = [page.extract_text(visitor_text=note_place) for page in pages]

    assert beyond == []
    assert len([line for line in texts[-1].splitlines() if line.strip()]) > 4


def test_the_time_that_is_asked_about_stands_above_the_questions():
    assert "Past 2 weeks" in printed(worksheet_pdf(library.installed().latest("phq-9")))


def test_the_parts_of_a_form_have_their_headings():
    text = printed(worksheet_pdf(library.installed().latest("safety-plan")))

    assert "Part 1" in text
    assert "Part 6" in text


def test_a_form_as_it_stands_prints_the_questions_that_are_shown_with_their_own_numbers():
    form = sleep_check()
    state = start(form, Context(today=TODAY), {"rested": 3, "woke": 0})
    filled = filled_from(state, "K7-412", ("Filled in on 2 March 2026.",))

    text = printed(worksheet_pdf(form, filled))

    assert "2. How often did you wake" in text
    assert "What woke you?" not in text
    assert "Filled in on 2 March 2026." in text
    assert "2a. What woke you?" in printed(worksheet_pdf(form))


def test_services_are_printed_by_name(every_kind):
    filled = Filled(ANSWERS, names={"crisis-line": "Crisis line", "sample@1": "Sample law"})

    text = printed(worksheet_pdf(every_kind, filled))

    assert "1. Crisis line" in text
    assert "Sample law" in text


def test_a_table_with_fixed_rows_and_many_columns_names_each_row(every_kind):
    table = every_kind.question("fixed")
    column = table.columns[0]
    many = tuple(column.model_copy(update={"id": f"c{at}", "label": f"C{at}"}) for at in range(9))
    form = every_kind.model_copy(
        update={"questions": (table.model_copy(update={"columns": many}),)}
    )

    text = printed(worksheet_pdf(form))

    assert "Monday" in text
    assert "Tuesday" in text


@pytest.mark.parametrize(("large", "is_below"), [(False, False), (True, True)])
def test_the_time_stands_below_the_day_where_both_do_not_fit_beside_each_other(large, is_below):
    heights = {}

    def note_height(text, moved, place, _font, _size):
        if text.strip() in {"year", "hour"}:
            heights[text.strip()] = round(moved[5] + place[5])

    form = library.installed().latest("risk-event")
    for page in PdfReader(io.BytesIO(worksheet_pdf(form, large=large))).pages:
        page.extract_text(visitor_text=note_height)

    assert (heights["hour"] < heights["year"]) is is_below


@pytest.mark.parametrize("key", ["cannot_tell = true", "can_decline = true", 'help = "About it"'])
def test_ratings_with_more_than_their_options_stand_in_no_grid(key):
    options = 'options = [{ value = 0, label = "Never" }, { value = 1, label = "Often" }]\n'
    asked = "".join(
        f'[[questions]]\nid = "{name}"\nkind = "rating"\nprompt = "How often?"\n{options}%s\n'
        for name in ("one", "two")
    )

    assert fits_in_a_grid(make_form(asked % ("", "")).questions, 1.0)
    assert not fits_in_a_grid(make_form(asked % ("", key)).questions, 1.0)
