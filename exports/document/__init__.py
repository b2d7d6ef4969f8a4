"""A report before it is a file.

Pages of blocks, tables before and after protection, means with their intervals, and how they
become CSV or a printed page.
"""
