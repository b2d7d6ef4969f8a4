"""The continuity sheet opens a service that no keeper can sign in to, and everybody is told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.broken.cutting import ends_before_commit
from tests.support.record.checking_here import check_database
from tests.support.record.revoking import revoked
from tests.support.record.safekeeping import add_clients, codes_in
from tests.support.record.sheets import replace_continuity
from tests.support.record.stating import header_of
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.database.audit import entries, entries_of, note
from therapist_app.record.errors import (
    HeaderAltered,
    NotAllowed,
    NotPossibleYet,
    PassphraseTooWeak,
    WrongSheet,
)
from therapist_app.record.header.header import CONTINUITY, NewPerson
from therapist_app.record.header.header_file import keep_header
from therapist_app.record.header.header_seal import check_signatures
from therapist_app.record.header.statements import with_statement
from therapist_app.record.keyring.covering import (
    grant_cover,
    hand_over,
    seal_with_continuity,
)
from therapist_app.record.keyring.new_sheets import unconfirmed_sheets
from therapist_app.record.keyring.people import change_roles, give_notice
from therapist_app.record.sign_in.nobody_left import make_keeper
from therapist_app.record.sign_in.unlocking import unlock
from therapist_app.record.vault.unnoted_changes import roles_at
from therapist_app.record.vault.vault import Vault

WORDS = "plain lantern walks along"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Ben=("therapist",))


def somebody_new(*roles: str) -> NewPerson:
    return NewPerson("Nia Example", roles or ("keeper", "therapist"), bytearray(WORDS.encode()))


def used(team: Team, who: str | NewPerson, typed: str = "") -> str:
    folder, sources = team.service.folder, team.service.sources
    return make_keeper(folder, typed or team.continuity, who, sources).uid


def signed_in(team: Team, uid: str) -> Vault:
    words = bytearray(WORDS.encode())
    return unlock(team.service.folder, uid, words, practice=False, sources=team.service.sources)


def told(vault: Vault) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (each.by, each.subject, each.fields)
        for each in entries(vault.service)
        if each.action == "keeper_by_continuity"
    ]


def test_with_nobody_left_the_sheet_makes_somebody_new_a_keeper_who_reaches_all_clients(
    team: Team,
) -> None:
    with team.open("Ben") as vault:
        add_clients(vault, "B-100")

    uid = used(team, somebody_new())

    with signed_in(team, uid) as vault:
        assert vault.person.roles == ("keeper", "therapist")
        assert [each.holder for each in unconfirmed_sheets(vault)] == [uid]
        bens = team.uid("Ben")
        hand_over(vault, bens, uid)
        seal_with_continuity(vault, bens, team.continuity)
        vault.use_caseload(bens)
        assert codes_in(vault) == ["B-100"]


def test_somebody_who_is_here_keeps_their_keys_and_becomes_a_keeper(team: Team) -> None:
    assert used(team, team.uid("Ben")) == team.uid("Ben")
    with team.open("Ben") as vault:
        assert vault.person.roles == ("keeper", "therapist")
        [(by, subject, _fields)] = told(vault)
        assert (by, subject) == (CONTINUITY, f"person:{team.uid('Ben')}")
        assert check_database(vault.service, "service").is_sound


def test_it_takes_nobody_the_role_and_makes_nobody_a_keeper_twice(team: Team) -> None:
    with pytest.raises(NotAllowed):
        used(team, team.uid("Ana"))
    used(team, team.uid("Ben"))
    people = header_of(team).people
    assert ["keeper" in each.roles for each in people] == [True, True]


def test_everybody_is_told_from_the_chain_where_the_use_itself_noted_nothing(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as other_program:
        name = "therapist_app.record.sign_in.nobody_left.note_keepers_made"
        other_program.setattr(name, lambda *_given: None)
        used(team, team.uid("Ben"))
    for _visit in range(2):
        with team.open("Ana") as vault:
            [(by, subject, (n, _at))] = told(vault)
            assert (by, subject) == (team.uid("Ana"), f"person:{team.uid('Ben')}")
            assert n == str(header_of(team).trail[-1].n)


def test_the_sheet_before_the_one_in_force_opens_nothing(team: Team) -> None:
    before = team.continuity
    with team.open("Ana") as vault:
        after = replace_continuity(vault, before).text
    with pytest.raises(WrongSheet):
        used(team, team.uid("Ben"), before)
    used(team, team.uid("Ben"), after)
    used_header = header_of(team)
    assert [each.generation for each in used_header.service_boxes] == [2, 2, 2]


@pytest.mark.parametrize("has_sheet", [True, False])
def test_a_service_without_such_a_sheet_says_so(team: Team, *, has_sheet: bool) -> None:
    header = header_of(team)
    public = header.continuity if has_sheet else None
    with team.open("Ana") as vault:
        vault.write_statement(replace(vault.header, continuity=public, continuity_verify=None))
    with pytest.raises(NotPossibleYet) as refused:
        used(team, team.uid("Ben"))
    assert refused.value.detail == ("older-continuity-sheet" if has_sheet else "no-continuity")


def test_nothing_is_changed_by_a_weak_passphrase(team: Team) -> None:
    before = header_of(team)
    with pytest.raises(PassphraseTooWeak):
        used(team, NewPerson("Nia Example", ("keeper",), bytearray(b"short")))
    assert header_of(team) == before


def sheet_states(team: Team, change, **given: object) -> None:
    """Put in place what the sheet signed with a program of somebody's own."""
    from therapist_app.record.crypto.recovery_sheet import read_sheet
    from therapist_app.record.header.person_keys import continuity_keys

    header = header_of(team)
    seed = continuity_keys(read_sheet(team.continuity)).signing
    at = team.service.sources.now().isoformat()
    keep_header(team.service.place, with_statement(change(header), CONTINUITY, seed, at, **given))


def keepers(*names: str):
    def change_in(team: Team):
        def change(header):
            for each in header.people:
                is_keeper = each.uid in [team.uid(name) for name in names]
                roles = ("keeper", "therapist") if is_keeper else ("therapist",)
                header = header.with_person(replace(each, roles=roles))
            return header

        return change

    return change_in


@pytest.mark.parametrize(
    "names",
    [("Ana",), ("Ben",), (), ("Ana", "Ben", "Cy")],
    ids=["another", "nobody", "none", "two"],
)
def test_a_statement_of_the_sheet_that_does_more_or_less_than_one_keeper_is_refused(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    team = lay_out_team(tmp_path, Ben=("therapist",), Cy=("therapist",))
    sheet_states(team, keepers(*names)(team))
    with pytest.raises(HeaderAltered, match="keepers"):
        check_signatures(header_of(team))


def test_it_gives_no_notice_and_no_other_sheet(team: Team) -> None:
    both, ana = keepers("Ana", "Ben")(team), header_of(team).people[0]
    kept = header_of(team)
    sheet_states(team, both, notices=(ana.verify,))
    with pytest.raises(HeaderAltered, match="keepers"):
        check_signatures(header_of(team))
    keep_header(team.service.place, kept)
    sheet_states(team, lambda header: replace(both(header), continuity_verify=bytes(32)))
    with pytest.raises(HeaderAltered, match="keepers"):
        check_signatures(header_of(team))


@pytest.mark.parametrize("verify", [bytes(32), None])
def test_a_colleague_who_puts_another_sheet_in_the_list_is_refused(
    team: Team, verify: bytes | None
) -> None:
    keep_header(team.service.place, replace(header_of(team), continuity_verify=verify))

    with pytest.raises(HeaderAltered, match="statement"):
        check_signatures(header_of(team))


def test_nobody_signs_as_the_sheet_and_the_sheet_as_nobody_else(team: Team) -> None:
    kept, both = header_of(team), keepers("Ana", "Ben")(team)
    ana, at = team.members["Ana"].keys().signing, team.service.sources.now().isoformat()
    keep_header(team.service.place, with_statement(both(kept), CONTINUITY, ana, at))
    with pytest.raises(HeaderAltered, match="statement"):
        check_signatures(header_of(team))
    without = replace(kept, continuity_verify=None)
    stated = with_statement(without, team.uid("Ana"), ana, at)
    keep_header(team.service.place, with_statement(both(stated), CONTINUITY, ana, at))
    with pytest.raises(HeaderAltered, match="statement"):
        check_signatures(header_of(team))


@pytest.mark.parametrize("number", range(1, 6))
def test_killed_at_any_commit_it_is_done_and_told_or_can_be_done_again(
    team: Team, number: int
) -> None:
    was_killed = ends_before_commit(number, lambda: used(team, somebody_new("keeper")))

    names = [each.name for each in header_of(team).people]
    if "Nia Example" not in names:
        assert was_killed
        used(team, somebody_new("keeper"))
    nia = header_of(team).people[-1].uid
    with team.open("Ben") as vault:
        assert [subject for _by, subject, _fields in told(vault)] == [f"person:{nia}"]
    with signed_in(team, nia) as vault:
        assert [each.holder for each in unconfirmed_sheets(vault)] == [nia]
        assert check_database(vault.service, "service").is_sound


def test_leave_that_stands_on_keys_given_up_since_ends_since_the_sheet_signs_none(
    tmp_path: Path,
) -> None:
    team = lay_out_team(tmp_path, Kay=("keeper", "lead"), Ben=("therapist",), Cy=("therapist",))
    ben, cy, kay = team.uid("Ben"), team.uid("Cy"), team.uid("Kay")
    with team.open("Kay") as vault:
        grant_cover(vault, ben, cy, vault.today() + timedelta(days=9))
    team.visit("Ben")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ana"), ben, vault.today() + timedelta(days=9))
        give_notice(vault, kay)
    with team.open("Kay") as vault:
        change_roles(vault, kay, ("lead",))
    revoked(team, "Kay")
    assert [each.to for each in header_of(team).covers] == [cy, ben]

    used(team, ben)

    assert [each.to for each in header_of(team).covers] == [ben]
    with team.open("Cy") as vault:
        assert [each.id for each in vault.caseload_choices()] == [cy]
    with team.open("Ben") as vault:
        assert "keeper" in vault.person.roles


def test_whom_the_sheet_made_a_keeper_is_one_from_then_on_until_a_keeper_says_otherwise(
    team: Team,
) -> None:
    ben = used(team, team.uid("Ben"))
    with team.open("Ben") as vault:
        [made] = entries_of(vault.service, "keeper_by_continuity")

        def roles(n: int) -> frozenset[str] | None:
            return roles_at(vault.service, vault.header, ben, n)

        assert roles(made.n) == {"therapist"}
        assert roles(made.n + 1) == {"keeper", "therapist"}

        note(vault.service, "roles_changed", f"person:{ben}", ("therapist",))
        note(vault.service, made.action, made.subject, made.fields)
        assert roles(vault.service.audit.mark.n + 1) == {"therapist"}
