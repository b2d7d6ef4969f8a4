"""Names hold nothing that cannot be seen; names of every script are taken."""

from dataclasses import fields
from pathlib import Path

import pytest

from tests.support.record.records import a_client
from tests.support.record.services import PASSPHRASE
from therapist_app.record.clients import clients, identities
from therapist_app.record.clock_and_random import system_sources
from therapist_app.record.crypto.kdf import FLOOR
from therapist_app.record.database.database import Caseload
from therapist_app.record.errors import NameUnfit
from therapist_app.record.header.fit_names import check_names
from therapist_app.record.header.header import NewPerson
from therapist_app.record.keyring.people import add_person
from therapist_app.record.model import Identity
from therapist_app.record.sign_in.unlocking import create_service
from therapist_app.record.vault.vault import Vault

UNSEEN = [
    "Ana\0Example",
    "Ana \u202eelpmaxE",
    "Ana\u2066",
    "\ud800Ana",
    "Ana\nExample",
    "\u200fAna",
]


@pytest.mark.parametrize("name", UNSEEN)
def test_what_cannot_be_seen_is_refused(name: str) -> None:
    with pytest.raises(NameUnfit):
        check_names("Ana Example", name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "O\u2019Neill-Stra\u00dfe",
        "\u0645\u0631\u06cc\u0645",
        "\u05d3\u05d9\u05e0\u05d4",
        "\u0915\u094d\u200d\u0937",
        "\u5f20\u4f1f",
        "Zoe\u0308",
    ],
)
def test_names_of_every_script_are_taken(name: str) -> None:
    check_names(name)


@pytest.mark.parametrize("name", UNSEEN)
def test_no_service_is_made_and_nobody_taken_in_under_such_a_name(
    vault: Vault, tmp_path: Path, name: str
) -> None:
    founding, joining = bytearray(PASSPHRASE.encode()), bytearray(PASSPHRASE.encode())
    folder = tmp_path / "another"

    with pytest.raises(NameUnfit):
        create_service(
            folder,
            NewPerson(name, ("keeper",), founding),
            cost=FLOOR,
            practice=False,
            sources=system_sources(),
        )
    with pytest.raises(NameUnfit):
        add_person(vault, NewPerson(name, ("therapist",), joining), FLOOR)

    assert set(founding) == set(joining) == {0}
    assert not folder.exists()
    assert len(vault.header.people) == 1


@pytest.mark.parametrize(
    "field",
    [each.name for each in fields(Identity) if each.type is str and each.name != "client_id"],
)
def test_no_line_about_a_client_holds_it(caseload: Caseload, field: str) -> None:
    client = a_client(caseload)
    clients.add(caseload, client)

    for unseen in UNSEEN:
        with pytest.raises(NameUnfit):
            identities.save(caseload, Identity(client.id, "named", **{field: unseen}))

    assert identities.load(caseload, client.id).anonymity == "code_only"
