"""Every problem has a sentence that says what to do."""

import pytest

from programme.definition.requirements import AnswerRequirement
from session_forms import errors
from session_forms.questions.choices import ChoiceQuestion
from tests.support.windows.kinds import every_kind
from therapist_app.form_widgets.values.problems import problem_text, unanswered_text

QUESTIONS = {question.id: question for question in every_kind().form.questions}


@pytest.mark.parametrize(
    ("question_id", "problem", "words"),
    [
        ("tense", errors.OutOfRange(0, 10), "Choose a number from 0 to 10."),
        ("first_way", errors.NotAnOption(), "This is not one of the answers. Choose one"),
        ("first_way", errors.NotAvailable(), "This cannot be chosen now. Choose another one."),
        ("word", errors.TooLong(20), "Too long: 20 characters at most."),
        ("story", errors.TooShort(15), "A little more, please: at least 15 characters."),
        ("services", errors.TooMany(1), "1 at most. Remove some."),
        ("services", errors.KindsMissing(("crisis_line",)), "Still needed: Crisis line."),
        ("helped", errors.TooFew(1), "Choose at least 1."),
        ("plan", errors.TooFew(2), "At least 2 rows are needed."),
        ("steps", errors.TooFew(2), "At least 2 are needed."),
        ("helped", errors.ExclusiveChoice(), "One of these cannot be combined with others."),
        ("next_day", errors.WrongKind(), "This cannot be read as a day. Write it as 28 02 2026."),
        ("at_time", errors.WrongKind(), "There is no such time. Write it as 14:30."),
        ("moment", errors.WrongKind(), "Both are needed: the day as 28 02 2026"),
        ("nights", errors.WrongKind(), "Write a whole number in figures."),
        ("word", errors.WrongKind(), "This does not fit here. Please answer again."),
        ("next_day", errors.BeforeEarliest("2026-03-02"), "Too early: 2 March 2026 is the first"),
        ("next_day", errors.AfterLatest("2026-03-09"), "Too late: 9 March 2026 is the last day."),
    ],
)
def test_a_problem_is_worded_for_its_question(question_id, problem, words):
    assert problem_text(problem, QUESTIONS[question_id]).startswith(words)


@pytest.mark.parametrize(
    ("question_id", "row", "column", "inner", "words"),
    [
        ("steps", 1, "", errors.TooLong(30), "Line 2: Too long: 30 characters at most."),
        ("plan", 0, "times", errors.OutOfRange(0, 9), "Row 1, Times: Choose a number from 0 to 9."),
        ("plan", 2, "day", errors.WrongKind(), "Row 3, Day: this does not fit"),
        ("plan", 0, "what", errors.TooFew(1), "Row 1, What: this is needed too."),
        ("week", 1, "mood", errors.WrongKind(), "Evening, Mood: this does not fit"),
        ("week", 0, "", errors.TooMany(2), "Morning: 2 at most."),
        (
            "plan",
            0,
            "where",
            errors.ExclusiveChoice(),
            ("Row 1, Where: this cannot be combined with others."),
        ),
    ],
)
def test_a_problem_in_a_cell_says_where_it_is(question_id, row, column, inner, words):
    problem = errors.CellProblem(row, column, inner)

    assert problem_text(problem, QUESTIONS[question_id]).startswith(words)


def test_no_problem_has_no_words():
    assert problem_text(None, QUESTIONS["word"]) == ""


@pytest.mark.parametrize(
    ("question_id", "required", "words"),
    [
        ("often", True, "Safety needs an answer here."),
        ("word", False, "Still open. You may leave it empty."),
        ("often", False, "Still open. You may leave it open."),
    ],
)
def test_what_finish_points_at_says_whether_it_may_stay_open(question_id, required, words):
    assert unanswered_text(QUESTIONS[question_id], required=required) == words


@pytest.mark.parametrize("question_id", ["word", "often"])
def test_where_one_stands_it_is_said_which_button_saves_it_open(question_id):
    words = unanswered_text(QUESTIONS[question_id], required=False, finish="Step done")

    assert words.endswith(": press “Step done” again to save the form.")


def test_what_is_needed_is_not_saved_by_pressing_again():
    words = unanswered_text(QUESTIONS["often"], required=True, finish="Step done")

    assert words == "Safety needs an answer here."


def test_where_any_answer_will_do_not_each_of_them_is_named():
    choice = next(each for each in QUESTIONS.values() if isinstance(each, ChoiceQuestion))
    ids = tuple(str(each.id) for each in choice.options)
    all_of_them = AnswerRequirement(form="made", question=choice.id, any_of=ids)
    one_less = AnswerRequirement(form="made", question=choice.id, any_of=ids[1:])

    any_will_do = unanswered_text(choice, required=True, wanted=all_of_them)
    assert any_will_do == "The course goes on once this is answered."
    words = unanswered_text(choice, required=True, wanted=one_less)
    assert words.startswith("The course goes on only with: ")
