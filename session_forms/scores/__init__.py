"""What a score is made of, as its definition spells it.

Items, rows, missing answers, ranges, bands and cut-offs.
"""
