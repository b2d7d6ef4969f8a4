"""A key of a recipient that somebody compared who left is compared anew before anything leaves."""

from dataclasses import replace
from pathlib import Path

import pytest

from exports.errors import NotForExport
from exports.package.sealing import new_age_key
from tests.support.record.records import newcomer
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.desks import at_desk, remove_lea
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.database.audit import note
from therapist_app.record.keyring.people import take_in
from therapist_app.record.service import recipients
from therapist_app.record.service.recipients import Recipient
from therapist_app.screens.recipients.recipient_view import standing_words
from therapist_app.workflows.exporting.keeping_recipients import (
    RecipientLine,
    enter_recipient,
    key_of_recipient,
    note_compared,
    own_key,
    recipient_lines,
)
from therapist_app.workflows.workspace import Workspace

KEY, _IDENTITY = new_age_key()


@pytest.fixture
@made_once
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


def test_nothing_is_sealed_for_a_key_that_only_somebody_compared_who_left(team: Team) -> None:
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


@pytest.mark.parametrize("who", ["Lea", "Ben"])
def test_a_key_counts_as_compared_by_whoever_signed_it_with_an_earlier_version(
    tmp_path: Path, who: str
) -> None:
    """Its entries told nothing of the key, and each row bears a name."""
    team = lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",))
    with by_hand(team, who) as service:
        now = service.now()
        row = Recipient("Board", KEY, now, now, "Lea Example")
        recipients.save(service, row)
        note(service, "recipient_compared", "recipient")

    with at_desk(team, "Lea") as lea:
        assert board(lea).compared_by == f"{who} Example"
    if who == "Lea":
        remove_lea(team)
        with at_desk(team, "Ana") as ana:
            assert board(ana).comparer_left


def test_a_key_of_the_service_that_a_colleague_writes_seals_nothing(tmp_path: Path) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",), Lea=("lead",))
    with at_desk(team, "Lea") as lea:
        own = own_key(lea)
    later = "2030-01-01T00:00:00.000000+00:00"
    with by_hand(team, "Ben") as service:
        written = "INSERT INTO own_age_keys SELECT ?, identity, ? FROM own_age_keys"
        service.run(written, (KEY, later)).fetchall()

    with at_desk(team, "Lea") as lea:
        assert own_key(lea) == own


def test_a_recipient_has_no_name_with_what_cannot_be_seen(team: Team) -> None:
    with at_desk(team, "Lea") as lea, pytest.raises(NotForExport, match="cannot be seen"):
        enter_recipient(lea, "Bo\u202eard", new_age_key()[0])


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
