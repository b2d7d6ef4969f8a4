"""The estimates that tables are made with."""

from exports.estimates.effects import hedges_g
from exports.estimates.means import mean_of

__all__ = ["hedges_g", "mean_of"]
