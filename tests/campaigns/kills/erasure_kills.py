"""Erasing a client, killed at any instant: all of them is there, or nothing."""

from dataclasses import replace
from pathlib import Path

from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.telling import Say
from tests.campaigns.kills.operations import (
    BEGUN,
    Operation,
    Planted,
    check,
    operation_campaign,
)
from tests.support.record.damage import caseload_opening
from tests.support.record.records import ServiceOnDisk, lay_out
from tests.support.record.whole_clients import a_whole_client
from therapist_app.record.client_rights.client_rows import rows_of
from therapist_app.record.client_rights.erasing import all_tombstones, erase
from therapist_app.record.client_rights.residue import held_of, search
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.sqlite_pages.page_reader import PageReader
from therapist_app.record.vault.vault import Vault

WORD, OTHER = "Zanzibarcanary", "Ordinaryword"


class Erasure(Operation):
    """One of two clients is erased; the other stays as they are, byte for byte."""

    name = "erase"

    def lay_out(self, folder: Path) -> None:
        self._service = lay_out(folder)
        with self._service.open() as vault:
            self._erased = a_whole_client(vault.caseload, "A1-111", WORD).id
            self._kept = a_whole_client(vault.caseload, "B2-222", OTHER).id
            self._rows = [*rows_of(vault.caseload, self._erased)]
            self._others = [*rows_of(vault.caseload, self._kept)]
            self._held = held_of(vault.caseload, self._erased)

    def work(self, folder: Path, say: Say) -> None:
        vault = self._moved(folder).open()
        path = vault.place.caseload(self._service.uid)
        say(BEGUN)
        erase(vault.caseload, vault.service, self._erased, "no_longer_needed", path)

    def standing(self, folder: Path) -> str:
        with self._moved(folder).open() as vault:
            faults = faults_in(vault)
            check(not faults, faults[0] if faults else "")
            check([*rows_of(vault.caseload, self._kept)] == self._others, "others were changed")
            rows = [*rows_of(vault.caseload, self._erased)]
            tombstones = [len(all_tombstones(each)) for each in vault.databases]
            if rows:
                check(rows == self._rows, "some rows of the client are gone")
                check(tombstones == [0, 0], "a tombstone stands for who is there")
                return "there"
            check(tombstones == [1, 1], "a tombstone is missing")
            check(self._is_clean(vault), "something of the client is left in the pages")
        check(not self._pages_with_the_word(folder), "their word is left in a page")
        return "erased"

    def plant(self, folder: Path) -> Planted:
        """Erase, and put their word into a page again, as a row that is taken out unwiped."""
        with self._moved(folder).open() as vault:
            path = vault.place.caseload(self._service.uid)
            erase(vault.caseload, vault.service, self._erased, "no_longer_needed", path)
            vault.caseload.run("PRAGMA secure_delete = OFF").fetchall()
            for statement in (
                f"INSERT INTO about (key, value) VALUES ('planted', '{WORD.lower()}')",
                "DELETE FROM about WHERE key = 'planted'",
            ):
                vault.caseload.run(statement)
        return Planted(
            "their word in space that no row uses", "something of the client is left in the pages"
        )

    def _pages_with_the_word(self, folder: Path) -> int:
        """Return how many pages hold it in any case: read beside the product's own search."""
        word = WORD.lower().encode()
        key = derive_masked(caseload_opening(self._moved(folder)).data_key, "sqlcipher")
        path = self._moved(folder).place.caseload(self._service.uid)
        with PageReader(path, key) as reader, reader.keys_at_hand():
            pages = [reader.page(number) or b"" for number in range(1, reader.count + 1)]
        check(any(OTHER.lower().encode() in each.lower() for each in pages), "nothing can be read")
        return sum(word in each.lower() for each in pages)

    def _is_clean(self, vault: Vault) -> bool:
        path = vault.place.caseload(self._service.uid)
        return search(vault.caseload, path, self._held).is_clean

    def _moved(self, folder: Path) -> ServiceOnDisk:
        return replace(self._service, folder=folder / "service")


ERASURE = operation_campaign(
    "erase",
    "An erasure that is killed leaves all of the client or nothing, and others byte for byte.",
    (Erasure,),
    {"smoke": 4, "small": 30, "full": 100},
)
