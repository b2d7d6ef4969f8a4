"""The package: described, complete, and the same everywhere."""

import json
import re
from pathlib import Path

import pytest

from exports.disclosure.disclosure import READER_PROFILES
from exports.leaks.finished_texts import texts_of
from exports.package.package import (
    MANIFEST,
    SIGNATURE,
    digest_of,
    manifest_of,
    package_files,
    report_alone,
)
from programme.packs.archive import write_tar
from tests.support.exports.cases import occasion
from tests.support.exports.packages import files_of
from tests.support.exports.releases import REPORT


@pytest.fixture(scope="module")
def files():
    return package_files(REPORT, occasion())


def test_the_package_holds_report_tables_workbook_codebook_and_description(files):
    assert sorted(files) == [
        "README.txt",
        "codebook.csv",
        "datapackage.json",
        "report.html",
        "report.pdf",
        "tables.xlsx",
        "tables/means.csv",
    ]


def test_the_report_alone_is_the_one_in_its_package_with_the_hash_of_its_tables(files):
    tables = digest_of({name: data for name, data in files.items() if name.endswith(".csv")})

    assert report_alone(REPORT, occasion()) == (files["report.pdf"], tables)


def test_the_description_fits_the_tables(files):
    description = json.loads(files["datapackage.json"])

    [resource] = description["resources"]
    assert resource["path"] == "tables/means.csv"
    assert [(field["name"], field["type"]) for field in resource["schema"]["fields"]] == [
        ("release", "string"),
        ("measure", "string"),
        ("n", "integer"),
    ]
    assert "few" in resource["schema"]["missingValues"]
    assert description["forms"] == [{"id": "phq-9", "version": 1}]
    assert description["programme"] == {"id": "pps", "version": "1"}
    assert description["description"] == READER_PROFILES["internal-review"].rule


def test_the_codebook_explains_every_column(files):
    text = files["codebook.csv"].decode("utf-8-sig")

    assert "means,measure,Measure,text,Name" in text


@pytest.mark.parametrize("practice", [True, False])
def test_the_readme_says_practice_only_in_practice(practice):
    text = package_files(REPORT, occasion(practice=practice))["README.txt"].decode()

    assert ("Practice: invented data" in text) is practice
    assert "Covers 1 of 3 caseloads, up to the end of November 2026." in text
    assert "\n\n\n" not in text


def test_no_file_names_a_day(files):
    for name, data in files.items():
        for _place, text in texts_of(name, data):
            assert "2026-11-" not in text


def test_hash_and_tar_depend_on_content_alone():
    one, two = {"a": b"1", "b": b"2"}, {"b": b"2", "a": b"1"}

    assert digest_of(one) == digest_of(two)
    assert write_tar(one) == write_tar(two)
    assert manifest_of(one, occasion()) == manifest_of(two, occasion())
    assert digest_of(one) != digest_of({"a": b"12", "b": b""})


def test_the_report_and_the_readme_carry_the_same_hash_of_the_tables(files):
    tables = digest_of({name: data for name, data in files.items() if name.endswith(".csv")})

    assert tables in files["README.txt"].decode()
    assert any(tables[:12] in text for _place, text in texts_of("report.pdf", files["report.pdf"]))


def test_what_stands_in_the_tables_for_what_is_not_told_is_explained():
    files = package_files(REPORT, occasion())
    text = files["README.txt"].decode()

    assert any(b",few" in data for name, data in files.items() if name.startswith("tables/"))
    assert "In tables/ \u201cfew\u201d stands for every number that is not told" in text


@pytest.mark.parametrize("kind", ["service", "single"])
def test_every_file_of_a_package_is_named_in_its_readme_where_it_is_there(kind):
    files = files_of(kind)
    readme = files["README.txt"].decode()
    told = {
        each.split("/")[0] + "/" * each.count("/")
        for each in (*files, MANIFEST, SIGNATURE)
        if each != "README.txt"
    }
    said = set(re.findall(r"[\w-]+\.(?:pdf|html|csv|json|xlsx|txt)\b|tables/", readme))

    assert said == told


def test_the_page_for_readers_names_every_file_of_a_package_that_they_read():
    page = (Path(__file__).parents[3] / "docs/national.md").read_text("utf-8")
    rows = "".join(re.findall(r"^\|.*\|$", page, re.MULTILINE))
    for_people_alone = {"README.txt", "codebook.csv"}  # `tables.xlsx` holds the codebook as well
    read = {re.sub("^tables/.*", "tables/*.csv", each) for each in files_of("service")}

    assert {each for each in read if f"`{each}`" not in rows} == for_people_alone
