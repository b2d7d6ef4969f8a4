"""A form from the record to the screen or to paper and back, and its answers in words."""
