"""Parquet: what is handed to pyarrow, which is not here (`tests/readers` reads what it makes)."""

import json
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from exports.__main__ import main
from exports.errors import ExportError, PackageRefused
from exports.package import parquet
from exports.package.parquet import parquet_files
from exports.package.verification import verify_package
from tests.support.exports.cases import occasion
from tests.support.exports.packages import files_of, signed, written


class Pyarrow:
    """Stands for pyarrow: a table is kept as JSON."""

    def __init__(self):
        self.parquet = SimpleNamespace(write_table=lambda table, out: out.kept.append(table))

    string, int64, float64, bool_ = (
        staticmethod(lambda name=name: name) for name in ("string", "int64", "float64", "bool")
    )

    @staticmethod
    def field(name, kind, metadata):
        return [name, kind, metadata["title"]]

    @staticmethod
    def schema(fields, metadata):
        return {"fields": fields, **metadata}

    @staticmethod
    def table(data, schema):
        return {"data": data, "schema": schema}

    class BufferOutputStream:
        def __init__(self):
            self.kept = []

        def getvalue(self):
            [table] = self.kept
            return SimpleNamespace(to_pybytes=lambda: json.dumps(table).encode())


@pytest.fixture
def with_pyarrow(monkeypatch):
    fake = Pyarrow()
    monkeypatch.setitem(sys.modules, "pyarrow", fake)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", fake.parquet)
    monkeypatch.setattr(parquet, "is_installed", lambda: True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(signed(files_of("service"), occasion()), tmp_path_factory.mktemp("package"))


@pytest.mark.usefixtures("with_pyarrow")
def test_every_table_is_written_with_its_types_its_titles_and_its_release(folder):
    package = verify_package(folder)
    made = parquet_files(package)
    table = json.loads(made["cells.parquet"])

    names = {name for name in package.files if name.startswith("tables/")}
    assert {f"tables/{name.removesuffix('.parquet')}.csv" for name in made} == names
    assert table["schema"]["release"] == "R-4F2A-77"
    assert ["quarter", "string", "Quarter"] in table["schema"]["fields"]
    assert [each[:2] for each in table["schema"]["fields"]][-12:-4] == [
        ["n", "int64"],
        ["n_withheld", "bool"],
        ["sum", "float64"],
        ["sum_withheld", "bool"],
        ["squares", "float64"],
        ["squares_withheld", "bool"],
        ["value", "float64"],
        ["value_withheld", "bool"],
    ]


@pytest.mark.usefixtures("with_pyarrow")
def test_what_is_withheld_is_told_from_what_is_not_there(folder):
    data = json.loads(parquet_files(verify_package(folder))["cells.parquet"])["data"]
    kinds = {
        (type(value), withheld)
        for value, withheld in zip(data["value"], data["value_withheld"], strict=True)
    }

    assert kinds == {(float, False), (type(None), True), (type(None), False)}
    assert {type(each) for each in data["n"]} == {int, type(None)}


@pytest.mark.usefixtures("with_pyarrow")
def test_it_is_written_into_a_new_folder_from_the_command_line(folder, tmp_path, capsys):
    assert main(["parquet", str(folder), "--out", str(tmp_path / "out")]) == 0
    assert main(["parquet", str(folder), "--out", str(tmp_path / "out")]) == 1

    told = capsys.readouterr()
    assert f"tables of {folder.name}, in out." in told.out
    assert (tmp_path / "out" / "cells.parquet").is_file()
    assert "already there" in told.err


@pytest.mark.usefixtures("with_pyarrow")
@pytest.mark.parametrize(
    "changed",
    [
        {"datapackage.json": b"{"},
        {"datapackage.json": b'{"resources": [{"name": "cells"}]}'},
        {"tables/cells.csv": b"release\r\nx\r\n"},
        {"tables/cells.csv": b"\xff"},
    ],
)
def test_tables_that_are_not_as_described_are_refused(folder, changed):
    package = verify_package(folder)

    with pytest.raises(PackageRefused):
        parquet_files(replace(package, files={**package.files, **changed}))


def test_without_pyarrow_it_says_what_is_missing(folder, monkeypatch):
    monkeypatch.setattr(parquet, "NEEDED", "no_such_library")

    with pytest.raises(ExportError, match="once pyarrow is installed"):
        parquet_files(verify_package(folder))
