"""What a person is told when something goes wrong, and what to do."""
