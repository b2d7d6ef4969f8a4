"""Questions answered line by line: lists, tables, lines taken over from an earlier form."""
