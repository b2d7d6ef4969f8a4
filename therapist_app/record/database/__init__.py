"""One encrypted SQLite file.

Its connection and migrations, the one way to change it, its audit chain and the anchor beside
it.
"""
