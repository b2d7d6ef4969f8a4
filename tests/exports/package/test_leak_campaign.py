"""Releases over clients whose names chance picked: clean ones leave, planted ones do not."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from random import Random

import pytest

from exports.case.casefile import FilledCase
from exports.case.leak_search import LeakHit, hits_in, identifiers_of, search
from exports.case.own_text import OwnText
from exports.case.pseudonymise import ExportContext, pseudonymise
from exports.errors import LeakFound
from exports.leaks.finished_texts import Piece, pieces_of
from exports.leaks.plain_words import plain
from exports.package import release as releases
from exports.package.release import prepare_client_summary, prepare_service_report
from exports.purposes import PURPOSES
from exports.reports.service_report import tabulated
from programme.loading import library as programmes
from session_forms.answers import QuestionId
from session_forms.library import library
from tests.support.exports.cases import case_file, many, occasion, pseudonym, record_key
from tests.support.exports.identities import LANGUAGES, RECIPIENTS, caseload, identified, planted
from tests.support.exports.name_lists import TOWNS
from tests.support.exports.spellings import SPELLINGS, compare_as_written
from tests.support.sampling import beyond

CONTEXT = ExportContext(pseudonym, record_key, library.installed(), programmes.installed())
IN_A_SERVICE = 40
Searched = tuple[list[Piece], OwnText]


@cache
def searched_report(number: int = 0, clients: int = 12) -> Searched:
    """Return the texts of a service report, and what of them the program says by itself."""
    found = {}

    def note(files, _known, own, typed):
        pieces = [Piece(field, "", text, is_typed=True) for field, text in typed.items()]
        found["all"] = ([*pieces, *pieces_of(files)], own)
        return ()

    when = replace(
        occasion(),
        recipient=RECIPIENTS[number % len(RECIPIENTS)],
        purpose=tuple(PURPOSES)[number % len(PURPOSES)],
    )
    files = many(clients)
    cases = [pseudonymise(each, CONTEXT) for each in files]
    counted = tabulated(cases, forms=CONTEXT.forms, programme=CONTEXT.programme)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(releases, "search", note)
        prepare_service_report([counted], files, when, CONTEXT)
    return found["all"]


def passing(seed: int, count: int, own: OwnText) -> Iterator[str]:
    """Yield the planted texts that pass."""
    random = Random(seed)
    for _ in range(count):
        language = random.choice(LANGUAGES)
        [client] = caseload(random, 1, language)
        text = planted(random, client, language)
        if not search({}, identifiers_of([client]), own, typed={"Purpose": text}):
            yield text


def refused_reports(seed: int, count: int, made: list[Searched]) -> Iterator[tuple[LeakHit, ...]]:
    """Yield what was found in service reports over clients who are not in them by name."""
    random = Random(seed)
    for _ in range(count):
        pieces, own = random.choice(made)
        clients = caseload(random, IN_A_SERVICE, random.choice(LANGUAGES))
        if hits := tuple(hits_in(pieces, identifiers_of(clients), own)):
            yield hits


def refused_summaries(seed: int, count: int) -> Iterator[tuple[LeakHit, ...]]:
    """Yield what was found in summaries that name nobody."""
    random = Random(seed)
    for _ in range(count):
        case = case_file(random.randrange(1, IN_A_SERVICE))
        client = identified(random, case, random.choice(LANGUAGES), random.choice(TOWNS.split()))
        when = replace(
            occasion("single-case"),
            recipient=random.choice(RECIPIENTS),
            purpose=random.choice(tuple(PURPOSES)),
        )
        try:
            prepare_client_summary(client, when, CONTEXT)
        except LeakFound as found:
            yield found.hits


def test_what_is_planted_passes_only_without_the_plain_comparison(monkeypatch):
    _pieces, own = searched_report()

    assert list(passing(1, 300, own)) == []

    compare_as_written(monkeypatch)
    assert len(list(passing(1, 300, own))) >= 20


@beyond(test_what_is_planted_passes_only_without_the_plain_comparison)
def test_of_many_planted_texts_none_passes():
    _pieces, own = searched_report()

    assert list(passing(2, 20_000, own)) == []


def test_a_clean_release_leaves_whatever_clients_are_called():
    assert list(refused_reports(1, 4, [searched_report()])) == []
    assert list(refused_summaries(1, 1)) == []


@beyond(test_a_clean_release_leaves_whatever_clients_are_called)
def test_of_a_thousand_clean_releases_at_most_five_are_refused():
    made = [searched_report(number, IN_A_SERVICE) for number in range(8)]

    refused = [*refused_reports(2, 500, made), *refused_summaries(2, 500)]

    assert len(refused) <= 5
    assert all(hit.file and hit.number and hit.word for hits in refused for hit in hits)


def test_no_free_text_leaves_with_an_identifier_in_it():
    """Texts that name somebody stand in every answer of words and every field that takes any."""
    spellings = [text for texts in SPELLINGS.values() for text in texts]
    texts = [f"planted{at} {text} planted" for at, text in enumerate(spellings)]
    waiting = iter(texts)
    filled = tuple(
        FilledCase(
            form.id,
            form.version,
            "S01",
            0,
            {
                QuestionId(question.id): next(waiting)
                for question in form.questions
                if question.kind in {"short_text", "long_text"}
            },
        )
        for form in library.installed().all()
    )
    fields = ("age_band", "gender", "track", "mode", "status")
    case = replace(case_file(1), filled=filled, **{field: next(waiting) for field in fields})
    assert sum(len(each.answers) for each in filled) + len(fields) >= 105

    release = prepare_client_summary(case, occasion("single-case"), CONTEXT)

    said = plain(" ".join(piece.text for piece in pieces_of(release.files)))
    assert "planted" not in said
    assert plain(case.names[0]) not in said
