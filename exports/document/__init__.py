"""A report before it is a file: blocks, tables before and after protection, typesetting."""
