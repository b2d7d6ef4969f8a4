"""A checked folder becomes a programme.

Files put together, names resolved, the one that is installed, and the list that saves reading
it again.
"""
