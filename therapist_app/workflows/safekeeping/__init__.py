"""Backups, full checks and the audit trail as a person sees them.

How they stand, what can be done, and all their words.
"""
