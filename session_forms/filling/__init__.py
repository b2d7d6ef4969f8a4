"""Filling in a form: its state, how questions stand, what is taken over, answers in words."""
