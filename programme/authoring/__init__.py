"""What authors are given.

A new programme or session with marks where words are lacking, entries added to files, and all
checks of a folder at once.
"""
