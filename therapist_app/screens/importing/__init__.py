"""Clients from a spreadsheet: choose a file, see every row, bring them in, undo it."""
