"""How far somebody was shown what everybody is told is a number of the audit, and no time."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.record.records import lay_out
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.database.audit import note
from therapist_app.record.header.header_file import load_header
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.sign_in.unlocking import open_with_keys_to_read
from therapist_app.record.vault.told_notices import note_told
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.safekeeping.loud_acts import loud_acts

SOON = 60
FACT = "SELECT value FROM about WHERE key = ?"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Ben=("therapist",))


def key(team: Team, name: str = "Ben") -> str:
    return f"told_up_to:{team.uid(name)}"


def to_read(team: Team, name: str) -> Vault:
    place, member = team.service.place, team.members[name]
    header = load_header(place.header)
    return open_with_keys_to_read(
        place, header, member.uid, member.keys(), team.service.sources, because="disk-full"
    )


def forget(team: Team) -> None:
    with team.open("Ana") as vault, vault.service.change("test", "service") as change:
        change.execute("DELETE FROM about WHERE key = ?", (key(team),))


def test_a_first_session_begins_with_now_and_signing_in_moves_nothing(team: Team) -> None:
    with team.open("Ben") as vault:
        first = vault.told_up_to
        assert 0 < first < vault.service.audit.mark.n
    team.service.clock.advance(SOON)
    with team.open("Ben") as vault:
        assert vault.told_up_to == first


def test_what_was_shown_counts_from_the_next_session_on(team: Team) -> None:
    with team.open("Ben") as vault:
        before, newest = vault.told_up_to, vault.service.audit.mark.n
        note_told(vault)
        assert vault.told_up_to == before
    with team.open("Ben") as vault:
        assert vault.told_up_to == newest


def test_what_was_written_since_the_page_was_made_is_told_at_the_next_session(team: Team) -> None:
    with team.open("Ben") as vault:
        read_up_to = vault.service.audit.mark.n
        with vault.service.change("test", "service"):
            pass
        note_told(vault, read_up_to)
    with team.open("Ben") as vault:
        assert vault.told_up_to == read_up_to


def test_who_was_shown_nothing_yet_is_told_all_though_somebody_takes_out_where_it_began(
    team: Team,
) -> None:
    with team.open("Ben") as vault:
        first = vault.told_up_to
    team.service.clock.advance(SOON)
    with team.open("Ana") as vault:
        note(vault.service, "erased_alone", "erasure:abcd")
    forget(team)

    with team.open("Ben") as vault:
        assert vault.told_up_to <= first + 1
        assert "erased_alone" in {each.action for each in loud_acts(vault)}


def test_a_disk_that_keeps_nothing_is_told_what_is_new_and_notes_nothing(team: Team) -> None:
    with to_read(team, "Ben") as vault:
        assert vault.told_up_to == vault.service.audit.mark.n
        note_told(vault)
    team.visit("Ben")
    with to_read(team, "Ben") as vault:
        [[kept]] = vault.service.rows(FACT, (key(team),))
        assert vault.told_up_to == int(kept)
        note_told(vault)
        assert vault.service.rows(FACT, (key(team),)) == [(kept,)]


def test_shown_once_more_in_the_same_session_nothing_is_written(team: Team) -> None:
    with team.open("Ben") as vault:
        note_told(vault)
        after = vault.service.audit.mark.n
        note_told(vault)
        assert vault.service.audit.mark.n == after


def test_that_there_is_a_continuity_sheet_is_told_until_it_was_shown(team: Team) -> None:
    with team.open("Ben") as vault:
        assert not vault.is_continuity_told
    with team.open("Ben") as vault:
        assert not vault.is_continuity_told, "nobody saw it"
        note_told(vault)
        assert not vault.is_continuity_told, "in this session it stands on"
    with team.open("Ben") as vault:
        assert vault.is_continuity_told
    with team.open("Ana") as vault:
        assert not vault.is_continuity_told, "each is told for themselves"


def test_nobody_writes_for_others_that_they_were_shown_it(team: Team) -> None:
    with by_hand(team, "Ana") as service:
        fact = f"told_continuity:{team.uid('Ben')}"
        service.run("INSERT INTO about VALUES (?, 'sheet')", (fact,)).fetchall()

    with team.open("Ben") as vault:
        assert not vault.is_continuity_told


def test_where_there_is_no_continuity_sheet_nothing_is_told_of_one_and_noted(
    tmp_path: Path,
) -> None:
    service = lay_out(tmp_path, practice=False, continuity=False)
    with service.open() as vault:
        assert vault.is_continuity_told
        note_told(vault)
        found = vault.service.rows("SELECT key FROM about WHERE key LIKE 'told_continuity%'", ())
        assert found == []


@pytest.mark.parametrize("was_shown", [False, True])
def test_what_a_colleague_writes_there_leaves_nothing_untold(
    team: Team,
    was_shown: bool,  # noqa: FBT001
) -> None:
    with team.open("Ben") as vault:
        if was_shown:
            note_told(vault)
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ben"), team.uid("Ana"), date(2026, 3, 20))
        for _time in range(3):
            hidden = vault.service.audit.mark.n + 1
            with vault.service.change("settings_changed", f"setting:{key(team)}") as change:
                change.keep(key(team), str(hidden))

    with team.open("Ben") as vault:
        assert vault.told_up_to < hidden
        assert [each.action for each in loud_acts(vault)] == ["cover_granted"]
