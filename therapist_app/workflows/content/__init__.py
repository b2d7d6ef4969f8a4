"""Which content is in use: shipped, packs laid over it, a clinic's own, versions signed off."""
