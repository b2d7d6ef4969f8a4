"""Training: a guided first session, worked cases, knowledge checks."""
