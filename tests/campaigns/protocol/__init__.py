"""Whether any order of acts breaks the protocol between people of a service."""
