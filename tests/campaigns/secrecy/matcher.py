"""CRATE's matcher, which no one of us wrote, finds nobody in the releases of a service.

CRATE (University of Cambridge) blanks out of clinical texts what its records know of a patient.
Here its scrubber is made from names, birthdays and contacts of all clients of a service, and what
it would blank out of their releases is compared with what it would blank out of the releases of
other people who had the same courses: what stands there too are words and figures of the program.
"""

import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from exports.case.casefile import CaseFile
from exports.case.leak_search import identifiers_of, search
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.errors import LeakFound
from exports.leaks.finished_texts import pieces_of
from exports.occasion import Occasion
from exports.package.release import prepare_client_summary, prepare_service_report
from exports.purposes import PURPOSES
from exports.reports.service_report import tabulated
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library as forms
from tests.campaigns.harness.keeping import Kept, source_of
from tests.campaigns.harness.running import Campaign, Trial
from tests.support.exports.cases import many, occasion, pseudonym, record_key
from tests.support.exports.identities import LANGUAGES, RECIPIENTS, identified, planted
from tests.support.exports.name_lists import TOWNS

COURSES = 40
PEOPLE = (20, COURSES)
SUMMARIES = 3
PLANTED = 10
BLANK = "[___]"
SPOKEN = QuestionId("change_next_time")
"""A question that is answered in words."""

ROOT = Path(__file__).parents[3]

Marks = Callable[[str], Iterable[str]]
Result = Mapping[str, int]
"""What came of one service, in numbers."""


@dataclass(frozen=True, slots=True)
class Service:
    """The clients of one service, who they are, and what is released of them."""

    people: tuple[CaseFile, ...]
    texts: tuple[str, ...]


def run(trial: Trial) -> str:
    """Let CRATE look for the clients of services in their releases, and for what is planted."""
    is_whole = trial.count >= MATCHER.counts["full"]
    path = ROOT / "build" / "matcher" / f"{trial.seed}-{_source()}.jsonl"
    kept = Kept[Result](path if is_whole else None)
    tried: list[Result] = []
    for at in range(trial.count):
        found = kept.result(f"service {at}", lambda at=at: _service(trial.seed, at))
        tried.append(found)
        alone = found.get("alone", 0)
        trial.held(f"{alone} marks that the same release of others has not" if alone else "")
    told = [each for each in tried if each]  # the others left nothing
    said_plainly = "name, birthday and contacts of a client in a page, as the record has them"
    trial.control(said_plainly, is_found=bool(told) and all(each["plain"] for each in told))
    whole: Counter[str] = Counter()
    for each in told:
        whole.update(each)
    return (
        f"{trial.count} services, {trial.count - len(told)} refused by our own search; CRATE marks "
        f"{whole['marked']} words and figures, of which others have all but {whole['alone']}; of "
        f"{PLANTED * len(told)} planted in other spellings CRATE finds {whole['by_crate']}, our "
        f"own search {whole['by_us']}"
    )


def _service(seed: int, at: int) -> Result:
    """Return what is marked in the releases of one service; nothing where none left."""
    dice = Random(f"matcher {seed} {at}")
    language = dice.choice(LANGUAGES)
    courses = dice.sample(many(COURSES), dice.randint(*PEOPLE))
    when = _occasion(dice)
    try:
        own = _released(dice, courses, language, when)
        others = _released(dice, courses, dice.choice(LANGUAGES), when)
    except LeakFound:  # a name that is a word of ours
        return {}
    marks = crate(own.people)
    known = marked_in(marks, others.texts)
    of_own = marked_in(marks, own.texts)

    def is_marked(said: str) -> bool:
        return bool(of_own + marked_in(marks, [said]) - known)

    plainly = all(is_marked(said) for said in _plainly(dice.choice(own.people)))
    by_crate = by_us = 0
    for _each in range(PLANTED):
        client = dice.choice(own.people)
        said = planted(dice, client, language)
        by_crate += is_marked(said)
        by_us += bool(search({}, identifiers_of([client]), typed={"Purpose": said}))
    return {
        "marked": of_own.total(),
        "alone": (of_own - known).total(),
        "plain": int(plainly),
        "by_crate": by_crate,
        "by_us": by_us,
    }


def _source() -> str:
    places = (*(ROOT / "exports").rglob("*.py"), *(ROOT / "tests/support/exports").glob("*.py"))
    return source_of((Path(__file__), *sorted(places)))


def marked_in(marks: Marks, texts: Iterable[str]) -> Counter[str]:
    """Return how often each word or figure is marked in texts."""
    return Counter(each for text in texts for each in marks(text))


def crate(people: Iterable[CaseFile]) -> Marks:
    """Return what CRATE's scrubber, made from all that identifies people, would blank out."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from cardinal_pythonlib.hash import HmacMD5Hasher
        from crate_anon.anonymise.constants import ScrubMethod
        from crate_anon.anonymise.scrub import PersonalizedScrubber

    found: list[str] = []

    def blanked(mark: re.Match[str]) -> str:
        found.append(mark.group())
        return BLANK

    scrubber = PersonalizedScrubber(HmacMD5Hasher("campaign"), replacement_text_patient=blanked)
    for each in people:
        for name in each.names:
            scrubber.add_value(name, ScrubMethod.WORDS)
        scrubber.add_value(datetime.fromisoformat(each.birth_date), ScrubMethod.DATE)
        scrubber.add_value(each.code, ScrubMethod.CODE)
        for contact in each.contacts:
            is_number = len(re.sub(r"\D", "", contact)) > len(contact) // 2
            scrubber.add_value(contact, ScrubMethod.NUMERIC if is_number else ScrubMethod.PHRASE)

    def marks(text: str) -> tuple[str, ...]:
        found.clear()
        scrubber.scrub(text)
        return tuple(found)

    return marks


def _released(dice: Random, courses: Sequence[CaseFile], language: str, when: Occasion) -> Service:
    """Return what is released of courses, once people have them who are named in their words."""
    town = dice.choice(TOWNS.split())
    people = tuple(
        _named(dice, identified(dice, each, language, town), language) for each in courses
    )
    context = ExportContext(pseudonym, record_key, forms.installed(), programmes.installed())
    cases = [pseudonymise(each, context) for each in people]
    counted = tabulated(cases, forms=context.forms, programme=context.programme)
    report = prepare_service_report([counted], people, when, context)
    single = replace(when, profile="single-case")
    summaries = [prepare_client_summary(each, single, context) for each in people[:SUMMARIES]]
    texts = (each.text for made in (report, *summaries) for each in pieces_of(made.files))
    return Service(people, tuple(texts))


def _named(dice: Random, case: CaseFile, language: str) -> CaseFile:
    """Return a case in whose note and answers the client is named."""
    filled = (
        replace(each, answers={**each.answers, SPOKEN: planted(dice, case, language)})
        if SPOKEN in each.answers
        else each
        for each in case.filled
    )
    return replace(case, filled=tuple(filled), note_texts=(planted(dice, case, language),))


def _plainly(client: CaseFile) -> Iterator[str]:
    yield from (client.names[0], f"born {client.birth_date}", *client.contacts)


def _occasion(dice: Random) -> Occasion:
    return replace(
        occasion(), recipient=dice.choice(RECIPIENTS), purpose=dice.choice(tuple(PURPOSES))
    )


MATCHER = Campaign(
    name="matcher",
    claim="CRATE's matcher marks nothing in a release that it does not mark in that of others.",
    run=run,
    counts={"small": 5, "full": 100},
    is_asked_for=True,
)
