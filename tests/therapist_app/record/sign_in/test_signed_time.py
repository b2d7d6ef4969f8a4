"""A clock that is wrong opens no ended cover, and signs nothing without being asked about."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.support.record.records import START
from tests.support.record.services import NEW, PASSPHRASE, Place
from tests.support.record.stating import by_hand
from tests.support.record.team import Team, lay_out_team, made_once
from therapist_app.messages.errors import explain
from therapist_app.record.database.columns import moment_text
from therapist_app.record.errors import ClockLeapt, NotAllowed, NotPossibleYet
from therapist_app.record.keyring.covering import grant_cover
from therapist_app.record.keyring.people import correct_clock
from therapist_app.record.sign_in.unlocking import unlock_with_sheet
from therapist_app.workflows.entering.signing_in import sign_in
from therapist_app.workflows.people.keeping_people import CorrectClock, carry_out
from therapist_app.workflows.people.seeing_people import people_page_data


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps it; Ben covered for her on one day."""
    team = lay_out_team(tmp_path, Ben=("therapist",))
    team.visit("Ben")
    with team.open("Ana") as vault:
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), START.date())
    return team


def may_cover(team: Team) -> bool:
    with team.open("Ben") as vault:
        return team.uid("Ana") in {each.id for each in vault.caseload_choices()}


@pytest.mark.parametrize("days", [3, 399, 1000])
def test_a_clock_set_back_opens_no_ended_cover_however_far_and_however_often(
    team: Team, days: int
) -> None:
    assert may_cover(team)
    team.service.clock.move_to(START + timedelta(days=days))
    assert not may_cover(team)
    team.service.clock.move_to(START)

    for _sign_in in range(2):
        with team.open("Ben") as vault:
            assert "clock-set-back" in vault.warnings
            with pytest.raises(NotAllowed):
                vault.use_caseload(team.uid("Ana"))


def test_a_statement_of_a_later_day_counts_though_the_service_file_forgot(team: Team) -> None:
    team.service.clock.move_to(START + timedelta(days=10))
    with team.open("Ana") as vault:
        vault.write_statement(vault.header)
    team.service.clock.move_to(START)
    with team.open("Ben") as vault, vault.service.change("forgotten", "service") as change:
        change.execute("DELETE FROM about WHERE key = 'latest_moment'")

    with team.open("Ben") as vault:
        assert vault.day_of_covers() == (START + timedelta(days=10)).date()


def test_a_keeper_corrects_a_clock_that_was_ahead_and_covers_count_again(team: Team) -> None:
    team.service.clock.move_to(START + timedelta(days=3650))
    with team.open("Ana") as vault:
        vault.write_statement(vault.header)
    team.service.clock.move_to(START)
    assert not may_cover(team)
    with team.open("Ana") as vault, pytest.raises(NotPossibleYet):
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), START.date())
    with team.open("Ben") as vault, pytest.raises(NotAllowed, match="keeper"):
        correct_clock(vault)

    with team.open("Ana") as vault:
        assert people_page_data(vault).signed_ahead == (START + timedelta(days=3650)).date()
        assert carry_out(vault, CorrectClock()).until == START.date()
        assert people_page_data(vault).signed_ahead is None
        grant_cover(vault, team.uid("Ana"), team.uid("Ben"), START.date())
        assert vault.day_of_covers() == START.date()

    assert may_cover(team)


@pytest.mark.parametrize(("days", "is_for_good"), [(300, True), (1000, False)])
def test_a_moment_years_ahead_that_somebody_wrote_down_ends_no_cover_for_good(
    team: Team, days: int, *, is_for_good: bool
) -> None:
    with by_hand(team, "Ben") as service, service.change("noted", "service") as change:
        change.keep("latest_moment", moment_text(START + timedelta(days=days)))
    team.visit("Ana", "Ana")
    assert not may_cover(team)

    with team.open("Ana") as vault:
        correct_clock(vault)

    assert may_cover(team) is not is_for_good


def test_a_leap_is_asked_about_before_anything_is_written(place: Place) -> None:
    place.unlock().close()
    before = place.files()
    place.clock.advance(31 * 24 * 3600)

    def signed_in(*, is_day_right: bool) -> None:
        sign_in(
            place.folder,
            place.created.uid,
            bytearray(PASSPHRASE.encode()),
            practice=False,
            sources=place.sources,
            is_day_right=is_day_right,
        ).close()

    with pytest.raises(ClockLeapt) as leapt:
        signed_in(is_day_right=False)
    assert place.files() == before
    told = explain(leapt.value)
    assert told.title == "Is today 2 April 2026?"
    assert "2 March 2026" in told.sentence

    signed_in(is_day_right=True)
    place.clock.advance(29 * 24 * 3600)
    signed_in(is_day_right=False)


def test_a_clock_that_is_days_behind_is_asked_about_before_anything_is_written(
    place: Place,
) -> None:
    place.clock.advance(10 * 24 * 3600)
    place.unlock().close()
    before = place.files()
    place.clock.advance(-9 * 24 * 3600)

    def signed_in(*, is_day_right: bool) -> tuple[str, ...]:
        with sign_in(
            place.folder,
            place.created.uid,
            bytearray(PASSPHRASE.encode()),
            practice=False,
            sources=place.sources,
            is_day_right=is_day_right,
        ) as vault:
            return vault.warnings

    with pytest.raises(ClockLeapt) as behind:
        signed_in(is_day_right=False)
    assert place.files() == before
    told = explain(behind.value)
    assert told.title == "Is today 3 March 2026?"
    assert "12 March 2026: this laptop's clock is behind" in told.sentence
    assert "clock-set-back" in signed_in(is_day_right=True)

    place.clock.advance(9 * 24 * 3600 - 20 * 3600)
    assert "clock-set-back" in signed_in(is_day_right=False), "hours are told, and not asked about"


def test_a_sheet_after_a_leap_changes_nothing_and_its_passphrase_is_wiped(place: Place) -> None:
    place.unlock().close()
    before = place.files()
    place.clock.advance(31 * 24 * 3600)
    chosen = bytearray(NEW.encode())

    with pytest.raises(ClockLeapt):
        unlock_with_sheet(
            place.folder,
            place.created.uid,
            place.created.sheet.text,
            chosen,
            practice=False,
            sources=place.sources,
            is_day_right=False,
        )

    assert not any(chosen)
    assert place.files() == before
