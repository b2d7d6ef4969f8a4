"""Keys and what they are made of: deriving, sealing, signing, wiping; no database, no people."""
