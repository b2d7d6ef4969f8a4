"""Means, shares and effects with their intervals, and the limits of what chance does."""
