"""A wrong file is told in one sentence: file, line, key, what, what to do."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.files.toml_file import MOST_BYTES, parse_toml
from session_forms.library.library import load_form, problems_in, read_form
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS

GOOD = HEAD + SLEEP_QUESTIONS
NAME = "sleep-check.v1.toml"


def error_of(text, name=NAME):
    with pytest.raises(DefinitionError) as caught:
        read_form(name, text)
    return caught.value


def test_a_good_file_is_a_form():
    form = read_form(NAME, GOOD)

    assert (form.id, form.version, form.short_title) == ("sleep-check", 1, "Sleep check")
    assert [question.id for question in form.questions] == ["rested", "woke", "what_woke_you"]


def test_lines_may_end_as_on_windows():
    assert read_form(NAME, GOOD.replace("\n", "\r\n")) == read_form(NAME, GOOD)


def test_the_own_wording_may_be_said_in_two_words():
    text = GOOD.replace('{ status = "own", notice = "Own wording." }', '"own wording"')

    assert read_form(NAME, text).licence.status == "own"


WRONG = [
    ('prompt = "What woke', 'promt = "What woke', 24, "questions[2].promt", "write prompt instead"),
    ("high = { value = 4", "hgih = { value = 4", 12, "questions[0].hgih", "write high instead"),
    ('label = "Never"', 'lable = "Never"', 18, "questions[1].low.lable", "write label instead"),
    (
        "at_least = 1",
        "atleast = 1",
        25,
        "questions[2].shown_when.atleast",
        "write at_least instead",
    ),
    ("at_least = 1", "xyz = 1", 25, "questions[2].shown_when.xyz", "leave it out or move it"),
    (
        'kind = "short_text"',
        'kind = "shorttext"',
        23,
        "questions[2].kind",
        "write short_text as kind",
    ),
    ('kind = "short_text"', 'knid = "zzz"', 21, "questions[2]", "write kind instead of knid"),
    ('kind = "short_text"', 'kind = "zzz"', 23, "questions[2].kind", "write rating, scale, choice"),
    ('kind = "short_text"', "", 21, "questions[2]", "the key kind is missing; add it"),
    ('prompt = "What woke you?"', "", 21, "questions[2].prompt", "the key is missing; add it"),
    ('prompt = "What woke you?"', "prompt = 5", 24, "questions[2].prompt", "write text in quotes"),
    (
        'prompt = "What woke you?"',
        'prompt = ""',
        24,
        "questions[2].prompt",
        "the text is empty; write it",
    ),
    ('id = "woke"', 'id = "Woke Up"', 15, "questions[1].id", "digits and underscores"),
    ('id = "sleep-check"', 'id = "sleep_check"', 2, "id", "digits and hyphens"),
    ("version = 1", "version = 0", 3, "version", "greater than or equal to 1; change the value"),
    ("version = 1", 'version = "1"', 3, "version", "write a whole number"),
    ("version = 1", "version = true", 3, "version", "write a whole number"),
    (
        '"own",',
        '"free",',
        5,
        "licence.status",
        "write 'own', 'bundle', 'skeleton' or 'score-entry'",
    ),
    ('"own",', '"bundle",', None, "", "licence needs a notice and a source"),
    ('value = 0, label = "Never"', "value = 4", 14, "questions[1]", "low must be below high"),
    ('value = 0, label = "Never"', "value = -99", 14, "questions[1]", "more than 100 apart"),
    ("at_least = 1", "equals = 1.5", 25, "questions[2].shown_when.equals", "another kind of value"),
    ("at_least = 1", "at_least = 1, to = 2", 25, "questions[2].shown_when", "exactly 1 test"),
    ("range = [0, 8]", "range = [0, 9]", 32, "scores[0].range", "the items give 0 to 8"),
    ("range = [0, 8]", "range = [0, 8, 9]", 32, "scores[0].range", "write a table"),
    ("range = [0, 8]", "multiply = nan", 32, "scores[0].multiply", "finite number"),
    (
        '[[questions]]\nid = "rested"',
        "questions = 3\n[x]\ny = 1",
        7,
        "questions",
        "in square brackets",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "line", "key", "words"), WRONG)
def test_a_wrong_key_is_told_with_line_and_remedy(right, wrong, line, key, words):
    text = GOOD.replace(right, wrong, 1)
    if "questions = 3" in wrong:
        text = text.split("kind =")[0]

    error = error_of(text)

    assert (error.file, error.line, error.key) == (NAME, line, key)
    assert words in str(error)
    assert str(error).startswith(NAME)
    assert str(error).endswith(".")
    assert "\n" not in str(error)


def test_a_file_name_says_id_and_version():
    error = error_of(GOOD, "other.v1.toml")

    assert str(error) == (
        "other.v1.toml: the file's name does not say id and version;"
        " name the file sleep-check.v1.toml."
    )


SYNTAX = [
    ("id = ", 1, "missing quote, comma or bracket"),
    ('id = "a"\nid = "b"', 2, "there twice"),
    ("[a]\nb = 1\n[a]", 3, "there twice"),
    ('id = "a\n', 1, "missing quote"),
    ("a = [1,\n2,\n", 3, "missing quote"),
    ("a = True", 1, "True instead of true"),
    ("a = " + "9" * 5000, None, "no TOML"),
    ("\ufeffid = 1", 1, "missing quote"),
]


@pytest.mark.parametrize(("text", "line", "words"), SYNTAX)
def test_what_is_no_toml_is_told_with_its_line(text, line, words):
    error = error_of(text)

    assert error.line == line
    assert words in str(error)


def test_values_that_stand_too_deep_are_refused():
    assert "too deep" in str(error_of("a = " + "[" * 5000 + "]" * 5000))


def test_a_text_that_is_not_utf_8_is_told_with_its_line():
    with pytest.raises(DefinitionError) as caught:
        parse_toml(NAME, b"id = 1\n# \xff\n")

    assert str(caught.value) == (
        "sleep-check.v1.toml, line 2: the text is not in UTF-8; save the file as UTF-8."
    )


def test_a_huge_file_is_refused():
    with pytest.raises(DefinitionError, match="larger than"):
        parse_toml(NAME, b"#" * (MOST_BYTES + 1))


def test_a_missing_file_and_a_folder_are_told(tmp_path):
    for path in (tmp_path / "missing.v1.toml", tmp_path, tmp_path / "bad\0name"):
        with pytest.raises(DefinitionError, match="cannot be read"):
            load_form(path)


def test_a_file_is_loaded_from_disk(tmp_path):
    path = tmp_path / NAME
    path.write_text(GOOD, encoding="utf-8")

    assert load_form(path) == read_form(NAME, GOOD)
    assert list(problems_in(path)) == []


def test_every_problem_of_a_file_is_found_in_the_order_of_its_lines(tmp_path):
    path = tmp_path / NAME
    path.write_text(
        GOOD.replace("at_least", "atleast").replace("version = 1", "vresion = 1"), encoding="utf-8"
    )

    problems = list(problems_in(path))

    assert [problem.key for problem in problems] == ["vresion", "questions[2].shown_when.atleast"]
    assert [problem.line for problem in problems] == [3, 25]


def test_everything_that_a_score_names_wrongly_is_found(tmp_path):
    path = tmp_path / NAME
    text = GOOD.replace('items = ["rested", "woke"]', 'items = ["rested", "no", "what_woke_you"]')
    path.write_text(text, encoding="utf-8")

    assert [problem.key for problem in problems_in(path)] == [
        "scores[0].items[1]",
        "scores[0].items[2]",
    ]


def test_problems_between_keys_and_of_unreadable_files_are_found(tmp_path):
    path = tmp_path / "other.v1.toml"
    path.write_text(GOOD.replace('"woke", at_least', '"missing", at_least'), encoding="utf-8")

    assert [problem.key for problem in problems_in(path)] == [
        "",
        "questions[2].shown_when.question",
    ]
    assert [problem.key for problem in problems_in(tmp_path / "none.toml")] == [""]
