"""Which places there are, and which screen stands at which destination."""
