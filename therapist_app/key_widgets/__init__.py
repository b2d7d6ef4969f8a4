"""What a person sees of keys: a suggested passphrase, paper sheets, a key file, a new pair."""
