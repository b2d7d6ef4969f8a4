"""Planning the next session, its gates and start, and one that did not take place."""
