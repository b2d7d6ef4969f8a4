"""Files that a scanner holds for a while, with a pause that takes no time."""

import ast
import re
from pathlib import Path

import pytest

from session_forms import held_files
from session_forms.held_files import (
    PATIENCE,
    clear_folder,
    patiently,
    remove_empty_folder,
    remove_file,
    remove_folder,
    rename_new,
    rename_over,
)

ROOT = Path(__file__).parents[2]
PACKAGES = ("session_forms", "programme", "exports", "therapist_app")
IMPATIENT = {"rename", "rmdir", "rmtree", "unlink"}
NO_FILES = {"source.report", "self.tabs[WORK]"}
REMOVING = re.compile(r"\.(rename|rmdir|rmtree|unlink|remove|replace)\(")


class Held(OSError):
    """What Windows says of a file that another program has open."""

    winerror = 32


class Scanner:
    """Holds a file for some seconds of a clock that pauses move on."""

    def __init__(self, seconds: float) -> None:
        self.left = seconds

    def wait(self, seconds: float) -> None:
        self.left -= seconds

    def work(self) -> str:
        if self.left > 0:
            raise Held
        return "done"


@pytest.fixture
def scanner(monkeypatch):
    """Refuse each replacement and each removal for five seconds, which take no time."""
    found = Scanner(5)
    monkeypatch.setattr(held_files.time, "sleep", found.wait)
    for name in ("rename", "replace", "unlink", "rmdir"):
        monkeypatch.setattr(Path, name, _refused_by(found, getattr(Path, name)))
    removing = _refused_by(found, held_files.shutil.rmtree)
    monkeypatch.setattr(held_files.shutil, "rmtree", removing)
    return found


def _refused_by(scanner, act):
    def refused(*arguments, **options):
        if scanner.left > 0 and not options.get("ignore_errors"):
            raise Held
        return act(*arguments, **options)

    return refused


# Acceptance C54
def test_a_file_that_a_scanner_holds_for_five_seconds_is_waited_for():
    scanner = Scanner(5)

    assert patiently(scanner.work, pause=scanner.wait) == "done"


# Acceptance C54
def test_a_file_that_stays_held_is_said_after_a_while():
    scanner = Scanner(PATIENCE + 1)

    with pytest.raises(Held):
        patiently(scanner.work, pause=scanner.wait)

    assert scanner.left == pytest.approx(1)


def test_nothing_else_is_waited_for():
    waited = []

    def work() -> None:
        raise FileNotFoundError

    with pytest.raises(FileNotFoundError):
        patiently(work, pause=waited.append)

    assert waited == []


@pytest.mark.usefixtures("scanner")
def test_a_file_is_replaced_once_the_scanner_lets_go(tmp_path):
    old, fresh = tmp_path / "kept", tmp_path / "kept.new"
    old.write_text("old", "utf-8")
    fresh.write_text("new", "utf-8")

    rename_over(fresh, old)

    assert (old.read_text("utf-8"), fresh.exists()) == ("new", False)


@pytest.mark.usefixtures("scanner")
def test_a_folder_has_its_name_once_the_scanner_lets_go(tmp_path):
    (tmp_path / "draft").mkdir()

    rename_new(tmp_path / "draft", tmp_path / "folder")

    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.usefixtures("scanner")
def test_a_file_is_removed_once_the_scanner_lets_go(tmp_path):
    path = tmp_path / "left"
    path.touch()

    remove_file(path)

    assert not path.exists()


def test_a_file_that_is_not_there_is_removed_already(tmp_path):
    (tmp_path / "beside").touch()

    remove_file(tmp_path / "nothing")

    assert [each.name for each in tmp_path.iterdir()] == ["beside"]


@pytest.mark.usefixtures("scanner")
def test_an_empty_folder_is_removed_once_the_scanner_lets_go(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir()

    remove_empty_folder(folder)

    assert not folder.exists()


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize("remove", [remove_folder, clear_folder])
def test_a_folder_is_removed_once_the_scanner_lets_go(tmp_path, remove):
    folder = tmp_path / "full"
    (folder / "within").mkdir(parents=True)
    (folder / "within" / "file").touch()

    remove(folder)

    assert not folder.exists()


@pytest.mark.parametrize("remove", [remove_folder, clear_folder])
def test_a_folder_that_is_not_there_is_removed_already(tmp_path, remove):
    (tmp_path / "beside").touch()

    remove(tmp_path / "nothing")

    assert [each.name for each in tmp_path.iterdir()] == ["beside"]


@pytest.mark.parametrize("remove", [remove_folder, clear_folder])
def test_of_a_link_in_the_place_of_a_folder_nothing_goes_but_the_link(tmp_path, remove):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "dear").write_text("words")
    link = tmp_path / "drill"
    link.symlink_to(elsewhere)

    remove(link)

    assert not link.is_symlink()
    assert (elsewhere / "dear").read_text() == "words"


def test_what_can_go_goes_from_a_folder_that_stays_held(scanner, tmp_path):
    scanner.left = PATIENCE + 1
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "file").touch()

    clear_folder(folder)

    assert not (folder / "file").exists()


def test_nothing_of_ours_replaces_or_removes_a_file_without_patience():
    impatient = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if path.name != "held_files.py" and REMOVING.search(words := path.read_text("utf-8"))
        for node in ast.walk(ast.parse(words))
        if isinstance(node, ast.Call) and _is_impatient(node)
    ]

    assert impatient == []


def _is_impatient(call: ast.Call) -> bool:
    """Say whether a call replaces or removes; texts are replaced by two, days by names."""
    function = call.func
    if not isinstance(function, ast.Attribute) or ast.unparse(function.value) in NO_FILES:
        return False
    if function.attr == "replace":
        of_os = isinstance(function.value, ast.Name) and function.value.id == "os"
        return of_os or (len(call.args) == 1 and not call.keywords)
    if function.attr == "remove":
        return isinstance(function.value, ast.Name) and function.value.id == "os"
    return function.attr in IMPATIENT
