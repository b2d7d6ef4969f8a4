"""Whose clients one works with."""
