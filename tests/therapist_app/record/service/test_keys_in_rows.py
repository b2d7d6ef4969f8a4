"""Keys in rows of the service file stand wrapped, and stay what they are."""

from collections.abc import Iterable

import pytest

from tests.support.record.checking_here import check_database
from tests.support.record.records import ServiceOnDisk
from therapist_app.record.database.database import ServiceFile
from therapist_app.record.errors import RecordDamaged
from therapist_app.record.keyring.key_care import change_service_key
from therapist_app.record.service import own_age_keys, pseudonyms
from therapist_app.record.service.keys_in_rows import FIGURES, WRAPPED, key_of, pseudonym_name
from therapist_app.record.service.record_keys import record_keys
from therapist_app.record.vault.vault import Vault

CLIENT, LEAD, PURPOSE = "ab" * 16, "lead@example.org", "clinical_lead"
SECRET = "AGE-SECRET-KEY-1EXAMPLE"
ROWS = (
    "SELECT key FROM record_keys",
    "SELECT key FROM pseudonym_keys",
    "SELECT identity FROM own_age_keys",
)


def use(service: ServiceFile) -> tuple[int, str, str]:
    """Return what follows from each kind of key."""
    if not own_age_keys.own_keys(service):
        own_age_keys.keep_own_key(service, "age1example", SECRET)
    [own] = own_age_keys.own_keys(service)
    pseudonym = pseudonyms.pseudonym_for(service, CLIENT, LEAD, PURPOSE)
    return record_keys(service)(CLIENT), pseudonym, own_age_keys.identity_of(service, own)


def standing(service: ServiceFile) -> list[object]:
    return [row for sql in ROWS for [row] in service.rows(sql)]


def unwrap(service: ServiceFile) -> list[object]:
    """Put the keys back as versions of before kept them, and return them."""
    figures, pseudonyms, _identity = standing(service)
    assert isinstance(figures, bytes)
    assert isinstance(pseudonyms, bytes)
    plain: list[bytes | str] = [
        bytes(key_of(service, FIGURES, figures)),
        bytes(key_of(service, pseudonym_name(LEAD), pseudonyms)),
        SECRET,
    ]
    with service.change("unwrapped", "service") as change:
        for table, column, value in zip(*_places(), plain, strict=True):
            change.execute(" ".join(["UPDATE", table, f"SET {column} = ?"]), (value,))
    return [*plain]


def _places() -> Iterable[tuple[str, ...]]:
    return ("record_keys", "pseudonym_keys", "own_age_keys"), ("key", "key", "identity")


def test_no_key_stands_in_a_row_as_it_is(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        used = use(vault.service)
        stands = standing(vault.service)
        plain = unwrap(vault.service)

    assert used[2] == SECRET
    assert {*stands}.isdisjoint(plain)
    assert [len(each) for each in plain[:2] if isinstance(each, bytes)] == [32, 32]


def test_keys_of_before_are_used_and_are_wrapped_at_the_next_sign_in(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        used, wrapped = use(vault.service), standing(vault.service)
        plain = unwrap(vault.service)
        assert standing(vault.service) == plain
        assert use(vault.service) == used
        assert check_database(vault.service, "service").findings == ()
    with on_disk.open() as vault:
        assert standing(vault.service) == wrapped
        assert use(vault.service) == used
        assert check_database(vault.service, "service").findings == ()


def test_what_stands_wrapped_is_not_wrapped_again_at_the_next_sign_in(
    on_disk: ServiceOnDisk,
) -> None:
    with on_disk.open() as vault:
        used, wrapped = use(vault.service), standing(vault.service)

    with on_disk.open() as vault:
        assert standing(vault.service) == wrapped
        assert use(vault.service) == used


def test_they_stay_what_they_were_when_the_key_of_the_file_changes(on_disk: ServiceOnDisk) -> None:
    with on_disk.open() as vault:
        before = use(vault.service)
        change_service_key(vault, vault.header)
        assert use(vault.service) == before


def test_a_recipients_key_that_was_exchanged_for_anothers_is_refused(vault: Vault) -> None:
    use(vault.service)
    pseudonyms.pseudonym_for(vault.service, CLIENT, "other@example.org", PURPOSE)
    with vault.service.change("exchanged", "service") as change:
        change.execute(
            "UPDATE pseudonym_keys SET key = "
            "(SELECT key FROM pseudonym_keys WHERE recipient = 'other@example.org')"
        )

    with pytest.raises(RecordDamaged, match="secret-missing"):
        pseudonyms.pseudonym_for(vault.service, CLIENT, LEAD, PURPOSE)


def test_a_private_half_that_stands_wrapped_and_is_no_hexadecimal_is_told_as_damaged(
    vault: Vault,
) -> None:
    use(vault.service)
    with vault.service.change("spoilt", "service") as change:
        change.execute("UPDATE own_age_keys SET identity = ?", (f"{WRAPPED}no hexadecimal",))
    [own] = own_age_keys.own_keys(vault.service)

    with pytest.raises(RecordDamaged, match="secret-missing"):
        own_age_keys.identity_of(vault.service, own)


def test_a_new_key_gives_other_pseudonyms_and_stands_wrapped(vault: Vault) -> None:
    before = use(vault.service)
    pseudonyms.start_new_key(vault.service, LEAD, PURPOSE)

    assert use(vault.service)[1] != before[1]
    assert {len(row) for [row] in vault.service.rows(ROWS[1])} == {60}


def test_the_secret_of_a_client_has_sixty_four_bits(service: ServiceFile) -> None:
    """Of sixty-four clients the largest has its first byte, but once in 10 to the 154."""
    secret_of = record_keys(service)

    found = [secret_of(f"{number:032x}") for number in range(64)]

    assert 2**56 < max(found) < 2**64
    assert len(set(found)) == 64
