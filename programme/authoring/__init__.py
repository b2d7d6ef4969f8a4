"""What authors are given: new programmes and sessions with gaps marked, and a folder's checks."""
