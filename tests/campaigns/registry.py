"""Every campaign, in the order in which they are run."""

from tests.campaigns.disk_errors import ERRORS
from tests.campaigns.kills import KILLS
from tests.campaigns.power_loss import POWER
from tests.campaigns.running import Campaign

CAMPAIGNS: tuple[Campaign, ...] = (KILLS, POWER, ERRORS)
