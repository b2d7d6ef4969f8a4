"""Questions that are answered line by line.

Lists, tables with their cells, and lines taken over from an earlier form.
"""
