"""Every screen and what stands around it, the way that somebody came, what a screen must have."""
