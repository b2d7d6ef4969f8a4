"""A session from its gates through its steps and alerts to the signed note."""
