"""What somebody of a service states in its list of people with a program of their own."""

from dataclasses import replace
from pathlib import Path

from tests.support.record.team import Team, lay_out_team
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.columns import moment_text
from therapist_app.record.header.header import Header
from therapist_app.record.header.header_file import keep_header, load_header
from therapist_app.record.header.header_seal import seal_header
from therapist_app.record.header.statements import with_statement
from therapist_app.record.sign_in.unlocking import open_service


def lay_out_two_keepers(folder: Path) -> Team:
    """Ana and Dee keep it; Ben, Cy and Dee see clients."""
    return lay_out_team(folder, Ben=("therapist",), Cy=("therapist",), Dee=("keeper", "therapist"))


def header_of(team: Team) -> Header:
    """Return what stands in the folder."""
    return load_header(team.service.place.header)


def seed_of(team: Team, name: str) -> Masked:
    """Return what somebody signs with."""
    return Masked(bytearray(team.members[name].signing))


def put_in_place(team: Team, forged: Header) -> None:
    """Seal a header with the service's key, as anybody of the service can."""
    ben, place, now = team.members["Ben"], team.service.place, header_of(team)
    vault = open_service(place, now, ben.uid, ben.keys(), team.service.sources)
    key = vault.credentials.service_key
    keep_header(place, seal_header(replace(forged, generation=now.generation), key))
    vault.abandon()


def dee_states(team: Team, header: Header) -> None:
    """Put a header in place in Dee's name, who keeps the service, with nothing noted of it."""
    at = moment_text(team.service.clock())
    put_in_place(team, with_statement(header, team.uid("Dee"), seed_of(team, "Dee"), at))
