"""Who attacks: what is imagined of clients and services by somebody who knows nobody in them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

from exports.case.case import PseudonymisedCase
from programme.loading import library as programmes
from session_forms.library import library as forms
from tests.campaigns.disclosure.chains import Course
from tests.campaigns.disclosure.figures import Imagined, everybody
from tests.campaigns.disclosure.likelihood import Facts
from tests.campaigns.disclosure.protecting import facts_of_all
from tests.campaigns.disclosure.services import (
    QUARTER,
    QUARTERS,
    Client,
    Content,
    Service,
    random_service,
)


@dataclass
class Attacker:
    """Somebody with programme, rules, source and earlier reports; the same in all cases."""

    seed: int
    imagined_services: int
    content: Content = field(
        default_factory=lambda: Content(programmes.installed(), forms.installed())
    )
    courses: dict[int, list[list[Course]]] = field(default_factory=dict)

    def dice(self, words: str) -> Random:
        """Return chance of its own for each case."""
        return Random(f"attack {self.seed} {words}")

    @cached_property
    def imagined(self) -> list[Service]:
        """Services as the attacker imagines them: nobody in them is anybody."""
        return [
            random_service(self.content, self.dice(f"imagined {at}"), 30)
            for at in range(self.imagined_services)
        ]

    @cached_property
    def imagined_people(self) -> list[Imagined]:
        """What counts and figures say of everybody imagined."""
        return [
            found
            for each in self.imagined
            for found in everybody(each.whole, self.content).values()
        ]

    @cached_property
    def imagined_clients(self) -> list[Facts]:
        """The facts of everybody imagined."""
        return [each.facts for each in self.imagined_people]

    def imagined_differences(self, way: str) -> list[Facts]:
        """Return the facts that everybody imagined gains by one session or amendment."""
        if way not in self._differences:
            self._differences[way] = [
                gained
                for at, each in enumerate(self.imagined)
                for gained in self._gained(way, each.whole, self.dice(f"imagined {way} {at}"))
            ]
        return self._differences[way]

    @cached_property
    def _differences(self) -> dict[str, list[Facts]]:
        return {}

    def _gained(self, way: str, cases: Sequence[PseudonymisedCase], dice: Random) -> list[Facts]:
        moved = [moved_by(way, case, dice) for case in cases]
        both = [pair for pair in moved if pair]
        earlier = facts_of_all([one for one, _other in both], self.content)
        later = facts_of_all([other for _one, other in both], self.content)
        keys = [one.record_key for one, _other in both]
        return [later.get(key, frozenset()) - earlier.get(key, frozenset()) for key in keys]

    def imagined_courses(self, quarter: int | None) -> list[list[Course]]:
        """Return the courses of imagined clients who begin in a quarter, or in any, by service."""
        at = -1 if quarter is None else quarter
        if at not in self.courses:
            dice = self.dice(f"courses {at}")
            self.courses[at] = [
                courses_of(
                    self.content,
                    [
                        each if quarter is None else begun_in(each, quarter, dice)
                        for each in service.clients
                    ],
                )
                for service in self.imagined[: self.imagined_services // 2]
            ]
        return self.courses[at]


def begun_in(client: Client, quarter: int, dice: Random) -> Client:
    """Return a client who begins in that quarter."""
    return replace(client, begun=QUARTER * quarter + dice.randrange(QUARTER))


def courses_of(content: Content, clients: Sequence[Client]) -> list[Course]:
    """Return the facts of each client at the end of each quarter."""
    service = Service(tuple(clients))
    by_quarter = [
        facts_of_all(service.until(QUARTER * (at + 1) - 1), content) for at in range(QUARTERS)
    ]
    return [
        tuple(found.get(each.case.record_key, frozenset()) for found in by_quarter)
        for each in clients
    ]


def moved_by(
    way: str, case: PseudonymisedCase, dice: Random
) -> tuple[PseudonymisedCase, PseudonymisedCase] | None:
    """Return a client before and after one session more, or one amendment; None if neither can be.

    An amendment takes a score back to what it was mistaken for.
    """
    if way == "session" and case.sessions:
        last = case.sessions[-1]
        kept = tuple(each for each in case.forms if each.plan_id != last.plan_id)
        return replace(case, sessions=case.sessions[:-1], forms=kept), case
    scored = [at for at, each in enumerate(case.forms) if each.scores]
    if way == "amendment" and scored:
        at = dice.choice(scored)
        form = case.forms[at]
        other = {
            key: replace(score, value=None if score.value is None else max(0, score.value - 8))
            for key, score in form.scores.items()
        }
        amended = (*case.forms[:at], replace(form, scores=other), *case.forms[at + 1 :])
        return replace(case, forms=amended), case
    return None
