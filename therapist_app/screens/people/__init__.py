"""The people of a service, and what their keeper does."""
