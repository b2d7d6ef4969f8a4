"""Definitions with too much of something: entries, conditions, depth, size of numbers."""

import copy
from random import Random

ZEROS = (3, 9, 11, 12, 13, 20, 400, 3_000)
MANY = (30, 300, 990, 1_200, 4_000)


def grow(tree, dice: Random) -> None:
    """Let something in the keys of a definition grow beyond measure."""
    questions = [each for each in tree["questions"] if isinstance(each, dict)]
    dice.choice((_shift, _multiply, _condition, _condition, _condition, _lengthen))(questions, dice)


def _shift(questions, dice):
    """Move every number of one question, or of all, far out."""
    far = dice.choice((1, -1)) * 10 ** dice.choice(ZEROS)
    chosen = questions if dice.random() < 0.5 else [dice.choice(questions)]
    for question in chosen:
        for point in (question.get("low"), question.get("high"), *question.get("options", ())):
            if point and "value" in point:
                point["value"] += far
        for key in ("minimum", "maximum"):
            if key in question:
                question[key] += far


def _multiply(questions, dice):
    """Let one list have many more entries, each with its own id."""
    lists = [questions] + [
        question[key]
        for question in questions
        for key in ("options", "columns", "rows", "alerts")
        if key in question
    ]
    chosen = dice.choice(lists)
    pattern = dice.choice(chosen)
    for number in range(dice.choice(MANY)):
        another = copy.deepcopy(pattern)
        if "id" in another:
            another["id"] = f"{another['id']}_{number}"
        elif "value" in another:
            another["value"] = chosen[-1]["value"] + 1
        chosen.append(another)


def _lengthen(questions, dice):
    question = dice.choice(questions)
    key = dice.choice([each for each in question if isinstance(question[each], str)])
    question[key] *= dice.choice((300, 20_000))


def _condition(questions, dice):
    """Let some questions hang on many tests of those before them, in many groups."""
    asked = [each for each in questions if _tests(each)]
    if not asked:
        return
    first = asked[0]
    for question in dice.sample(questions, dice.randint(1, len(questions))):
        earlier = [each for each in asked if questions.index(each) < questions.index(question)]
        pool = earlier or [first]
        parts = [
            {"question": each["id"], **dice.choice(_tests(each))}
            for each in dice.choices(pool, k=dice.choice((2, 5, 30, 200, 900)))
        ]
        while len(parts) > 12 and dice.random() < 0.6:
            cut = dice.randint(2, 11)
            group = dice.choice(("some_of", "none_of", "all_of"))
            parts = [{group: parts[at : at + cut]} for at in range(0, len(parts), cut)]
        condition = {dice.choice(("all_of", "some_of")): parts}
        for _ in range(dice.choice((0, 0, 0, 10, 30, 90))):
            condition = {"none_of": [condition]}
        question[dice.choice(("shown_when", "shown_when", "required_when"))] = condition


def _tests(question):
    match question.get("kind"):
        case "rating" | "scale" | "number":
            return [{"at_least": 1}, {"at_most": 1}, {"equals": 2}, {"from": 1, "to": 2}]
        case "choice":
            return [{"equals": each["id"]} for each in question.get("options", ())]
        case "multi":
            return [{"includes_any": [each["id"]]} for each in question.get("options", ())]
        case "yes_no":
            return [{"equals": True}, {"equals": False}]
        case None | "computed":
            return []
        case _:
            return [{"answered": True}]
