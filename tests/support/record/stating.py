"""What somebody of a service states, or writes into its file, with a program of their own."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tests.support.record.team import Team, lay_out_team
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.audit import note
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.columns import moment_text
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.opening import open_database
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.header.header_file import keep_header, load_header
from therapist_app.record.header.header_seal import seal_header
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.header.statements import with_statement
from therapist_app.record.sign_in.unlocking import open_service
from therapist_app.record.vault.openings import Author, actor_for, opening_of


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


@contextmanager
def by_hand(team: Team, name: str, claiming: str = "") -> Generator[ServiceFile]:
    """Yield the service file as somebody opens it, whose entries claim to be somebody else's."""
    member, header = team.members[name], header_of(team)
    [which] = data_keys(header, SERVICE, member.uid, member.keys().opening)
    own = actor_for(member.uid, member.keys())
    actor = Actor(team.uid(claiming), own.sign) if claiming else own
    author = Author(actor, team.service.sources)
    place = team.service.place
    service = open_database(ServiceFile, opening_of(place, header, SERVICE, which.key, author))
    try:
        yield service
    finally:
        service.close()
        which.key.forget()


def write_entry(
    team: Team, name: str, action: str, subject: str, *fields: str, claiming: str = ""
) -> None:
    """Write one entry into the service's audit, as whoever it claims to be by."""
    with by_hand(team, name, claiming) as service:
        note(service, action, subject, fields)
