"""The client's turn: one question at a time, and nothing else."""
