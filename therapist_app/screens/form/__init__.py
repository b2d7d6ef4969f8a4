"""One form on its own page."""
