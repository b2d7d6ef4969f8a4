"""A form on paper, blank or with answers: each kind's layout, marks, fields to type in."""
