"""Every campaign, in the order in which they are run."""

from tests.campaigns.canaries import CANARIES
from tests.campaigns.content_runs import CONTENT
from tests.campaigns.disk_errors import ERRORS
from tests.campaigns.erasure_kills import ERASURE
from tests.campaigns.export_kills import EXPORT
from tests.campaigns.flips import FLIPS
from tests.campaigns.headers import HEADERS
from tests.campaigns.kills import KILLS
from tests.campaigns.limits import LIMITS
from tests.campaigns.memory import MEMORY
from tests.campaigns.migration_kills import MIGRATION
from tests.campaigns.own_key_kills import OWN_KEYS
from tests.campaigns.power_loss import POWER
from tests.campaigns.rotation_kills import ROTATION
from tests.campaigns.running import Campaign
from tests.campaigns.safekeeping_kills import SAFEKEEPING
from tests.campaigns.traces import TRACES

CAMPAIGNS: tuple[Campaign, ...] = (
    KILLS,
    POWER,
    ERRORS,
    LIMITS,
    OWN_KEYS,
    ROTATION,
    MIGRATION,
    SAFEKEEPING,
    EXPORT,
    ERASURE,
    FLIPS,
    HEADERS,
    MEMORY,
    CANARIES,
    TRACES,
    *CONTENT,
)
