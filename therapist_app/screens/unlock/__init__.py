"""The unlock screen: who, passphrase, in."""
