"""Changing the keys of the files when somebody leaves, killed at any instant."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.campaigns.harness.checks import faults_in
from tests.campaigns.harness.shift import Shift
from tests.campaigns.harness.telling import Say
from tests.campaigns.kills.operations import BEGUN, Operation, Planted, check, operation_campaign
from tests.support.record.agreeing import agree
from tests.support.record.records import ServiceOnDisk, lay_out, newcomer
from therapist_app.record.crypto.key_derivation import derive_masked
from therapist_app.record.crypto.wiping import Masked
from therapist_app.record.database.connection import open_connection
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import KnownRecordError
from therapist_app.record.folder.layout import ServiceFolder, database_path
from therapist_app.record.header.header import CONTINUITY, SERVICE, Header, caseload_label
from therapist_app.record.header.header_file import load_header
from therapist_app.record.header.key_boxes import data_keys, open_newest
from therapist_app.record.header.person_keys import PersonKeys, continuity_private
from therapist_app.record.keyring import people
from therapist_app.record.keyring.covering import grant_cover, hand_over
from therapist_app.record.keyring.people import remove_person
from therapist_app.record.sign_in.unlocking import open_service, open_with_keys
from therapist_app.record.vault.vault import Vault

THINGS = 60
CONTENT = ("clients", "identities", "appointments", "filled_forms", "alerts", "signatures")


class Rotation(Operation):
    """Somebody leaves: the keys of every file they knew are changed, at once and at sign-in."""

    name = "rotation"

    def lay_out(self, folder: Path) -> None:
        self._ana = lay_out(folder)
        with self._ana.open() as vault:
            shift = Shift(self._ana, vault, Random(1))
            for _ in range(THINGS):
                shift.do_something()
            self._ben = self._take_in(vault)
            grant_cover(vault, self._ana.uid, self._ben, vault.today() + timedelta(days=30))
            hand_over(vault, self._ben, self._ana.uid)
        with self._open_as_ben(self._ana.place, load_header(self._ana.place.header)) as vault:
            agree(vault)
        with self._ana.open() as vault:
            self._content = content_of(vault.caseload)
        self._before = load_header(self._ana.place.header)

    def work(self, folder: Path, say: Say) -> None:
        service = self._moved(folder)
        vault = service.open()
        say(BEGUN)
        remove_person(vault, self._ben)
        vault.close()
        service.open().close()

    def plant(self, folder: Path) -> Planted:
        with pytest.MonkeyPatch.context() as patch, self._moved(folder).open() as vault:
            patch.setattr(people, "change_service_key", _state_alone)
            remove_person(vault, self._ben)
        return Planted(
            "a removal that keeps the service's key", "who was removed reads the service of now"
        )

    def standing(self, folder: Path) -> str:
        service = self._moved(folder)
        found = load_header(service.place.header)
        is_under_way = _is_under_way(found)
        with service.open() as vault:
            self._check_open(vault)
        header = load_header(service.place.header)
        check(not _is_under_way(header), "a change of key was not finished at sign-in")
        if header.person(self._ben) is not None:
            self._open_as_ben(service.place, header).close()
            return "before"
        self._check_shut_out(service.place)
        return "removed, finished at sign-in" if is_under_way else "removed"

    def _check_open(self, vault: Vault) -> None:
        check(content_of(vault.caseload) == self._content, "the rows are not as they were")
        vault.use_caseload(self._ben)
        check(not faults_in(vault), "the databases are not whole")
        secret = bytearray(self._ana.continuity_secret)
        private = Masked(continuity_private(secret))
        for caseload in (self._ana.uid, self._ben):
            grant = vault.header.grant(caseload)
            assert grant is not None
            label, boxes = caseload_label(caseload), grant.boxes_for(CONTINUITY)
            theirs = open_newest(vault.header, label, boxes, private)[0].key
            ours = vault.data_keys(caseload)[0].key
            with theirs.revealed() as one, ours.revealed() as other:
                check(one == other, "the continuity sheet opens another key")

    def _check_shut_out(self, place: ServiceFolder) -> None:
        """Check that the header of before opens nothing of now for who was removed."""
        for opens in (open_service, open_with_keys):
            try:
                opens(place, self._before, self._ben, self._keys(), self._ana.sources).abandon()
            except KnownRecordError:
                continue
            check(False, "who was removed opens the service")
        for database in (SERVICE, self._ana.uid):
            path = database_path(place, database)
            for held in data_keys(self._before, database, self._ben, self._keys().opening):
                check(not _opens(path, held.key), f"who was removed reads the {database} of now")

    def _take_in(self, vault: Vault) -> str:
        prepared = newcomer(
            self._ana.sources, bytes(32), bytes(20), name="Ben Example", roles=("therapist",)
        )
        keys = people.take_in(vault, prepared).private
        with keys.opening.revealed() as opening, keys.signing.revealed() as signing:
            self._secrets = bytes(opening), bytes(signing)
        return prepared.uid

    def _keys(self) -> PersonKeys:
        opening, signing = self._secrets
        return PersonKeys(Masked(bytearray(opening)), Masked(bytearray(signing)))

    def _open_as_ben(self, place: ServiceFolder, header: Header) -> Vault:
        return open_with_keys(place, header, self._ben, self._keys(), self._ana.sources)

    def _moved(self, folder: Path) -> ServiceOnDisk:
        return replace(self._ana, folder=folder / "service")


def content_of(caseload: Caseload) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the tables that hold what a person wrote."""
    return {table: caseload.rows(f"SELECT * FROM {table} ORDER BY 1") for table in CONTENT}


def _state_alone(vault: Vault, header: Header) -> None:
    there = {each.uid for each in header.people} | {CONTINUITY}
    boxes = tuple(each for each in header.service_boxes if each.to in there)
    vault.write_statement(replace(header, service_boxes=boxes))


def _is_under_way(header: Header) -> bool:
    files = (header.service_boxes, *(each.boxes for each in header.caseloads))
    return any(len({box.generation for box in boxes}) > 1 for boxes in files)


def _opens(path: Path, data_key: Masked) -> bool:
    try:
        open_connection(path, derive_masked(data_key, "sqlcipher")).close()
    except KnownRecordError:
        return False
    return True


ROTATION = operation_campaign(
    "rotation",
    "A change of keys that is killed opens for all who may, and never again for who was removed.",
    (Rotation,),
    {"smoke": 4, "small": 40, "full": 200},
)
