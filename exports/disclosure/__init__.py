"""Which counts and means are hidden, so that nobody can work out the small ones."""
