"""Keys made new: nothing without the passphrase of now, and each leftover is told."""

from pathlib import Path

import pytest

from tests.support.record.revoking import NEW, OLD, give_passphrase
from tests.support.record.safekeeping import silent
from tests.support.record.sheets import replace_continuity
from tests.support.record.team import lay_out_team
from therapist_app.record.backups.giving_up import GivenUp
from therapist_app.record.errors import DiskFull
from therapist_app.workflows.errors import NotYourPassphrase
from therapist_app.workflows.people import giving_up_keys
from therapist_app.workflows.people.giving_up_keys import (
    begin_new_keys,
    finish_new_keys,
    make_keys_new,
)
from therapist_app.workflows.people.keeping_own_keys import Proof
from therapist_app.workflows.safekeeping.loud_acts import act_in_words, loud_acts


def proof(words: str = OLD) -> Proof:
    return Proof(bytearray(words.encode()))


def test_a_passphrase_that_is_not_theirs_begins_nothing(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path)
    give_passphrase(team, "Ana")
    new = bytearray(NEW.encode())
    with team.open("Ana") as vault, pytest.raises(NotYourPassphrase):
        begin_new_keys(vault, proof("not what they sign in with"), new, None)

    assert not any(new)


def test_what_became_of_the_backups_is_told_and_so_is_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = lay_out_team(tmp_path)
    give_passphrase(team, "Ana")
    monkeypatch.setattr(
        giving_up_keys,
        "give_up_backups",
        lambda *_, keep: GivenUp(1, 2, ("/stick",), int(keep), 3, 1),
    )
    with team.open("Ana") as vault:
        new = begin_new_keys(vault, proof(), bytearray(NEW.encode()), None)
        came = make_keys_new(vault, new, keep_backups=True, tell=silent)

    assert came.told == (
        "1 older backup was sealed anew.",
        "2 older backups were destroyed.",
        "/stick was not there: destroy the older backups in it yourself.",
        "3 files that were kept from before a restore or repair were destroyed.",
        (
            "A damaged file that is kept beside the record still opens with it. Throw it away "
            "under Backups once you need nothing of it."
        ),
        "Backups of clients whom you cover open with it until their therapist destroys them.",
    )


def test_in_practice_there_are_no_backups_to_speak_of(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, practice=True)
    give_passphrase(team, "Ana")
    with team.open("Ana") as vault:
        new = begin_new_keys(vault, proof(), bytearray(NEW.encode()), None)

        assert make_keys_new(vault, new, keep_backups=True, tell=silent).told == ()


def test_everybody_is_told_that_somebodys_keys_are_new(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",))
    team.visit("Ben")
    team.service.clock.advance(60)
    give_passphrase(team, "Ana")
    with team.open("Ana") as vault:
        new = begin_new_keys(vault, proof(), bytearray(NEW.encode()), None)
        make_keys_new(vault, new, keep_backups=False, tell=silent)

    with team.open("Ben") as vault:
        told = [act_in_words(each) for each in loud_acts(vault)]

    assert len(told) == 1
    assert told[0].startswith("Ana Example made their keys new on ")


@pytest.mark.parametrize("is_refused", [False, True])
def test_what_was_cut_off_is_finished_by_the_next_session_or_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_refused: bool
) -> None:
    team = lay_out_team(tmp_path)
    with team.open("Ana") as vault:
        assert finish_new_keys(vault) is None

        def finish(*_given: object) -> GivenUp:
            if is_refused:
                raise DiskFull
            return GivenUp(1, 0, (), 0)

        monkeypatch.setattr(giving_up_keys, "is_giving_up_unfinished", lambda _vault: True)
        monkeypatch.setattr(giving_up_keys, "finish_giving_up", finish)
        came = finish_new_keys(vault)

    assert came is not None
    assert isinstance(came.problem, DiskFull) == is_refused
    [told] = came.told
    assert told.startswith("The older backups are" if is_refused else "1 older backup was sealed")


def test_everybody_is_told_that_there_is_another_continuity_sheet(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",))
    team.visit("Ben")
    team.service.clock.advance(60)
    with team.open("Ana") as vault:
        replace_continuity(vault)

    with team.open("Ben") as vault:
        [told] = [act_in_words(each) for each in loud_acts(vault)]

    assert told.startswith("Ana Example made a new continuity sheet on ")
