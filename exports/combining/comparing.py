"""Services side by side: a funnel plot for each share, and nowhere an order but that of size.

Shares are those of people, as each service tells them; the limits are widened where services
differ more than by chance, and so hold the changes that protect people as well.
"""

from collections.abc import Callable, Sequence

from exports.combining.combined import SiteFigure
from exports.estimates.funnel_limits import funnel_limits
from exports.paper.charts.funnel_plot import FunnelPlot, Site
from session_forms.words.texts import pgettext

LEAST_SITES = 3
"""With fewer there is nothing to lie within, or beyond."""
PERCENT = 100
_GROUPS_SHOWN = 2


def site_name(fingerprint: str) -> str:
    """Return how a service is called: by the first two groups of its fingerprint."""
    return " ".join(fingerprint.split()[:_GROUPS_SHOWN])


def funnel_of(
    title: str,
    figures: Sequence[SiteFigure],
    name: Callable[[str], str] = site_name,
) -> FunnelPlot | None:
    """Return the plot of a share in per cent; None over fewer than three services that tell it."""
    told = [(each.site, each.n, each.value) for each in figures]
    sites = tuple(
        Site(name(site), value / PERCENT * n, n)
        for site, n, value in told
        if n is not None and value is not None
    )
    limits = funnel_limits([(each.part, each.people) for each in sites])
    if limits is None or len(sites) < LEAST_SITES:
        return None
    return FunnelPlot(title, sites, limits, pgettext("below a plot", "clients of a service"))
