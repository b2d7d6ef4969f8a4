"""What stands in the service file."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.support.records import ServiceOnDisk
from therapist_app.record import (
    audit,
    export_key,
    pseudonyms,
    recipients,
    releases,
    settings,
)
from therapist_app.record.base32 import ALPHABET, check_character
from therapist_app.record.database import ServiceFile
from therapist_app.record.errors import RecordBug
from therapist_app.record.model import Release
from therapist_app.record.recipients import Recipient

CLIENT = "00112233445566778899aabbccddeeff"


def test_a_setting_is_its_default_until_it_is_settled(service: ServiceFile) -> None:
    before = settings.load(service, "idle_minutes", 5)

    settings.save(service, "idle_minutes", 3)
    settings.save(service, "idle_minutes", 4)
    settings.save(service, "telephones", [{"name": "Crisis team", "number": "0800"}])

    assert before == 5
    assert settings.load(service, "idle_minutes", 5) == 4
    assert settings.load(service, "telephones", []) == [{"name": "Crisis team", "number": "0800"}]


def test_a_setting_is_something_that_json_can_spell(service: ServiceFile) -> None:
    with pytest.raises(ValueError, match="JSON"):
        settings.save(service, "idle_minutes", float("nan"))


def test_recipients_are_kept_by_name(service: ServiceFile) -> None:
    recipients.save(service, Recipient("Lead", "age1old"))
    recipients.save(service, Recipient("Lead", "age1new"))
    recipients.save(service, Recipient("Board"))

    assert recipients.load(service, "Lead") == Recipient("Lead", "age1new")
    assert recipients.load(service, "Nobody") is None
    assert [each.name for each in recipients.all_recipients(service)] == ["Board", "Lead"]


def test_a_release_is_in_the_ledger_and_signed(service: ServiceFile) -> None:
    release = Release(
        service.new_id(), "external", "Board", "report", service.now(), "Ana", "{}", "[]"
    )
    earlier = replace(release, id=service.new_id(), made_at=service.now().replace(year=2025))

    releases.add(service, release)
    releases.add(service, earlier)

    assert releases.load(service, release.id) == release
    assert releases.all_releases(service) == (earlier, release)
    assert releases.newest(service, 1) == (release,)
    assert releases.count(service) == 2
    assert audit.entries(service)[-1].is_signed
    with pytest.raises(RecordBug):
        releases.load(service, "0" * 32)


def test_a_pseudonym_is_stable_for_one_recipient_and_purpose_and_no_other(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        first = pseudonyms.pseudonym_for(vault.service, CLIENT, "Board", "report")
        others = [
            pseudonyms.pseudonym_for(vault.service, client, recipient, purpose)
            for client, recipient, purpose in (
                (CLIENT, "Lead", "report"),
                (CLIENT, "Board", "research"),
                ("f" * 32, "Board", "report"),
            )
        ]
    with on_disk.open() as vault:
        again = pseudonyms.pseudonym_for(vault.service, CLIENT, "Board", "report")

    assert again == first
    assert len({first, *others}) == 4


def test_a_pseudonym_is_sixteen_characters_and_a_check(service: ServiceFile) -> None:
    pseudonym = pseudonyms.pseudonym_for(service, CLIENT, "Board", "report")

    assert len(pseudonym) == 17
    assert set(pseudonym) <= set(ALPHABET)
    assert check_character(pseudonym[:16]) == pseudonym[16]
    assert CLIENT[:8].upper() not in pseudonym


def test_what_leaves_is_signed_with_the_services_key(service: ServiceFile) -> None:
    signature = export_key.sign(service, b"manifest")

    Ed25519PublicKey.from_public_bytes(export_key.public(service)).verify(signature, b"manifest")
