"""The life of backups.

Making and listing them, reading them back, thinning them out, comparing and restoring them, and
rebuilding a whole service.
"""
