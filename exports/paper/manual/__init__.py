"""The printed manual: of one session, or of the whole programme."""
