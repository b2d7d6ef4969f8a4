"""The programme, to read."""
