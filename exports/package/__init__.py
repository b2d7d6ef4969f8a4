"""A release or a content pack as files: prepared, signed, sealed, written whole, verified."""
