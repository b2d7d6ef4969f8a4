"""Pages and what is set on them.

The sheet, type and tables, what stays together, long documents with links, and finished pages
read back for a printer.
"""
