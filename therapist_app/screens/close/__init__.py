"""The close of a session: how it went, the note, the signature."""
