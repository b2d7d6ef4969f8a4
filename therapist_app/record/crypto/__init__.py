"""Keys and what they are made of.

Passphrases, key files and recovery sheets, key derivation, sealing and signing, and wiping
secrets from memory; no database and no people.
"""
