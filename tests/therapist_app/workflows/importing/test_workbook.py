"""The first sheet of a workbook is read as it shows itself; what is hostile is refused."""

import io
import zipfile

import pytest

from tests.support.session_forms.workbooks import MAIN, packed, workbook
from therapist_app.workflows.errors import ListRefused
from therapist_app.workflows.importing.spreadsheet import read_list

STYLES = (
    f"<styleSheet {MAIN}><numFmts><numFmt numFmtId='164' formatCode='dd/mm/yyyy'/>"
    "<numFmt numFmtId='165' formatCode='0.0 \"days\"'/></numFmts><cellXfs>"
    "<xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>"
    "</cellXfs></styleSheet>"
)


def of_rows(rows: str, **parts) -> bytes:
    whole = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    return workbook({"A": []}, **{"xl/worksheets/s0.xml": whole}, **parts)


def why(data: bytes) -> str:
    with pytest.raises(ListRefused) as refused:
        read_list(data)
    return refused.value.detail


def test_the_first_sheet_is_read_with_the_numbers_of_its_rows():
    read = read_list(workbook({"Clients": [["Name", "Born"], ["Bo\nEk", ""]], "Else": [["x"]]}))

    assert read.heads == ("Name", "Born")
    assert [(each.number, each.cells) for each in read.rows] == [(2, ("Bo Ek", ""))]


def test_days_are_read_by_their_format_and_numbers_as_they_are_typed():
    cells = (
        "<c r='A9'><v>49123456789</v></c><c r='B9' s='1'><v>32932</v></c>"
        "<c r='C9' s='2'><v>32932.0</v></c><c r='D9' s='3'><v>32932</v></c>"
        "<c r='E9' s='1'><v>32932.5</v></c><c r='F9' t='s'><v>1</v></c><c r='G9' t='b'><v>1</v></c>"
        "<c r='H9' t='str'><v>said</v></c><c r='I9' s='1'/>"
    )
    heads = "".join(
        f"<c r='{each}1' t='inlineStr'><is><t>{each}</t></is></c>" for each in "ABCDEFGHI"
    )
    texts = f"<sst {MAIN}><si><t>a</t></si><si><r><t>b</t></r><r><t>c</t></r></si></sst>"
    data = of_rows(
        f"<row r='1'>{heads}</row><row r='9'>{cells}</row>",
        **{"xl/styles.xml": STYLES, "xl/sharedStrings.xml": texts},
    )

    [row] = read_list(data).rows

    assert row.number == 9
    assert row.cells == (
        "49123456789", "1990-02-28", "1990-02-28", "32932", "32932.5", "bc", "TRUE", "said", "",
    )  # fmt: skip


@pytest.mark.parametrize("begun", ["[", "&quot;", "&quot;[", "[&quot;"])
def test_a_format_that_is_begun_and_never_ended_is_no_day_and_holds_nobody_up(begun):
    styles = STYLES.replace("dd/mm/yyyy", begun + "[" * 400_001 + "dd")
    data = of_rows(
        "<row><c t='str'><v>Day</v></c></row><row><c s='2'><v>45000</v></c></row>",
        **{"xl/styles.xml": styles},
    )

    assert [each.cells for each in read_list(data).rows] == [("45000",)]


def test_a_workbook_that_counts_from_1904_says_the_same_days():
    book = (
        f"<workbook {MAIN} xmlns:r='x'><workbookPr date1904='1'/>"
        "<sheets><sheet name='A' r:id='r0'/></sheets></workbook>"
    )
    data = of_rows(
        "<row><c t='inlineStr'><is><t>Born</t></is></c></row><row><c s='1'><v>31470</v></c></row>",
        **{"xl/styles.xml": STYLES, "xl/workbook.xml": book},
    )

    assert read_list(data).rows[0].cells == ("1990-02-28",)


def test_a_formula_is_not_calculated_and_reads_as_one():
    data = of_rows(
        "<row><c t='inlineStr'><is><t>Name</t></is></c></row>"
        "<row><c t='str'><f>HYPERLINK(1)</f><v>Bo</v></c></row>"
        "<row><c t='e'><v>#N/A</v></c></row>"
    )

    assert [each.cells for each in read_list(data).rows] == [("=",), ("=",)]


def test_what_is_hostile_is_refused():
    ten_million = "<row/>" * 10_000_000
    zeros = io.BytesIO()
    with (
        zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w") as part,
    ):
        for _each in range(40):
            part.write(bytes(1_000_000))

    for data in (
        of_rows(ten_million[:9_900_000]),
        of_rows(ten_million),
        zeros.getvalue(),
        of_rows("<row r='2'/><row r='1'/>"),
        of_rows("<row r='x'/>"),
        of_rows("<row><c t='s'><v>7</v></c></row>"),
        of_rows("<row>" * 60 + "</row>" * 60),
        packed({"xl/workbook.xml": "<workbook/>"}),
        packed({"mimetype": "x"}),
        packed({f"{each}": "" for each in range(1_001)}),
        workbook({"A": [["Name"], ["Bo"]]})[:-30],
        workbook({"A": [["Name"]]}, **{"xl/workbook.xml": "<!DOCTYPE a><a/>"}),
    ):
        assert why(data) == "workbook"
    assert why(of_rows("<row r='1'/><row r='1048576'/>")) == "empty"
    assert why(workbook({"A": [["x"] * 61, ["y"]]})) == "columns"
    assert why(of_rows("<row><c r='XFD1'><v>1</v></c></row><row><c r='A2'><v>1</v></c></row>")) == (
        "columns"
    )
