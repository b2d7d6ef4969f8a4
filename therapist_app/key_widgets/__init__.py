"""What a person sees of keys: a suggested passphrase, a sheet on paper, a key file, a new pair."""
