"""Days, times and numbers as people type them, and the words for what does not fit."""
