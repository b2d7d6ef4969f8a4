"""From the record to case files and on to a release.

Prepared, approved, written, and settled in the ledger.
"""
