"""The closed vocabulary that tests answers: tests, conditions, and the levels of an alert."""
