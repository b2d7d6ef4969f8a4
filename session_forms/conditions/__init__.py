"""The closed vocabulary that forms test answers with.

Tests, conditions, bands, limits on days, and the alerts an answer can raise.
"""
