"""Broken definition files and broken answers to every shipped form, as many as are wanted.

    python -m tests.campaigns.content.forms_fuzz [--cases N] [--seed N] [--jobs N] [--only NUMBER]

Every second case is a definition file, which has to become a form that works or one error with
file, line and remedy; the others are answers, which have to be taken or refused without a word
of what was answered. Prints a line of progress now and then and one of result; leaves with 0 only
when all held. A case depends on the seed and its number alone; --only runs one again.
"""

import argparse
import multiprocessing
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from random import Random
from types import ModuleType
from typing import NoReturn

from session_forms.errors import DefinitionError
from session_forms.library.library import definition_files, definitions, installed
from tests.support.broken import form_claims
from tests.support.broken.broken_definitions import broken_definition
from tests.support.broken.form_claims import check_answers, check_command, check_definition

MOST_SECONDS = 2.0
"""Of processor time for one case."""

MOST_MEMORY = 2 << 30
CASES_AT_A_TIME = 1_000


class TookTooLong(BaseException):
    """A case used up its processor time; nothing on the way may swallow that."""


@dataclass
class Tally:
    """What was found."""

    cases: int = 0
    forms: int = 0
    taken: int = 0
    slowest: float = 0.0
    slowest_case: int = 0
    memory: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.cases += other.cases
        self.forms += other.forms
        self.taken += other.taken
        self.wrong += other.wrong
        self.memory = max(self.memory, other.memory)
        if other.slowest > self.slowest:
            self.slowest, self.slowest_case = other.slowest, other.slowest_case


def run_case(seed: int, number: int, tally: Tally) -> None:
    """Run one case and write down what came of it."""
    dice = Random(f"{seed} {number}")
    if number % 2:
        form = dice.choice(installed().all())
        tally.taken += check_answers(form, dice)
        if dice.random() < 0.1:
            check_command(installed().latest(form.id), dice)
    else:
        name, data = dice.choice(shipped())
        tally.forms += check_definition(name, broken_definition(data, dice), dice)


def run_some(chosen: tuple[int, int, int]) -> Tally:
    """Run the cases of a seed from one number up to another."""
    seed, first, end = chosen
    tally = Tally()
    for number in range(first, end):
        begun = time.process_time()
        try:
            with watchdog():
                run_case(seed, number, tally)
        except (Exception, TookTooLong):
            tally.wrong.append(f"case {number}: {traceback.format_exc(limit=-4)}")
        tally.cases += 1
        seconds = time.process_time() - begun
        if seconds > tally.slowest:
            tally.slowest, tally.slowest_case = seconds, number
    tally.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return tally


@contextmanager
def watchdog() -> Iterator[None]:
    """Interrupt what uses more processor time than a case may."""
    signal.setitimer(signal.ITIMER_VIRTUAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


@cache
def shipped() -> tuple[tuple[str, bytes], ...]:
    """Return name and content of every definition file that is shipped."""
    return tuple((path.name, path.read_bytes()) for path in definition_files(definitions()))


def plant_errors_of_another_kind(module: ModuleType, function: str, kind: type[Exception]) -> None:
    """Have a function of the product raise what no caller awaits, where it refuses something."""
    real: Callable[..., object] = getattr(module, function)

    def planted(*given: object) -> object:
        try:
            return real(*given)
        except kind:
            raise ValueError("planted") from None

    setattr(module, function, planted)


def prepare() -> None:
    """Set the limits of this process."""

    def stop(_signal: int, _frame: object) -> NoReturn:
        raise TookTooLong

    signal.signal(signal.SIGVTALRM, stop)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    installed()


def results(chosen: argparse.Namespace) -> Iterator[Tally]:
    """Yield the tallies of all cases, some at a time."""
    if chosen.only is not None:
        prepare()
        yield run_some((chosen.seed, chosen.only, chosen.only + 1))
        return
    parts = [
        (chosen.seed, first, min(first + CASES_AT_A_TIME, chosen.cases))
        for first in range(0, chosen.cases, CASES_AT_A_TIME)
    ]
    with multiprocessing.Pool(chosen.jobs, prepare) as pool:
        yield from pool.imap_unordered(run_some, parts)


def main(arguments: list[str] | None = None) -> int:
    """Run the campaign; return 0 only when all held."""
    parser = argparse.ArgumentParser(prog="python -m tests.campaigns.content.forms_fuzz")
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", type=int, metavar="NUMBER")
    parser.add_argument("--planted", action="store_true", help="with a fault, as a control")
    chosen = parser.parse_args(arguments)
    if chosen.planted:
        plant_errors_of_another_kind(form_claims, "load_form", DefinitionError)
    total, begun, told = Tally(), time.monotonic(), 0
    for tally in results(chosen):
        total.add(tally)
        if total.cases * 10 // chosen.cases > told:
            told = total.cases * 10 // chosen.cases
            speed = total.cases / (time.monotonic() - begun)
            print(
                f"{total.cases} cases, {len(total.wrong)} wrong, {speed:.0f} a second", flush=True
            )
    for each in total.wrong:
        print(each, file=sys.stderr)
    print(
        f"seed {chosen.seed}: {total.cases} cases in {time.monotonic() - begun:.0f} s; "
        f"{total.forms} broken files were still forms, {total.taken} sets of answers were taken; "
        f"the slowest took {total.slowest:.2f} s (case {total.slowest_case}), "
        f"the most memory was {total.memory} MiB; {len(total.wrong)} wrong"
    )
    return 1 if total.wrong or not total.cases else 0


if __name__ == "__main__":
    sys.exit(main())
