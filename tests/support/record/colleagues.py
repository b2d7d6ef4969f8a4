"""Further people of a service, whose keys the test holds."""

from pathlib import Path

from tests.support.record.agreeing import agree
from tests.support.record.records import ServiceOnDisk, newcomer
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.person_keys import PersonKeys
from therapist_app.record.keyring import people
from therapist_app.record.keyring.new_sheets import confirm_first_sheet
from therapist_app.record.sign_in.unlocking import open_with_keys
from therapist_app.record.vault.vault import Vault

SHEET_SECRET = bytes(range(20))


class Colleague:
    """Somebody who was taken in, and can sign in without the cost of a passphrase."""

    def __init__(
        self,
        on_disk: ServiceOnDisk,
        roles: tuple[str, ...] = ("therapist",),
        name: str = "Bo Example",
        keeper: "Colleague | None" = None,
    ) -> None:
        self.on_disk = on_disk
        prepared = newcomer(on_disk.sources, bytes(32), SHEET_SECRET, name=name, roles=roles)
        self.uid = prepared.uid
        with keeper.open() if keeper else on_disk.open() as vault:
            keys = people.take_in(vault, prepared)
            confirm_first_sheet(vault, prepared.uid)
        with keys.private.opening.revealed() as opening, keys.private.signing.revealed() as seed:
            self._whole = bytes(opening), bytes(seed)

    @property
    def folder(self) -> Path:
        """The folder of the service."""
        return self.on_disk.folder

    def visit(self) -> None:
        """Sign in, agree to what waits for them, and lock again."""
        with self.open() as vault:
            agree(vault)

    def keys(self) -> PersonKeys:
        """Their keys; opening a vault takes them over."""
        opening, seed = self._whole
        return PersonKeys(Masked(bytearray(opening)), Masked(bytearray(seed)))

    def open(self) -> Vault:
        """Open the service, as after their right passphrase."""
        place = self.on_disk.place
        header = load_header(place.header)
        return open_with_keys(place, header, self.uid, self.keys(), self.on_disk.sources)
