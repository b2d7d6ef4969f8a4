"""Texts marked for translation, and how days, numbers, lists and places are written."""
