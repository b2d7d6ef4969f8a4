"""One widget file for each kind of question."""
