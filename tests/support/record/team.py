"""A service of several people, each opened by their keys, without the cost of a passphrase."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, wraps
from pathlib import Path

from tests.support.record.agreeing import agree
from tests.support.record.records import ServiceOnDisk, lay_out, newcomer
from tests.support.record.safekeeping import copy_of
from therapist_app.record.crypto.recovery_sheet import make_sheet
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.keyring import people
from therapist_app.record.keyring.new_sheets import confirm_first_sheet
from therapist_app.record.sign_in.unlocking import open_with_keys
from therapist_app.record.vault.vault import Vault


@dataclass
class Member:
    """Somebody whose keys and sheet the test holds."""

    uid: str
    opening: bytes
    signing: bytes
    sheet: str

    def keys(self) -> PersonKeys:
        return PersonKeys(Masked(bytearray(self.opening)), Masked(bytearray(self.signing)))


@dataclass
class Team:
    """The service, and who is in it by their first names; Ana keeps it."""

    service: ServiceOnDisk
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def continuity(self) -> str:
        return make_sheet(bytearray(self.service.continuity_secret)).text

    def uid(self, name: str) -> str:
        return self.members[name].uid

    def add(self, name: str, *roles: str) -> Member:
        secret = os.urandom(20)
        prepared = newcomer(
            self.service.sources, os.urandom(32), secret, name=f"{name} Example", roles=roles
        )
        with self.open("Ana") as vault:
            keys = people.take_in(vault, prepared)
            confirm_first_sheet(vault, prepared.uid)
        with keys.private.opening.revealed() as opening, keys.private.signing.revealed() as signing:
            whole = bytes(opening), bytes(signing)
        self.members[name] = Member(prepared.uid, *whole, make_sheet(bytearray(secret)).text)
        return self.members[name]

    def open(self, name: str) -> Vault:
        """Open it for somebody, as after their right passphrase."""
        member = self.members[name]
        place = self.service.place
        header = load_header(place.header)
        return open_with_keys(place, header, member.uid, member.keys(), self.service.sources)

    def copied(self, tmp_path: Path) -> "Team":
        """Return the same service in another folder, to be spoilt there."""
        shutil.copytree(self.service.folder, tmp_path / "service")
        return Team(replace(self.service, folder=tmp_path / "service"), dict(self.members))

    def apart(self, tmp_path: Path) -> "Team":
        """Return a copy that goes on by itself, its clock as well: what it begins with is slow."""
        return Team(copy_of(self.service, tmp_path / "service"), dict(self.members))

    def apart_with(self, stick: Path, tmp_path: Path) -> "Team":
        """Return the same where `stick`, of which it knows by its path, is as this one left it.

        What lies in `stick` at the first time is kept beside it, and put back each other time.
        """
        kept = stick.with_name("stick-as-left")
        if not kept.exists():
            shutil.copytree(stick, kept)
        for each in (stick, stick.with_name("elsewhere")):
            shutil.rmtree(each, ignore_errors=True)
        shutil.copytree(kept, stick)
        return self.apart(tmp_path)

    def visit(self, *names: str) -> None:
        """Have people sign in, agree to what waits for them, and lock again."""
        for each in names:
            with self.open(each) as vault:
                agree(vault)


def made_once(make: Callable[[Path], Team]) -> Callable[[Path], Team]:
    """Let a fixture make its team the first time that it is asked, and copy it each time.

    What `make` leaves beside the service is copied, too. It may lean on no other fixture of a test:
    whichever comes first would have made it for all.
    """

    @cache
    def begun() -> tuple[Path, Team]:
        folder = Path(tempfile.mkdtemp(prefix="made-once-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder, make(folder)

    @wraps(make)
    def copied(tmp_path: Path) -> Team:
        folder, team = begun()
        for each in folder.iterdir():
            if each != team.service.folder:
                shutil.copytree(each, tmp_path / each.name)
        return team.apart(tmp_path)

    return copied


def lay_out_team(tmp_path: Path, *, practice: bool = False, **others: tuple[str, ...]) -> Team:
    """Lay out a service that Ana keeps, with her own clients; `others` by name and roles."""
    if practice:
        return _team(lay_out(tmp_path), others)
    made = _template(tuple(others.items()))
    return made.apart(tmp_path)


@cache
def _template(others: tuple[tuple[str, tuple[str, ...]], ...]) -> Team:
    """Return a team to be copied: founding a service and taking people in is slow."""
    folder = Path(tempfile.mkdtemp(prefix="team-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _team(lay_out(folder, practice=False), dict(others))


def _team(service: ServiceOnDisk, others: dict[str, tuple[str, ...]]) -> Team:
    sheet = make_sheet(bytearray(service.sheet_secret)).text
    ana = Member(service.uid, service.opening, service.signing, sheet)
    team = Team(service, {"Ana": ana})
    for name, roles in others.items():
        team.add(name, *roles)
    return team
