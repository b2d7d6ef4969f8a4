"""What can be chosen in a question, as a grid or on a line, and the keys that choose it."""
