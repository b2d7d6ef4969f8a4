"""Workbooks: numbers are numbers, nothing runs, and the same sheets give the same bytes."""

import io
import zipfile

import pytest

from exports.document import workbook as module
from exports.document.workbook import WorkbookSheet, column_letters, names_of, workbook
from tests.support.exports.workbooks import sheets_in


def lines_back(*lines):
    [found] = sheets_in(workbook("T", [WorkbookSheet("s", lines)])).values()
    return found


def test_a_number_stays_a_number_and_a_text_that_looks_like_one_a_text():
    assert lines_back((7, -7, 0.25, 1e-12, "7", "-7x")) == [[7, -7, 0.25, 1e-12, "7", "'-7x"]]


def test_nothing_and_no_text_leave_a_cell_empty():
    assert lines_back((None, "", "after")) == [["", "", "after"]]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("@a", "'@a"),
        ("\x01=1", "'=1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("\u200b\u2066+1", "'\u200b\u2066+1"),
        ("a;=1", "a;'=1"),
        ("a|\u200b-1", "a|\u200b'-1"),
        ("\t=1", "'\t'=1"),
    ],
)
def test_no_text_is_run_by_a_spreadsheet_program(text, kept):
    assert lines_back((text,)) == [[kept]]


def test_signs_of_xml_come_back_and_what_it_cannot_hold_is_left_out():
    assert lines_back(('a <b> & "c" \x07\ufffe\ud800d',)) == [['a <b> & "c" d']]


def test_what_looks_like_an_escaped_sign_is_kept_from_being_taken_for_it():
    assert lines_back(("_x0041_ _x_",)) == [["_x005F_x0041_ _x_"]]


def test_two_workbooks_of_the_same_sheets_are_equal_to_the_byte_whatever_the_day(monkeypatch):
    sheets = [WorkbookSheet("one", [("a", 1)]), WorkbookSheet("two", [])]
    first = workbook("T", sheets)
    monkeypatch.setattr(zipfile.time, "time", lambda: 2_000_000_000.0)

    assert workbook("T", sheets) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        times = {each.date_time for each in archive.infolist()}
    assert times == {(1980, 1, 1, 0, 0, 0)}


def test_names_of_sheets_are_short_allowed_and_told_apart():
    names = ["a/b", "A B", "x" * 40, "x" * 35, "'q'", "[]"]

    assert names_of([WorkbookSheet(each, []) for each in names]) == [
        "a b",
        "A B 2",
        "x" * 31,
        "x" * 29 + " 2",
        "q",
        "-",
    ]


def test_columns_are_lettered_as_spreadsheet_programs_letter_them():
    assert [column_letters(at) for at in (0, 25, 26, 51, 52, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
        "XFD",
    ]


def test_heads_stay_in_sight_and_columns_fit_their_words():
    data = workbook(
        "T", [WorkbookSheet("s", [("a" * 20, "b" * 200), (1, 2)]), WorkbookSheet("t", [], heads=0)]
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        first, second = (archive.read(f"xl/worksheets/sheet{at}.xml").decode() for at in (1, 2))

    assert '<pane ySplit="1" topLeftCell="A2"' in first
    assert 'min="1" max="1" width="21"' in first
    assert 'min="2" max="2" width="60"' in first
    assert "<pane" not in second
    assert "<cols" not in second


@pytest.mark.parametrize(
    "line", [("x" * 32_768,), (float("nan"),), (float("inf"),), ("",) * 16_385]
)
def test_what_a_sheet_cannot_hold_is_refused_and_not_left_out(line):
    with pytest.raises(ValueError, match="hold"):
        workbook("T", [WorkbookSheet("s", [line])])


def test_more_lines_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_LINES", 2)

    with pytest.raises(ValueError, match="hold"):
        workbook("T", [WorkbookSheet("s", [("a",)] * 3)])


def test_a_workbook_without_a_sheet_is_none():
    with pytest.raises(ValueError, match="has a sheet"):
        workbook("T", [])
