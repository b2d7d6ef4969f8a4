"""Backups: how they stand, making one, putting one back."""
