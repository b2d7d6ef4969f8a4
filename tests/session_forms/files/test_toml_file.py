"""No file, however it is made, takes for ever or more memory than there is."""

import pytest

from session_forms.consistency import reachability
from session_forms.consistency.reachability import unreachable
from session_forms.errors import AnswerRejected, DefinitionError, OutOfRange, WrongKind
from session_forms.files.explaining import MOST_EXPLAINED
from session_forms.files.toml_file import MOST_ENTRIES, line_of_long_key, parse_toml
from session_forms.form.definition import FormDefinition
from session_forms.library.library import read_form
from tests.support.session_forms.forms import HEAD, ask, make_form

RATING = '[[questions]]\nid = "q{0}"\nprompt = "Q?"\nkind = "rating"\n'
ENDS = "low = {{ value = {0} }}\nhigh = {{ value = {1} }}\n"


def rating(number, low=0, high=3):
    return RATING.format(number) + ENDS.format(low, high)


def refusal(text):
    with pytest.raises(DefinitionError) as caught:
        make_form(text)
    return caught.value


def read_unchecked(text):
    return parse_toml("x.toml", (HEAD + text).encode()).model(FormDefinition)


def options(count):
    return ", ".join(f'{{ id = "o{each}", label = "O" }}' for each in range(count))


def test_a_list_has_an_end():
    text = '[[questions]]\nid = "asked"\nprompt = "Q?"\nkind = "choice"\noptions = [{}]\n'

    assert make_form(text.format(options(MOST_ENTRIES)))
    error = refusal(text.format(options(MOST_ENTRIES + 1)))

    assert (error.key, error.what) == ("questions[0].options", "there are more than 1000 entries")


def test_a_form_has_no_end_of_questions():
    error = refusal("".join(rating(number) for number in range(MOST_ENTRIES + 1)))

    assert error.key == "questions"


def test_a_table_has_no_end_of_keys():
    text = "".join(f"k{number} = 1\n" for number in range(MOST_ENTRIES + 1))

    with pytest.raises(DefinitionError, match="more than 1000 entries"):
        parse_toml("x.toml", text.encode())


@pytest.mark.parametrize("number", ["1" + "0" * 400, "0x" + "f" * 5_000, "-1e300", "inf"])
def test_a_number_has_an_end(number):
    score = f'[[scores]]\nid = "total"\ntitle = "T"\nitems = ["q1"]\nrange = [0, {number}]\n'

    error = refusal(rating(1) + score)

    assert (error.key, error.what) == ("scores[0].range[1]", "the number is too large")


def test_ends_far_out_are_refused_before_they_are_reckoned_with():
    ends = (10**400, 10**400 + 3)
    score = '[[scores]]\nid = "total"\ntitle = "T"\nitems = ["q1"]\nrange = [0, 3]\n'

    assert refusal(rating(1, *ends) + score).key == "questions[0].low.value"


def test_conditions_stand_in_each_other_to_a_depth_only():
    condition = '{ question = "q1", equals = 1 }'
    for _ in range(30):
        condition = f"{{ none_of = [{condition}] }}"

    error = refusal(rating(1) + rating(2) + f"shown_when = {condition}\n")

    assert error.what == "values stand too deep inside each other"
    assert error.line == 18


def test_a_key_of_very_many_parts_is_refused_before_it_is_parsed():
    text = HEAD + ".".join(["a"] * 50_000) + " = 1\n"

    with pytest.raises(DefinitionError, match="line 6: a key has too many parts"):
        read_form("sleep-check.v1.toml", text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a.b.c = 1\n" * 60, None),
        ('words = "' + "One. " * 60 + '"', 1),
        ('words = "' + "One two. " * 60 + '"', None),
        ("\n[" + " . ".join(['"a b"'] * 41) + "]", 2),
        ("x" * 1_000_000 + " = 1", None),
    ],
)
def test_parts_are_counted_within_one_key(text, line):
    assert line_of_long_key(text) == line


def test_a_key_is_not_a_text():
    with pytest.raises(DefinitionError, match="a key is longer than 100 characters"):
        parse_toml("x.toml", b"k" * 101 + b" = 1")


def test_a_thousand_mistakes_are_not_all_told():
    with pytest.raises(DefinitionError, match="line 6, titlf0: this key is not known here"):
        make_form("".join(f"titlf{each} = 1\n" for each in range(900)) + rating(1))
    assert MOST_EXPLAINED < 900


def test_a_key_that_no_line_can_show_is_spelled_out():
    error = refusal(r'"a\u001b[31m\nb" = 1' + "\n" + rating(1))

    assert error.key == "a\x1b[31m\nb"
    assert r"a\x1b[31m\nb: this key is not known here" in str(error)


def test_a_sentence_has_an_end():
    error = DefinitionError("n" * 5_000, None, "k" * 5_000, "w" * 5_000, "d" * 5_000)

    assert len(str(error)) < 1_700


def all_of(tests):
    return f"shown_when = {{ all_of = [{', '.join(tests)}] }}\n"


def test_a_condition_on_very_many_questions_is_taken_unjudged():
    questions = "".join(rating(number) for number in range(400))
    tests = [f'{{ question = "q{number}", equals = 1 }}' for number in range(400)]
    last = '[[questions]]\nid = "last"\nprompt = "Q?"\nkind = "yes_no"\n'

    assert make_form(questions + last + all_of([*tests, '{ question = "q1", equals = 2 }']))


def test_outcomes_of_many_tests_of_several_choices_are_not_all_tried():
    text = (
        f'[[questions]]\nid = "many"\nprompt = "Q?"\nkind = "multi"\noptions = [{options(40)}]\n'
        '[[questions]]\nid = "last"\nprompt = "Q?"\nkind = "yes_no"\n'
    )
    tests = [f'{{ question = "many", includes_any = ["o{each}"] }}' for each in range(40)]

    assert make_form(text + all_of(tests))


def test_what_hangs_on_a_question_that_is_never_shown_is_not_told_as_well():
    never = all_of(['{ question = "q0", equals = 1 }', '{ question = "q0", equals = 2 }'])
    text = rating(0) + rating(1) + never + never.replace("shown_when", "required_when")

    found = list(unreachable(read_unchecked(text)))

    assert [each.path for each in found] == [("questions", 1, "shown_when")]


def test_all_conditions_of_a_form_share_what_may_be_looked_at(monkeypatch):
    never = all_of(['{ question = "q0", equals = 1 }', '{ question = "q0", equals = 2 }'])
    text = rating(0) + "".join(rating(number) + never for number in range(1, 9))
    assert "never" in refusal(text).what

    monkeypatch.setattr(reachability, "MOST_LOOKS_IN_FORM", 10)

    assert make_form(text)


@pytest.mark.parametrize(
    ("keys", "value", "problem"),
    [
        (f'kind = "multi"\noptions = [{options(3)}]', ["o1"] * 200_000, WrongKind()),
        ('kind = "datetime"', "2026-02-30T10:00", WrongKind()),
        ('kind = "datetime"', "2026-02-03T24:00", WrongKind()),
        ('kind = "time"', "24:00", WrongKind()),
        ('kind = "time"', "10:60", WrongKind()),
        ('kind = "number"\ndecimals = 1', float("nan"), OutOfRange(0, 1_000_000)),
    ],
)
def test_a_refused_answer_leaves_no_other_error_behind_it(keys, value, problem):
    question = ask(keys).question("asked")

    with pytest.raises(AnswerRejected) as caught:
        question.accept(value)

    assert caught.value.problem == problem
    assert caught.value.__context__ is None


@pytest.mark.parametrize(
    "spelt", ["\u202e321 45\u202c", "\\u202e321 45\\u202c", "\u2067321 45\u2069"]
)
def test_no_text_of_a_file_has_a_part_that_reads_in_another_order(spelt):
    """On screen a telephone number could stand as another than on paper."""
    text = f'[[questions]]\nid = "q"\nprompt = "Call {spelt}"\nkind = "long_text"\n'

    error = refusal(text)

    assert (error.key, error.what) == (
        "questions[0].prompt",
        "a mark that turns the direction of text stands in it",
    )


def test_a_text_from_right_to_left_and_an_escape_are_as_good_as_any():
    prompt = "\u05e9\u05dc\u05d5\u05dd \u200f123 \\u00e9"

    assert make_form(f'[[questions]]\nid = "q"\nprompt = "{prompt}"\nkind = "long_text"\n')
