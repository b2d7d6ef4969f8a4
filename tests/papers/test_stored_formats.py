"""What a version wrote, each later one reads: a stored sample of every file format."""

import json
import shutil
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from exports.access.access_bundle import JSON, open_bundle
from exports.package.packs import verify_pack
from exports.package.verification import verify_package
from tests.support import stored_samples as samples
from tests.support.second_reader import loaded
from tests.support.workflows.workspaces import workspace_for
from therapist_app.record.backup_format.backup_file import open_backup
from therapist_app.record.backup_format.verifying import fault_of
from therapist_app.record.clients import alerts, clients, filled_forms, identities
from therapist_app.record.clock_and_random import SeededClock, system_sources
from therapist_app.record.database import audit
from therapist_app.record.header.header_file import load_header
from therapist_app.record.sign_in.unlocking import unlock
from therapist_app.record.vault.vault import Vault
from therapist_app.workflows.overviews.seeing_clients import client_page_data
from therapist_app.workflows.rights.access_copy import access_record
from therapist_app.workflows.sessions.closing_a_session import close_page_data

STORED = Path(__file__).parent / "stored"
LIVED_IN = Path(__file__).parent / "lived_in"
"""Services that earlier programs made, each with a client whose forms they filled in."""
LATER = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
each_version = pytest.mark.parametrize("version", sorted(path.name for path in STORED.iterdir()))


class InFull(Protocol):
    def __call__(self) -> AbstractContextManager[None]: ...


def signed_in(folder: Path, derived_in_full: InFull) -> Vault:
    """Return a stored service, signed in to by its one person."""
    sources = replace(system_sources(), now=SeededClock(LATER))
    [person] = load_header(folder / "header.json").people
    words = bytearray(samples.WORDS.encode())
    with derived_in_full():
        return unlock(folder, person.uid, words, practice=False, sources=sources)


@each_version
def test_a_stored_service_is_signed_in_to_and_read_with_a_backup_of_it(
    version: str, tmp_path: Path, derived_in_full: InFull
) -> None:
    folder = tmp_path / "service"
    shutil.copytree(STORED / version / samples.SERVICE, folder)

    with signed_in(folder, derived_in_full) as vault:
        [client_id] = [each for (each,) in vault.caseload.rows("SELECT id FROM clients")]
        assert clients.with_ids(vault.caseload, [client_id])[client_id].code == samples.CLIENT
        assert samples.NOTE in identities.load(vault.caseload, client_id).name
        held = filled_forms.every_version(vault.caseload, client_id)
        assert any(samples.NOTE in str(json.loads(each.answers)) for each in held)
        assert alerts.for_client(vault.caseload, client_id)
        assert audit.verify(vault.caseload).is_whole
        page = client_page_data(workspace_for(vault), client_id)  # rows that no form fits
        assert {each.title for each in page.set_aside} == {"Note", "Chain"}
        opening = vault.credentials.keys.opening
        backup = open_backup(STORED / version / samples.BACKUP, vault.person.uid, opening)
        assert fault_of(backup.path, backup.secret) == ""


@each_version
def test_a_stored_service_is_read_by_the_second_reader(version: str) -> None:
    reader = loaded()
    folder = STORED / version / samples.SERVICE
    signed_in = reader.sign_in(folder, "Ana Example", samples.WORDS)

    found = reader.read_service(folder, *signed_in)
    backed_up = reader.read_backup(STORED / version / samples.BACKUP, *signed_in[1:])

    [caseload] = set(found) - {"service"}
    assert [row["code"] for row in found[caseload]["clients"]] == [samples.CLIENT]
    assert backed_up[caseload]["filled_forms"] == found[caseload]["filled_forms"]


@each_version
def test_a_stored_package_pack_and_copy_are_verified_and_read(version: str) -> None:
    package = verify_package(STORED / version / samples.PACKAGE)
    pack = verify_pack((STORED / version / samples.PACK).read_bytes())
    copy = open_bundle((STORED / version / samples.COPY).read_bytes(), samples.COPY_WORDS)

    assert "datapackage.json" in package.files
    assert pack.pack.manifest.kind == "forms"
    assert "My sister Zanzibar" in copy[JSON].decode()


def test_there_is_a_sample_and_it_holds_every_format() -> None:
    wanted = {samples.SERVICE, samples.BACKUP, samples.PACKAGE, samples.PACK, samples.COPY}

    assert list(STORED.iterdir())
    for version in STORED.iterdir():
        assert {path.name for path in version.iterdir()} == wanted


@pytest.mark.parametrize("schema", sorted(path.name for path in LIVED_IN.iterdir()))
def test_the_client_of_a_service_that_was_worked_with_is_shown_whole(
    schema: str, tmp_path: Path, derived_in_full: InFull
) -> None:
    folder = tmp_path / "service"
    shutil.copytree(LIVED_IN / schema, folder)

    with signed_in(folder, derived_in_full) as vault:
        space = workspace_for(vault)
        [client_id] = [each for (each,) in vault.caseload.rows("SELECT id FROM clients")]
        page = client_page_data(space, client_id)
        [signed] = page.signed
        note = close_page_data(space, signed.id).note
        copy = access_record(space, client_id)

    assert page.set_aside == ()
    assert "GAD-7" in page.beside
    assert note.read_only
    assert not any("as it is kept" in item.title for part in copy.parts for item in part.items)
