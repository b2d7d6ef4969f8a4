"""From the record to case files and on to a release that is approved, written and settled."""
