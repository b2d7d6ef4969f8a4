"""One client: where we are, how it goes, what keeps everybody safe."""
