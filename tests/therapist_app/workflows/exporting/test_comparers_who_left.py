"""A key of a recipient that somebody compared who left is compared anew before anything leaves."""

from dataclasses import replace
from pathlib import Path

import pytest

from exports.errors import NotForExport
from exports.package.sealing import new_age_key
from tests.support.record.records import newcomer
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team
from tests.support.workflows.desks import at_desk, remove_lea
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.keyring.people import take_in
from therapist_app.record.service import settings
from therapist_app.screens.recipients.recipient_view import standing_words
from therapist_app.workflows.exporting.keeping_recipients import (
    COMPARERS_KEY,
    RecipientLine,
    enter_recipient,
    key_of_recipient,
    note_compared,
    recipient_lines,
)
from therapist_app.workflows.workspace import Workspace

KEY, _IDENTITY = new_age_key()


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Ana keeps the service; Lea led it, and compared a key of a recipient."""
    team = lay_out_team(tmp_path, Lea=("lead",))
    with at_desk(team, "Lea") as lea:
        enter_recipient(lea, "Board", KEY)
        note_compared(lea, "Board")
    with at_desk(team, "Ana") as ana:
        assert key_of_recipient(ana, "Board") == KEY
    return team


def board(workspace: Workspace) -> RecipientLine:
    return next(each for each in recipient_lines(workspace) if each.name == "Board")


@pytest.mark.parametrize("noted_by", ["uid", "name alone, by an earlier version"])
def test_nothing_is_sealed_for_a_key_that_only_somebody_compared_who_left(
    team: Team, noted_by: str
) -> None:
    if noted_by != "uid":
        with team.open("Ana") as vault:
            settings.save(vault.service, COMPARERS_KEY, {})
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        with pytest.raises(NotForExport, match="left the service"):
            key_of_recipient(ana, "Board")
        line = board(ana)
        assert (line.standing, line.comparer_left) == ("to_compare", True)
        assert standing_words(line) == (
            "Lea Example, who compared the key, left the service. Compare it again."
        )


def test_a_key_that_was_compared_anew_counts_also_for_somebody_of_the_same_name(
    team: Team,
) -> None:
    remove_lea(team)
    with team.open("Ana") as vault:
        again = newcomer(vault.sources, bytes(32), bytes(20), name="Lea Example", roles=("lead",))
        take_in(vault, again)
        workspace = workspace_for(vault)
        assert board(workspace).comparer_left
        vault.person = replace(vault.person, uid=again.uid, name="Lea Example")
        note_compared(workspace, "Board")
        assert key_of_recipient(workspace, "Board") == KEY
        assert not board(workspace).comparer_left


def test_practice_goes_on_with_a_key_whoever_compared_it(team: Team) -> None:
    remove_lea(team)
    with at_desk(team, "Ana") as ana:
        ana.vault.practice = True

        assert key_of_recipient(ana, "Board") == KEY
        assert not board(ana).comparer_left


def test_a_key_that_nobody_signed_to_have_compared_is_sealed_for_nobody(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",))
    with at_desk(team, "Lea") as lea:
        enter_recipient(lea, "Board", new_age_key()[0])
        note_compared(lea, "Board")
    theirs = new_age_key()[0]
    with by_hand(team, "Ben") as service:
        service.run("UPDATE recipients SET age_key = ? WHERE name = 'Board'", (theirs,))

    with at_desk(team, "Lea") as lea:
        with pytest.raises(NotForExport, match="Nobody signed"):
            key_of_recipient(lea, "Board")
        assert "Nobody signed" in standing_words(board(lea))
