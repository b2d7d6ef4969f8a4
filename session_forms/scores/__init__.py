"""What a score is made of: items, rows, missing answers, ranges, bands and cut-offs."""
