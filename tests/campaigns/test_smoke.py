"""Every campaign in its smallest size, so that a change which breaks one is seen at once."""

import pytest

from tests.campaigns.registry import CAMPAIGNS
from tests.campaigns.running import Campaign, run_campaign

SMOKED = [each for each in CAMPAIGNS if "smoke" in each.counts]


@pytest.mark.parametrize("campaign", SMOKED, ids=lambda each: each.name)
def test_a_campaign_holds_in_its_smallest_size(campaign: Campaign) -> None:
    outcome = run_campaign(campaign, "smoke", seed=1)

    assert outcome.holds, (outcome.line, outcome.bad[:3])
