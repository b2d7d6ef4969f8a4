"""What a clinical lead sees of the whole service."""
