"""Who somebody is, typed in any way in five languages: none of it leaves."""

import pytest

from exports.case.leak_search import identifiers_of, search
from exports.case.own_text import OwnText
from tests.support.exports.spellings import PEOPLE, SPELLINGS, compare_as_written

EVERYDAY = OwnText(
    frozenset({"a great review of the transfer, with rose and mayor, for will and may, jung"})
)
"""Words that the program says, too: what somebody typed counts all the same."""


def passing(language):
    known = identifiers_of([PEOPLE[language]])
    return [
        text
        for text in SPELLINGS[language]
        if not search({}, known, EVERYDAY, typed={"Purpose": text})
    ]


@pytest.mark.parametrize("language", SPELLINGS)
def test_no_spelling_of_an_identifier_passes(language):
    assert passing(language) == []


def test_the_spellings_are_many_and_in_five_languages():
    assert len(SPELLINGS) == 5
    assert len({text for texts in SPELLINGS.values() for text in texts}) >= 200


def test_without_comparing_them_plainly_many_pass(monkeypatch):
    compare_as_written(monkeypatch)

    assert len([text for language in SPELLINGS for text in passing(language)]) >= 10


@pytest.mark.parametrize(
    "text",
    [
        "Clinical lead",
        "National team, figures for spring 2026",
        "Review of the year 2025/26, second half",
        "Jahresbericht der Ambulanz, 2. Quartal",
        "Revue semestrielle du service",
        "Revisi\u00f3n anual del equipo",
        "Przegl\u0105d us\u0142ug, pierwsze p\u00f3\u0142rocze",
        "Quality of the service in May and June",
        "Third cohort, 7 to 12 March 1992",
        "Ring 020 7946 0959",
    ],
)
def test_what_names_nobody_passes(text):
    known = identifiers_of(PEOPLE.values())

    assert search({}, known, EVERYDAY, typed={"Purpose": text}) == ()
