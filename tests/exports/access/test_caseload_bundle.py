"""Every client of a caseload in one locked file: what is in it, and who can open it."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from pypdf import PdfReader

from exports.access.caseload_bundle import ARCHIVE, TakenClient, caseload_files, sealed_caseload
from exports.errors import SealRefused
from exports.package.sealing import unlock_pdf
from tests.support.exports.papers import a_record

WORDS = "told by telephone only"
TODAY = date(2026, 3, 2)
ROWS = (
    ("clients", {"id": "c1", "code": "K4-207", "seal": b"\x01\xff", "closed_on": None}),
    ("notes", {"id": "n1", "text": '=1+1, said "Zanzibar"', "minutes": 50}),
    ("notes", {"id": "n2", "text": "ü", "minutes": -7}),
)
TAKEN = TakenClient(a_record(), ROWS)


def test_each_client_is_a_text_and_json_and_each_table_a_csv() -> None:
    files = caseload_files([TAKEN])

    assert set(files) == {
        *("clients/K4-207.txt", "clients/K4-207.json", "rows.json"),
        *("tables/clients.csv", "tables/notes.csv"),
    }
    text = files["clients/K4-207.txt"].decode()
    assert text.startswith("K4-207\n")
    assert "\nCircle of support\nHow many?: Two\nWho knows?: My sister Zanzibar\n" in text
    told = json.loads(files["clients/K4-207.json"])
    assert told["parts"][1]["items"][0]["lines"][0] == {"what": "How many?", "value": "Two"}


def test_rows_for_programs_are_as_they_were_typed_and_no_spreadsheet_runs_them() -> None:
    files = caseload_files([TAKEN])

    tables = json.loads(files["rows.json"])["tables"]
    assert tables["notes"] == [dict(ROWS[1][1]), dict(ROWS[2][1])]
    assert tables["clients"] == [{**ROWS[0][1], "seal": "01ff"}]
    read = list(csv.DictReader(io.StringIO(files["tables/notes.csv"].decode("utf-8-sig"))))
    assert read[0] == {"id": "n1", "text": '\'=1+1, said "Zanzibar"', "minutes": "50"}
    assert read[1]["minutes"] == "-7"
    [client] = csv.DictReader(io.StringIO(files["tables/clients.csv"].decode("utf-8-sig")))
    assert client["closed_on"] == ""


def test_the_file_opens_with_its_passphrase_alone_and_says_what_is_in_it() -> None:
    sealed = sealed_caseload([TAKEN, TAKEN], WORDS, made_on=TODAY, practice=False)

    assert b"Zanzibar" not in sealed
    with pytest.raises(SealRefused):
        unlock_pdf(sealed, "another passphrase")
    page, attached = unlock_pdf(sealed, WORDS)
    assert set(attached) == {ARCHIVE}
    with zipfile.ZipFile(io.BytesIO(attached[ARCHIVE])) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    assert inside == caseload_files([TAKEN, TAKEN])
    words = " ".join(PdfReader(io.BytesIO(page)).pages[0].extract_text().split())
    assert "Clients: 2." in words
    assert "clients.zip" in words


def test_both_files_for_programs_say_that_they_are_of_the_first_format() -> None:
    files = caseload_files([TAKEN])

    for name in ("clients/K4-207.json", "rows.json"):
        assert json.loads(files[name])["format"] == 1
