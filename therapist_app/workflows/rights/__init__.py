"""A client's rights over their data.

Restriction, legal hold and erasure, the copy of the record in its parts, and the inventory of
all data.
"""
