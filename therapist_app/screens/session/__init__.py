"""The session while it is held: plan, step, last time."""
