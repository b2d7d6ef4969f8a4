"""Each kind of question answered by what assistive technology does: no mouse, no key."""

import pytest
from PySide6.QtGui import QAccessible

from session_forms.answers import CANNOT_TELL, DECLINED
from tests.support.windows.acting import pick, press, put, told, turn, write
from tests.support.windows.kinds import Table, every_kind
from tests.support.windows.settling import settle


def named(table: Table, name: str):
    return next(
        each
        for grid in (getattr(table.widget, "grid", None), table.widget.special)
        if grid is not None
        for each in grid.buttons
        if each.accessibleName() == name
    )


def row(table: Table, *, at: int):
    return table.widget.rows[at].fields


def fill_row(table: Table) -> None:
    what, where, alone, times, sure, day = row(table, at=0)
    write(what, "A walk")
    pick(where, 2)
    pick(alone, 2)
    write(times, "3")
    pick(sure, 4)
    write(day, "05.03.2026")


def write_two_lines(table: Table) -> None:
    write(table.widget.lines[0].line, "Ring a friend")
    press(table.widget.add)
    write(table.widget.lines[1].line, "Go out")


def write_moment(table: Table) -> None:
    write(table.widget.day, "01.03.2026")
    write(table.widget.clock, "14:30")


WAYS = {
    "often": (lambda on: turn(named(on, "2, Most days")), 2),
    "tense": (lambda on: turn(named(on, "7")), 7),
    "hope": (lambda on: put(on.widget.slider, 40), 40),
    "eased": (lambda on: put(on.widget.slider, 0), 0),
    "first_way": (lambda on: turn(named(on, "C, Fast walk")), "walk"),
    "helped": (
        lambda on: [turn(named(on, each)) for each in ("B, Walks", "C, Music")],
        ("walks", "music"),
    ),
    "practised": (lambda on: turn(named(on, "B, No")), False),
    "nights": (lambda on: write(on.widget.line, "5"), 5),
    "hours": (lambda on: write(on.widget.line, "6.5"), 6.5),
    "next_day": (lambda on: write(on.widget.line, "05.03.2026"), "2026-03-05"),
    "at_time": (lambda on: write(on.widget.line, "9:15"), "09:15"),
    "moment": (write_moment, "2026-03-01T14:30"),
    "word": (lambda on: write(on.widget.line, "Calm"), "Calm"),
    "story": (lambda on: write(on.widget.area, "Slept well."), "Slept well."),
    "steps": (write_two_lines, ("Ring a friend", "Go out")),
    "plan": (
        fill_row,
        (
            {
                "what": "A walk",
                "where": "out",
                "alone": False,
                "times": 3,
                "sure": 3,
                "day": "2026-03-05",
            },
        ),
    ),
    "week": (
        lambda on: [write(row(on, at=at)[0], str(6 + at)) for at in (0, 1)],
        ({"mood": 6}, {"mood": 7}),
    ),
    "services": (lambda on: turn(on.widget.grid.buttons[0]), ("eu-emergency",)),
    "rules": (lambda on: turn(on.widget.grid.buttons[0]), "sample@1"),
    "signs": (
        lambda on: write(on.widget.lines[0].line, "Pacing"),
        ("Pacing", "Cancelling"),
    ),
}
READ_ONLY = {"people", "change"}


@pytest.fixture
def sit_at(qtbot, wear):
    """Return a question on screen."""
    wear()
    return lambda question_id, **how: Table(qtbot, question_id, **how)


def test_every_kind_of_question_is_answered_here():
    asked = {each.question.id for each in every_kind().question_states()}

    assert asked - READ_ONLY == set(WAYS)


@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)", extend=True)
@pytest.mark.parametrize("client", [False, True], ids=["therapist", "client"])
@pytest.mark.parametrize("question_id", WAYS)
def test_what_assistive_technology_answers_is_an_answer(sit_at, question_id, client):
    question = sit_at(question_id, client=client)
    act, meant = WAYS[question_id]

    act(question)
    settle()

    assert question.answer == meant


@pytest.mark.parametrize("value", [0, 7])
def test_a_scale_says_that_it_is_unanswered_until_it_is_set(sit_at, value):
    question = sit_at("eased")
    scale = told(question.widget.slider)
    assert scale.text(QAccessible.Text.Description) == "Not answered yet"

    put(question.widget.slider, value)
    assert question.answer == value
    assert scale.text(QAccessible.Text.Description) == ""

    question.widget.remove_answer()
    assert scale.text(QAccessible.Text.Description) == "Not answered yet"


def test_a_tick_is_taken_back(sit_at):
    question = sit_at("helped")

    for name in ("B, Walks", "C, Music", "B, Walks"):
        turn(named(question, name))

    assert question.answer == ("music",)


def test_a_tick_that_stands_alone_takes_the_others_away(sit_at):
    question = sit_at("helped")

    for name in ("B, Walks", "A, Nothing yet"):
        turn(named(question, name))

    assert question.answer == ("none",)
    assert not named(question, "B, Walks").isChecked()


@pytest.mark.parametrize(
    ("question_id", "name", "meant"),
    [
        ("tense", "X, Cannot tell", CANNOT_TELL),
        ("first_way", "Z, Prefer not to say", DECLINED),
        ("practised", "X, Cannot tell", CANNOT_TELL),
    ],
)
def test_an_answer_of_its_own_kind_is_one(sit_at, question_id, name, meant):
    question = sit_at(question_id)

    turn(named(question, name))

    assert question.answer == meant


def test_each_act_is_one_answer(sit_at):
    question = sit_at("often")
    given = []
    question.widget.answered.connect(lambda _id, value: given.append(value))

    for name in ("0, Not at all", "3, Every day", "1, Some days"):
        turn(named(question, name))

    assert given == [0, 3, 1]


@pytest.mark.parametrize("question_id", ["often", "helped", "first_way", "practised"])
def test_what_is_refused_is_not_shown(sit_at, question_id):
    question = sit_at(question_id)
    question.widget.answered.disconnect()

    if question_id == "helped":  # ticks that were tried stay, so that they can be put right
        question.widget.grid.picked.disconnect()
    turn(question.widget.grid.buttons[1])

    assert not any(each.isChecked() for each in question.widget.grid.buttons)


def test_an_answer_that_is_shown_is_not_announced(sit_at):
    question = sit_at("often")
    turn(named(question, "2, Most days"))
    given = []
    question.widget.answered.connect(lambda _id, value: given.append(value))

    question.widget.show_state(question.now)

    assert given == []


@pytest.mark.parametrize(("question_id", "words"), [("nights", "many"), ("next_day", "soon")])
def test_what_cannot_be_read_is_said_at_once(sit_at, question_id, words):
    question = sit_at(question_id)

    write(question.widget.line, words)

    assert question.now.problem is not None
    assert question.widget.line.text() == words


@pytest.mark.parametrize("question_id", ["word", "story", "eased"])
def test_a_field_that_is_closed_takes_nothing(sit_at, question_id):
    question = sit_at(question_id)
    act, meant = WAYS[question_id]
    act(question)
    question.widget.field.setEnabled(False)

    if question_id == "eased":
        put(question.widget.slider, 9)
        assert question.widget.slider.value() == meant
    else:
        field = getattr(question.widget, "line", None) or question.widget.area
        write(field, "Other words")
        assert meant in (getattr(field, "text", None) or field.toPlainText)()

    assert question.answer == meant
