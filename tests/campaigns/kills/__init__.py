"""A process killed at any instant leaves the old state or the new, and nothing between."""
