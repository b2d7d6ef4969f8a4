"""Asking a person for a file, a folder or a printer, with nothing left behind on the system."""
