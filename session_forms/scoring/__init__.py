"""Answers become scores, changes, goal attainment and prompts, with the words for each."""
