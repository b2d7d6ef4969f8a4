"""One folder for each screen: what it knows, and how it looks."""
