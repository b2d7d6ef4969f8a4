"""The secrets of the service stand wrapped in its file, and stay what they are."""

import pytest

from tests.support.record.checking_here import check_database
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.keyring.key_care import change_service_key
from therapist_app.record.service.service_keys import (
    SECRETS,
    WRAPPED_LENGTH,
    service_secret,
    wrap_secrets,
)
from therapist_app.record.vault.vault import Vault


def standing(service: ServiceFile) -> dict[str, str]:
    return dict(service.rows("SELECT key, value FROM about WHERE key IN (?, ?, ?)", SECRETS))


def unwrapped(service: ServiceFile) -> dict[str, str]:
    """Put the secrets back as versions of before kept them, and return them."""
    plain = {name: service_secret(service, name).hex() for name in SECRETS}
    with service.change("unwrapped", "service") as change:
        for name, value in plain.items():
            change.keep(name, value)
    return plain


def test_no_secret_stands_in_the_file_as_it_is(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        stands = standing(vault.service)
        secrets = {name: service_secret(vault.service, name).hex() for name in SECRETS}

    assert {len(each) for each in stands.values()} == {2 * WRAPPED_LENGTH}
    assert len({*secrets.values()}) == len(SECRETS)
    assert not any(secret in each for secret in secrets.values() for each in stands.values())


def test_secrets_of_before_are_wrapped_at_the_next_sign_in(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        wrapped = standing(vault.service)
        plain = unwrapped(vault.service)
        read = {name: service_secret(vault.service, name).hex() for name in SECRETS}
    with on_disk.open() as vault:
        after = standing(vault.service)
        still = {name: service_secret(vault.service, name).hex() for name in SECRETS}

    assert read == still == plain
    assert after == wrapped


@pytest.mark.parametrize("stands", ["", "garbage", "0"])
def test_what_stands_as_a_secret_and_is_none_is_said_to_be_missing(
    on_disk: ServiceOnDisk, stands: str
) -> None:
    with on_disk.open() as vault:
        with vault.service.change("spoilt", "service") as change:
            change.keep("code_key", stands)
        with pytest.raises(RecordDamaged, match="secret-missing"):
            service_secret(vault.service, "code_key")


def test_they_stay_what_they_were_when_the_key_of_the_file_changes(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        before = {name: bytes(service_secret(vault.service, name)) for name in SECRETS}
        change_service_key(vault, vault.header)
        after = {name: bytes(service_secret(vault.service, name)) for name in SECRETS}

    assert after == before


def test_one_that_was_exchanged_for_another_is_refused(vault: Vault) -> None:
    with vault.service.change("exchanged", "service") as change:
        change.keep("code_key", standing(vault.service)["export_key"])

    with pytest.raises(RecordDamaged, match="secret-missing"):
        service_secret(vault.service, "code_key")


def test_one_that_is_gone_is_told(vault: Vault) -> None:
    with vault.service.change("gone", "service") as change:
        change.execute("DELETE FROM about WHERE key = 'code_key'")

    with pytest.raises(RecordDamaged, match="secret-missing"):
        service_secret(vault.service, "code_key")


def test_a_check_knows_both_spellings_and_no_third(vault: Vault) -> None:
    assert check_database(vault.service, "service").findings == ()
    with vault.service.change("wrapped", "service") as change:
        wrap_secrets(change, vault.service)
    unwrapped(vault.service)
    assert check_database(vault.service, "service").findings == ()

    with vault.service.change("cut", "service") as change:
        change.keep("code_key", "ab" * 31)
    assert [each.code for each in check_database(vault.service, "service").findings] == ["about"]
