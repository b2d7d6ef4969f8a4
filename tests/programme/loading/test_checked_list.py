"""What was checked once is believed for as long as nothing it was made from has changed."""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from pydantic import BaseModel

from programme import __main__ as command
from programme.definition.definition import Programme
from programme.definition.parts import SayLine
from programme.errors import ContentError, ProgrammeError
from programme.loading import library
from programme.loading.checked_list import ENDING, find_checked
from programme.loading.loading import checked_text, load_programme, write_list
from session_forms.library import library as form_library
from session_forms.library.library import FormLibrary
from tests.support.broken.mutating import mutated_bytes
from tests.support.programme.programmes import FILES, ON_TRACK, change, shelf, write_programme
from tests.support.sampling import sampled

SHIPPED = Path(str(library.installed_folder()))


def forms(digest: str = "these") -> FormLibrary:
    return FormLibrary(shelf().all(), digest=digest)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = write_programme(tmp_path / "tiny")
    write_list(folder, listed(folder), forms())
    return folder


def listed(folder: Path) -> Path:
    return folder.with_name(folder.name + ENDING)


def found(folder: Path, library: FormLibrary | None = None) -> Programme | None:
    return find_checked(folder, listed(folder), library or forms())


def same(one: object, other: object) -> bool:
    """Whether two values are the same to the last part: types, orders, and what was set."""
    if type(one) is not type(other):
        return False
    if isinstance(one, BaseModel):
        assert isinstance(other, BaseModel)
        names = type(one).model_fields
        return one.model_fields_set == other.model_fields_set and all(
            same(getattr(one, name), getattr(other, name)) for name in names
        )
    if isinstance(one, Mapping):
        assert isinstance(other, Mapping)
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple):
        assert isinstance(other, tuple)
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def test_the_list_that_ships_is_of_the_programme_that_ships() -> None:
    # If this fails: ./dev content
    text = checked_text(library.installed_folder(), form_library.installed())

    assert library.installed_list().read_text("utf-8") == text


def test_the_installed_programme_comes_from_the_list_and_is_the_one_that_is_read_from_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read = load_programme(SHIPPED, form_library.installed())
    monkeypatch.setattr("programme.loading.loading.load_programme", None)

    listed = library.installed.__wrapped__()

    assert listed == read
    assert same(listed, read)


def test_a_programme_with_everything_in_it_comes_back_the_same(folder: Path) -> None:
    (folder / "on-track.toml").write_text(ON_TRACK, "utf-8")
    approved = 'status = "approved"\napproved_by = "A lead"\napproved_on = 2026-05-01'
    change(folder, "programme.toml", 'status = "draft"', approved)
    write_list(folder, listed(folder), forms())

    assert same(found(folder), load_programme(folder, forms()))


def test_what_was_left_out_is_not_what_was_written_as_the_default() -> None:
    assert same(SayLine(text="Wait."), SayLine(text="Wait."))
    assert not same(SayLine(text="Wait."), SayLine(text="Wait.", key=False))
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})


@pytest.mark.parametrize("path", FILES)
def test_a_file_that_changed_by_one_letter_is_read_and_checked_afresh(
    folder: Path, path: str
) -> None:
    assert found(folder) is not None

    with (folder / path).open("a", encoding="utf-8") as file:
        file.write("\n")

    assert found(folder) is None


def test_a_file_that_is_gone_or_has_come_is_noticed(folder: Path) -> None:
    (folder / "on-track.toml").write_text("", "utf-8")
    assert found(folder) is None

    (folder / "on-track.toml").unlink()
    assert found(folder) is not None
    (folder / "frame/handout.md").unlink()
    assert found(folder) is None


def test_other_forms_than_those_it_was_held_against_are_noticed(folder: Path) -> None:
    assert found(folder, forms("others")) is None
    assert found(folder, forms("")) is None


def test_a_list_that_is_missing_or_damaged_is_not_believed(folder: Path) -> None:
    whole = listed(folder).read_bytes()

    for text in (b"", b"\xff\n\n\n", whole[:-1], whole + b"\n", whole.split(b"\n", 1)[1]):
        listed(folder).write_bytes(text)
        assert found(folder) is None
    listed(folder).unlink()
    assert found(folder) is None


@pytest.mark.parametrize("seed", sampled(range(30), every=5))
def test_a_list_that_was_changed_is_not_believed(folder: Path, seed: int) -> None:
    whole = listed(folder).read_bytes()
    dice = Random(seed)
    changed = mutated_bytes(whole, dice)
    while changed == whole:
        changed = mutated_bytes(whole, dice)

    listed(folder).write_bytes(changed)

    assert found(folder) is None


def test_a_list_of_an_earlier_shape_of_the_programme_is_not_believed(folder: Path) -> None:
    _digest, made_from, programme = listed(folder).read_text("utf-8").split("\n", 2)
    older = json.dumps(json.loads(programme) | {"a_key_of_old": 1})
    rest = f"{made_from}\n{older}"
    digest = sha256(rest.encode()).hexdigest()

    listed(folder).write_text(f"{digest}\n{rest}", "utf-8")

    assert found(folder) is None


def test_a_start_without_a_list_reads_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library, "installed_list", lambda: tmp_path / "none")

    assert library.installed.__wrapped__() == library.installed()


def test_the_command_writes_the_list_and_none_of_a_wrong_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "installed_folder", lambda: folder)
    monkeypatch.setattr(command, "installed_list", lambda: listed(folder))
    monkeypatch.setattr(command.library, "installed", forms)
    listed(folder).unlink()

    assert command.main(["cache"]) == 0
    assert found(folder) is not None

    listed(folder).unlink()
    change(folder, "frame/frame.toml", "core_minutes = 40", "core_minutes = 41")
    assert command.main(["cache"]) == 1
    assert capsys.readouterr().err.startswith("frame/frame.toml, line 5, minutes: ")
    assert not listed(folder).exists()


def test_a_list_is_not_written_over_forms_that_nobody_listed(folder: Path) -> None:
    with pytest.raises(ProgrammeError, match="session_forms cache"):
        write_list(folder, listed(folder), shelf())


def test_a_place_that_cannot_be_written_is_told(folder: Path) -> None:
    with pytest.raises(ProgrammeError, match=r"^tiny cannot be written; check who may"):
        write_list(folder, folder, forms())


def test_a_wrong_folder_has_no_list(folder: Path) -> None:
    change(folder, "frame/frame.toml", "core_minutes = 40", "core_minutes = 41")

    with pytest.raises(ContentError, match="the steps take 61 minutes"):
        checked_text(folder, forms())
