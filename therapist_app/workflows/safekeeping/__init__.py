"""Backups, full checks and the audit trail as a person sees them, with all their words."""
