"""Practice: invented clients who pass through the very functions that the screens call."""
