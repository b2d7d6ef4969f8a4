"""Frictionless, openpyxl and pyarrow take the tables of a package, number for number."""

import csv
import io
import json

import openpyxl
import pytest
from frictionless import Package, system
from pyarrow import parquet

from exports.document.tables import FEW, with_ends
from exports.package.parquet import WITHHELD, parquet_files
from exports.package.verification import verify_package
from tests.support.exports.cases import occasion
from tests.support.exports.packages import files_of, service_of_forty, signed, written

pytestmark = pytest.mark.filterwarnings("ignore")
KINDS = ("service", "single")


def found_by_frictionless(folder):
    with system.use_context(trusted=True):
        report = Package(folder / "datapackage.json").validate()
    return report.valid, [each for task in report.tasks for each in task.errors]


@pytest.mark.parametrize("kind", KINDS)
def test_frictionless_finds_nothing_in_a_package(kind, tmp_path):
    valid, errors = found_by_frictionless(written(files_of(kind), tmp_path))

    assert (valid, errors) == (True, [])


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("tables/cells.csv", b",value,error,", b",figure,error,"),
        ("tables/funnel.csv", b"caseloads covered,", b"caseloads covered,about "),
        ("tables/waits.csv", b"\r\n", b",more\r\n"),
    ],
)
def test_frictionless_finds_a_planted_fault(name, before, after, tmp_path):
    files = files_of("service")
    assert before in files[name]
    written({**files, name: files[name].replace(before, after)}, tmp_path)

    valid, errors = found_by_frictionless(tmp_path)

    assert not valid
    assert errors


def test_openpyxl_reads_every_figure_that_is_told_as_the_number_that_it_is():
    book = openpyxl.load_workbook(io.BytesIO(files_of("service")["tables.xlsx"]))
    report = service_of_forty()
    numbers = 0

    for table in map(with_ends, report.tables):
        if not table.rows:
            continue
        lines = list(book[table.id].iter_rows(min_row=2))
        assert len(lines) == len(table.rows)
        for line, row in zip(lines, table.rows, strict=True):
            for found, cell in zip(line[1:], row, strict=False):
                if cell.value is not None:
                    numbers += 1
                    assert (found.value, found.data_type) == (cell.value, "n")
                else:
                    assert found.data_type in {"s", "inlineStr", "n"}
                    assert found.value is None or isinstance(found.value, str)
    assert numbers > 500
    assert {"Rules and notes", "codebook"} <= set(book.sheetnames)
    assert book.properties.title == report.title


def test_openpyxl_finds_no_formula_in_a_workbook():
    for kind in KINDS:
        book = openpyxl.load_workbook(io.BytesIO(files_of(kind)["tables.xlsx"]))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]

        assert cells
        assert not [cell.value for cell in cells if cell.data_type == "f"]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    files = signed(files_of("service"), occasion())
    return verify_package(written(files, tmp_path_factory.mktemp("package")))


def test_pyarrow_reads_every_table_with_the_types_of_the_description(package):
    made = parquet_files(package)
    described = json.loads(package.files["datapackage.json"])

    assert sorted(made) == sorted(f"{each['name']}.parquet" for each in described["resources"])
    types = {"string": "string", "integer": "int64", "number": "double"}
    for each in described["resources"]:
        table = parquet.read_table(io.BytesIO(made[f"{each['name']}.parquet"]))
        for one in each["schema"]["fields"]:
            assert str(table.schema.field(one["name"]).type) == types[one["type"]]
        assert table.schema.metadata[b"release"] == package.release_id.encode()


def test_each_number_in_parquet_is_that_of_the_csv_and_what_is_withheld_is_told(package):
    made = parquet_files(package)
    compared = withheld = 0
    for name, data in package.files.items():
        if not name.startswith("tables/"):
            continue
        lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        stem = name.removeprefix("tables/").removesuffix(".csv")
        rows = parquet.read_table(io.BytesIO(made[f"{stem}.parquet"])).to_pylist()
        assert len(rows) == len(lines)
        for line, row in zip(lines, rows, strict=True):
            for key, text in line.items():
                if f"{key}{WITHHELD}" not in row:
                    assert row[key] == text
                    continue
                compared += 1
                withheld += row[f"{key}{WITHHELD}"]
                assert row[f"{key}{WITHHELD}"] == (text == FEW)
                assert row[key] == (float(text) if text[-1:].isdigit() else None)
    assert compared > 1000
    assert withheld > 10
