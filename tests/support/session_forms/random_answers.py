"""Answers to any form, at random from a seed: every kind, every cell, sometimes none."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random

from session_forms.answers import CANNOT_TELL, DECLINED, Answers
from session_forms.form.definition import FormDefinition

WORDS = ("calm", "ein Gespräch", "“quoted”", "ça va", "a\tb", "<b>", "0", "true", "سلام", "🙂")
FIRST_DAY = date(1990, 1, 1)


def random_answers(form: FormDefinition, dice: Random) -> Answers:
    """Return answers to some questions of `form`; each fits its question."""
    answers = {}
    for question in form.questions:
        if question.kind == "computed":
            continue
        way = dice.random()
        if way < 0.06:
            answers[question.id] = dice.choice((DECLINED, CANNOT_TELL))
        elif way < 0.9 and question.kind in ANSWERS:
            value = question.fit(ANSWERS[question.kind](question, dice))
            if value is not None:
                answers[question.id] = value
    return answers


def _rating(question, dice):
    return dice.choice(question.points).value


def _number(question, dice):
    low, high = question.minimum, question.maximum
    decimals = getattr(question, "decimals", 0)
    if decimals and dice.random() < 0.5:
        return round(dice.uniform(low, high), decimals)
    return dice.choice((low, high, dice.randint(low, high)))


def _choice(question, dice):
    return dice.choice(question.options).id if question.options else _line(question, dice)


def _multi(question, dice):
    alone = [option.id for option in question.options if option.exclusive]
    if alone and dice.random() < 0.3:
        return [dice.choice(alone)]
    rest = [option.id for option in question.options if not option.exclusive]
    return dice.sample(rest, dice.randint(0, len(rest)))


def _day(_question, dice):
    return (FIRST_DAY + timedelta(days=dice.randrange(20_000))).isoformat()


def _clock(_question, dice):
    return f"{dice.randrange(24):02}:{dice.randrange(60):02}"


def _line(question, dice):
    most = getattr(question, "max_characters", 40)
    return " ".join(dice.choices(WORDS, k=dice.randint(1, 4)))[:most].strip() or "x"


def _lines(question, dice):
    return "\n".join(_line(question, dice) for _ in range(3))[: question.max_characters]


def _list(question, dice):
    count = dice.randint(0, min(question.max_entries, 4))
    most = getattr(question, "max_characters_each", 2_000)
    return [_line(question, dice)[:most] for _ in range(count)]


def _table(question, dice):
    count = len(question.rows) or dice.randint(0, min(question.max_rows, 4))
    return [_row(question, dice) for _ in range(count)]


def _row(question, dice):
    return {
        column.id: CELLS[column.kind](column, dice)
        for column in question.columns
        if dice.random() < 0.7
    }


def _truth(_question, dice):
    return dice.random() < 0.5


def _scale(question, dice):
    return dice.randint(question.low.value, question.high.value)


ANSWERS: Mapping[str, Callable[..., object]] = {
    "rating": _rating,
    "scale": _scale,
    "choice": _choice,
    "multi": _multi,
    "yes_no": _truth,
    "number": _number,
    "date": _day,
    "time": _clock,
    "datetime": lambda question, dice: f"{_day(question, dice)}T{_clock(question, dice)}",
    "short_text": _line,
    "long_text": _lines,
    "list": _list,
    "from_form": _list,
    "table": _table,
    "directory_list": lambda _question, dice: dice.sample(
        ["gb-samaritans", "eu-emergency", "own"], dice.randint(0, 1)
    ),
    "jurisdiction": lambda _question, _dice: "sample@1",
}
CELLS: Mapping[str, Callable[..., object]] = {
    "short_text": _line,
    "choice": _choice,
    "yes_no": _truth,
    "number": _number,
    "scale": _scale,
    "date": _day,
}
