"""Somebody of a team gives up their keys, and what old keys still open."""

from contextlib import suppress

from tests.support.record.team import Member, Team
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.errors import RecordError
from therapist_app.record.folder.layout import database_path
from therapist_app.record.header.header import SERVICE, Header
from therapist_app.record.header.key_boxes import data_keys
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.keyring.own_keys import choose_passphrase
from therapist_app.record.keyring.revoking import NewPair, new_pair, revoke
from therapist_app.record.sqlite_pages.page_reader import PageReader

OLD, NEW = "vexed otter quilt over mud", "plain lantern walks slowly"


def give_passphrase(team: Team, name: str) -> None:
    """Have somebody sign in by the old passphrase."""
    with team.open(name) as vault:
        choose_passphrase(vault, bytearray(OLD.encode()))


def revoked(team: Team, name: str) -> None:
    """Have somebody give up their keys; the team knows the new ones from then on."""
    give_passphrase(team, name)
    with team.open(name) as vault:
        new = new_pair(vault, bytearray(OLD.encode()), bytearray(NEW.encode()))
        revoke(vault, new)
    took(team, name, new)


def took(team: Team, name: str, new: NewPair) -> None:
    """Let the team open with somebody's new keys."""
    private = new.keys.private
    with private.opening.revealed() as opening, private.signing.revealed() as signing:
        whole = bytes(opening), bytes(signing)
    team.members[name] = Member(team.uid(name), *whole, new.sheet.text)


def opened_by(team: Team, header: Header, uid: str, keys: PersonKeys) -> set[str]:
    """Return which files of today are encrypted under a key that somebody finds in a header."""
    place, found = team.service.place, set()
    for database in (SERVICE, *(each.id for each in header.caseloads)):
        with suppress(RecordError):
            for held in data_keys(header, database, uid, keys.opening):
                key = derive_masked(held.key, "sqlcipher")
                with PageReader(database_path(place, database), key) as reader:
                    if reader.verifies:
                        found.add(database)
    return found
