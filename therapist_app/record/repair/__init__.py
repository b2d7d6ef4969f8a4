"""Full checks of a file: what they find, when they are due, and what can be salvaged."""
