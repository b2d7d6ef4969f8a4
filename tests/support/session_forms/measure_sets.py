"""Compares the engine with the reference, one set of answers after the other."""

import random
from collections.abc import Iterator

from session_forms.form.definition import FormDefinition
from session_forms.library.library import installed
from session_forms.scoring.scoring import score_form
from tests.support.session_forms.reference_scorers import REFERENCES, Answers, Reference, Told

EXHAUSTIVE = 10
"""With up to this many items every pattern of missing answers is tried."""


def ways_to_score() -> Iterator[tuple[str, Reference]]:
    """Yield each measure with each way to score it."""
    for form_id, references in REFERENCES.items():
        for reference in references:
            yield form_id, reference


def name_of(way: tuple[str, Reference]) -> str:
    """Return the name of a way to score, for the head of a test."""
    form_id, reference = way
    return "-".join([form_id, *(str(value) for value in dict(reference.extras).values())])


def engine(form: FormDefinition, reference: Reference, answers: Answers) -> Told:
    """Return what the engine makes of the answers."""
    given = {f"q{item}": value for item, value in answers.items() if value is not None}
    results = score_form(form, given | dict(reference.extras))
    return {each.score_id: (each.value, each.band) for each in results.values()}


def disagreements(form_id: str, reference: Reference, sets: list[Answers]) -> list[Answers]:
    """Return the sets of answers on which engine and reference differ."""
    form = installed().latest(form_id)
    return [each for each in sets if engine(form, reference, each) != reference.score(each)]


def random_sets(reference: Reference, count: int, seed: int) -> list[Answers]:
    """Return complete sets of answers, drawn by a seed."""
    chance = random.Random(seed)
    return [
        {item: chance.choice(options) for item, options in reference.options.items()}
        for _ in range(count)
    ]


def sets_with_missing(reference: Reference, count: int, seed: int) -> list[Answers]:
    """Return sets of answers with items missing: every pattern where that is affordable."""
    chance = random.Random(seed)
    items = list(reference.options)
    patterns = range(2 ** len(items))
    if len(items) > EXHAUSTIVE:
        few = [sum(1 << at for at in chance.sample(range(len(items)), k)) for k in range(5)]
        single = [1 << at for at in range(len(items))]
        patterns = [*few, *single, *(_few_missing(chance, len(items)) for _ in range(count))]
    sets: list[Answers] = []
    for pattern in patterns:
        full = {item: chance.choice(options) for item, options in reference.options.items()}
        sets.append(
            {
                item: None if pattern >> at & 1 else value
                for at, (item, value) in enumerate(full.items())
            }
        )
    return sets


def _few_missing(chance: random.Random, items: int) -> int:
    return sum(1 << at for at in chance.sample(range(items), chance.randint(0, 5)))


def ends(reference: Reference) -> list[Answers]:
    """Return all lowest, all highest, and each item alone at its highest and its lowest."""
    low = {item: options[0] for item, options in reference.options.items()}
    high = {item: options[-1] for item, options in reference.options.items()}
    sets: list[Answers] = [low, high]
    for item in reference.options:
        sets += [low | {item: high[item]}, high | {item: low[item]}]
    return sets
