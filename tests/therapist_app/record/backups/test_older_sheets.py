"""What still needs the continuity sheet of before, and what a new one opens."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.agreeing import agree
from tests.support.record.safekeeping import (
    back_up_quietly,
    holder_of,
    newest_path,
    put_back,
    silent,
)
from tests.support.record.sheets import replace_continuity
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.backups import backup_list as backups
from therapist_app.record.backups import older_sheets
from therapist_app.record.backups.backing_up import is_due
from therapist_app.record.backups.backup_list import HERE
from therapist_app.record.backups.older_sheets import (
    NeedsOldSheet,
    back_up_for_new_sheet,
    needing_old_sheet,
    needing_own_old_sheet,
)
from therapist_app.record.crypto.recovery_sheet import read_sheet
from therapist_app.record.crypto.sealed_box import public_key_of, seal
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import note
from therapist_app.record.errors import DiskFull
from therapist_app.record.header.header import CONTINUITY, SERVICE, box_context
from therapist_app.record.header.person_keys import continuity_key, continuity_private
from therapist_app.record.keyring.new_sheets import (
    confirm_continuity,
    confirm_own_sheet,
    give_up_new_sheet,
    new_continuity,
    new_own_sheet,
)
from therapist_app.record.service.sheets_before import (
    keep_sheet,
    lacks_sheet,
    opened_before,
    sheet_since,
)
from therapist_app.record.service.unconfirmed_sheets import note_settled
from therapist_app.record.vault.vault import Vault

SOON = 60
FACTS = "SELECT key FROM about WHERE key LIKE 'continuity_since:%'"


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("older-sheets") / "stick"


@pytest.fixture(scope="module")
def begun(stick: Path) -> Team:
    """Return a service of two, each of whom has a backup here and on a stick."""
    team = lay_out_team(stick.parent, Ben=("therapist",))
    team.visit("Ben")
    stick.mkdir()
    with team.open("Ana") as vault:
        backups.choose_second_place(vault.service, str(stick))
    for each in ("Ben", "Ana"):
        with team.open(each) as vault:
            back_up_quietly(vault)
    team.service.clock.advance(SOON)
    return team


@pytest.fixture
def team(begun: Team, stick: Path, tmp_path: Path) -> Team:
    return begun.apart_with(stick, tmp_path)


def private(sheet: str) -> Masked:
    return Masked(continuity_private(read_sheet(sheet)))


def test_after_a_backup_in_both_places_nothing_needs_the_sheet_of_before(team: Team) -> None:
    with team.open("Ana") as vault:
        assert needing_old_sheet(vault) == NeedsOldSheet()
        replace_continuity(vault, team.continuity)
        back_up_for_new_sheet(vault, silent)

        assert needing_old_sheet(vault) == NeedsOldSheet()
        assert not is_due(vault)


def test_a_stick_that_was_away_needs_the_sheet_of_before_until_a_backup_is_made_there(
    team: Team, stick: Path
) -> None:
    stick.rename(stick.with_name("elsewhere"))
    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
        back_up_for_new_sheet(vault, silent)
        assert needing_old_sheet(vault) == NeedsOldSheet((str(stick),))

        stick.with_name("elsewhere").rename(stick)
        back_up_quietly(vault)
        assert needing_old_sheet(vault) == NeedsOldSheet()


@pytest.mark.parametrize("why", ["full", "under way"])
def test_where_no_backup_could_be_made_each_place_needs_it_and_one_is_due(
    team: Team, stick: Path, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    def full(_vault: Vault, _tell: object) -> None:
        raise DiskFull

    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
        vault.backup_under_way = why == "under way"
        if why == "full":
            monkeypatch.setattr(older_sheets, "back_up", full)
        back_up_for_new_sheet(vault, silent)

        assert needing_old_sheet(vault) == NeedsOldSheet((HERE, str(stick)))
        assert is_due(vault)


def test_renewed_without_the_one_before_it_is_needed_until_the_owner_has_a_backup(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        replace_continuity(vault)
        back_up_for_new_sheet(vault, silent)
        assert needing_old_sheet(vault) == NeedsOldSheet((), (team.uid("Ben"),))

    with team.open("Ben") as vault:
        assert is_due(vault)
        back_up_quietly(vault)
        owners = (team.uid("Ben"),)
        assert needing_old_sheet(vault) == NeedsOldSheet((), owners), "not agreed to"
        team.service.clock.advance(SOON)
        agree(vault)
        assert needing_old_sheet(vault) == NeedsOldSheet((), owners), "no backup yet"
        assert is_due(vault)
        back_up_quietly(vault)
        assert needing_old_sheet(vault) == NeedsOldSheet()


def test_a_sheet_that_an_earlier_version_made_anew_needs_the_one_before_as_well(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
        with vault.service.change("test", "service") as change:
            change.execute("DELETE FROM about WHERE key LIKE 'continuity_since:%'")

        assert HERE in needing_old_sheet(vault).places
        assert is_due(vault), "which closes it"
        back_up_quietly(vault)
        assert needing_old_sheet(vault) == NeedsOldSheet((), (team.uid("Ben"),))

    with team.open("Ben") as vault:
        agree(vault)
        back_up_quietly(vault)
        assert needing_old_sheet(vault) == NeedsOldSheet()


def test_a_stick_that_is_away_is_named_once_and_not_also_whose_backup_was_made_here(
    team: Team, stick: Path
) -> None:
    stick.rename(stick.with_name("elsewhere"))
    with team.open("Ana") as vault:
        replace_continuity(vault)
        back_up_for_new_sheet(vault, silent)

        behind = NeedsOldSheet((str(stick),), (team.uid("Ben"),))
        assert needing_old_sheet(vault) == behind


def test_a_first_sheet_and_practice_need_none(team: Team, tmp_path: Path) -> None:
    practice = lay_out_team(tmp_path / "practice", practice=True)
    with practice.open("Ana") as vault:
        replace_continuity(vault, practice.continuity)
        back_up_for_new_sheet(vault, silent)
        assert needing_old_sheet(vault) == NeedsOldSheet()
        assert backups.listed(vault.service) == ()

    with team.open("Ana") as vault:
        key = _fact_of_now(vault)
        first = {"since": "2100-01-01T00:00:00Z", "before": "", "locked": ""}
        with vault.service.change("test", "service") as change:
            change.keep(key, json.dumps(first))
        assert needing_old_sheet(vault) == NeedsOldSheet()


def test_a_chain_of_sheets_opens_all_before_and_only_those(team: Team) -> None:
    with team.open("Ana") as vault:
        second = replace_continuity(vault, team.continuity).text
        third = replace_continuity(vault, second).text
        assert _publics(vault, third) == [_public(second), _public(team.continuity)]

        fourth = replace_continuity(vault).text  # the third was lost
        assert _publics(vault, fourth) == []
        sheet = sheet_since(vault.service, vault.header)
        assert sheet is not None
        assert (sheet.follows, sheet.opens_older) == (True, False)


def test_an_older_service_file_that_is_put_back_still_knows_the_sheets_before(team: Team) -> None:
    with team.open("Ana") as vault:
        sheet = replace_continuity(vault, team.continuity).text
        older = newest_path(vault, SERVICE)

    put_back(holder_of(team.service), older)

    with team.open("Ana") as vault:
        assert _publics(vault, sheet) == [_public(team.continuity)]


def test_an_older_service_file_that_is_put_back_still_knows_what_needs_the_sheet_before(
    team: Team,
) -> None:
    with team.open("Ana") as vault:
        older = newest_path(vault, SERVICE)
        replace_continuity(vault)

    put_back(holder_of(team.service), older)

    with team.open("Ana") as vault:
        lacking = [
            lacks_sheet(vault.service, vault.header, each) for each in vault.header.caseloads
        ]
        assert lacking == [False, True]


def test_what_somebody_changed_opens_nothing_and_a_ring_ends(team: Team) -> None:
    with team.open("Ana") as vault:
        sheet = replace_continuity(vault, team.continuity).text
        with private(sheet).revealed() as own:
            context = box_context(
                vault.header.service_id, "continuity sheet of before", CONTINUITY, 1
            )
            ring = seal(own, _public(sheet), context, vault.sources)
        for locked, opened in ((bytes(80), []), (ring, [_public(sheet)])):
            fact = {"since": "2026-03-02T09:00:00Z", "before": "", "locked": locked.hex()}
            with vault.service.change("test", "service") as change:
                change.keep(_fact_of_now(vault), json.dumps(fact))
            assert _publics(vault, sheet) == opened


def test_a_sheet_that_was_given_up_while_it_came_into_force_keeps_nothing(team: Team) -> None:
    with team.open("Ana") as vault:
        replace_continuity(vault, team.continuity)
        kept = vault.service.rows(FACTS)
        new = new_continuity(vault, "")
        with vault.service.change("test", "service") as change:  # cut off before the header
            keep_sheet(change, vault.header, new.key.public, None, vault.sources)
        assert len(vault.service.rows(FACTS)) == len(kept) + 1

        give_up_new_sheet(vault, CONTINUITY)
        assert vault.service.rows(FACTS) == kept
        give_up_new_sheet(vault, CONTINUITY)
        give_up_new_sheet(vault, vault.person.uid)
        assert vault.service.rows(FACTS) == kept


def test_a_first_sheet_that_was_given_up_keeps_nothing(tmp_path: Path) -> None:
    bare = lay_out_team(tmp_path)
    with bare.open("Ana") as vault:
        new = new_continuity(vault, "")
        header = vault.header
        vault.header = replace(header, continuity=None)
        with vault.service.change("test", "service") as change:
            keep_sheet(change, vault.header, new.key.public, None, vault.sources)
        give_up_new_sheet(vault, CONTINUITY)
        assert vault.service.rows(FACTS) == []
        assert sheet_since(vault.service, vault.header) is None
        vault.header = header
        confirm_continuity(vault, new)


def _fact_of_now(vault: Vault) -> str:
    assert vault.header.continuity is not None
    return f"continuity_since:{vault.header.continuity.hex()}"


def _public(sheet: str) -> bytes:
    return continuity_key(read_sheet(sheet)).public


def _publics(vault: Vault, sheet: str) -> list[bytes]:
    found = []
    for each in opened_before(vault.service, vault.header, private(sheet)):
        with each.revealed() as whole:
            found.append(public_key_of(whole))
    return found


def test_a_new_recovery_sheet_needs_the_old_one_until_there_is_a_backup_in_each_place(
    team: Team, stick: Path
) -> None:
    with team.open("Ana") as vault:
        assert needing_own_old_sheet(vault) == ()
        confirm_own_sheet(vault, new_own_sheet(vault))
        assert needing_own_old_sheet(vault) == (HERE, str(stick))
        assert is_due(vault)

        team.service.clock.advance(SOON)
        back_up_for_new_sheet(vault, silent)

        assert needing_own_old_sheet(vault) == ()
        assert not is_due(vault)


def test_a_new_recovery_sheet_of_somebody_else_needs_nothing_of_mine(team: Team) -> None:
    with team.open("Ben") as vault:
        confirm_own_sheet(vault, new_own_sheet(vault))
    with team.open("Ana") as vault:
        assert needing_own_old_sheet(vault) == ()


def test_a_recovery_sheet_that_came_with_new_keys_needs_no_old_one(team: Team) -> None:
    with team.open("Ana") as vault:
        note(vault.service, "keys_renewed", f"person:{vault.person.uid}")
        note_settled(vault.service, vault.person.uid, "sheet_replaced")

        assert needing_own_old_sheet(vault) == ()
