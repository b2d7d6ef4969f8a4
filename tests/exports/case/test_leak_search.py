"""The search of finished files: every kind of identifier, in every kind of file."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfWriter

from exports.case.leak_search import identifiers_of, own_words_of, search, texts_of
from exports.paper.charts.chart import Space
from exports.paper.charts.painter import Drawing
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import words
from tests.support.exports.cases import SECRET_NOTE, case_file

KNOWN = identifiers_of([case_file(3)], ["Dr Barnaby Quillfeather"])


def found(text, own_words=frozenset()):
    return {kind for _file, kind in search({"a.csv": text.encode()}, KNOWN, own_words)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("for Wilhelmina Oakenshaw3", "a name"),
        ("for WILHELMINA, OAKENSHAW3", "a name"),
        ("for Wilhelmna", "a name"),
        ("for Billie", "a name"),
        ("Wilhelmina's mother", "a name"),
        ("Billie\N{RIGHT SINGLE QUOTATION MARK}s mother", "a name"),
        ("near Thornberry", "a name"),
        ("seen by Quilfeather", "a name"),
        ("client K3-403", "a client code or id"),
        ("id " + f"{3:032x}", "a client code or id"),
        ("born 7 March 1985", "a birth date"),
        ("born 07.03.85", "a birth date"),
        ("call 020 7946 0958", "a telephone number"),
        ("write somebody@example.org", "an e-mail address"),
        ("seen on 2026-11-24", "a date"),
        ("seen on 24.11.2026", "a date"),
        ("so: The garden behind the old MILL is where she feels, I think", "words of a note"),
    ],
)
def test_an_identifier_is_found_and_named_by_kind(text, kind):
    assert kind in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "S01,0,17,moderately severe",
        "mild 5 10 15",
        "the garden behind the house",
        "version 1.10.2",
        "12.5 and 7.3",
        "K3-4031",
    ],
)
def test_a_report_without_identifiers_has_no_hits(text):
    assert found(text) == set()


def test_a_name_that_is_also_a_word_of_the_report_counts_only_with_the_rest_of_the_name():
    own_words = frozenset({"billie", "wilhelmina", "better"})

    assert found("Billie better", own_words) == set()
    assert found("Wilhelmina Oakenshaw3", own_words) == {"a name"}
    assert found("Wilhelmina Oakenshaw3", own_words | {"oakenshaw3"}) == {"a name"}


def test_a_hit_names_file_and_kind_and_never_the_words():
    hits = search({"tables/x.csv": b"Billie"}, KNOWN)

    assert hits == (("tables/x.csv", "a name"),)


def test_the_name_of_a_file_is_searched_as_well():
    assert search({"Billie.csv": b""}, KNOWN) == (("Billie.csv", "a name"),)


def test_the_text_of_a_pdf_is_searched_across_its_lines():
    data = make_pdf(Sheet("Summary"), lambda: [words("about Wilhelmina\nOakenshaw3 and others")])

    assert search({"r.pdf": data}, KNOWN) == (("r.pdf", "a name"),)


def test_what_a_pdf_says_aloud_instead_of_a_picture_is_searched():
    picture = Drawing((), Space(), "Scores of Wilhelmina Oakenshaw3")
    data = make_pdf(Sheet("Summary"), lambda: [words("text"), picture])

    assert search({"r.pdf": data}, KNOWN) == (("r.pdf", "a name"),)


def test_the_details_of_a_pdf_are_searched():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "Billie"})
    out = io.BytesIO()
    writer.write(out)

    assert search({"r.pdf": out.getvalue()}, KNOWN) == (("r.pdf", "a name"),)


def test_the_head_of_a_page_is_searched():
    data = make_pdf(Sheet("Summary", chip="K3-403"), lambda: [words("text")])

    assert search({"r.pdf": data}, KNOWN) == (("r.pdf", "a client code or id"),)


def test_a_file_of_ours_has_no_date_in_its_details():
    data = make_pdf(Sheet("Summary"), lambda: [words("text")])

    assert not any("2000" in text for text in texts_of("r.pdf", data))


def test_own_words_are_those_of_the_files_and_their_names():
    assert own_words_of({"a.csv": b"mild, 5"}) >= {"mild", "5", "a"}


def test_a_birth_date_that_is_none_is_searched_as_it_is_written():
    known = identifiers_of([_born("spring of 85")])

    assert search({"a": b"in the spring of 85 or so"}, known) == (("a", "a birth date"),)
    assert identifiers_of([_born(" ")]).phrases == frozenset()


def _born(words_of_it):
    return replace(case_file(1), birth_date=words_of_it, note_texts=())


def test_what_is_searched_is_counted():
    assert KNOWN.count > 100
    assert len(KNOWN.runs) == len(SECRET_NOTE.split()) - 7
