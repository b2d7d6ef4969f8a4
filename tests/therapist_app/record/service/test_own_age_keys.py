"""Which of the service's own keys things are sealed with."""

import pytest

from therapist_app.record.database import audit
from therapist_app.record.service import own_age_keys
from therapist_app.record.vault.vault import Vault


def test_the_newest_key_that_somebody_signed_counts_and_none_that_was_written_there(
    vault: Vault,
) -> None:
    service = vault.service  # at one moment the first by its letters counts as newer
    assert own_age_keys.newest_own_key(service) is None
    own_age_keys.keep_own_key(service, "age1first", "AGE-SECRET-KEY-1")
    second = own_age_keys.keep_own_key(service, "age1a", "AGE-SECRET-KEY-2")
    service.run(
        "INSERT INTO own_age_keys SELECT 'age1other', identity, '2999-01-01T00:00:00.000Z'"
        " FROM own_age_keys WHERE public_key = 'age1first'"
    ).fetchall()

    assert own_age_keys.newest_own_key(service) == second


def test_where_no_entry_tells_of_any_the_newest_of_all_is_taken(vault: Vault) -> None:
    kept = own_age_keys.keep_own_key(vault.service, "age1first", "AGE-SECRET-KEY-1")
    vault.service.run("DELETE FROM audit").fetchall()

    assert own_age_keys.newest_own_key(vault.service) == kept


@pytest.mark.parametrize(("fields", "is_spoilt"), [((), False), (("own=0",), True)])
def test_an_earlier_version_signed_no_making_of_a_key_and_told_no_row(
    vault: Vault, fields: tuple[str, ...], *, is_spoilt: bool
) -> None:
    own_age_keys.keep_own_key(vault.service, "age1first", "AGE-SECRET-KEY-1")
    audit.note(vault.service, "own_age_key_made", "recipient", fields)
    n = vault.service.audit.mark.n
    vault.service.run(f"UPDATE audit SET signature = NULL WHERE n = {n}").fetchall()

    assert (n in audit.spoilt_entries(vault.service)) == is_spoilt
