"""Installs the language."""
