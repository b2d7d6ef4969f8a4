"""A release or a content pack as files.

Prepared, signed, sealed, written all or none, and verified again.
"""
