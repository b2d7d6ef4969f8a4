"""What differs between two versions of a programme, in words that a clinical lead can judge."""
