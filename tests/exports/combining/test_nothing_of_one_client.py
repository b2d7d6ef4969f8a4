"""Nothing that is about one client can be in what is combined: neither in code nor in data."""

import ast
from pathlib import Path

import pytest

from exports.combining.cell_store import CellKeys, read_cells
from exports.disclosure.cells import COLUMNS
from exports.disclosure.disclosure import READER_PROFILES
from exports.errors import PackageRefused
from tests.support.exports.many_packages import first_lines, table

ROOM = Path(__file__).parents[3] / "exports" / "combining"
MAY_IMPORT = (
    "exports.combining",
    "exports.disclosure.cell_keys",
    "exports.disclosure.cells",
    "exports.disclosure.disclosure",
    "exports.disclosure.protected",
    "exports.document",
    "exports.errors",
    "exports.estimates",
    "exports.package.package",
    "exports.package.verification",
    "exports.package.writing",
    "exports.paper.charts",
    "exports.purposes",
    "exports.quarters",
    "exports.reports.service_report",
    "programme.definition",
    "programme.loading",
    "session_forms.library",
    "session_forms.picked_files",
    "session_forms.words",
)
"""Of ours; of reports the words of tables alone, made over nobody."""
TAKES_CASES = {"raw_tables", "tabulated", "service_report", "pseudonymise", "change"}
FILES_READ = {"CELLS", "DESCRIPTION"}


def modules():
    return sorted(ROOM.glob("*.py"))


def trees():
    return [(path, ast.parse(path.read_text("utf-8"))) for path in modules()]


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def test_it_knows_no_module_of_clients_cases_or_the_record():
    ours = ("exports", "programme", "session_forms", "therapist_app")
    strange = {
        f"{path.name}: {name}"
        for path, tree in trees()
        for name in imported(tree)
        if name.split(".")[0] in ours
        and not any(name == each or name.startswith(f"{each}.") for each in MAY_IMPORT)
    }

    assert len(modules()) > 8
    assert strange == set()


def test_whatever_takes_cases_is_called_over_nobody():
    calls = [
        node
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in TAKES_CASES - {"change"}
    ]

    assert [ast.unparse(each.args[0]) for each in calls] == ["()"]


def test_of_a_package_two_files_are_read():
    read = [
        ast.unparse(node)
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "files"
    ]
    names = {
        each.id
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript | ast.Call) and "package.files" in ast.unparse(node)
        for each in ast.walk(node)
        if isinstance(each, ast.Name) and each.id.isupper()
    }

    assert set(read) == {"package.files"}
    assert names == FILES_READ


def test_the_columns_that_are_read_are_of_services_and_never_of_clients():
    about_one = {"client", "case", "pseudonym", "code", "session", "date", "week", "name"}

    assert not about_one & set(COLUMNS)


@pytest.mark.parametrize("profile", ["internal-review", "external"])
def test_no_line_about_fewer_people_than_may_be_told_is_taken(profile):
    least = READER_PROFILES[profile].least
    for n in range(least):
        data = table([first_lines()[0] | {"n": str(n)}], "R-1")
        with pytest.raises(PackageRefused, match="too few people"):
            read_cells(data, "R-1", least=least, keys=CellKeys())
