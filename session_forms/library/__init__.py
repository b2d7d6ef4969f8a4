"""All installed forms by id and version.

Loading a definition, the list of released versions, and what forms name in each other.
"""
