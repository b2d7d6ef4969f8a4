"""The texts of finished files, with the place of each."""

from exports.document import workbook
from exports.leaks.finished_texts import pieces_of, texts_of
from exports.paper.pages.page import Sheet, make_pdf
from exports.paper.pages.typography import words


def test_a_table_is_read_by_row_and_a_cell_is_a_line():
    data = b'\xef\xbb\xbfgroup,n\r\n"a, b",3\r\n'

    assert list(texts_of("t.csv", data)) == [("row 1", "group\nn"), ("row 2", "a, b\n3")]


def test_a_description_is_read_by_value_with_the_way_to_it():
    found = dict(texts_of("d.json", b'{"release": {"purpose": "x"}, "forms": [{"id": 7}]}'))

    assert found["release.purpose"] == "x"
    assert found["forms.1.id"] == "7"


def test_of_a_description_each_text_is_read_where_it_first_stands():
    found = list(texts_of("d.json", b'[{"a": "x"}, {"a": "x", "b": "y"}]'))

    assert found == [("1", "a"), ("1.a", "x"), ("2", "b"), ("2.b", "y")]


def test_a_workbook_is_read_by_sheet_and_row_with_its_title_and_the_names_of_its_sheets():
    data = workbook.workbook(
        "One", [workbook.WorkbookSheet("two", [("three", ""), ("<four> & five", 6.5), ()])]
    )

    assert list(texts_of("t.xlsx", data)) == [
        ("details of the file", "One"),
        ("name of a sheet", "two"),
        ("sheet two, row 1", "three"),
        ("sheet two, row 2", "<four> & five\n6.5"),
        ("sheet two, row 3", ""),
    ]


def test_text_is_read_by_line():
    assert list(texts_of("r.txt", b"one\n\ntwo")) == [("line 1", "one"), ("line 3", "two")]


def test_a_file_is_read_by_its_name_too():
    assert [each.text for each in pieces_of({"a.txt": b""})] == ["a.txt"]


def test_a_pdf_is_read_by_page():
    data = make_pdf(Sheet("Summary"), lambda: [words("text")])

    assert "text" in dict(texts_of("r.pdf", data))["page 1"]


def test_a_file_of_ours_has_no_date_in_its_details():
    data = make_pdf(Sheet("Summary"), lambda: [words("text")])

    assert not any("2000" in text for _place, text in texts_of("r.pdf", data))


def test_of_a_web_page_all_is_read_that_is_shown_or_said():
    page = (
        b"<html><head><title>One</title><style>two { }</style></head>\n"
        b'<body><p class="three">Four &amp; <b>five</b></p><!-- six -->\n'
        b'<svg aria-label="Seven: 8"><text>nine</text></svg></body></html>\n'
    )

    words = [text.strip() for _place, text in texts_of("report.html", page)]

    assert words == ["One", "Four &", "five", "six", "Seven: 8", "nine"]
