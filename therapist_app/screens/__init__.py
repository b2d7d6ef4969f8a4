"""One folder for each screen: what it knows in a view-model, how it looks in views."""
