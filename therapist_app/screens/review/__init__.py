"""Packages that came back: whether they are what was signed, and what they say."""
