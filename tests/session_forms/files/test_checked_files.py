"""What was checked once is believed for as long as its bytes are the same."""

import shutil
from pathlib import Path
from random import Random

import pytest

from session_forms import __main__ as command
from session_forms.errors import DefinitionError
from session_forms.files.checked_files import CHECKED, checked_text, load_checked
from session_forms.files.toml_file import TomlFile, parse_toml
from session_forms.library.library import definition_files, definitions, load_form, load_library
from session_forms.reference.jurisdictions import (
    installed_jurisdictions,
    jurisdiction_files,
    jurisdiction_folder,
    load_jurisdictions,
)
from tests.support.broken.mutating import mutated_bytes

SHIPPED = Path(str(definitions()))
SHIPPED_TEXTS = Path(str(jurisdiction_folder()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("phq-9.v1.toml", "gad-7.v1.toml"):
        shutil.copy(SHIPPED / name, tmp_path)
    (tmp_path / CHECKED).write_text(checked_text(definition_files(tmp_path)), "utf-8")
    return tmp_path


def test_the_list_that_ships_is_of_the_files_that_ship() -> None:
    # If this fails: ./dev content
    assert (SHIPPED / CHECKED).read_text("utf-8") == checked_text(definition_files(definitions()))
    texts = jurisdiction_files(jurisdiction_folder())
    assert (SHIPPED_TEXTS / CHECKED).read_text("utf-8") == checked_text(texts)


def test_a_form_from_the_list_equals_the_one_from_its_file() -> None:
    library = load_library(definitions())

    assert list(library.all()) == sorted(
        (load_form(path) for path in definition_files(definitions())),
        key=lambda form: (form.id, form.version),
    )


def test_a_library_has_a_digest_only_where_each_file_is_the_one_that_was_checked(
    folder: Path,
) -> None:
    digest = load_library(folder).digest
    (folder / "gad-7.v1.toml").unlink()
    fewer = load_library(folder).digest
    shutil.copy(SHIPPED / "wsas.v2.toml", folder)

    assert len({digest, fewer, ""}) == 3
    assert load_library(folder).digest == ""


def test_a_local_text_from_the_list_equals_the_one_from_its_file() -> None:
    assert installed_jurisdictions() == load_jurisdictions(jurisdiction_folder())


def test_a_file_that_changed_is_read_and_checked_afresh(folder: Path) -> None:
    path = folder / "phq-9.v1.toml"
    assert load_checked(folder).find(path) is not None

    path.write_text(path.read_text("utf-8").replace('id = "q1"', 'id = "q2"', 1), "utf-8")

    assert load_checked(folder).find(path) is None
    with pytest.raises(DefinitionError, match="phq-9"):
        load_library(folder)


def test_a_list_that_is_missing_or_damaged_only_costs_time(folder: Path) -> None:
    forms = load_library(folder).all()

    (folder / CHECKED).write_bytes(b"phq-9.v1.toml\n\xff")
    assert load_library(folder).all() == forms
    (folder / CHECKED).write_text("phq-9.v1.toml\tno hash\n", "utf-8")
    assert load_library(folder).all() == forms
    (folder / CHECKED).unlink()
    assert load_library(folder).all() == forms


@pytest.mark.parametrize("seed", range(20))
def test_a_list_that_was_changed_never_changes_a_form(folder: Path, seed: int) -> None:
    forms = load_library(folder).all()
    list_file = folder / CHECKED
    dice = Random(seed)

    list_file.write_bytes(mutated_bytes(list_file.read_bytes(), dice))

    assert load_library(folder).all() == forms


def test_a_line_that_says_something_else_of_a_file_is_not_believed(folder: Path) -> None:
    list_file = folder / CHECKED
    list_file.write_text(list_file.read_text("utf-8").replace('"act"', '"watch"'), "utf-8")

    assert load_checked(folder).find(folder / "phq-9.v1.toml") is None
    assert load_checked(folder).find(folder / "gad-7.v1.toml") is not None


def test_only_days_stand_in_the_list_beside_what_json_knows(tmp_path: Path) -> None:
    (tmp_path / "x.v1.toml").write_text("at = 10:30:00\n", "utf-8")

    with pytest.raises(TypeError):
        checked_text([tmp_path / "x.v1.toml"])


def test_a_file_too_deep_for_its_lines_has_none() -> None:
    assert TomlFile("x.toml", {}, "a = " + "[" * 5000 + "]" * 5000).lines == {}
    assert parse_toml("x.toml", b"a = 1\n").lines == {("a",): 1}


def test_the_command_writes_the_list_and_writes_none_over_a_wrong_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "definitions"
    shutil.copytree(SHIPPED, folder)
    (folder / CHECKED).unlink()
    texts = tmp_path / "jurisdictions"
    shutil.copytree(SHIPPED_TEXTS, texts)
    (texts / CHECKED).unlink()
    monkeypatch.setattr(command, "definitions", lambda: folder)
    monkeypatch.setattr(command, "jurisdiction_folder", lambda: texts)

    assert command.main(["cache"]) == 0
    assert (folder / CHECKED).read_text("utf-8") == (SHIPPED / CHECKED).read_text("utf-8")
    assert (texts / CHECKED).read_text("utf-8") == (SHIPPED_TEXTS / CHECKED).read_text("utf-8")

    (folder / CHECKED).unlink()
    (folder / "phq-9.v1.toml").write_text("id = 1\n", "utf-8")
    assert command.main(["cache"]) == 1
    assert "phq-9.v1.toml" in capsys.readouterr().err
    assert not (folder / CHECKED).exists()
