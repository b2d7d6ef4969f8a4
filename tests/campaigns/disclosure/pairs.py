"""Two reports that differ by a little: one client, one session, one caseload, or a changed rule."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from statistics import fmean
from unittest.mock import patch

from exports.case.case import PseudonymisedCase
from exports.disclosure import cell_keys, protected
from exports.disclosure.cell_keys import changed
from exports.document.tables import People
from tests.campaigns.disclosure import caseloads, likelihood, protecting
from tests.campaigns.disclosure.attacker import Attacker, moved_by
from tests.campaigns.disclosure.caseloads import Newcomers
from tests.campaigns.disclosure.figures import above, everybody, fits, gone_too_far, steps
from tests.campaigns.disclosure.likelihood import Facts, Guess, Reader, usual
from tests.campaigns.disclosure.protecting import Release, chances, release, release_of
from tests.campaigns.disclosure.results import Result, summary
from tests.campaigns.disclosure.services import SIZES, random_service
from therapist_app.workflows.exporting.quarters import LEAST_LATE

WAYS = ("client", "session", "client", "five", "client", "amendment")
FIGURES_TAKEN = 0.5
"""The weight of means and rates beside counts; of 0, 0.05, 0.2, 0.5 and 1 it helped most."""
CAME = (1, 1, 3, LEAST_LATE)
"""So many people have the caseload that comes; the last joins within a quarter, by the rule."""
CONTROL_EVERY, CONTROLS = 8, 2
STANDING = 40
VARIANCES = (0.0, 0.5, 2.0, cell_keys.VARIANCE, 9.0)


def pair(attacker: Attacker, at: int) -> Result:
    """Attack two reports that differ by a little, and the same two by keys of people alone."""
    dice, way = attacker.dice(f"pair {at}"), WAYS[at % len(WAYS)]
    both = earlier, later, key = _two(attacker, way, dice)
    if way == "client":
        found = summary(_of_one_client(attacker, *both))
    else:
        imagined = (
            attacker.imagined_clients if way == "five" else attacker.imagined_differences(way)
        )
        one, other = (release(each, attacker.content) for each in (earlier, later))
        movers = 5 if way == "five" else 1
        guesses = Reader(chances, imagined).guesses(
            one.printed, other.printed, _gain_of(one, other, key), movers, is_new=way == "five"
        )
        found = summary(usual(guesses))
    if way == "client":
        found["alone"] = summary(_keys_alone(attacker, *both))
    return {"way": way, **found}


def _of_one_client(
    attacker: Attacker,
    earlier: Sequence[PseudonymisedCase],
    later: Sequence[PseudonymisedCase],
    key: int,
) -> list[Guess]:
    """Guess what the one client more is, from counts, means and rates together."""
    one, other = (release(each, attacker.content) for each in (earlier, later))
    moved = steps(one, other)
    imagined = attacker.imagined_people
    reader = Reader(chances, [each.facts | above(moved, each) for each in imagined])
    truth = _gain_of(one, other, key) | above(moved, everybody(later, attacker.content)[key])
    beside = [FIGURES_TAKEN * each for each in fits(moved, imagined)]
    guesses = reader.guesses(one.printed, other.printed, truth, beside=beside)
    return gone_too_far(moved, usual(guesses))


def _keys_alone(
    attacker: Attacker,
    earlier: Sequence[PseudonymisedCase],
    later: Sequence[PseudonymisedCase],
    key: int,
) -> list[Guess]:
    with patch.object(protected, "state_of", return_value=b""):
        one, other = (release(each, attacker.content) for each in (earlier, later))
    reader = Reader(chances, attacker.imagined_clients, sticky=True)
    return usual(reader.guesses(one.printed, other.printed, _gain_of(one, other, key)))


def _two(
    attacker: Attacker, way: str, dice: Random
) -> tuple[Sequence[PseudonymisedCase], Sequence[PseudonymisedCase], int]:
    """Return the clients of an earlier and a later report, and who is attacked."""
    while True:
        cases = random_service(attacker.content, dice, dice.choice(SIZES)).whole
        if way in {"client", "five"}:
            return cases[5 if way == "five" else 1 :], cases, cases[0].record_key
        moved = moved_by(way, cases[0], dice)
        if moved:
            return (moved[0], *cases[1:]), (moved[1], *cases[1:]), cases[0].record_key


def _gain_of(one: Release, other: Release, key: int) -> Facts:
    return other.facts_of_all().get(key, frozenset()) - one.facts_of_all().get(key, frozenset())


def caseload(attacker: Attacker, at: int) -> Result:
    """Attack two sums of which the later has one caseload more, and the others stand.

    So it is from quarter to quarter, and where somebody else makes a report of the same quarter
    once a caseload that came late has joined. The control adds what is printed of each caseload,
    and of the one that comes something is: two of three who are alone are printed as nobody.
    """
    dice, came = attacker.dice(f"caseload {at}"), CAME[at % len(CAME)]
    cases = random_service(attacker.content, dice, STANDING + came).whole
    own, half = cases[:came], came + STANDING // 2
    standing = [cases[came:half], cases[half:]]
    found: dict[bool, Result] = {}
    for bare in (False, True) if at % CONTROL_EVERY < CONTROLS else (False,):
        with _sums_as_printed() if bare else _as_it_is():
            one = release_of(standing, attacker.content)
            other = release_of([*standing, own], attacker.content)
            while bare and _stands_still(one, other):
                own = [replace(each, record_key=dice.getrandbits(64)) for each in own]
                other = release_of([*standing, own], attacker.content)
        truth = other.facts_of_all()[own[0].record_key]
        reader = Newcomers(attacker.imagined_clients, came, as_printed=bare)
        found[bare] = summary(usual(reader.guesses(one, other, truth)))
    way = "joined" if came == LEAST_LATE else "came"
    control = {"alone": found[True]} if True in found else {}
    return {"way": f"{came} {way}", **found[False], **control}


def _stands_still(one: Release, other: Release) -> bool:
    """Return whether a caseload more moved nothing: its people are changed to nobody."""
    return all(other.printed.get(key, value) == value for key, value in one.printed.items())


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield


@contextmanager
def _sums_as_printed() -> Iterator[None]:
    """Let a caseload add to a sum what would be printed of it alone."""

    def printed(people: People, _key: str, state: bytes) -> int:
        return changed(people, state=state)

    with (
        patch.object(protected, "changed_to_add", printed),
        patch.object(protected, "_with_nobody", lambda summed, _own, _state: summed),
    ):
        yield


def trade(attacker: Attacker, at: int) -> Result:
    """Weigh privacy against usefulness: the same pair under changes of another variance each."""
    found: dict[str, Mapping[str, float]] = {}
    for variance in VARIANCES:
        earlier, later, key = _two(attacker, "client", attacker.dice(f"trade {at}"))
        with _variance(variance):
            one, other = (release(each, attacker.content) for each in (earlier, later))
            seen = (one.true, other.true) if not variance else (one.printed, other.printed)
            reader = Reader(_exact if not variance else chances, attacker.imagined_clients)
            guesses = usual(reader.guesses(*seen, _gain_of(one, other, key)))
            true = other.true
            errors = [abs(value - true[name]) for name, value in seen[1].items() if value]
        found[f"{variance:g}"] = {
            "gain": 100 * fmean(each.gain for each in guesses),
            "sure": fmean(each.certain for each in guesses),
            "error": fmean(errors),
        }
    return {"curve": found}


def _exact(count: int) -> Mapping[int, float]:
    return {count: 1.0}


@contextmanager
def _variance(variance: float) -> Iterator[None]:
    """Let counts change with another variance; nothing is remembered of the usual one."""
    _forget()
    with patch.object(cell_keys, "VARIANCE", variance or cell_keys.VARIANCE):
        yield
    _forget()


def _forget() -> None:
    cell_keys.changes_of.cache_clear()
    protecting.chances.cache_clear()
    likelihood.forget()
    caseloads.forget()
