"""Campaigns in their smallest size, so that a change which breaks one is seen at once.

Those whose claim other tests of every run hold at fewer places wait for `./dev test --all`.
"""

import pytest

from tests.campaigns.disclosure.attack import ATTACK
from tests.campaigns.harness.running import Campaign, run_campaign
from tests.campaigns.registry import CAMPAIGNS
from tests.support.sampling import chosen

pytestmark = pytest.mark.usefixtures("waits_for_the_disk", "derives_in_full")

SMOKED = [each for each in CAMPAIGNS if "smoke" in each.counts and each is not ATTACK]
"""All but one that is smoked beside its own tests, in `./dev test --all` alone."""
HELD_ELSEWHERE = {
    "kill",  # C43: record/test_killed.py
    "rotation",  # A17, A18: record/keyring/test_changing_keys.py and test_leaving.py
    "bytes",  # B27, B32: record/repair/test_checking.py
    "protocol",  # record/keyring/test_protocol_model.py, with its planted faults
    "backup",  # C50, C51: record/backups/test_killed_while_safekeeping.py
    "disk-errors",  # the limits tried here hold a disk that fills up
    "migration",  # C49: record/vault/test_openings.py
    "salvage",  # B27: record/repair/test_salvaging.py
    "memory",  # A20: record/test_memory.py; A21: journeys/test_leaving.py
    "passphrase",  # A14, A16: record/keyring/test_changing_keys.py, record/test_key_files.py
}


# Acceptance A12 (header)
# Acceptance A13 (header)
# Acceptance A14 (passphrase)
# Acceptance A16 (passphrase)
# Acceptance A17 (rotation)
# Acceptance A18 (rotation)
# Acceptance A20 (memory)
# Acceptance A21 (memory)
# Acceptance B27 (bytes)
# Acceptance B27 (salvage)
# Acceptance B32 (bytes)
# Acceptance C43 (kill)
# Acceptance C44 (power)
# Acceptance C45 (power)
# Acceptance C46 (disk-errors)
# Acceptance C47 (limits)
# Acceptance C48 (limits)
# Acceptance C49 (migration)
# Acceptance C50 (backup)
# Acceptance C51 (backup)
# Acceptance C52 (export)
# Acceptance D60 (traces)
# Acceptance G94 (erase)
@pytest.mark.parametrize(
    "campaign",
    chosen(SMOKED, lambda each: each.name not in HELD_ELSEWHERE),
    ids=lambda each: each.name,
)
def test_a_campaign_holds_in_its_smallest_size(campaign: Campaign) -> None:
    outcome = run_campaign(campaign, "smoke", seed=1)

    assert outcome.holds, (outcome.line, outcome.bad[:3])
