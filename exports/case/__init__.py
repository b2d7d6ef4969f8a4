"""The one door to what may leave: case file in, pseudonymised case out, and the leak search."""
