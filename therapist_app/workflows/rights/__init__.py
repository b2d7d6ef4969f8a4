"""A client's rights over their data: restriction, hold, erasure, copy, inventory of all data."""
