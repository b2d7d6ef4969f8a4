"""Putting a backup back before anything can be unlocked."""
