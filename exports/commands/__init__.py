"""The command line of exports.

Open the copy of a record, sign a pack, verify what was received.
"""
