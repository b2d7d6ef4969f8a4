"""Every screen in one row, the way that somebody came, and what a screen must have."""
