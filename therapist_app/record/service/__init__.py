"""The tables of service.db.

Settings, recipients, releases, pseudonyms, files of packs, secrets of the service, the counts
of each caseload, and people who left.
"""
