"""A second rating counts as that of whoever signed it, by a key for its one session."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.record.records import a_client, an_appointment
from tests.support.record.team import Team, lay_out_team
from therapist_app.record.client_rights.protection import restrict
from therapist_app.record.clients import appointments, clients, fidelity
from therapist_app.record.clients.signatures import ARRIVED
from therapist_app.record.database.audit import note
from therapist_app.record.keyring.confirmations import confirmed
from therapist_app.record.keyring.moving_clients import arriving, offer, take_over
from therapist_app.record.keyring.second_raters import (
    SecondRater,
    about_session,
    not_signed,
    raters_key,
)
from therapist_app.record.model import Restriction, SecondRating
from therapist_app.record.vault.vault import Vault


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return lay_out_team(tmp_path, Bo=("therapist",), Cy=("therapist",))


def a_meeting(vault: Vault) -> str:
    client = a_client(vault.caseload)
    clients.add(vault.caseload, client)
    meeting = an_appointment(vault.caseload, client, state="signed")
    appointments.add(vault.caseload, meeting)
    return meeting.id


def rater(team: Team, vault: Vault, name: str, meeting: str) -> SecondRater:
    key = raters_key(vault.sources)
    keys, about = team.members[name].keys(), about_session(meeting, key.public)
    return SecondRater(confirmed(vault, team.uid(name), keys, about), key)


def rating(vault: Vault, meeting: str, item: str = "F1") -> SecondRating:
    return SecondRating(meeting, item, "2", "Bo Example", vault.caseload.now())


def test_what_a_rater_signed_is_theirs_and_what_was_typed_in_for_them_is_told(team: Team) -> None:
    with team.open("Ana") as vault:
        meeting = a_meeting(vault)
        first, second = rating(vault, meeting), rating(vault, meeting, "F2")
        fidelity.rate_second(vault.caseload, first)
        fidelity.rate_second(vault.caseload, second)
        assert not_signed(vault) == {meeting: {vault.person.uid}}
        assert not_signed(vault, meeting) == not_signed(vault)
        other = an_appointment(
            vault.caseload,
            clients.load(vault.caseload, appointments.load(vault.caseload, meeting).client_id),
        )
        appointments.add(vault.caseload, other)
        assert not_signed(vault, other.id) == {}

        bo = rater(team, vault, "Bo", meeting)
        fidelity.rate_second(vault.caseload, first, bo.signed(first))
        assert not_signed(vault) == {meeting: {vault.person.uid}}
        fidelity.rate_second(vault.caseload, second, bo.signed(second))
        assert not_signed(vault) == {}


def as_another(team: Team, vault: Vault, row: SecondRating) -> tuple[str, ...]:
    return rater(team, vault, "Cy", row.appointment_id).signed(row)


def as_the_therapist(team: Team, vault: Vault, row: SecondRating) -> tuple[str, ...]:
    return rater(team, vault, "Ana", row.appointment_id).signed(row)


def with_another_session(team: Team, vault: Vault, row: SecondRating) -> tuple[str, ...]:
    return rater(team, vault, "Bo", "a" * 32).signed(row)


def with_another_rating(team: Team, vault: Vault, row: SecondRating) -> tuple[str, ...]:
    return rater(team, vault, "Bo", row.appointment_id).signed(replace(row, rating="0"))


def with_a_key_of_ones_own(team: Team, vault: Vault, row: SecondRating) -> tuple[str, ...]:
    true = rater(team, vault, "Bo", row.appointment_id)
    return replace(true, key=raters_key(vault.sources)).signed(row)


def with_the_id_alone(team: Team, _vault: Vault, _row: SecondRating) -> tuple[str, ...]:
    return (team.uid("Bo"),)


@pytest.mark.parametrize(
    "made",
    [
        as_another,
        as_the_therapist,
        with_another_session,
        with_another_rating,
        with_a_key_of_ones_own,
        with_the_id_alone,
    ],
)
def test_nobody_rates_in_somebody_elses_name(
    team: Team, made: Callable[[Team, Vault, SecondRating], tuple[str, ...]]
) -> None:
    with team.open("Ana") as vault:
        row = rating(vault, a_meeting(vault))
        fidelity.rate_second(vault.caseload, row, made(team, vault, row))

        assert not_signed(vault) == {row.appointment_id: {vault.person.uid}}


def test_a_rating_that_no_entry_tells_of_is_told_but_where_its_client_came_over(
    team: Team,
) -> None:
    team.visit("Bo")
    with team.open("Ana") as vault:
        meeting = a_meeting(vault)
        row = rating(vault, meeting)
        fidelity.rate_second(vault.caseload, row)
        with vault.caseload.change("contact_noted", "another act") as change:
            change.execute("UPDATE second_ratings SET item_id = 'F9'")
        assert not_signed(vault) == {meeting: frozenset()}

        client = appointments.load(vault.caseload, meeting).client_id
        note(vault.caseload, ARRIVED, f"client:{client}", ("a" * 32,))
        assert not_signed(vault) == {meeting: frozenset()}, "nobody let them go"
        offer(vault, client, team.uid("Bo"))
    with team.open("Bo") as vault:
        [coming] = arriving(vault)
        take_over(vault, coming.move.id)
        assert not_signed(vault) == {}


def test_of_a_restricted_client_nothing_is_told(team: Team) -> None:
    with team.open("Ana") as vault:
        row = rating(vault, a_meeting(vault))
        fidelity.rate_second(vault.caseload, row)
        client = appointments.load(vault.caseload, row.appointment_id).client_id
        now = vault.caseload.now()
        restrict(vault.caseload, Restriction(vault.caseload.new_id(), client, "accuracy", now))

        assert not_signed(vault) == {}
