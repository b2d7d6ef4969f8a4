"""What a supervisor sees of one caseload, and what a clinical lead sees of the whole service."""
