"""Each kind of question judges its own answers."""

import pytest

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.errors import (
    AfterLatest,
    AnswerRejected,
    BeforeEarliest,
    CellProblem,
    ExclusiveChoice,
    NotAnOption,
    NotAvailable,
    OutOfRange,
    TooFew,
    TooLong,
    TooMany,
    TooManyDecimals,
    TooShort,
    WrongKind,
)
from session_forms.filling.filling import answer, start
from session_forms.questions.question import QuestionBase
from tests.support.session_forms.forms import ask, context

RATING = 'kind = "rating"\nlow = { value = 0 }\nhigh = { value = 4, label = "Most" }'
GAPPED = """kind = "rating"
options = [{ value = 1, label = "a" }, { value = 3, label = "b" }, { value = 5, label = "c" }]"""
SCALE = 'kind = "scale"\nlow = { value = 0 }\nhigh = { value = 100 }'
NUMBER = 'kind = "number"\nminimum = -5\nmaximum = 10\nunit = "hours"'
DECIMAL = 'kind = "number"\nmaximum = 24\ndecimals = 1'
COPY = 'kind = "from_form"\nform = "other"\nquestion = "steps"\nmax_entries = 2'
CHOICE = """kind = "choice"
options = [{ id = "one", label = "One" }, { id = "two", label = "Two" }]"""
MENU = 'kind = "choice"\noptions_from = "own_menu"'
MULTI = """kind = "multi"
min_choices = 2
options = [
    { id = "none", label = "None", exclusive = true },
    { id = "one", label = "One" },
    { id = "two", label = "Two" },
    { id = "three", label = "Three" },
]"""
YES_NO = 'kind = "yes_no"'
DATE = 'kind = "date"\nearliest = { days_before_today = 2 }\nlatest = { on = 2026-03-05 }'
MOMENT = 'kind = "datetime"\nearliest = { days_after_today = 0 }\nlatest = { days_after_today = 7 }'
TIME = 'kind = "time"'
SHORT = 'kind = "short_text"\nmax_characters = 5'
LONG = 'kind = "long_text"\nmin_characters = 3\nmax_characters = 10'
LIST = 'kind = "list"\nmin_entries = 2\nmax_entries = 3\nmax_characters_each = 4'
TABLE = """kind = "table"
min_rows = 2
max_rows = 3
columns = [
    { id = "words", label = "Words", kind = "short_text", max_characters = 4, required = true },
    { id = "sort", label = "Sort", kind = "choice", options = [
        { id = "a", label = "A" }, { id = "b", label = "B" },
    ] },
    { id = "sure", label = "Sure", kind = "yes_no" },
    { id = "times", label = "Times", kind = "number", maximum = 9 },
    { id = "much", label = "Much", kind = "scale", low = { value = 0 }, high = { value = 10 } },
    { id = "day", label = "Day", kind = "date" },
]"""
FIXED = """kind = "table"
rows = [{ id = "work", label = "Work" }, { id = "play", label = "Play" }]
columns = [{ id = "now", label = "Now", kind = "number" }]"""
SERVICES = 'kind = "directory_list"\nmax_entries = 2'
JURISDICTION = 'kind = "jurisdiction"'

MOMENT_NOW = {
    "own_menu": ("walk", "  "),
    "directory": ("line-1", "line-2", "line-3"),
    "jurisdictions": ("sample@1",),
}
WHOLE_ROW = {"words": "a", "sort": "b", "sure": False, "times": 9, "much": 0, "day": "2026-03-01"}

ACCEPTED = [
    (RATING, 0, 0),
    (RATING, 4, 4),
    (GAPPED, 3, 3),
    (SCALE, 100, 100),
    (NUMBER, -5, -5),
    (DECIMAL, 7.5, 7.5),
    (DECIMAL, 7, 7),
    (DECIMAL, 8.0, 8),
    (COPY, ["a", " "], ("a",)),
    (COPY, [""], None),
    (CHOICE, "two", "two"),
    (MENU, "walk", "walk"),
    (MENU, "", None),
    (MULTI, ["two", "one"], ("one", "two")),
    (MULTI, ("none",), ("none",)),
    (MULTI, [], None),
    (YES_NO, False, False),
    (DATE, "2026-02-28", "2026-02-28"),
    (DATE, "2026-03-05", "2026-03-05"),
    (MOMENT, "2026-03-02T23:59", "2026-03-02T23:59"),
    (TIME, "23:59", "23:59"),
    (SHORT, " ab\n ", " ab\n "),
    (SHORT, "   ", None),
    (SHORT, "", None),
    (LONG, "äöü€😀", "äöü€😀"),
    (LIST, ["a", " ", "b"], ("a", "b")),
    (LIST, ["", ""], None),
    (TABLE, [WHOLE_ROW, {}, {"words": "b"}], (WHOLE_ROW, {"words": "b"})),
    (TABLE, [{}, {"words": "", "times": None}], None),
    (FIXED, [{}, {"now": 1}], ({}, {"now": 1})),
    (FIXED, [{}, {}], None),
    (FIXED, [], None),
    (SERVICES, ["line-2", "line-1"], ("line-2", "line-1")),
    (SERVICES, [], None),
    (JURISDICTION, "sample@1", "sample@1"),
]

REJECTED = [
    (DECIMAL, 7.25, TooManyDecimals(1)),
    (DECIMAL, 24.5, OutOfRange(0, 24)),
    (DECIMAL, float("nan"), OutOfRange(0, 24)),
    (DECIMAL, float("inf"), OutOfRange(0, 24)),
    (DECIMAL, "7.5", WrongKind()),
    (DECIMAL, True, WrongKind()),
    (NUMBER, 7.5, WrongKind()),
    (COPY, ["a", "b", "c"], TooMany(2)),
    (COPY, ["a", "x" * 2_001], CellProblem(1, "", TooLong(2_000))),
    (COPY, "a", WrongKind()),
    (RATING, 5, OutOfRange(0, 4)),
    (RATING, -1, OutOfRange(0, 4)),
    (RATING, True, WrongKind()),
    (RATING, 1.0, WrongKind()),
    (RATING, "1", WrongKind()),
    (GAPPED, 2, NotAnOption()),
    (GAPPED, 6, OutOfRange(1, 5)),
    (SCALE, 101, OutOfRange(0, 100)),
    (NUMBER, 11, OutOfRange(-5, 10)),
    (NUMBER, False, WrongKind()),
    (CHOICE, "three", NotAnOption()),
    (CHOICE, 1, WrongKind()),
    (MENU, "swim", NotAnOption()),
    (MENU, "x" * 201, TooLong(200)),
    (MENU, 3, WrongKind()),
    (MULTI, "one", WrongKind()),
    (MULTI, ["one", "one"], WrongKind()),
    (MULTI, ["one", "four"], NotAnOption()),
    (MULTI, [["one"]], WrongKind()),
    (MULTI, ["none", "one"], ExclusiveChoice()),
    (YES_NO, 1, WrongKind()),
    (DATE, "2026-02-27", BeforeEarliest("2026-02-28")),
    (DATE, "2026-03-06", AfterLatest("2026-03-05")),
    (DATE, "20260302", WrongKind()),
    (DATE, "2026-02-30", WrongKind()),
    (DATE, 20260302, WrongKind()),
    (MOMENT, "2026-03-01T10:00", BeforeEarliest("2026-03-02")),
    (MOMENT, "2026-03-10T00:00", AfterLatest("2026-03-09")),
    (MOMENT, "2026-03-02", WrongKind()),
    (MOMENT, "2026-13-02T10:00", WrongKind()),
    (MOMENT, 5, WrongKind()),
    (TIME, "24:00", WrongKind()),
    (TIME, "9:00", WrongKind()),
    (TIME, 900, WrongKind()),
    (SHORT, "123456", TooLong(5)),
    (SHORT, "a\0b", WrongKind()),
    (SHORT, "\ud800", WrongKind()),
    (SHORT, 5, WrongKind()),
    (LIST, "abc", WrongKind()),
    (LIST, ["a"] * 4, TooMany(3)),
    (LIST, ["a", "12345"], CellProblem(1, "", TooLong(4))),
    (LIST, [None], CellProblem(0, "", WrongKind())),
    (TABLE, {"words": "a"}, WrongKind()),
    (TABLE, [{}] * 4, TooMany(3)),
    (TABLE, ["a"], WrongKind()),
    (TABLE, [{"unknown": "a"}], WrongKind()),
    (TABLE, [{}, {"words": "12345"}], CellProblem(1, "words", TooLong(4))),
    (TABLE, [{"sort": "c"}], CellProblem(0, "sort", NotAnOption())),
    (TABLE, [{"sort": 1}], CellProblem(0, "sort", WrongKind())),
    (TABLE, [{"sure": 1}], CellProblem(0, "sure", WrongKind())),
    (TABLE, [{"times": 10}], CellProblem(0, "times", OutOfRange(0, 9))),
    (TABLE, [{"much": True}], CellProblem(0, "much", WrongKind())),
    (TABLE, [{"day": "soon"}], CellProblem(0, "day", WrongKind())),
    (FIXED, [{"now": 1}], WrongKind()),
    (SERVICES, ["line-9"], NotAvailable()),
    (SERVICES, ["line-1", "line-1"], WrongKind()),
    (SERVICES, ["line-1", "line-2", "line-3"], TooMany(2)),
    (SERVICES, ["Line 1"], WrongKind()),
    (SERVICES, [7], WrongKind()),
    (SERVICES, ["a" * 101], WrongKind()),
    (SERVICES, "line-1", WrongKind()),
    (JURISDICTION, "sample@2", NotAvailable()),
    (JURISDICTION, "sample", WrongKind()),
]

SHORTFALLS = [
    (MULTI, ["one"], TooFew(2)),
    (MULTI, ["one", "two"], None),
    (MULTI, ["none"], None),
    (LONG, " ab ", TooShort(3)),
    (LONG, "abc", None),
    (LIST, ["a"], TooFew(2)),
    (LIST, ["a", "b"], None),
    (TABLE, [{"words": "a"}], TooFew(2)),
    (TABLE, [{"words": "a"}, {"times": 1}], CellProblem(1, "words", TooFew(1))),
    (TABLE, [{"words": "a"}, {"words": "b"}], None),
    (FIXED, [{}, {"now": 1}], None),
]


def filled(question, value):
    return answer(start(ask(question), context(**MOMENT_NOW)), "asked", value)


@pytest.mark.parametrize(("question", "value", "kept"), ACCEPTED)
def test_a_value_that_fits_is_kept(question, value, kept):
    state = filled(question, value)

    assert state.answers.get("asked") == kept
    assert type(state.answers.get("asked")) is type(kept)
    assert not state.rejected


@pytest.mark.parametrize(("question", "value", "problem"), REJECTED)
def test_a_value_that_does_not_fit_is_kept_out(question, value, problem):
    state = filled(question, value)

    assert "asked" not in state.answers
    assert state.question_state("asked").problem == problem
    assert [each.id for each in state.blocking] == ["asked"]


@pytest.mark.parametrize(("question", "value", "problem"), SHORTFALLS)
def test_an_answer_that_is_not_enough_stays_and_is_pointed_at(question, value, problem):
    state = filled(question, value)

    assert "asked" in state.answers
    assert state.question_state("asked").problem == problem


@pytest.mark.parametrize("question", [RATING, MULTI, DATE, LONG, LIST, TABLE, SERVICES, YES_NO])
@pytest.mark.parametrize(
    ("key", "special", "spelled"),
    [
        ("can_decline", DECLINED, {"declined": True}),
        ("cannot_tell", CANNOT_TELL, {"cannot_tell": True}),
    ],
)
def test_declining_and_cannot_tell_are_answers_where_the_question_allows_them(
    question, key, special, spelled
):
    closed = filled(question, special)
    opened = filled(f"{key} = true\n{question}", special)
    from_json = filled(f"{key} = true\n{question}", spelled)

    assert closed.problems == {"asked": NotAvailable()}
    assert opened.answers == from_json.answers == {"asked": special}
    assert not opened.blocking


@pytest.mark.parametrize("value", [{"declined": 1}, {"declined": True, "x": 1}, {"other": True}])
def test_only_the_exact_spelling_of_a_special_answer_counts(value):
    state = filled(f"can_decline = true\n{RATING}", value)

    assert state.problems == {"asked": WrongKind()}


@pytest.mark.parametrize("question", [RATING, CHOICE, MULTI, YES_NO, LONG, DATE, SERVICES])
def test_a_stored_special_answer_fits_any_question(question):
    asked = ask(question).question("asked")

    assert asked.fit(DECLINED) is DECLINED
    assert asked.fit({"cannot_tell": True}) is CANNOT_TELL


def test_stored_answers_are_judged_without_day_and_menu():
    assert ask(DATE).question("asked").fit("1999-01-01") == "1999-01-01"
    assert ask(MENU).question("asked").fit("swim") == "swim"
    assert ask(SERVICES).question("asked").fit(["long-gone"]) == ("long-gone",)


def test_a_rating_lists_its_points_with_their_words():
    ends_only = ask(RATING).question("asked").points
    every_point = ask(GAPPED).question("asked").points

    assert [(point.value, point.label) for point in ends_only] == [
        (0, ""),
        (1, ""),
        (2, ""),
        (3, ""),
        (4, "Most"),
    ]
    assert [(point.value, point.label) for point in every_point] == [(1, "a"), (3, "b"), (5, "c")]


def test_a_rating_with_options_has_its_ends_as_well():
    question = ask(GAPPED).question("asked")

    assert (question.low.label, question.lowest) == ("a", 1)
    assert (question.high.label, question.highest) == ("c", 5)


def test_a_kind_that_does_not_say_how_it_reads_cannot_be_answered():
    question = QuestionBase(id="asked", prompt="What?")

    with pytest.raises(NotImplementedError):
        question.accept(1)


def test_a_rejection_names_its_problem_and_not_the_value():
    with pytest.raises(AnswerRejected) as caught:
        ask(SHORT).question("asked").accept("canary words")

    assert str(caught.value) == "TooLong"
