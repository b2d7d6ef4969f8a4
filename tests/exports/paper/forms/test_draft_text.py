"""A local text on paper while it is a draft."""

import io

import pytest
from pypdf import PdfReader

from exports.paper.forms.draft_text import draft_text_pdf
from programme.local_text_sections import FIELDS, SECTIONS, Draft, begun, written
from session_forms.reference.jurisdictions import installed_jurisdictions, newest_of_each
from session_forms.words.texts import translate
from tests.support.programme.local_texts import whole_answers

BAND = "Draft, not approved: not to be read to a client"


@pytest.fixture
def draft() -> Draft:
    return begun(
        next(each for each in newest_of_each(installed_jurisdictions()) if each.id == "de"), {}
    )


def pages(data: bytes) -> list[str]:
    return [" ".join(each.extract_text().split()) for each in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("size", ["usual", "large"])
def test_every_page_says_that_nobody_approved_it(draft: Draft, size: str) -> None:
    for key, words in whole_answers().items():
        draft = written(draft, key, words, "Ana")

    found = pages(
        draft_text_pdf(draft, "Germany", "Ana, since 5 January 2026", large=size == "large")
    )

    assert all(BAND in each for each in found)
    assert all("Ana, since 5 January 2026" in each for each in found)
    said = " ".join(found)
    for number, section in enumerate(SECTIONS, start=1):
        assert f"{number}. {section.title}" in said
    for key, answer in whole_answers().items():
        words = translate(dict(FIELDS[key].options).get(answer, answer))
        assert " ".join(words.split()[:3]) in said
    assert "Still open" not in said


def test_what_is_open_is_said_and_practice_stays_told(draft: Draft) -> None:
    found = pages(draft_text_pdf(draft, "Germany", "Ana", practice=True))

    assert " ".join(found).count("Still open") == len(FIELDS) - len(draft.answers)
    assert all(BAND in each and "Practice: invented data" in each for each in found)
