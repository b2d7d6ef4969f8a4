"""Answers to a form at random from a seed: right, nearly right, and rubbish, all with a canary."""

import copy
import json
from random import Random

from session_forms.answers import CANNOT_TELL, DECLINED
from session_forms.form.definition import FormDefinition
from tests.support.broken.mutating import CANARY, mutated_bytes, mutated_tree
from tests.support.session_forms.random_answers import ANSWERS

CANARY_NUMBER = 918_273_645
NEEDLES = ("Zq7", "91827")
"""What no text may hold; parts of the two canaries."""

RUBBISH = (
    None,
    True,
    False,
    0,
    1,
    -1,
    0.0,
    -0.0,
    2.5,
    CANARY_NUMBER,
    -CANARY_NUMBER,
    float(CANARY_NUMBER) / 1e4,
    CANARY_NUMBER * 10**600,
    float("nan"),
    float("inf"),
    5e-324,
    "",
    " \t",
    CANARY,
    f"\0{CANARY}",
    f"{CANARY}\ud800",
    f"\u202e{CANARY}\u001b[31m{{0}}%s",
    CANARY * 3_000,
    "2026-02-30",
    f"2026-03-02T25:61{CANARY}",
    "24:00",
    "99:99",
    "2026-02-30T10:00",
    "0001-01-01",
    "9999-12-31",
    "\uff12\uff10\uff12\uff16-03-02",
    "sample@1",
    "sample@999999",
    [],
    {},
    [CANARY],
    [[CANARY]],
    [CANARY] * 300,
    [{"a": CANARY}],
    [{CANARY: CANARY}],
    {CANARY: CANARY},
    {"declined": True},
    {"cannot_tell": True},
    {"declined": CANARY},
    {"declined": True, CANARY: 1},
    {"value": CANARY_NUMBER},
)
ONLY_IN_MEMORY = (DECLINED, CANNOT_TELL, (), (CANARY,), b"Zq7", {CANARY}, ({CANARY: 1},))
"""What no JSON spells."""


def broken_answers(form: FormDefinition, dice: Random) -> dict[str, object]:
    """Return something for questions of `form`, and now and then for questions of none."""
    trust = dice.choice((0.3, 0.8, 0.97, 1.0))
    answers = {
        question.id: _something(question, dice, trust)
        for question in form.questions
        if question.kind in ANSWERS and dice.random() < 0.9
    }
    if dice.random() > trust:
        answers[dice.choice((CANARY, "", "\0", f"{CANARY}\ud800", form.id))] = dice.choice(RUBBISH)
    return answers


def something_given(question, dice: Random) -> object:
    """Return what a person or a caller may give to a question while it is filled in."""
    if dice.random() < 0.05:
        return dice.choice(ONLY_IN_MEMORY)
    return _something(question, dice, 0.6)


def broken_text(answers: dict[str, object], dice: Random) -> bytes:
    """Return the answers as JSON, now and then broken as bytes."""
    data = json.dumps(answers, ensure_ascii=dice.random() < 0.8).encode(errors="surrogatepass")
    way = dice.random()
    if way < 0.1:
        return mutated_bytes(data, dice)
    if way < 0.12:
        return b"[" * 100_000 + data
    if way < 0.14:
        return data[:-1] + b"," + data[1:]  # each key twice
    return data


def _something(question, dice, trust):
    way = dice.random()
    if way > trust or question.kind not in ANSWERS:
        return copy.deepcopy(dice.choice(RUBBISH))
    value = _with_canary(question, ANSWERS[question.kind](question, dice))
    if way > trust * 0.97:
        return mutated_tree([value], dice)
    if question.can_decline and way < 0.05:
        return {"declined": True}
    return value


def _with_canary(question, value):
    """Return a fitting answer that says the canary where it is somebody's own words."""
    match question.kind:
        case "short_text" | "long_text":
            return f"{CANARY} {value}"[: question.max_characters]
        case "list" | "from_form":
            most = getattr(question, "max_characters_each", 2_000)
            return [f"{CANARY} {each}"[:most] for each in value]
        case "table":
            texts = {each.id for each in question.columns if each.kind == "short_text"}
            return [
                {key: CANARY[:2] if key in texts else cell for key, cell in row.items()}
                for row in value
            ]
        case _:
            return value
