"""A client's rights over their data: consents, a copy, restriction, hold, retention, erasure."""
