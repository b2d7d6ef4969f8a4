"""Hints over the screens that guide somebody through a first session in practice."""
