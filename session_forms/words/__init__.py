"""Texts marked for translation, and the words for days and places that many pages share."""
