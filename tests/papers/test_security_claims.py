"""Each row of what SECURITY.md says is protected is tied to what proves it."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.campaigns.registry import CAMPAIGNS
from tests.support.pages import written

ROOT = Path(__file__).parents[2]
SECURITY, MODEL = ROOT / "SECURITY.md", ROOT / "docs" / "threat-model.md"
APP, RECORD = "therapist_app", "therapist_app/record"
PROOFS: Mapping[str, tuple[str, ...]] = {
    "a stolen laptop, switched off": (
        "campaign kill",
        "campaign bytes",
        f"{RECORD}/crypto/test_passphrases.py",
    ),
    "a co-therapist": (
        "campaign protocol",
        f"{RECORD}/keyring/test_covering.py",
        f"{APP}/workflows/safekeeping/test_while_away.py",
    ),
    "a keeper who wants to read": (
        "campaign protocol",
        f"{RECORD}/test_a_week_with_the_source.py",
        f"{RECORD}/keyring/test_known_sheets.py",
        f"{RECORD}/keyring/test_stated_boxes.py",
    ),
    "a clock that is wrong": (f"{RECORD}/sign_in/test_signed_time.py",),
    "a colleague who puts an old or another list of people in place": (
        "campaign protocol",
        f"{RECORD}/header/test_statements.py",
    ),
    "somebody who may know a passphrase, a sheet or a key file": (
        "campaign passphrase",
        f"{RECORD}/keyring/test_revoking.py",
        f"{RECORD}/backups/test_giving_up.py",
    ),
    "a keeper who takes the role from another one": (f"{RECORD}/header/test_notices.py",),
    "the loss of every administrator": (f"{RECORD}/sign_in/test_nobody_left.py",),
    "somebody who leaves": (
        f"{RECORD}/keyring/test_leaving.py",
        f"{APP}/workflows/content/test_trusted_signers.py",
        f"{APP}/workflows/exporting/test_comparers_who_left.py",
        f"{APP}/workflows/exporting/test_known_services.py",
        f"{APP}/workflows/overviews/test_comparing_anew.py",
    ),
    "a role that reaches too far": (f"{APP}/workflows/test_permissions.py",),
    "somebody at a window left open": (f"{RECORD}/keyring/test_revoking.py",),
    "somebody at the screen": (
        f"{APP}/shell/locking/test_idle_lock.py",
        "journeys/test_sleep.py",
        "journeys/test_held.py",
    ),
    "the client while holding the laptop": (f"{APP}/screens/hand_over/test_hand_over.py",),
    "silent tampering": (
        f"{RECORD}/database/test_audit.py",
        f"{RECORD}/database/test_anchor.py",
        f"{RECORD}/database/test_older_pages.py",
        f"{RECORD}/vault/test_file_marks.py",
        f"{RECORD}/repair/test_check_schedule.py",
        f"{RECORD}/test_signed_rows.py",
        f"{RECORD}/test_written_by_hand.py",
    ),
    "damage by the disk": (
        "campaign disk-errors",
        f"{RECORD}/repair/test_checking.py",
        f"{RECORD}/repair/test_salvaging.py",
        f"{RECORD}/test_spoilt_rows.py",
    ),
    "a lost or broken laptop": (
        "campaign backup",
        f"{RECORD}/backups/test_backing_up.py",
        f"{RECORD}/backups/test_rebuilding.py",
        f"{RECORD}/backups/test_drill.py",
    ),
    "a crash or a power cut": ("campaign kill", "campaign power"),
    "a disk that is full or protected when a plan is needed": (
        "campaign limits",
        f"{RECORD}/sign_in/test_only_read.py",
    ),
    "a reader of an export": (
        "campaign attack",
        "exports/case/test_pseudonymise.py",
        "exports/case/test_leak_search.py",
        "exports/disclosure/test_disclosure.py",
    ),
    "somebody who finds an export on the way": ("exports/package/test_sealing.py",),
    "recipients who compare what they hold": (
        f"{APP}/workflows/exporting/test_waiting_releases.py",
        f"{APP}/workflows/exporting/test_readers.py",
    ),
    "content that somebody changed": (
        "exports/package/test_packs.py",
        f"{APP}/workflows/content/test_signing_off.py",
    ),
    "keeping what should be gone": (
        "campaign erase",
        f"{RECORD}/client_rights/test_erasing.py",
        f"{RECORD}/client_rights/test_gone_clients.py",
        f"{APP}/workflows/people/test_second_person.py",
        f"{APP}/workflows/rights/test_discarding.py",
    ),
    "using what should rest": (f"{RECORD}/client_rights/test_restrictions.py",),
    "the network": (f"{APP}/hygiene/test_offline.py", "journeys/test_demo.py"),
    "another program that listens as a screen reader does": (
        "journeys/test_overheard.py",
        f"{APP}/accessibility/test_unspoken.py",
    ),
    "traces on the laptop": (
        "campaign canaries",
        "campaign traces",
        "campaign memory",
        f"{APP}/hygiene/test_hardening.py",
        f"{APP}/hygiene/laptop/test_laptop.py",
    ),
}


def claims() -> list[str]:
    """Return against what each row stands."""
    text = written(SECURITY).split("## What is protected, and how")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| [^|]", text, re.MULTILINE)
    return [each for each in rows if each != "against" and set(each) != {"-"}]


def test_each_claim_has_a_proof_and_each_proof_a_claim() -> None:
    found = claims()

    assert len(found) == len(set(found)) > 25
    assert set(found) == set(PROOFS)


@pytest.mark.parametrize("proof", sorted({each for some in PROOFS.values() for each in some}))
def test_each_proof_is_there(proof: str) -> None:
    kind, _space, name = proof.partition(" ")
    if kind == "campaign":
        assert name in {each.name for each in CAMPAIGNS}
    else:
        assert "def test_" in written(ROOT / "tests" / proof)


def test_what_the_threat_model_says_is_tested_is_there() -> None:
    table = written(MODEL).split("## Where it is tested")[1].split("\n## ")[0]
    named = set(re.findall(r"`(tests/[\w/]+\.py)`", table))

    assert len(named) > 100
    assert [each for each in sorted(named) if not (ROOT / each).is_file()] == []
