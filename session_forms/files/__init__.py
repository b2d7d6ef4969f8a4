"""Definition files.

TOML read into frozen models within limits, and errors that name file, line, key and remedy.
"""
