"""The sheets of .xlsx and .csv files, within limits."""

import pytest

from session_forms.errors import DefinitionError
from session_forms.exchange.xlsform import sheets, workbook
from session_forms.exchange.xlsform.sheets import read_csv_sheets, rows_of
from session_forms.exchange.xlsform.workbook import read_workbook
from tests.support.session_forms.exchange_forms import SAMPLES
from tests.support.session_forms.workbooks import MAIN, packed
from tests.support.session_forms.workbooks import workbook as made

SURVEY = [["type", "name", "Label"], [], ["text", "a", "What?"]]
UNREADABLE = "x.xlsx: this is no .xlsx file that can be read; save it as .xlsx once more."


def cells(found, name="survey"):
    return [(row.number, dict(row.cells)) for row in found[name]]


def with_sheet(xml, **parts):
    return made({"survey": SURVEY}, **{"xl/worksheets/s0.xml": xml}, **parts)


def refused(data):
    with pytest.raises(DefinitionError) as caught:
        read_workbook("x.xlsx", data)
    return str(caught.value)


def test_a_file_of_a_spreadsheet_program_is_read():
    found = read_workbook("x.xlsx", (SAMPLES / "sleep-diary.xlsx").read_bytes())

    assert found.keys() == {"survey", "choices", "settings"}
    assert found["choices"][0].cells["name"] == "0"
    assert found["survey"][3].cells["label::English (en)"] == "How often did you wake rested?"


def test_rows_keep_their_numbers_and_other_sheets_are_left_alone():
    found = read_workbook("x.xlsx", made({" Survey ": SURVEY, "notes": [["x"]]}))

    assert cells(found) == [(3, {"type": "text", "name": "a", "label": "What?"})]
    assert found.keys() == {"survey"}


def test_cells_of_every_type_are_read():
    heads = "".join(
        f'<c r="{letter}1" t="inlineStr"><is><t>{letter}</t></is></c>'
        for letter in ("A", "B", "C", "D", "E", "F", "AB")
    )
    values = (
        '<c r="A2" t="s"><v>1</v></c><c r="B2"><v>3.0</v></c><c r="C2" t="b"><v>1</v></c>'
        '<c r="D2" t="b"><v>0</v></c><c r="F2" t="str"><v>made</v></c><c r="AB2"><v>0.5</v></c>'
        '<c r="G2"/><c r="ZZZ2"><v>9</v></c><c t="e"><v>#N/A</v></c>'
    )
    runs = "<r><t>o</t></r><r><t>ne</t></r><rPh><t>z</t></rPh>"
    shared = f"<sst {MAIN}><si><t>x</t></si><si>{runs}</si></sst>"
    xml = f'<worksheet><row r="1">{heads}</row><row r="2">{values}</row></worksheet>'

    found = read_workbook("x.xlsx", with_sheet(xml, **{"xl/sharedStrings.xml": shared}))

    assert cells(found) == [
        (2, {"a": "one", "b": "3", "c": "yes", "d": "no", "f": "made", "ab": "0.5"})
    ]


def test_a_sheet_may_be_named_by_its_whole_path():
    rels = '<Relationships><Relationship Id="r0" Target="/xl/worksheets/s0.xml"/></Relationships>'

    found = read_workbook(
        "x.xlsx", made({"survey": SURVEY}, **{"xl/_rels/workbook.xml.rels": rels})
    )

    assert len(found["survey"]) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"canary",
        packed({"x": "canary"}),
        with_sheet("<worksheet><row>canary"),
        with_sheet('<!DOCTYPE x [<!ENTITY e "canary">]><worksheet>&e;</worksheet>'),
        with_sheet("<worksheet>&e;</worksheet>"),
        with_sheet("<worksheet/>".encode("utf-16")),
        with_sheet('<?xml version="1.0" encoding="utf-7"?><worksheet/>'),
        with_sheet('<?xml version="1.0" encoding="iso-8859-1"?><worksheet/>'),
        with_sheet('<worksheet><row r="canary"/></worksheet>'),
        with_sheet('<worksheet><row><c t="s"><v>7</v></c></row></worksheet>'),
        with_sheet('<worksheet><row><c t="s"><v>canary</v></c></row></worksheet>'),
        with_sheet("<worksheet><row><c><v>canary</v></c></row></worksheet>"),
        with_sheet('<worksheet><row r="2"/><row r="1"/></worksheet>'),
        with_sheet('<worksheet><row r="0"><c><v>1</v></c></row></worksheet>'),
        with_sheet("<x>" * 60 + "</x>" * 60),
        made({"survey": SURVEY})[:-30],
    ],
    ids=range(17),
)
def test_what_is_broken_or_hostile_is_refused(data):
    assert refused(data) == UNREADABLE


def test_what_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_IN_PART", 100)

    assert refused(made({"survey": SURVEY})) == UNREADABLE


def test_too_many_elements_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_NODES", 5)

    assert refused(made({"survey": SURVEY})) == UNREADABLE


def test_a_sheet_can_have_so_many_rows_and_no_more():
    last = '<worksheet><row r="5000"><c><v>1</v></c></row></worksheet>'
    beyond = '<worksheet><row r="900000"><c><v>1</v></c></row></worksheet>'

    assert read_workbook("x.xlsx", with_sheet(last)) == {"survey": []}
    assert refused(with_sheet(beyond)) == (
        "x.xlsx, sheet survey: the sheet has more than 5000 rows; "
        "remove the empty ones or split it."
    )


def test_a_heading_stands_there_once():
    with pytest.raises(DefinitionError, match="a heading stands there twice"):
        rows_of("x", [["type", "Type "]])


def test_an_encoding_that_says_utf_8_is_read():
    xml = '<?xml version="1.0" encoding="UTF-8"?><worksheet/>'

    assert read_workbook("x.xlsx", with_sheet(b"\xef\xbb\xbf" + xml.encode())) == {"survey": []}


def test_csv_sheets_stand_beside_each_other(tmp_path):
    survey, choices, none = (tmp_path / f"{name}.csv" for name in ("survey", "choices", "settings"))
    survey.write_text('type,name,label\ntext,a,"What,\nnow?"\n', encoding="utf-8")
    choices.write_text("list name,name\nl,x\n", encoding="utf-8")

    found = read_csv_sheets(survey, [choices, none])

    assert cells(found) == [(2, {"type": "text", "name": "a", "label": "What,\nnow?"})]
    assert cells(found, "choices") == [(2, {"list_name": "l", "name": "x"})]
    assert found.keys() == {"survey", "choices"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_cell_of_two_lines_says_the_same_from_whatever_system_its_file_comes(tmp_path, end):
    survey = tmp_path / "survey.csv"
    lines = ("type,name,label", 'text,a,"What,', 'now?"', "")
    survey.write_bytes(end.join(lines).encode())

    assert cells(read_csv_sheets(survey, [])) == [
        (2, {"type": "text", "name": "a", "label": "What,\nnow?"})
    ]


def test_csv_sheets_stand_below_each_other(tmp_path):
    path = tmp_path / "x.csv"
    text = "\nsurvey,,\n,type,name\n,text,a\nother,,\n,x,y\n\nchoices,,\n,list_name,name\n,l,x\n"
    path.write_text(text, encoding="utf-8")

    found = read_csv_sheets(path, [])

    assert cells(found) == [(4, {"type": "text", "name": "a"})]
    assert cells(found, "choices") == [(10, {"list_name": "l", "name": "x"})]


@pytest.mark.parametrize("data", [b"type\n\xff", b'type\n"' + b"x" * 200_000])
def test_what_is_no_csv_is_refused(tmp_path, data):
    path = tmp_path / "x.csv"
    path.write_bytes(data)

    with pytest.raises(DefinitionError) as caught:
        read_csv_sheets(path, [])

    assert str(caught.value).startswith("x.csv: this is no CSV in UTF-8 that can be read;")


def test_long_cells_are_cut(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_IN_CELL", 3)

    assert rows_of("x", [["a"], ["longer"]])[0].cells == {"a": "lon"}
