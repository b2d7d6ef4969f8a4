"""Broken and hostile files: refused by name or read, never anything else, never quoted."""

import json
import zipfile
from random import Random

import pytest

from session_forms.errors import FormError
from session_forms.exchange.from_fhir.importing import import_questionnaire
from session_forms.exchange.plain_data.json_files import json_text, parse_json
from session_forms.exchange.plain_data.reports import CarryReport
from session_forms.exchange.responses.response_in import read_response
from session_forms.exchange.responses.response_out import response
from session_forms.exchange.to_fhir.questionnaire_out import questionnaire
from session_forms.exchange.xlsform.sheets import rows_of
from session_forms.exchange.xlsform.workbook import read_workbook
from session_forms.exchange.xlsform.xlsform_in import import_xlsform
from tests.support.broken.mutating import CANARY, mutated_bytes, mutated_json, mutated_tree
from tests.support.session_forms.exchange_forms import ANSWERS, SAMPLES, everything
from tests.support.session_forms.workbooks import packed

FORM = everything()
SENT = {path.stem: path.read_bytes() for path in sorted(SAMPLES.glob("*.json"))} | {
    "ours": json_text(questionnaire(FORM, CarryReport()), CarryReport()).encode()
}
ANSWERED = json_text(response(FORM, ANSWERS), CarryReport()).encode()
WORKBOOK = (SAMPLES / "sleep-diary.xlsx").read_bytes()


def refusal(work, *arguments):
    """Return what an error says, or "" when the work is done."""
    try:
        work(*arguments)
    except FormError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", SENT)
def test_a_changed_questionnaire_is_read_or_refused(name):
    said = [
        refusal(import_questionnaire, "x.json", mutated_json(SENT[name], Random(seed)))
        for seed in range(25)
    ]

    assert any(said)
    assert not all(said)
    assert [each for each in said if CANARY in each] == []


def read(data, report):
    """Read a response to the form."""
    read_response(FORM, parse_json("x.json", data), report)


def test_a_changed_response_is_read_or_refused_and_nothing_of_it_is_told():
    told = []
    for seed in range(150):
        report = CarryReport()
        told.append(refusal(read, mutated_json(ANSWERED, Random(seed)), report))
        told += report.lines()

    assert any(told)
    assert [each for each in told if CANARY in each] == []


def test_changed_cells_are_read_or_refused():
    sheets = read_workbook("x.xlsx", WORKBOOK)
    plain = {name: [dict(row.cells) for row in rows] for name, rows in sheets.items()}

    said = []
    for seed in range(60):
        changed = mutated_tree(plain, Random(seed))
        lists = {name: rows for name, rows in changed.items() if isinstance(rows, list)}
        said.append(refusal(from_cells, lists))

    assert any(said)
    assert not all(said)
    assert [each for each in said if CANARY in each] == []


def from_cells(sheets):
    """Import sheets whose cells stand in dictionaries."""
    made = {}
    for name, rows in sheets.items():
        cells = [row for row in rows if isinstance(row, dict)]
        heads = list(dict.fromkeys(str(head) for row in cells for head in row))
        lines = [[str(row.get(head) or "") for head in heads] for row in cells]
        made[name] = rows_of(name, [heads, *lines])
    import_xlsform("x.xlsx", made)


def test_a_changed_workbook_is_read_or_refused():
    with zipfile.ZipFile(SAMPLES / "sleep-diary.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [name for name in parts if name.startswith("xl/")]

    said = []
    for seed in range(30):
        dice = Random(seed)
        name = dice.choice(sheets)
        said.append(
            refusal(from_workbook, packed(parts | {name: mutated_bytes(parts[name], dice)}))
        )
        said.append(refusal(from_workbook, mutated_bytes(WORKBOOK, dice)))

    assert any(said)
    assert not all(said)


def from_workbook(data):
    """Import an .xlsx file."""
    import_xlsform("x.xlsx", read_workbook("x.xlsx", data))


def test_a_form_of_ours_that_is_read_after_a_change_goes_out_again():
    for seed in range(40):
        try:
            found = import_questionnaire("x.json", mutated_json(SENT["ours"], Random(seed)))
        except FormError:
            continue
        report = CarryReport()
        resource = json.loads(json_text(questionnaire(found.form, report), report))

        again = import_questionnaire("x.json", json.dumps(resource).encode())

        clean = not any("control character" in each.what for each in report.entries)
        assert again.form == found.form or not clean
