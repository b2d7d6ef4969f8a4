"""How names, days and numbers may be spelled, and where they stand in finished files."""
