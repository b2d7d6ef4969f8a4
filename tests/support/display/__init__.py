"""A display of a test's own with the product on it, and a person at its keyboard and mouse."""
