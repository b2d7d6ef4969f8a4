"""Content packs: a folder of content as one file that can be checked, signed and installed."""
