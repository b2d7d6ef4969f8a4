"""Texts marked for translation, and how days, numbers and places are written."""
