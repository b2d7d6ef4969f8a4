"""A service folder: where everything stands, and small private files replaced whole."""
