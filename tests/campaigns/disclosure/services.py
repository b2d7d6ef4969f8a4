"""Random services: clients made straight from the programme's sessions and forms, and quick.

A client has one latent distress that moves through the course and drives scores, attendance,
alerts, goals and where the course ends, so that facts of one client hang together as they do in
life. A service is lived week by week; its clients can be asked for as they stood in any week.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from types import MappingProxyType

from exports.case.case import CaseAlert, CaseForm, CaseScore, CaseSession, PseudonymisedCase
from exports.case.pseudonymise import NOW, START
from exports.reports.attrition_tables import ELIGIBILITY, FIRST_CONTACT, SOURCES
from exports.reports.follow_up_tables import FROM_TREATMENT, NEGATIVE
from exports.reports.outcomes import FollowedMeasure, measures
from exports.reports.quality_tables import FEEDBACK
from exports.reports.standing import COMPLETED, ENDING, REASON
from programme.course.order import after_the_end, course_order
from programme.definition.definition import Programme
from programme.fidelity.rated_sessions import ItemPair
from session_forms.library.library import FormLibrary
from session_forms.scoring.goal_attainment import FORM as GOALS

AGES = ("18-24", "25-34", "35-44", "45-54", "55-64", "65+")
WEEKS_OF_TWO_YEARS = 104
QUARTER = 13
HOW_OFTEN = {
    "self": 9,
    "family": 2,
    "helpline": 5,
    "colleague": 3,
    "police": 3,
    "court": 2,
    "other": 1,
}
"""How often each made a first contact here; a new one never, so that no client becomes another."""
QUARTERS = 8
SIZES = (20, 30, 40, 60, 80, 100, 120)
RATINGS = ("2", "2", "2", "1", "1", "0", "na")
RATED_TWICE = 0.08
SCALES = ("felt_respected", "worked_on_what_matters", "way_of_working_fits", "useful_today")
REASONS = ("client_stopped", "no_contact", "agreed_early_end", "moved", "referred_on")
DEVIATIONS = ("out_of_order", "repeated", "beyond_allowance", "merged", "soft_gate")


@dataclass(frozen=True, slots=True)
class Client:
    """A client's whole course, and the week of the service in which it began."""

    case: PseudonymisedCase
    begun: int
    ends_in: int

    def until(self, week: int) -> PseudonymisedCase | None:
        """Return the course as it stood at the end of a week of the service; None before it."""
        own = week - self.begun
        if own < 0:
            return None
        case = self.case
        over = own >= self.ends_in
        return replace(
            case,
            status=case.status if over else "active",
            sessions=tuple(each for each in case.sessions if each.week <= own),
            forms=tuple(each for each in case.forms if each.week <= own),
            alerts=tuple(each for each in case.alerts if each.week <= own),
            overrides=case.overrides if own >= self.ends_in // 2 else (),
            deviations=case.deviations if own >= self.ends_in // 2 else (),
            weeks_since_end=own - self.ends_in if over else None,
        )


@dataclass(frozen=True, slots=True)
class Service:
    """Some clients over two years."""

    clients: tuple[Client, ...]

    def until(self, week: int) -> tuple[PseudonymisedCase, ...]:
        """Return everybody as they stood at the end of a week."""
        found = (client.until(week) for client in self.clients)
        return tuple(each for each in found if each is not None)

    @property
    def whole(self) -> tuple[PseudonymisedCase, ...]:
        """Everybody's whole course."""
        return tuple(each.case for each in self.clients)


@dataclass(frozen=True)
class Content:
    """What services are made of."""

    programme: Programme
    forms: FormLibrary

    @cached_property
    def measures(self) -> Mapping[str, FollowedMeasure]:
        """The measures by the id of their form."""
        return {each.id: each for each in measures(self.forms)}

    @cached_property
    def versions(self) -> Mapping[str, int]:
        """The newest version of each form."""
        return {each: self.forms.latest(each).version for each in self.forms.ids()}


def random_service(content: Content, dice: Random, clients: int) -> Service:
    """Return a service of so many clients, each service with its own ways."""
    ways = _Ways(
        distress=dice.uniform(0.35, 0.65),
        drift=dice.uniform(-0.06, 0.0),
        stays=dice.uniform(0.90, 0.985),
        forgets=dice.uniform(0.01, 0.15),
        remote=dice.uniform(0.0, 0.6),
        women=dice.uniform(0.0, 0.2),
        tracks=tuple(dice.uniform(0.2, 1.0) for _ in content.programme.tracks),
    )
    return Service(tuple(random_client(content, dice, ways, at) for at in range(clients)))


@dataclass(frozen=True, slots=True)
class _Ways:
    distress: float
    drift: float
    stays: float
    forgets: float
    remote: float
    women: float
    tracks: tuple[float, ...]


def random_client(content: Content, dice: Random, ways: "_Ways", number: int) -> Client:
    """Return one client's whole course."""
    programme = content.programme
    track = dice.choices([each.id for each in programme.tracks], ways.tracks)[0]
    mode = "video" if dice.random() < ways.remote else "in_person"
    course = [*course_order(programme, track), *(each.id for each in after_the_end(programme))]
    distress = min(0.95, max(0.05, dice.gauss(ways.distress, 0.18)))
    drift = dice.gauss(ways.drift, 0.03)
    sessions: list[CaseSession] = []
    forms: list[CaseForm] = []
    alerts: list[CaseAlert] = []
    week, status = 0, "ended"
    for at, plan in enumerate(course):
        if at and dice.random() > ways.stays - 0.05 * (distress > 0.7):  # all have one that was due
            break
        session = _session(content, dice, plan, week)
        sessions.append(session)
        if session.held:
            given = _Given(plan, week, distress, at / len(course))
            forms += _forms(content, dice, given, ways.forgets)
            alerts += _alerts(dice, given)
        distress = min(0.95, max(0.0, distress + drift + dice.gauss(0, 0.04)))
        week += 1 if dice.random() < 0.85 else 2
    else:
        status = "follow_up"
    ends_in = week + 1
    reason = COMPLETED if status == "follow_up" else dice.choices(REASONS, (5, 3, 1, 1, 1))[0]
    if dice.random() < 0.85:
        version = content.versions[ENDING]
        forms.append(CaseForm(ENDING, version, "", ends_in, {REASON: reason}, {}))
    if dice.random() < 0.8:
        version = content.versions[FIRST_CONTACT]
        source = dice.choices(tuple(SOURCES), [HOW_OFTEN.get(each, 0) for each in SOURCES])[0]
        forms.append(CaseForm(FIRST_CONTACT, version, "", 0, {"source": source}, {}))
    if dice.random() < 0.7:
        version = content.versions[ELIGIBILITY]
        decided = dice.choices(("this_programme", "else_first", "open"), (8, 2, 1))[0]
        forms.append(CaseForm(ELIGIBILITY, version, "", 0, {"decision": decided}, {}))
    case = PseudonymisedCase(
        pseudonym=f"{number:016d}",
        record_key=dice.getrandbits(64),
        age_band=dice.choices(AGES, (4, 9, 8, 5, 3, 1))[0],
        gender="woman" if dice.random() < ways.women else "man",
        track=track,
        mode=mode,
        status=status if dice.random() < 0.95 else "paused",
        sessions=tuple(sessions),
        forms=tuple(forms),
        alerts=tuple(alerts),
        overrides=tuple(g.id for g in programme.gates if g.overridable and dice.random() < 0.04),
        deviations=tuple(sorted(each for each in DEVIATIONS if dice.random() < 0.07)),
        weeks_waited=dice.choice((0, 1, 1, 2, 3, 5, 8, 13)) if dice.random() < 0.9 else None,
        weeks_since_end=dice.randrange(WEEKS_OF_TWO_YEARS),
    )
    begun = dice.randrange(WEEKS_OF_TWO_YEARS)
    return Client(case, begun, ends_in)


def _session(content: Content, dice: Random, plan: str, week: int) -> CaseSession:
    attendance = dice.choices(
        ("attended", "late", "cancelled_client", "did_not_attend"), (84, 6, 6, 4)
    )[0]
    held = attendance in {"attended", "late"}
    known = content.programme.session_plans.get(plan)
    rated = held and known is not None and dice.random() < 0.9
    items = known.fidelity if known is not None else ()
    ratings = {each.id: dice.choice(RATINGS) for each in items} if rated else {}
    points = [int(each) for each in ratings.values() if each != "na"]
    percent = round(100 * sum(points) / (2 * len(points))) if points else None
    minutes = dice.choice((45, 50, 50, 60)) if held else 0
    return CaseSession(
        plan,
        week,
        attendance,
        minutes,
        percent,
        MappingProxyType(ratings),
        tuple(_again(dice, ratings)) if dice.random() < RATED_TWICE else (),
        "",
    )


def _again(dice: Random, ratings: Mapping[str, str]) -> Iterator[ItemPair]:
    for item, first in ratings.items():
        yield ItemPair(item, first, first if dice.random() < 0.8 else dice.choice(RATINGS))


@dataclass(frozen=True, slots=True)
class _Given:
    plan: str
    week: int
    distress: float
    through: float


def _forms(content: Content, dice: Random, given: _Given, forgets: float) -> Iterator[CaseForm]:
    known = content.programme.session_plans.get(given.plan)
    for form_id in known.measures if known is not None else ():
        if dice.random() >= forgets:
            yield _form(content, dice, form_id, given)
    if dice.random() < 0.8:
        answers = {
            each: min(10, max(0, round(dice.gauss(9 - 4 * given.distress, 1.2)))) for each in SCALES
        }
        version = content.versions[FEEDBACK]
        yield CaseForm(FEEDBACK, version, given.plan, given.week, answers, {})


def _form(content: Content, dice: Random, form_id: str, given: _Given) -> CaseForm:
    version = content.versions[form_id]
    scores: dict[str, CaseScore] = {}
    measure = content.measures.get(form_id)
    if measure is not None and dice.random() < 0.97:
        scores[measure.score.id] = CaseScore(_score(dice, measure, given), None, True, None)
    if form_id == GOALS:
        now = round(dice.gauss(38 + 16 * given.through * (1.4 - given.distress), 6), 1)
        scores = {NOW: CaseScore(now, None, True, None), START: CaseScore(36.0, None, True, None)}
    if form_id == NEGATIVE:
        harm = dice.choices((0, 1, 2, 4), (6, 2, 1, 1))[0]
        scores[FROM_TREATMENT] = CaseScore(float(harm), None, True, None)
    return CaseForm(form_id, version, given.plan, given.week, {}, MappingProxyType(scores))


def _score(dice: Random, measure: FollowedMeasure, given: _Given) -> float:
    bounds = measure.score.range
    low, high = (bounds.low, bounds.high) if bounds else (0, 100)
    worse = measure.score.direction == "higher-worse"
    share = given.distress if worse else 1 - given.distress
    value = dice.gauss(low + share * (high - low), 0.1 * (high - low))
    return float(min(high, max(low, math.floor(value + 0.5))))


def _alerts(dice: Random, given: _Given) -> Iterator[CaseAlert]:
    if dice.random() < 0.12 * given.distress:
        level = dice.choices(("watch", "act", "urgent"), (6, 3, 1))[0]
        stream = "suicide" if dice.random() < 0.7 else "child_safety"
        hours = dice.choice((0.5, 2.0, 20.0, 30.0, 70.0)) if dice.random() < 0.95 else None
        yield CaseAlert(stream, level, given.week, hours)
