"""What a caseload remembers is forgotten where another wrote it, and only for what can be seen."""

import json
from dataclasses import asdict, replace

import pytest

from therapist_app.record.errors import StatementRefused
from therapist_app.record.header.statements import FIRST_WITH_STATEMENTS
from therapist_app.record.vault.seen_statements import (
    KEY,
    REMEMBERED,
    Seen,
    check_goes_on,
    check_seen,
    forget_sheet,
    forget_what_others_wrote,
    seen_by_owner,
    seen_in,
)
from therapist_app.record.vault.vault import Vault


@pytest.fixture
def altered(vault: Vault) -> Seen:
    """What a caseload remembers since somebody wrote into it whom its owner let in."""
    seen = seen_by_owner(vault.caseload)
    assert seen is not None
    altered = replace(seen, agreed=(("cd" * 16, "2027-01-01"),))
    with vault.caseload.change("opened", "header") as change:
        change.keep(KEY, json.dumps(asdict(altered)))
    assert seen_by_owner(vault.caseload) == altered
    return altered


@pytest.mark.usefixtures("altered")
def test_nobody_is_agreed_to_by_what_the_owner_did_not_sign(vault: Vault) -> None:
    me = vault.person.uid

    assert forget_what_others_wrote(vault.caseload, vault.header, me, {me})

    seen = seen_by_owner(vault.caseload)
    assert seen is not None
    assert (seen.n, seen.agreed, seen.sheet) == (len(vault.header.trail), (), "")
    assert not forget_what_others_wrote(vault.caseload, vault.header, me, {me})


def test_what_the_owner_signed_before_does_not_count_again_where_the_newest_is_spoilt(
    vault: Vault,
) -> None:
    caseload, me = vault.caseload, vault.person.uid
    before = seen_by_owner(caseload)
    assert before is not None
    forget_sheet(caseload)
    with caseload.change("opened", "header") as change:
        change.keep(KEY, json.dumps(asdict(before)))
    newest = f"(SELECT max(n) FROM audit WHERE instr(entry, CAST('{REMEMBERED}' AS BLOB)))"
    caseload.run(f"UPDATE audit SET signature = NULL WHERE n = {newest}")

    assert forget_what_others_wrote(caseload, vault.header, me, {me})


@pytest.mark.parametrize("said", ["", "9" * 60])
def test_a_moment_of_looking_that_makes_no_sense_keeps_no_owner_out(
    vault: Vault, said: str
) -> None:
    caseload, me = vault.caseload, vault.person.uid
    caseload.run("UPDATE about SET value = ? WHERE key = 'statements_looked_at'", (said,))

    assert not check_seen(caseload, vault.header, vault.caseload_id or "", me)


def test_by_a_header_of_before_statements_nothing_is_forgotten_and_it_is_refused_as_older(
    vault: Vault, altered: Seen
) -> None:
    me = vault.person.uid
    before = replace(vault.header, version=FIRST_WITH_STATEMENTS - 1, trail=())

    assert not forget_what_others_wrote(vault.caseload, before, me, {me})

    assert seen_by_owner(vault.caseload) == altered
    with pytest.raises(StatementRefused, match="older"):
        check_goes_on(altered, before, me, me)


def test_of_a_caseload_or_a_person_that_a_header_does_not_list_nothing_is_seen(
    vault: Vault,
) -> None:
    header, me = vault.header, vault.person.uid
    [mine, *_others] = header.caseloads

    assert seen_in(header, mine.id, me) is not None
    assert seen_in(header, "ab" * 16, me) is None
    assert seen_in(header, mine.id, "ab" * 16) is None
