"""Every campaign, in the order in which they are run."""

from tests.campaigns.content.content_runs import CONTENT
from tests.campaigns.disclosure.attack import ATTACK
from tests.campaigns.disks.disk_errors import ERRORS
from tests.campaigns.disks.flips import FLIPS
from tests.campaigns.disks.headers import HEADERS
from tests.campaigns.disks.limits import LIMITS
from tests.campaigns.disks.power_loss import POWER
from tests.campaigns.harness.running import Campaign
from tests.campaigns.kills.erasure_kills import ERASURE
from tests.campaigns.kills.export_kills import EXPORT
from tests.campaigns.kills.kills import KILLS
from tests.campaigns.kills.migration_kills import MIGRATION
from tests.campaigns.kills.own_key_kills import OWN_KEYS
from tests.campaigns.kills.rotation_kills import ROTATION
from tests.campaigns.kills.safekeeping_kills import SAFEKEEPING
from tests.campaigns.kills.salvage_kills import SALVAGE
from tests.campaigns.mutation.mutants import MUTATION
from tests.campaigns.protocol.orders import PROTOCOL
from tests.campaigns.secrecy.canaries import CANARIES
from tests.campaigns.secrecy.matcher import MATCHER
from tests.campaigns.secrecy.memory import MEMORY
from tests.campaigns.secrecy.traces import TRACES

CAMPAIGNS: tuple[Campaign, ...] = (
    KILLS,
    POWER,
    ERRORS,
    LIMITS,
    OWN_KEYS,
    ROTATION,
    MIGRATION,
    SAFEKEEPING,
    SALVAGE,
    EXPORT,
    ERASURE,
    FLIPS,
    HEADERS,
    MEMORY,
    CANARIES,
    TRACES,
    PROTOCOL,
    ATTACK,
    *CONTENT,
    MATCHER,
    *MUTATION,
)
