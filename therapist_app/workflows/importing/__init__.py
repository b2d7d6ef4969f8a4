"""A caseload from a spreadsheet: read, shown line by line, written as a whole, undone."""
