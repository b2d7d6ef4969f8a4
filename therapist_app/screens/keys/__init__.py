"""One's own passphrase, recovery sheet and key file."""
