"""A connection to the message buses of a Linux desktop, and what asks there for locking."""
