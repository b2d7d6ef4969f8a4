"""A form while it is filled in.

What the record hands out and takes back, the state as it stands, and what is saved.
"""
