"""A list is read as its spreadsheet shows it, and what is none is refused."""

import pytest

from therapist_app.workflows.errors import ListRefused
from therapist_app.workflows.importing.spreadsheet import (
    MOST_BYTES,
    MOST_ROWS,
    read_file,
    read_list,
)

HEADS = ("Name", "Date of birth")
ROWS = [(2, ("Zoë Ångström", "1990-02-28")), (3, ("Bo", ""))]


def rows(data: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(each.number, each.cells) for each in read_list(data).rows]


def why(data: bytes) -> str:
    with pytest.raises(ListRefused) as refused:
        read_list(data)
    return refused.value.detail


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_way_of_saving_a_list_is_read_the_same(encoding, sign, end):
    lines = ["Name;Date of birth", "Zoë Ångström;1990-02-28", "Bo", ""]
    sheet = read_list(end.join(lines).replace(";", sign).encode(encoding))

    assert sheet.heads == HEADS
    assert [(each.number, each.cells) for each in sheet.rows] == ROWS


def test_rows_keep_the_numbers_that_a_spreadsheet_shows_past_empty_rows_and_quoted_lines():
    data = b'Name,Contact\r\n"Bo","first\nsecond"\n\n,,\r\nCy,"a ""b"", c"\n'

    assert rows(data) == [(2, ("Bo", "first second")), (5, ("Cy", 'a "b", c'))]


def test_marks_that_nobody_sees_are_no_part_of_a_word():
    data = "\ufeffNa\u200bme\n\u202eB\u00ado\u00a0 Ek\x07\n".encode()

    assert read_list(data).heads == ("Name",)
    assert rows(data) == [(2, ("Bo Ek",))]


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"", "empty"),
        (b"Name\n\n,\n", "empty"),
        (b"\xd0\xcf\x11\xe0\x00\x00", "text"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "workbook"),
        (b"PK\x03\x04\x00\x00", "workbook"),
        (b"Name\n\x81\xff", "text"),
        (b'Name\n"Bo', "quotes"),
        (b'Name\n"Bo"x\n', "quotes"),
        (b"Name\n" + b"x" * 200_000, "quotes"),
        (b"Name,Name\nBo,Bo\n", "heads"),
        (b",".join(b"%d" % each for each in range(61)) + b"\n1\n", "columns"),
        (b"Name\n" + b"Bo\n" * (MOST_ROWS + 2), "rows"),
        (b"Name\n" + b"\n" * (MOST_BYTES - 10), "rows"),
        (b"x" * (MOST_BYTES + 1), "size"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_is_refused_with_the_reason(data, detail):
    assert why(data) == detail


def test_what_cannot_be_opened_is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(ListRefused, match="unreadable"):
            read_file(path)
