"""A service while it is open for one person: laid out, brought up to date, opened."""
