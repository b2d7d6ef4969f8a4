"""CSV that no spreadsheet runs and that gives numbers back as numbers."""

import codecs
import csv
import io

import pytest

from exports.document.tables import Cell, Column, Table, neutral, table_as_csv

COLUMNS = (Column("words", "Words", "text", ""), Column("change", "Change", "figure", ""))


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|'/c calc'!A0",
        "+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0=1",
        " =1",
        "\N{FULLWIDTH EQUALS SIGN}1",
        "\N{FULLWIDTH PLUS SIGN}1",
        "\N{FULLWIDTH HYPHEN-MINUS}1",
        "\N{FULLWIDTH COMMERCIAL AT}x",
        "\N{SMALL EQUALS SIGN}1",
        "\ufeff=1",
        "\N{ZERO WIDTH SPACE}=1",
        "\N{RIGHT-TO-LEFT OVERRIDE}\N{SOFT HYPHEN}@x",
    ],
)
def test_a_text_that_a_spreadsheet_would_run_is_led_by_an_apostrophe(text):
    assert neutral(text).startswith("'")
    assert "\0" not in neutral(text)


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a;=1", "a;'=1"),
        ("a; =1", "a; '=1"),
        ("a;\ufeff+1;-2", "a;\ufeff'+1;'-2"),
        ("a\t@x", "a\t'@x"),
        ("a\n=1", "a\n'=1"),
        ("=1;=2", "'=1;'=2"),
    ],
)
def test_it_is_led_by_one_also_where_a_semicolon_or_a_tab_ends_a_cell(text, made):
    assert neutral(text) == made


@pytest.mark.parametrize("text", ["", "plain", "a=b", "*", "\N{EN DASH}", "S01", "a; b-c"])
def test_a_harmless_text_stays_as_it_is(text):
    assert neutral(text) == text


def test_a_change_of_minus_seven_survives_as_a_number():
    table = Table("t", "T", COLUMNS, ((Cell("=1"), Cell("\N{MINUS SIGN}7", -7)),))

    data = table_as_csv(table)

    assert data.startswith(codecs.BOM_UTF8)
    assert data.endswith(b"\r\n")
    [_head, row] = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    assert row == ["'=1", "-7"]


def test_columns_are_named_by_their_ids():
    assert table_as_csv(Table("t", "T", COLUMNS, ())).decode("utf-8-sig") == "words,change\r\n"
