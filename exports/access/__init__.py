"""The copy of everything held about a client, for that client.

Its content, its paper and its locked files.
"""
