"""Real encrypted services on disk: their people, backups and keys, and damage done to them."""
