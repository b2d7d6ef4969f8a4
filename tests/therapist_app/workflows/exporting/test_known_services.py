"""Whose packages are opened stands on who compared their number, and ends when they leave."""

from datetime import date
from pathlib import Path

import pytest

from tests.support.record.team import Team, lay_out_team, made_once
from tests.support.workflows.desks import at_desk, remove_lea
from therapist_app.record.service import settings
from therapist_app.workflows.exporting.known_services import (
    COMPARERS_KEY,
    KNOWN_SIGNERS,
    KnownService,
    forget_services,
    known_services,
    last_months,
    later_numbers,
    note_new_number,
    remember_services,
    service_names,
    trusted_services,
    why_not_trusted,
)

NORTH, SOUTH, EAST = (" ".join([digit * 5] * 8) for digit in "123")


@pytest.fixture
@made_once
def team(tmp_path: Path) -> Team:
    """Ana keeps the service; Lea leads it, and compared the number of North."""
    team = lay_out_team(tmp_path, Lea=("lead",))
    with at_desk(team, "Lea") as lea:
        remember_services(lea, {NORTH: "North"})
    return team


def test_who_compared_a_number_and_when_is_known(team: Team) -> None:
    day = team.service.clock().astimezone().date()
    with at_desk(team, "Ana") as ana:
        assert known_services(ana) == (KnownService(NORTH, "North", "Lea Example", day, False),)
        assert trusted_services(ana) == {NORTH}
        assert why_not_trusted(ana) == {}


def test_a_number_that_only_somebody_compared_who_left_opens_nothing_until_compared_anew(
    team: Team,
) -> None:
    with at_desk(team, "Ana") as ana:
        remember_services(ana, {SOUTH: "South"})
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        assert trusted_services(ana) == {SOUTH}
        first, second = known_services(ana)
        assert (first.number, first.compared_by, first.comparer_left) == (
            NORTH,
            "Lea Example",
            True,
        )
        assert not second.comparer_left
        assert why_not_trusted(ana) == {
            NORTH: (
                f"Lea Example, who compared the number {NORTH}, left the service. Compare it again."
            )
        }

        remember_services(ana, {NORTH: ""})

        assert trusted_services(ana) == {NORTH, SOUTH}
        assert {each.compared_by for each in known_services(ana)} == {"Ana Example"}
        assert service_names(ana)[NORTH] == "North"


def test_who_compared_first_stays_while_they_are_here(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        remember_services(ana, {NORTH: "Northern clinic"})

        [north] = known_services(ana)
        assert (north.name, north.compared_by) == ("Northern clinic", "Lea Example")
        assert known_services(ana, team.uid("Lea"))[0].comparer_left


def test_a_number_of_an_earlier_version_stays_known_and_says_that_nobody_was_kept(
    team: Team,
) -> None:
    with at_desk(team, "Ana") as ana:
        settings.save(ana.service, KNOWN_SIGNERS, [EAST, NORTH])
        settings.save(ana.service, COMPARERS_KEY, {})
    remove_lea(team)

    with at_desk(team, "Ana") as ana:
        assert trusted_services(ana) == {EAST, NORTH}
        assert {(each.compared_by, each.compared_on) for each in known_services(ana)} == {
            ("", None)
        }
        remember_services(ana, {EAST: ""})
        assert [each.compared_by for each in known_services(ana)] == ["Ana Example", ""]


def test_a_number_that_is_trusted_no_longer_is_gone_with_who_compared_it(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        forget_services(ana, (NORTH,))

        assert known_services(ana) == ()
        assert settings.load(ana.service, COMPARERS_KEY, dict[str, object]) == {}


def test_a_new_number_keeps_the_name_and_ends_the_one_before_with_its_day(team: Team) -> None:
    with at_desk(team, "Ana") as ana:
        note_new_number(ana, NORTH, SOUTH, date(2026, 11, 3))

        assert service_names(ana)[SOUTH] == "North"
        assert later_numbers(ana) == {NORTH: SOUTH}
        assert last_months(ana) == {NORTH: "2026-11"}
        by = {each.number: each for each in known_services(ana)}
        assert (by[NORTH].ended_on, by[SOUTH].ended_on) == (date(2026, 11, 3), None)
        assert by[SOUTH].compared_by == "Ana Example"
