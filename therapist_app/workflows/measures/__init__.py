"""The scores of one client over time, what they suggest, and the words for it."""
