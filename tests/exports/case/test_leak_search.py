"""The search of finished files: every kind of identifier, in every kind of file."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfWriter

from exports.case.leak_search import identifiers_of, search
from exports.case.own_text import NOTHING_OWN, OwnText, own_text, own_text_of
from exports.errors import LeakFound
from exports.leaks.plain_words import plain_words
from exports.paper.charts.chart import Space
from exports.paper.charts.painter import Drawing
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import words
from exports.reports.group_tables import DIMENSIONS
from programme.loading import library as programmes
from tests.support.exports.cases import SECRET_NOTE, case_file

KNOWN = identifiers_of([case_file(3)], ["Dr Barnaby Quillfeather"])


def found(text, own=NOTHING_OWN):
    return {hit.what for hit in search({"a.txt": text.encode()}, KNOWN, own)}


def hits(files):
    return [(hit.file, hit.place, hit.what) for hit in search(files, KNOWN)]


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
    own = OwnText(frozenset({"billie is better", "wilhelmina"}))
    more = OwnText(frozenset({*own.texts, "oakenshaw3"}))

    assert found("Billie better", own) == set()
    assert found("Wilhelmina Oakenshaw3", own) == {"a name"}
    assert found("Wilhelmina Oakenshaw3", more) == {"a name"}
    assert found("Wilhelmina Oakenshaw3", OwnText(frozenset({"wilhelmina oakenshaw3"}))) == set()


def test_a_word_of_the_program_is_no_slip_in_a_name():
    assert found("Bilie") == {"a name"} == found("billies")
    assert found("Bilie", OwnText(frozenset({"bilie"}))) == set()


def test_what_was_typed_counts_though_the_program_says_it_too():
    own = OwnText(frozenset({"billie is better"}))

    [hit] = search({}, KNOWN, own, typed={"Purpose": "transfer of Billie"})

    assert (hit.file, hit.number, hit.what) == ("Purpose", 3, "a name")


def test_a_name_that_is_one_of_the_smallest_words_is_found_where_it_reads_as_a_name():
    known = identifiers_of([replace(case_file(1), names=("Will May",), contacts=())])

    def typed(text):
        return bool(search({}, known, typed={"Purpose": text}))

    assert not typed("what we will do, as it may be")
    for text in ("for Will", "MAY", "will may", "w. may", "may, w", "willmay"):
        assert typed(text), text


def test_the_mark_of_a_word_is_the_same_wherever_it_stands():
    known = identifiers_of([replace(case_file(1), names=("Rose", "House"))])

    rose, house, again = search({"a.txt": b"ROSE"}, known, typed={"Recipient": "Rose House"})

    assert rose.mark == again.mark != house.mark


def test_a_hit_names_file_place_and_kind_and_never_writes_the_word():
    [hit] = search({"tables/x.csv": b"a\r\nb,is Billie\r\n"}, KNOWN)

    assert (hit.file, hit.place, hit.number, hit.what) == ("tables/x.csv", "row 2", 3, "a name")
    assert hit.word == "Billie"
    assert "Billie" not in f"{hit} {hit!r} {LeakFound([hit])}"
    assert hit.said() == "tables/x.csv, row 2, word 3, holds a name"


def test_the_name_of_a_file_is_searched_as_well():
    assert hits({"Billie.csv": b""}) == [("Billie.csv", "name of the file", "a name")]


def test_the_text_of_a_pdf_is_searched_across_its_lines():
    data = make_pdf(Sheet("Summary"), lambda: [words("about Wilhelmina\nOakenshaw3 and others")])

    assert set(hits({"r.pdf": data})) == {("r.pdf", "page 1", "a name")}


def test_what_a_pdf_says_aloud_instead_of_a_picture_is_searched():
    picture = Drawing((), Space(), "Scores of Wilhelmina Oakenshaw3")
    data = make_pdf(Sheet("Summary"), lambda: [words("text"), picture])

    said = "words read aloud for a picture"
    assert set(hits({"r.pdf": data})) == {("r.pdf", said, "a name")}


def test_the_details_of_a_pdf_are_searched():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_metadata({"/Title": "Billie"})
    out = io.BytesIO()
    writer.write(out)

    assert hits({"r.pdf": out.getvalue()}) == [("r.pdf", "details of the file", "a name")]


def test_the_head_of_a_page_is_searched():
    data = make_pdf(Sheet("Summary", chip="K3-403"), lambda: [words("text")])

    assert set(hits({"r.pdf": data})) == {("r.pdf", "page 1", "a client code or id")}


def test_own_words_are_those_of_the_files_and_their_names():
    assert own_text_of({"a.csv": b"mild, 5"}).words >= {"mild", "5", "a"}


def test_a_sentence_of_the_program_in_a_note_makes_it_no_words_of_the_note():
    sentence = "no session is held before a safety plan stands"
    known = identifiers_of([replace(case_file(1), note_texts=(f"As written: {sentence}.",))])
    files = {"a.txt": sentence.encode()}

    assert [hit.what for hit in search(files, known)] == ["words of a note"] * 2
    assert search(files, known, OwnText(frozenset({sentence}))) == ()


def test_a_birth_date_that_is_none_is_searched_as_it_is_written():
    known = identifiers_of([_born("spring of 85")])

    assert [hit.word for hit in search({"a": b"in the Spring of 85 or so"}, known)] == [
        "Spring of 85"
    ]
    assert identifiers_of([_born(" ")]).count == KNOWN.count - 2


def _born(words_of_it):
    return replace(case_file(1), birth_date=words_of_it, note_texts=())


def test_what_is_searched_is_counted():
    assert KNOWN.count == len({"name", "alias", "staff", "code", "id", "day", "a", "b", "c"})
    assert KNOWN.notes == (SECRET_NOTE,)


def test_a_whole_name_written_as_one_word_counts_though_the_program_has_the_word():
    own = OwnText(frozenset({"willmay is better"}))
    known = identifiers_of([replace(case_file(1), names=("Will May",), contacts=())])

    assert search({}, known, own, typed={"Purpose": "WillMay"})


def test_behind_an_apostrophe_what_is_left_out_is_no_name():
    known = identifiers_of([replace(case_file(1), names=("Anna d'Herr",), contacts=())])

    assert "anna" in known.names
    assert not search({}, known, typed={"Purpose": "herr"})


@pytest.mark.parametrize(
    "note",
    [
        "a b c d e f g h",
        "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM} " * 2,  # four words in one sign
    ],
)
def test_a_note_of_hardly_more_signs_than_a_run_has_words_is_searched_for(note):
    known = identifiers_of([replace(case_file(1), note_texts=(note,))])
    text = f"and {note} at the end".encode()

    assert "words of a note" in {hit.what for hit in search({"a.txt": text}, known)}


def test_the_name_of_every_division_of_clients_is_a_word_of_ours():
    own = own_text((), (), programmes.installed())

    said = [word for each in DIMENSIONS for word in plain_words(each.id)]
    assert [word for word in said if word not in own.words] == []
