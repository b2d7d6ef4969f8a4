"""Who compared a recipient's key: what they signed, and nobody's word in their name."""

from pathlib import Path

import pytest

from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.record.database.columns import moment_text
from therapist_app.record.service.recipients import comparers, enter_key, load, note_compared

KEY = "age1" + "q" * 58


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    team = lay_out_team(tmp_path, Ben=("therapist",))
    with team.open("Ana") as vault:
        enter_key(vault.service, "Ministry", KEY)
    return team


def compared_by(team: Team) -> frozenset[str] | None:
    with team.open("Ana") as vault:
        recipient = load(vault.service, "Ministry")
        assert recipient is not None
        return comparers(vault.service, recipient)


def test_who_compared_a_key_is_who_signed_it_of_that_very_key(team: Team) -> None:
    assert compared_by(team) == frozenset()
    with team.open("Ana") as vault:
        recipient = load(vault.service, "Ministry")
        assert recipient is not None
        note_compared(vault.service, recipient, "Ana Example")
    assert compared_by(team) == {team.uid("Ana")}
    with team.open("Ana") as vault:
        enter_key(vault.service, "Ministry", KEY[:-1] + "p")

    assert compared_by(team) == frozenset()


def test_nobody_compares_a_key_in_somebody_elses_name(team: Team) -> None:
    with by_hand(team, "Ben", "Ana") as service:
        recipient = load(service, "Ministry")
        assert recipient is not None
        note_compared(service, recipient, "Ana Example")

    assert compared_by(team) == frozenset()


def test_a_key_that_an_earlier_version_noted_as_compared_is_so_by_who_signed_it(team: Team) -> None:
    with team.open("Ana") as vault:
        at = (moment_text(vault.service.now()),)
        with vault.service.change("recipient_compared", "recipient") as change:
            change.execute("UPDATE recipients SET compared_at = ?, compared_by = 'Ana'", at)

    assert compared_by(team) == {team.uid("Ana")}
