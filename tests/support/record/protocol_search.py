"""Searching the model of the protocol: from where, through which orders, and with which faults."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import datetime
from functools import partial

import pytest

from tests.support.record.protocol_model import (
    ACTS,
    SHEETS,
    Copies,
    World,
    beginning,
    carl_gives_up_his_keys,
    kay_lets_carl_cover,
    kay_makes_another_sheet,
    keys_of,
    olga_gives_up_her_keys,
    olga_signs_in,
    problem_of,
)
from therapist_app.record.header import caseload_access, statements
from therapist_app.record.header import header as header_module
from therapist_app.record.header.header import Cover, Header
from therapist_app.record.header.notices import Notices
from therapist_app.record.vault import seen_statements

Act = Callable[[World], World]
Trace = tuple[str, ...]
Fault = Callable[[pytest.MonkeyPatch], None]


def covered() -> World:
    """Return a service in which Carl covers for Olga, who agreed."""
    return olga_signs_in(kay_lets_carl_cover(beginning()))


def rid_of_the_thief() -> World:
    """Return a service in which Carl covers, and gave up his keys, which Olga has seen."""
    return olga_signs_in(carl_gives_up_his_keys(covered()))


def rid_of_olgas_thief() -> World:
    """Return a service in which Carl covers, and Olga alone gave up her keys."""
    return olga_gives_up_her_keys(covered())


def rid_of_all_thieves() -> World:
    """Return a service in which both gave up their keys."""
    return olga_gives_up_her_keys(rid_of_the_thief())


def rid_of_the_sheet() -> World:
    """Return a service in which Carl covers, and Olga has agreed to another sheet."""
    return olga_signs_in(kay_makes_another_sheet(covered()))


def broken(world: World, depth: int, trace: Trace = ()) -> Iterator[tuple[Trace, str]]:
    """Yield every sequence of so many acts that breaks the protocol, and how.

    Acts that change nothing are not gone on from.
    """
    problem = problem_of(world)
    if problem:
        yield trace, problem
    elif depth:
        for act in ACTS:
            following = act(world)
            if following is not world:
                yield from broken(following, depth - 1, (*trace, act.__name__))


class Search:
    """The same, where very many orders are tried: from worlds that are alike it goes on once.

    Attributes:
        found: Every sequence that breaks the protocol, and how; of those that lead to the same
            world, the first.
        worlds: How many were judged.

    """

    def __init__(self) -> None:
        self.found: list[tuple[Trace, str]] = []
        self.worlds = 0
        self._numbers: dict[Header, int] = {}
        self._seen: dict[int, tuple[Header, int]] = {}
        self._orders: dict[tuple[Hashable, int], int] = {}

    def orders(self, world: World, depth: int, trace: Trace = ()) -> int:
        """Try every order of so many acts from a world, and return how many those are."""
        if depth == 0:  # to judge one costs less than to see whether another is alike
            return self._judged(world, depth, trace)
        place = self._essence(world), depth
        if place not in self._orders:
            self._orders[place] = self._judged(world, depth, trace)
        return self._orders[place]

    def _judged(self, world: World, depth: int, trace: Trace) -> int:
        self.worlds += 1
        if problem := problem_of(world):
            self.found.append((trace, problem))
            return 1
        following = ((act, act(world)) for act in ACTS) if depth else ()
        return 1 + sum(
            self.orders(after, depth - 1, (*trace, act.__name__))
            for act, after in following
            if after is not world
        )

    def _essence(self, world: World) -> Hashable:
        """Return all that a world is: what acts and judgement read of it, and nothing else."""
        return tuple(self._spelt(getattr(world, each.name)) for each in fields(world))

    def _number_of(self, header: Header) -> int:
        if id(header) not in self._seen:
            number = self._numbers.setdefault(header, len(self._numbers))
            self._seen[id(header)] = header, number
        return self._seen[id(header)][1]

    def _spelt(self, value: object) -> Hashable:
        match value:
            case Header():
                return self._number_of(value)
            case Copies():
                held = self._spelt(value.with_first_pair)
                return self._spelt(value.oldest), self._spelt(value.last), held
            case Mapping():
                return tuple(sorted((key, self._spelt(each)) for key, each in value.items()))
            case Hashable():
                return value
            case _:
                raise TypeError


def _without_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    def at_once(_header: Header, cover: Cover) -> str:
        return cover.until

    monkeypatch.setattr(caseload_access, "effective_until", at_once)
    _a_box_is_an_agreement(monkeypatch)  # else what the caseload remembers stands in for it


def _flags_are_not_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statements, "_boxes", lambda _grant: bytes(32))
    forgetful = partial(replace, holders=())  # else what the caseload remembers stands in for it
    monkeypatch.setattr(seen_statements, "following", lambda _before, now, _found: forgetful(now))


def _a_box_is_an_agreement(monkeypatch: pytest.MonkeyPatch) -> None:
    rightful = caseload_access.rightful
    monkeypatch.setattr(
        caseload_access,
        "rightful",
        lambda header, grant, day, _agreed=None: rightful(header, grant, day),
    )


def _a_pair_given_up_is_still_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (header_module, caseload_access):
        monkeypatch.setattr(module, "holder_of", lambda to, _pair: to)


def _pairs_are_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_statements, "_goes_on_with", lambda *_: True)


def _roles_are_taken_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Notices, "may_take", lambda *_: True)


def _nobody_remembers_when_they_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seen_statements, "check_notice", lambda *_: False)


def _who_agrees_may_be_a_keeper_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    stands_on = Notices._stands_on

    def on_what_is_seen(notices: Notices, key: bytes, signer: bytes, at: datetime) -> int | None:
        return None if stands_on(notices, key, signer, at) is None else 0

    monkeypatch.setattr(Notices, "_stands_on", on_what_is_seen)


def _a_sheet_of_before_still_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    before, now = (keys_of(each).verify for each in SHEETS)
    is_signed = statements.is_signed

    def by_either(message: bytes, signature: bytes, key: bytes) -> bool:
        keys = (before, now) if key == now else (key,)
        return any(is_signed(message, signature, each) for each in keys)

    monkeypatch.setattr(statements, "is_signed", by_either)


def _any_sheet_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caseload_access, "with_known_sheet", lambda header, _sheet: header)


FAULTS: Mapping[str, tuple[Fault, Callable[[], World], str]] = {
    "nobody is asked": (_without_agreement, covered, "read by "),
    "a box is an agreement": (_a_box_is_an_agreement, beginning, "read by Carl"),
    "whose keys are whose is not remembered": (_pairs_are_not_remembered, covered, "read by Dee"),
    "flags are not signed": (_flags_are_not_signed, covered, "read by "),
    "a pair given up still counts": (
        _a_pair_given_up_is_still_theirs,
        rid_of_olgas_thief,
        "read by the thief",
    ),
    "pairs are not remembered": (
        _pairs_are_not_remembered,
        rid_of_all_thieves,
        "read by the thief",
    ),
    "roles are taken at once": (
        _roles_are_taken_at_once,
        covered,
        "a keeper's role was taken unseen",
    ),
    "nobody remembers when they looked": (
        _nobody_remembers_when_they_looked,
        covered,
        "a keeper's role was taken unseen",
    ),
    "a keeper of today agrees": (
        _who_agrees_may_be_a_keeper_of_today,
        covered,
        "a keeper's role was taken unseen",
    ),
    "a sheet of before still signs": (
        _a_sheet_of_before_still_signs,
        rid_of_the_sheet,
        "a sheet of before made a keeper",
    ),
    "any sheet is known": (_any_sheet_is_known, covered, "read by Dee"),
}
"""A fault that is planted in the program, where it shows within two acts, and how."""


def finds(fault: Fault, begin: Callable[[], World], how: str) -> bool:
    """Return whether a planted fault is found within two acts."""
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        return any(problem.startswith(how) for _trace, problem in broken(begin(), 2))
