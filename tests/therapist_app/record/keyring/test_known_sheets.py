"""No caseload is sealed to a continuity sheet that its owner does not know."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.records import START, lay_out
from tests.support.record.safekeeping import add_clients, back_up_quietly, newest_path
from tests.support.record.sheets import replace_continuity
from tests.support.record.stating import (
    by_hand,
    dee_states,
    header_of,
    lay_out_two_keepers,
)
from tests.support.record.team import Member, Team
from therapist_app.record.backup_format.backup_file import open_backup
from therapist_app.record.backups.backing_up import is_due
from therapist_app.record.backups.older_sheets import needing_old_sheet
from therapist_app.record.crypto.recovery_sheet import make_sheet, read_sheet
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import mark_of
from therapist_app.record.database.opening import borrow_database
from therapist_app.record.errors import (
    BackupDamaged,
    BackupRefused,
    HeaderAltered,
    NotAllowed,
    NotPossibleYet,
)
from therapist_app.record.header.caseload_access import with_known_sheet
from therapist_app.record.header.header import CONTINUITY, CaseloadGrant, caseload_label
from therapist_app.record.header.key_boxes import open_box
from therapist_app.record.header.person_keys import continuity_key, continuity_private
from therapist_app.record.keyring.covering import end_cover, grant_cover, seal_with_continuity
from therapist_app.record.keyring.key_care import (
    agree_to_sheet,
    lacks_agreement,
    refuse_sheet,
    successor_opens,
)
from therapist_app.record.keyring.revoking import new_pair, revoke
from therapist_app.record.service.sheets_before import lacks_sheet, made_by
from therapist_app.record.vault.openings import Author, actor_for, back_up_older, opening_of
from therapist_app.record.vault.seen_statements import (
    KEY,
    REMEMBERED,
    Seen,
    forget_sheet,
    remember_sheet,
    seen_by_owner,
)
from therapist_app.record.vault.vault import Vault

LATE = date(2027, 1, 1)
DEES = make_sheet(bytearray(range(20))).text
"""A sheet of Dee's own, who keeps the service with a program of her own."""


@pytest.fixture(scope="module")
def laid_out_once(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """Ana and Dee keep it; Cy and Ben see clients."""
    team = lay_out_two_keepers(tmp_path_factory.mktemp("team"))
    with team.open("Cy") as vault:
        add_clients(vault, "C-100")
    team.visit("Ben", "Cy", "Dee", "Ana")
    return team


@pytest.fixture
def team(laid_out_once: Team, tmp_path: Path) -> Team:
    return laid_out_once.apart(tmp_path)


def grant_of(team: Team, name: str = "Cy") -> CaseloadGrant:
    grant = header_of(team).grant(team.uid(name))
    assert grant is not None
    return grant


def opening_key(sheet: str) -> Masked:
    return Masked(continuity_private(read_sheet(sheet)))


def opens(team: Team, sheet: str, name: str = "Cy") -> bool:
    """Whether what is on a sheet opens the key under which somebody's clients lie now."""
    grant = grant_of(team, name)
    newest = max(each.generation for each in grant.boxes)
    boxes = [each for each in grant.boxes_for(CONTINUITY) if each.generation == newest]
    try:
        keys = [
            open_box(header_of(team), caseload_label(grant.id), each, opening_key(sheet))
            for each in boxes
        ]
    except HeaderAltered:
        return False
    return bool(keys)


def opens_backup(path: Path, sheet: str) -> bool:
    try:
        open_backup(path, CONTINUITY, opening_key(sheet))
    except (BackupRefused, BackupDamaged):
        return False
    return True


def by_the_application(team: Team) -> str:
    """Dee makes one without that of before at hand, and is asked for nothing."""
    with team.open("Dee") as vault:
        return replace_continuity(vault).text


def by_a_program_of_her_own(team: Team) -> str:
    """Dee states one, and notes nothing."""
    other = continuity_key(read_sheet(DEES))
    dee_states(
        team, replace(header_of(team), continuity=other.public, continuity_verify=other.verify)
    )
    return DEES


BY = pytest.mark.parametrize("make", [by_the_application, by_a_program_of_her_own])


def state_of(vault: Vault) -> Seen:
    seen = seen_by_owner(vault.caseload)
    assert seen is not None
    return seen


@BY
def test_no_session_seals_clients_to_a_sheet_that_their_owner_has_not_agreed_to(
    team: Team, make: Callable[[Team], str]
) -> None:
    new = make(team)

    team.open("Cy").close()
    team.open("Cy").close()

    assert not opens(team, new)
    assert opens(team, team.continuity), "the one that they know opens them until they agreed"
    with team.open("Cy") as vault:
        assert lacks_agreement(vault) == (team.uid("Cy"),)
        agree_to_sheet(vault)
        assert lacks_agreement(vault) == ()
        with pytest.raises(NotAllowed, match="no-such-sheet"):
            agree_to_sheet(vault)
    assert opens(team, new)
    assert not opens(team, team.continuity)
    team.open("Cy").close()
    assert opens(team, new)


@BY
def test_a_key_that_is_changed_meanwhile_goes_to_the_sheet_that_is_known(
    team: Team, make: Callable[[Team], str]
) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), date(2026, 3, 20))
    team.visit("Cy")
    new, before = make(team), max(each.generation for each in grant_of(team).boxes)

    team.service.clock.advance(((date(2026, 3, 20) - START.date()).days + 1) * 24 * 3600)
    team.open("Cy").close()

    assert max(each.generation for each in grant_of(team).boxes) > before
    assert (opens(team, team.continuity), opens(team, new)) == (True, False)
    with team.open("Cy") as vault:
        agree(vault)
    assert (opens(team, team.continuity), opens(team, new)) == (False, True)


@BY
def test_new_keys_of_an_owner_go_to_the_sheet_that_is_known(
    team: Team, make: Callable[[Team], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new = make(team)
    monkeypatch.setattr("therapist_app.record.keyring.revoking._check", lambda *_: None)

    with team.open("Cy") as vault:
        pair = new_pair(vault, bytearray(b"old"), bytearray(b"new and long enough"))
        revoke(vault, pair)

    assert (opens(team, team.continuity), opens(team, new)) == (True, False)


@BY
def test_no_backup_is_sealed_to_a_sheet_that_its_owner_does_not_know(
    team: Team, make: Callable[[Team], str]
) -> None:
    new = make(team)

    with team.open("Cy") as vault:
        back_up_quietly(vault)
        path = newest_path(vault, team.uid("Cy"))
        assert (opens_backup(path, team.continuity), opens_backup(path, new)) == (True, False)
        assert not is_due(vault)
        team.service.clock.advance(60)
        agree(vault)
        assert is_due(vault), "the sheet opens none yet"
        back_up_quietly(vault)
        path = newest_path(vault, team.uid("Cy"))
        assert (opens_backup(path, team.continuity), opens_backup(path, new)) == (False, True)


def test_who_covers_backs_up_for_the_sheet_that_the_owner_knows(team: Team) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
    team.visit("Cy")
    new = by_a_program_of_her_own(team)

    with team.open("Ben") as vault:
        agree(vault)
        vault.use_caseload(team.uid("Cy"))
        back_up_quietly(vault)
        path = newest_path(vault, team.uid("Cy"))

    assert (opens_backup(path, team.continuity), opens_backup(path, new)) == (True, False)


def test_a_copy_before_a_record_is_brought_up_is_sealed_to_the_sheet_that_is_known(
    team: Team,
) -> None:
    new = by_a_program_of_her_own(team)
    cy, header, place = team.members["Cy"], header_of(team), team.service.place
    label, keys = caseload_label(cy.uid), cy.keys()
    [box] = grant_of(team).boxes_for(cy.uid)
    key = open_box(header, label, box, keys.opening)
    author = Author(actor_for(cy.uid, keys), team.service.sources)
    opening = opening_of(place, header, cy.uid, key, author)
    with borrow_database(opening) as database:
        database.live.execute("PRAGMA user_version = 1")

    assert back_up_older([opening], place, header)

    [made] = place.backups.glob("caseload-*")
    assert (opens_backup(made, team.continuity), opens_backup(made, new)) == (True, False)


def test_whoever_makes_a_sheet_is_not_asked_for_their_own_clients(team: Team) -> None:
    new = by_the_application(team)

    with team.open("Dee") as vault:
        assert lacks_agreement(vault) == ()
    assert opens(team, new, "Dee")


def test_who_is_taken_in_under_a_sheet_knows_it(team: Team) -> None:
    new = by_the_application(team)

    team.add("Eve", "therapist")

    with team.open("Eve") as vault:
        assert lacks_agreement(vault) == ()
    assert opens(team, new, "Eve")


def test_what_an_earlier_version_remembered_counts_the_sheet_of_now_as_known(team: Team) -> None:
    new = by_the_application(team)
    with team.open("Cy") as vault:
        kept = {each: getattr(state_of(vault), each) for each in Seen.__slots__ if each != "sheet"}
        spelt = json.dumps(kept)
        with vault.caseload.change(REMEMBERED, "header", ("1", mark_of(spelt))) as change:
            change.keep(KEY, spelt)

    with team.open("Cy") as vault:
        assert lacks_agreement(vault) == ()
        continuity = vault.header.continuity
        assert continuity is not None
        assert state_of(vault).sheet == continuity.hex()
    assert opens(team, new)


def test_a_first_sheet_opens_clients_once_their_owner_has_agreed(tmp_path: Path) -> None:
    service = lay_out(tmp_path, practice=False, continuity=False)
    ana = Member(service.uid, service.opening, service.signing, "")
    team = Team(service, {"Ana": ana})
    team.add("Cy", "therapist")
    team.visit("Cy")
    with team.open("Ana") as vault:
        new = replace_continuity(vault).text

    team.open("Cy").close()
    with team.open("Cy") as vault:
        assert lacks_agreement(vault) == (team.uid("Cy"),)
        assert grant_of(team).boxes_for(CONTINUITY) == ()
        back_up_quietly(vault)
        assert not opens_backup(newest_path(vault, team.uid("Cy")), new)
        agree(vault)

    assert opens(team, new)
    assert opens(team, new, "Ana")


def renewed_with_the_sheet_of_before(team: Team) -> str:
    """Ana types it; Ben covered for Cy, so that Cy's next session may have another key to make."""
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
    team.visit("Cy")
    with team.open("Ana") as vault:
        return replace_continuity(vault, team.continuity).text


def test_a_sheet_that_was_typed_opens_nothing_any_more_and_its_successor_does_at_once(
    team: Team,
) -> None:
    new = renewed_with_the_sheet_of_before(team)

    for _each in range(2):
        team.open("Cy").close()  # who has not agreed: the key stays, and what opens it
        assert (opens(team, new), opens(team, team.continuity)) == (True, False)

    known = max(each.generation for each in grant_of(team).boxes)
    team.visit("Cy")
    assert max(each.generation for each in grant_of(team).boxes) > known, "it was shown"
    assert opens(team, new)


def test_a_no_takes_clients_back_from_a_sheet_that_took_over_what_the_one_before_opens(
    team: Team,
) -> None:
    new = renewed_with_the_sheet_of_before(team)
    with team.open("Cy") as vault:
        assert successor_opens(vault)

        refuse_sheet(vault)

        back_up_quietly(vault)
        path = newest_path(vault, team.uid("Cy"))
    for _each in range(2):
        assert (opens(team, new), opens(team, team.continuity)) == (False, False)
        assert (opens_backup(path, new), opens_backup(path, team.continuity)) == (False, False)
        team.open("Cy").close()
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Dee"), LATE)
        with pytest.raises(NotPossibleYet):
            seal_with_continuity(vault, team.uid("Cy"), new)
    with team.open("Cy") as vault:
        assert not successor_opens(vault)
        assert lacks_agreement(vault) == (team.uid("Cy"),)
        agree_to_sheet(vault)
    assert opens(team, new)


@BY
def test_a_no_leaves_to_the_sheet_that_is_known_what_another_one_never_opened(
    team: Team, make: Callable[[Team], str]
) -> None:
    new = make(team)

    with team.open("Cy") as vault:
        assert not successor_opens(vault)
        refuse_sheet(vault)

    assert (opens(team, new), opens(team, team.continuity)) == (False, True)


def test_what_is_sealed_to_a_sheet_that_was_typed_its_successor_opens_as_well(team: Team) -> None:
    new = renewed_with_the_sheet_of_before(team)
    with team.open("Ana") as vault:
        end_cover(vault, team.uid("Cy"), team.uid("Ben"))
    team.open("Cy").close()  # which changes the key, and does not know the new sheet
    assert not opens(team, new)

    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
        assert not lacks_sheet(vault.service, vault.header, grant_of(team))
        seal_with_continuity(vault, team.uid("Cy"), new)
    with team.open("Ben") as vault:
        assert vault.use_caseload(team.uid("Cy")) is vault.caseload


def test_a_third_sheet_that_the_second_was_typed_for_takes_over_what_the_first_opens(
    team: Team,
) -> None:
    second = renewed_with_the_sheet_of_before(team)
    with team.open("Ana") as vault:
        end_cover(vault, team.uid("Cy"), team.uid("Ben"))
    team.open("Cy").close()
    assert opens(team, team.continuity)

    with team.open("Ana") as vault:
        third = replace_continuity(vault, second).text

    assert opens(team, third)


@BY
def test_until_they_have_agreed_it_is_said_that_their_clients_need_the_old_sheet(
    team: Team, make: Callable[[Team], str]
) -> None:
    make(team)
    with team.open("Cy") as vault:
        back_up_quietly(vault)

    with team.open("Ana") as vault:
        agree(vault)
        assert lacks_sheet(vault.service, vault.header, grant_of(team))
        if make is by_the_application:
            assert team.uid("Cy") in needing_old_sheet(vault).owners
    team.service.clock.advance(60)
    with team.open("Cy") as vault:
        agree(vault)
    with team.open("Ana") as vault:
        assert not lacks_sheet(vault.service, vault.header, grant_of(team))
        if make is by_the_application:
            assert team.uid("Cy") in needing_old_sheet(vault).owners, "no backup opens with it"
    with team.open("Cy") as vault:
        back_up_quietly(vault)
    with team.open("Ana") as vault:
        assert team.uid("Cy") not in needing_old_sheet(vault).owners


def test_a_sheet_that_does_not_open_clients_yet_is_refused_with_that_reason(team: Team) -> None:
    new = by_the_application(team)
    team.open("Cy").close()
    with team.open("Dee") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)

        with pytest.raises(NotPossibleYet, match="older-continuity"):
            seal_with_continuity(vault, team.uid("Cy"), new)
        seal_with_continuity(vault, team.uid("Cy"), team.continuity)


def test_clients_that_do_not_open_keep_nobody_from_the_question(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_the_application(team)

    def refused(*_caseload: object) -> None:
        raise HeaderAltered("no-box")

    with team.open("Cy") as vault, monkeypatch.context() as damaged:
        damaged.setattr(Vault, "open_caseload", refused)
        assert lacks_agreement(vault) == ()


@BY
def test_who_made_a_sheet_is_read_from_what_they_signed_of_that_very_sheet(
    team: Team, make: Callable[[Team], str]
) -> None:
    with team.open("Ana") as vault:
        replace_continuity(vault)
    make(team)

    with team.open("Cy") as vault:
        made = made_by(vault.service, vault.header)
    named = made.by if made is not None else ""
    assert named == (team.uid("Dee") if make is by_the_application else "")


@BY
@pytest.mark.parametrize("signed", [False, True], ids=["unsigned", "signed by Ben"])
def test_no_sheet_is_known_by_what_somebody_who_covers_wrote_into_the_memory(
    team: Team, make: Callable[[Team], str], *, signed: bool
) -> None:
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Cy"), team.uid("Ben"), LATE)
    team.visit("Cy")
    new = make(team)
    in_force = header_of(team).continuity
    assert in_force is not None
    with team.open("Ben") as vault:
        vault.use_caseload(team.uid("Cy"))
        kept = {each: getattr(state_of(vault), each) for each in Seen.__slots__}
        spelt = json.dumps(kept | {"sheet": in_force.hex()})
        told = ("9", mark_of(spelt)) if signed else ()
        with vault.caseload.change(REMEMBERED if signed else "opened", "header", told) as change:
            change.keep(KEY, spelt)

    team.open("Cy").close()
    team.open("Cy").close()

    assert not opens(team, new)
    with team.open("Cy") as vault:
        assert lacks_agreement(vault) == (team.uid("Cy"),)
        agree_to_sheet(vault)
    assert opens(team, new)


def test_a_caseload_that_remembers_nothing_forgets_no_sheet(team: Team) -> None:
    with team.open("Cy") as vault:
        with vault.caseload.change("statement_seen", "header") as change:
            change.execute("DELETE FROM about WHERE key = ?", (KEY,))

        forget_sheet(vault.caseload)

        assert seen_by_owner(vault.caseload) is None


def test_where_there_is_no_sheet_none_becomes_known(team: Team) -> None:
    with team.open("Cy") as vault:
        before = seen_by_owner(vault.caseload)

        remember_sheet(vault.caseload, replace(vault.header, continuity=None))

        assert seen_by_owner(vault.caseload) == before
        assert with_known_sheet(replace(vault.header, continuity=None), "ab").continuity is None


def test_a_no_takes_clients_back_also_where_it_was_hidden_that_the_sheet_opens_them(
    team: Team,
) -> None:
    with team.open("Dee") as vault:
        new = replace_continuity(vault, team.continuity).text
    with by_hand(team, "Dee") as service:
        service.run("DELETE FROM about WHERE key LIKE 'continuity_since:%'")
    assert opens(team, new)

    with team.open("Cy") as vault:
        refuse_sheet(vault)

    assert not opens(team, new)
    team.open("Cy").close()
    assert not opens(team, new)
