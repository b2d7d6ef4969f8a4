"""A laptop remembers how far a service went when it was open there, and tells of an older one."""

import json
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.record.safekeeping import (
    add_clients,
    back_up_quietly,
    codes_in,
    holder_of,
    newest_path,
    put_back,
)
from tests.support.record.stating import lay_out_two_keepers
from tests.support.record.team import Team
from therapist_app.record.sign_in.laptop_memory import FOLDER_OLDER, MOST, remember
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.loud_acts import (
    RESTORED,
    act_in_words,
    loud_acts,
)


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    team.visit("Ben", "Cy", "Dee", "Ana")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.apart(tmp_path)


@contextmanager
def session(team: Team, name: str, memory: Path) -> Generator[Vault]:
    """Have somebody signed in on the laptop with this memory."""
    with team.open(name) as vault:
        remember(vault, memory)
        yield vault


def told(team: Team, name: str, memory: Path) -> list[str]:
    with session(team, name, memory) as vault:
        found = [act_in_words(each) for each in loud_acts(vault) if each.action == FOLDER_OLDER]
        note_told(vault)
    return found


def laid_over(team: Team, other: Path) -> None:
    """Put another copy of the whole folder in the place of this one, as what synchronises does."""
    shutil.rmtree(team.service.folder)
    shutil.copytree(other, team.service.folder)


@pytest.fixture
def older(team: Team, tmp_path: Path) -> Path:
    """A whole copy of the folder, of before a session in which a client was added."""
    with session(team, "Cy", tmp_path / "memory"):
        pass
    copy = tmp_path / "older"
    shutil.copytree(team.service.folder, copy)
    with session(team, "Cy", tmp_path / "memory") as vault:
        add_clients(vault, "C-100")
    return copy


def test_a_whole_folder_of_before_is_told_to_everybody_once(
    team: Team, older: Path, tmp_path: Path
) -> None:
    laid_over(team, older)

    [words] = told(team, "Cy", tmp_path / "memory")

    assert "Cy" in words
    with team.open("Cy") as vault:
        assert codes_in(vault) == []
    assert [len(told(team, each, tmp_path / "memory")) for each in ("Ben", "Dee", "Cy")] == [
        1,
        1,
        0,
    ]


@pytest.mark.usefixtures("older")
def test_a_folder_that_went_on_is_not_told(team: Team, tmp_path: Path) -> None:
    for name, laptop in (("Ben", "second"), ("Cy", "second"), ("Dee", "memory"), ("Cy", "third")):
        assert told(team, name, tmp_path / laptop) == []


def test_two_copies_that_went_apart_are_told_where_one_takes_the_place_of_the_other(
    team: Team, older: Path, tmp_path: Path
) -> None:
    other = Team(team.apart(tmp_path / "x").service, team.members)
    laid_over(other, older)
    with session(other, "Cy", tmp_path / "second") as vault:
        add_clients(vault, "C-200")
    with session(other, "Ben", tmp_path / "second"):
        pass

    laid_over(team, other.service.folder)

    assert len(told(team, "Ben", tmp_path / "memory")) == 1
    assert told(other, "Ben", tmp_path / "second") == []


def test_a_service_file_that_a_keeper_restored_is_told_as_that_alone(
    team: Team, tmp_path: Path
) -> None:
    with session(team, "Ana", tmp_path / "memory") as vault:
        back_up_quietly(vault)
        backup = newest_path(vault, "service")
    with session(team, "Ana", tmp_path / "memory"):
        pass

    put_back(holder_of(team.service), backup)

    with session(team, "Ben", tmp_path / "memory") as vault:
        found = {each.action for each in loud_acts(vault)}
    assert RESTORED in found
    assert FOLDER_OLDER not in found


def test_what_was_done_up_to_the_closing_counts(team: Team, tmp_path: Path) -> None:
    copy = tmp_path / "while open"
    with session(team, "Cy", tmp_path / "memory") as vault:
        shutil.copytree(team.service.folder, copy)
        add_clients(vault, "C-100")

    laid_over(team, copy)

    assert len(told(team, "Ben", tmp_path / "memory")) == 1


def test_it_is_no_longer_than_some_services_and_says_nothing_of_one(
    team: Team, tmp_path: Path
) -> None:
    memory = tmp_path / "memory"
    memory.write_text(json.dumps({f"{each:032x}": "0" * 80 for each in range(MOST)}), "ascii")

    assert told(team, "Cy", memory) == []

    kept = json.loads(memory.read_text("ascii"))
    assert len(kept) == MOST
    with team.open("Cy") as vault:
        entries = vault.service.audit.mark.n
    assert team.uid("Cy") not in memory.read_text("ascii")
    assert f'"{entries}:' not in memory.read_text("ascii")


@pytest.mark.parametrize(
    "spoilt", [b"", b"{", b"[]", b"\xff", b'{"a": 3}', b'{"a": "zz"}', b"1" * 100_000]
)
def test_what_was_spoilt_is_begun_anew(team: Team, tmp_path: Path, spoilt: bytes) -> None:
    memory = tmp_path / "memory"
    memory.write_bytes(spoilt)

    assert [told(team, "Cy", memory) for _ in range(2)] == [[], []]
    assert json.loads(memory.read_text("ascii"))


@pytest.mark.parametrize("spoilt", ["0" * 80, "f" * 80, "a1" * 40])
def test_a_mark_that_was_spoilt_keeps_nobody_out(team: Team, tmp_path: Path, spoilt: str) -> None:
    memory = tmp_path / "memory"
    assert told(team, "Cy", memory) == []
    memory.write_text(json.dumps(dict.fromkeys(json.loads(memory.read_text()), spoilt)))

    assert [told(team, "Cy", memory) for _ in range(2)] == [[], []]


def test_where_nothing_can_be_kept_nobody_is_told_or_kept_out(team: Team, tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()

    assert told(team, "Cy", tmp_path / "memory") == []
