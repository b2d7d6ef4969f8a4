"""The service file as somebody of the service writes it with a program of their own."""

from collections.abc import Generator
from contextlib import contextmanager

from tests.support.record.stating import header_of
from tests.support.record.team import Team
from therapist_app.record.database.audit import note
from therapist_app.record.database.audit_chain import Actor
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.database.opening import open_database
from therapist_app.record.header.header import SERVICE
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.vault.openings import Author, actor_for, opening_of


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
