"""What one form must get right beyond each key: all it names exists, all in it can happen."""
