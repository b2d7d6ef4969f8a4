"""A keeper's role is taken by two, by its holder, or alone after notice; never unseen."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import a_client
from tests.support.record.revoking import revoked
from tests.support.record.stating import header_of
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.clients import clients
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import HeaderAltered, NotAllowed, NotPossibleYet, StatementRefused
from therapist_app.record.header import statements
from therapist_app.record.header.header_seal import check_signatures
from therapist_app.record.header.notices import NOTICE
from therapist_app.record.header.statements import with_statement
from therapist_app.record.keyring.people import (
    change_roles,
    give_notice,
    notice_ends,
    remove_person,
)

DAY = timedelta(days=1)


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Kay=("keeper", "lead"), Ben=("therapist",))


def wait(team: Team, time: timedelta) -> None:
    team.service.clock.advance(time.total_seconds())


def notice(team: Team, by: str, to: str) -> None:
    with team.open(by) as vault:
        give_notice(vault, team.uid(to))


def take(team: Team, by: str, of: str) -> None:
    with team.open(by) as vault:
        change_roles(vault, team.uid(of), ("lead",))


def is_keeper(team: Team, name: str) -> bool:
    person = header_of(team).person(team.uid(name))
    assert person is not None
    return "keeper" in person.roles


def test_nobody_takes_the_role_of_the_only_other_keeper_at_once(team: Team) -> None:
    for act in (
        lambda: take(team, "Ana", "Kay"),
        lambda: remove(team, "Ana", "Kay"),
    ):
        with pytest.raises(NotPossibleYet):
            act()
    notice(team, "Ana", "Kay")
    wait(team, NOTICE - DAY)
    with pytest.raises(NotPossibleYet):
        take(team, "Ana", "Kay")
    assert is_keeper(team, "Kay")


def remove(team: Team, by: str, whom: str) -> None:
    with team.open(by) as vault:
        remove_person(vault, team.uid(whom))


def test_after_fourteen_days_of_notice_one_alone_can(team: Team) -> None:
    notice(team, "Ana", "Kay")
    with team.open("Kay") as vault:
        ends = notice_ends(vault, team.uid("Kay"))
        assert ends == vault.service.now() + NOTICE
        assert notice_ends(vault, team.uid("Ana")) is None
    wait(team, NOTICE)

    take(team, "Ana", "Kay")

    assert not is_keeper(team, "Kay")
    team.visit("Ben", "Ana", "Kay")


def test_who_has_notice_can_give_the_role_up_and_nobody_else(team: Team) -> None:
    with pytest.raises(NotAllowed):
        take(team, "Kay", "Kay")
    notice(team, "Ana", "Kay")

    take(team, "Kay", "Kay")

    assert not is_keeper(team, "Kay")


def test_two_keepers_of_before_can_at_once(team: Team) -> None:
    team.add("Dee", "keeper")
    wait(team, NOTICE)
    notice(team, "Dee", "Kay")

    take(team, "Ana", "Kay")

    assert not is_keeper(team, "Kay")


@pytest.mark.parametrize(("by", "then"), [("Ana", "Dee"), ("Dee", "Ana")])
def test_somebody_made_a_keeper_for_this_is_no_second(team: Team, by: str, then: str) -> None:
    wait(team, NOTICE)
    team.add("Dee", "keeper")
    notice(team, by, "Kay")

    with pytest.raises(NotPossibleYet):
        take(team, then, "Kay")


def test_a_new_key_pair_makes_nobody_a_second(team: Team) -> None:
    wait(team, NOTICE)
    notice(team, "Ana", "Kay")
    revoked(team, "Ana")

    with pytest.raises(NotPossibleYet):
        take(team, "Ana", "Kay")
    wait(team, NOTICE)
    take(team, "Ana", "Kay")
    assert not is_keeper(team, "Kay")


def test_notice_is_given_by_a_keeper_to_another_one(team: Team) -> None:
    for by, to in (("Ben", "Kay"), ("Ana", "Ana"), ("Ana", "Ben")):
        with pytest.raises(NotAllowed):
            notice(team, by, to)


def test_a_new_key_pair_ends_no_notice(team: Team) -> None:
    notice(team, "Ana", "Kay")
    revoked(team, "Kay")
    wait(team, NOTICE)

    take(team, "Ana", "Kay")

    assert not is_keeper(team, "Kay")


def hostile(team: Team, *, at: str = "") -> None:
    """Have Ana's own program state that Kay is no keeper, whatever ours says."""
    with team.open("Ana") as vault:
        kay = vault.header.person(team.uid("Kay"))
        assert kay is not None
        seed = vault.credentials.keys.signing
        header, now = vault.header, moment_text(vault.service.now())
        if at:
            header = with_statement(header, team.uid("Ana"), seed, at, notices=(kay.verify,))
        bare = header.with_person(statements.replace(kay, roles=("lead",)))
        header = with_statement(bare, team.uid("Ana"), seed, now)
        vault.write_header(header)


def test_a_statement_that_takes_it_at_once_is_refused_before_any_passphrase(team: Team) -> None:
    hostile(team)

    with pytest.raises(HeaderAltered) as refused:
        check_signatures(header_of(team))

    assert refused.value.detail == "keepers"


def test_notice_that_was_dated_back_is_refused_by_whoever_looked_since(team: Team) -> None:
    with team.open("Ben") as vault:
        clients.add(vault.caseload, a_client(vault.caseload))
        long_ago = moment_text(vault.service.now())
    wait(team, 2 * NOTICE)
    team.visit("Ben")
    wait(team, DAY)

    hostile(team, at=long_ago)

    check_signatures(header_of(team))
    with pytest.raises(StatementRefused) as refused:
        team.visit("Ben")
    assert refused.value.detail == "hurried"


def test_whoever_was_away_for_as_long_as_notice_takes_is_told(team: Team) -> None:
    team.visit("Ben")
    wait(team, NOTICE)
    notice(team, "Ana", "Kay")
    wait(team, NOTICE)
    take(team, "Ana", "Kay")

    with team.open("Ben") as vault:
        assert "keeper-taken" in vault.warnings
    with team.open("Ben") as vault:
        assert "keeper-taken" not in vault.warnings


def test_a_clock_that_was_ahead_when_somebody_looked_locks_nobody_out(team: Team) -> None:
    wait(team, 9 * NOTICE)
    team.visit("Ben")
    wait(team, -9 * NOTICE)
    notice(team, "Ana", "Kay")
    wait(team, NOTICE)

    take(team, "Ana", "Kay")

    team.visit("Ben")


def test_once_there_is_notice_nothing_is_signed_as_before(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = header_of(team)
    ana = team.members["Ana"].keys()
    older = statements.Statement
    monkeypatch.setattr(statements, "Statement", lambda *values: older(*values[:6]))
    signed = with_statement(header, team.uid("Ana"), ana.signing, header.trail[-1].at)

    with pytest.raises(HeaderAltered) as refused:
        check_signatures(signed)

    assert refused.value.detail == "keepers"


def test_a_keepers_next_session_begins_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    header, ana, older = header_of(team), team.members["Ana"], statements.Statement
    header = replace(header, continuity_verify=None)
    with team.open("Ana") as vault, monkeypatch.context() as before:
        before.setattr(statements, "Statement", lambda *values: older(*values[:6]))
        first = statements.replace(header, trail=())
        at = header.trail[-1].at
        signed = with_statement(first, ana.uid, ana.keys().signing, at)
        vault.write_header(signed)
    assert not statements.has_notices(header_of(team))

    team.visit("Ana")

    assert statements.has_notices(header_of(team))
