"""The command line of exports: open a record's copy, sign a pack, verify what was received."""
