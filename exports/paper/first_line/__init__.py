"""A course for the first line on paper: the trainer's guide, and what people take along."""
