"""What each model refuses by itself."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.library.library import read_form
from session_forms.questions.columns import ColumnBase
from session_forms.scores.scores import Score
from tests.support.session_forms.forms import HEAD, SLEEP_QUESTIONS, ask, make_form

OPTIONS = 'options = [{ id = "a", label = "A" }, { id = "b", label = "B" }]'
COLUMN = '{ id = "a", label = "A", kind = "yes_no" }'

REFUSED = [
    ('kind = "rating"\noptions = [{ value = 1 }]', "at least two options"),
    ('kind = "rating"\noptions = 1', "at least two options"),
    ('kind = "rating"\noptions = [{ value = 1 }, { value = 1 }]', "low must be below high"),
    ('kind = "rating"\noptions = [{ value = 1 }, { value = 1 }, { value = 2 }]', "go up"),
    (
        'kind = "rating"\nlow = { value = 0 }\nhigh = { value = 1 }\noptions = [{ value = 0 }]',
        "either options or low and high",
    ),
    ('kind = "number"\nminimum = 5\nmaximum = 5', "minimum must be below maximum"),
    ('kind = "choice"', "either options or options_from"),
    (f'kind = "choice"\noptions_from = "own_menu"\n{OPTIONS}', "either options or options_from"),
    ('kind = "choice"\noptions_from = "own_menu"\nexport = "keep"', "in the client's own words"),
    ('kind = "choice"\noptions = [{ id = "a", label = "A" }]', "give at least 2"),
    (f'kind = "choice"\n{OPTIONS.replace(chr(34) + "b", chr(34) + "a")}', "option a twice"),
    (f'kind = "multi"\nmin_choices = 3\n{OPTIONS}', "more than can be chosen together"),
    ('kind = "short_text"\nmin_characters = 9\nmax_characters = 8', "above max_characters"),
    ('kind = "list"\nmin_entries = 9\nmax_entries = 8', "more entries than max_entries"),
    (
        'kind = "list"\nmax_entries = 1\nmin_entries_when = { always = true, entries = 2 }',
        "more entries than max_entries",
    ),
    ('kind = "date"\nearliest = {}', "exactly one of days_before_today"),
    ('kind = "date"\nlatest = { days_after_today = 1, on = 2026-03-01 }', "exactly one of days"),
    ('kind = "date"\nlatest_when = [{ always = true }]', "exactly one of days_before_today"),
    (
        (
            'kind = "date"\nlatest = { days_after_today = 1 }\n'
            "latest_when = [{ always = true, days_after_today = 1 }]"
        ),
        "either latest or latest_when",
    ),
    (f'kind = "table"\ncolumns = [{COLUMN}, {COLUMN}]', "has the column a twice"),
    (
        (
            f'kind = "table"\ncolumns = [{COLUMN}]\n'
            'rows = [{ id = "x", label = "X" }, { id = "x", label = "X" }]'
        ),
        "has the row x twice",
    ),
    (f'kind = "table"\ncolumns = [{COLUMN}]\nmin_rows = 21', "more than the table can have"),
    (
        f'kind = "table"\ncolumns = [{COLUMN}]\nmin_rows = 2\nrows = [{{ id = "x", label = "X" }}]',
        "more than the table can have",
    ),
    ('kind = "table"\ncolumns = []', "give at least 1"),
    (
        f'kind = "table"\ncolumns = [{COLUMN}]\nexpects = {{ column = "a", each_of = [["x"]] }}',
        "expects a row for x",
    ),
    (
        (
            'kind = "table"\n'
            'columns = [{ id = "a", label = "A", kind = "number", minimum = 2, maximum = 1 }]'
        ),
        "minimum must be below maximum",
    ),
    (
        (
            'kind = "table"\ncolumns = [{ id = "a", label = "A", kind = "scale", '
            "low = { value = 1 }, high = { value = 1 } }]"
        ),
        "low must be below high",
    ),
    ('kind = "yes_no"\nwarn_text = "Careful."', "one of warn_when and warn_text"),
    ('kind = "yes_no"\nwarn_when = { equals = true }', "one of warn_when and warn_text"),
]


@pytest.mark.parametrize(("keys", "words"), REFUSED)
def test_a_question_that_cannot_work_is_refused(keys, words):
    with pytest.raises(DefinitionError) as caught:
        ask(keys)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    "keys",
    [
        'kind = "short_text"',
        'kind = "long_text"',
        'kind = "list"',
        f'kind = "table"\ncolumns = [{COLUMN}]',
        'kind = "date"',
        'kind = "time"',
        'kind = "datetime"',
        'kind = "directory_list"',
    ],
)
def test_words_days_and_tables_never_leave(keys):
    with pytest.raises(DefinitionError, match="write 'drop'") as caught:
        ask(f'export = "keep"\n{keys}')

    assert caught.value.key == "questions[0].export"
    assert ask(keys).question("asked").export == "drop"


SCORES = [
    ('items = ["rested", "rested"]', "has the item rested twice"),
    ('items = ["rested"]\nreversed_items = ["woke"]', "reversed_items names woke, which"),
    (
        'items = ["rested"]\nmissing = { never_prorate = ["woke"] }',
        "never_prorate names woke, which",
    ),
    ('items = ["rested"]\nmissing = { max = 1 }', "a score without any answer"),
    (
        'items = ["rested"]\nweights = [{ item = "woke", times = 2 }]',
        "weights names woke, which is no item",
    ),
    (
        (
            'items = ["rested"]\nweights = [{ item = "rested", times = 2 }, '
            '{ item = "rested", times = 3 }]'
        ),
        "has a weight for rested twice",
    ),
    (
        (
            'items = ["rested"]\nschemes = [{ id = "a", title = "A", offset = 1 }, '
            '{ id = "a", title = "B", offset = 2 }]'
        ),
        "has the scheme a twice",
    ),
    (
        (
            'items = ["rested"]\nother_bands = [{ name = "a", bands = ['
            '{ from = 1, label = "a" }, { from = 0, label = "b" }] }]'
        ),
        "bands must go up",
    ),
    (
        'items = ["rested"]\nbands = [{ from = 1, label = "a" }, { from = 1, label = "b" }]',
        "scores[0].bands: bands must go up",
    ),
    (
        'items = ["rested"]\ncutoffs = [{ name = "a", at = 1 }, { name = "a", at = 2 }]',
        "has the cut-off a twice",
    ),
    ('items = ["rested"]\ncutoffs = [{ name = "a" }]', "exactly one of at and at_most"),
    (
        'items = ["rested"]\nreliable_change = { source = "s", status = "memory" }',
        "needs published, sem, or sd and r",
    ),
    (
        (
            'items = ["rested"]\nreliable_change = { sd = 1, r = 0, sem = 1, source = "s", '
            'status = "memory" }'
        ),
        "has sem beside sd and r",
    ),
    (
        'items = ["rested"]\nreliable_change = { sd = 1, source = "s", status = "memory" }',
        "one of sd and r without the other",
    ),
    ('items = ["rested"]\nreliable_change = { published = 5, source = "s" }', "status"),
]


@pytest.mark.parametrize(("keys", "words"), SCORES)
def test_a_score_that_cannot_work_is_refused(keys, words):
    score = f'[[scores]]\nid = "total"\ntitle = "Total"\n{keys}'

    with pytest.raises(DefinitionError) as caught:
        make_form(SLEEP_QUESTIONS.split("[[scores]]")[0] + score)

    assert words in str(caught.value)


def test_a_score_is_a_table():
    with pytest.raises(DefinitionError, match="write a table"):
        make_form("scores = [3]\n" + SLEEP_QUESTIONS.split("[[scores]]")[0])


def test_a_form_is_a_table_of_keys():
    with pytest.raises(ValueError, match="valid dictionary"):
        type(make_form(SLEEP_QUESTIONS)).model_validate(3)


def test_a_rating_is_a_table_of_keys():
    with pytest.raises(DefinitionError):
        make_form("questions = [3]")


def test_a_score_may_be_built_without_a_file():
    score = Score(id="total", title="Total", items=("a",), sources="one book")

    assert score.sources == ("one book",)


def test_a_kind_of_cell_that_does_not_say_how_it_reads_takes_nothing():
    column = ColumnBase(id="a", label="A")

    with pytest.raises(NotImplementedError):
        column.read("x")


@pytest.mark.parametrize("status", ["bundle", "skeleton", "score-entry"])
def test_words_of_others_need_their_notice_and_source(status):
    text = HEAD.replace('"own"', f'"{status}"') + SLEEP_QUESTIONS
    credited = text.replace("wording.", 'wording.", source = "Their page')

    with pytest.raises(DefinitionError, match="licence needs a notice and a source"):
        read_form("sleep-check.v1.toml", text)

    assert read_form("sleep-check.v1.toml", credited).licence.status == status


def test_a_form_that_the_client_fills_in_keeps_no_question_from_them():
    questions = SLEEP_QUESTIONS.replace("kind =", "for_therapist = true\nkind =", 1)

    assert read_form("sleep-check.v1.toml", HEAD + questions).questions[0].for_therapist
    with pytest.raises(DefinitionError, match="no question has for_therapist"):
        read_form("sleep-check.v1.toml", 'filled_by = "client"\n' + HEAD + questions)
