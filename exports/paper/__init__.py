"""Everything printed, in the only layer that makes PDF."""
