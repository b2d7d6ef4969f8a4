"""The view-model of a form while it is filled in: what the record hands out and takes back."""
